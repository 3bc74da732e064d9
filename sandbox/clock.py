"""A clock that moves only when told to; kept in a file where another process has to read the same time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SteppedClock:
    """Time stands still between steps."""

    def __init__(self, now: datetime) -> None:
        self.set(now)

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        """Moves to `now`; setting it back is allowed: clocks do that. One assignment: threads that read need no lock."""
        if now.tzinfo is None:
            raise ValueError("the clock tells aware times only")
        self._now = now.astimezone(UTC)

    def advance(self, by: timedelta) -> datetime:
        """Moves by `by` and returns the new present."""
        self.set(self.now() + by)
        return self.now()


class FileClock(SteppedClock):
    """The same time in every process that reads this file. Written whole and renamed, so that nobody reads half of it."""

    def __init__(self, path: Path, now: datetime | None = None) -> None:
        self._path = path
        if now is not None:
            self.set(now)

    def now(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text())

    def set(self, now: datetime) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(now.astimezone(UTC).isoformat())
        fresh.replace(self._path)
