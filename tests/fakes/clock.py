"""Time that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime, timedelta

from scheduling.ports import Clock


class SettableClock:
    """`now` must be aware. Moving is one assignment, so threads that read it need no lock."""

    def __init__(self, now: datetime) -> None:
        self.set(now)

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("the clock tells aware times only")
        self._now = now

    def advance(self, by: timedelta) -> datetime:
        """Moves by `by` (back, too: clocks do jump) and returns the new present."""
        self.set(self._now + by)
        return self._now


_held_to: type[Clock] = SettableClock
