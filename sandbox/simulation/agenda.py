"""What people and chance still have in mind, by the time at which it happens."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

Act = Callable[[], None]


class Agenda:
    """Of two things at one moment, the one that was thought of first comes first. `taken` counts the acts that were done."""

    def __init__(self) -> None:
        self.taken = 0
        self._coming: list[tuple[datetime, int, Act]] = []
        self._count = 0

    def add(self, when: datetime, act: Act) -> None:
        self._count += 1
        heapq.heappush(self._coming, (when, self._count, act))

    @property
    def next(self) -> datetime | None:
        return self._coming[0][0] if self._coming else None

    def take_due(self, now: datetime) -> Act | None:
        """Takes the first act that is due off the agenda."""
        if self._coming and self._coming[0][0] <= now:
            self.taken += 1
            return heapq.heappop(self._coming)[2]
        return None
