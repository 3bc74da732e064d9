"""Whether a moment lies in weekly wall-time stretches, asked of the clock on the wall: the slow and plain way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def inside(weekly: Iterable[tuple[int, int, int]], local: datetime, minutes: int) -> bool:
    """Whether `minutes` from `local` are covered by that weekday's stretches `(dow, start, end)`; touching ones join."""
    reached = local.hour * 60 + local.minute
    wanted = reached + minutes
    for dow, start, end in sorted(weekly):
        if dow == local.weekday() and start <= reached:
            reached = max(reached, end)
    return reached >= wanted
