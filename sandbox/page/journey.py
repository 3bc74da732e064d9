"""How far the clock has come on its way while it is being moved, for whoever waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From when to when the clock is being moved right now."""

    start: datetime
    end: datetime

    def done(self, now: datetime) -> int:
        """In per cent."""
        whole = (self.end - self.start).total_seconds()
        return 100 if whole <= 0 else round(100 * (now - self.start).total_seconds() / whole)


class Journey:
    """At most one at a time: who asks while the clock moves is not heard, for a second press would double the leap."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self.way: Way | None = None

    @contextmanager
    def to(self, start: datetime, end: datetime) -> Iterator[bool]:
        """Whether this is the one."""
        if not self._turn.acquire(blocking=False):
            yield False
            return
        try:
            self.way = Way(start=start, end=end)
            yield True
        finally:
            self.way = None
            self._turn.release()

    def seen(self, now: Callable[[], datetime]) -> tuple[datetime, Way | None]:
        """The time and whether it is being moved, both of one moment: whoever sees a time on the way and takes it for
        the one that was asked for presses again, and is not heard."""
        while True:
            way, moment = self.way, now()
            if way is self.way:
                return moment, way
