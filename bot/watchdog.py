"""Whether the ticks still come to their end. Measured by a counter that no change of the clock moves.

A tick that fails because Google or the database is away has come to its end: it is counted and told elsewhere, and a new
process would fare no better. One that hangs, or whose thread is gone, needs a new process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from scheduling.ticks import MISSED_BEFORE_EXIT, Heartbeat

GRACE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What the heartbeat said of a tick, and when (monotonic seconds) that was new."""

    said: tuple[object, ...]
    at: float


class Watchdog:
    """Looks at the heartbeat whenever it is asked; it must be asked more often than a tick is allowed to take."""

    def __init__(self, heartbeat: Heartbeat, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._heartbeat = heartbeat
        self._monotonic = monotonic
        self._seen: dict[str, _Seen] = {}
        self._lock = Lock()

    def ages(self) -> Mapping[str, float]:
        """Seconds since each tick was last seen to have ended."""
        with self._lock:
            now = self._monotonic()
            for tick in self._heartbeat.periods:
                said = (self._heartbeat.beats.get(tick), self._heartbeat.failures.get(tick))
                if tick not in self._seen or self._seen[tick].said != said:
                    self._seen[tick] = _Seen(said=said, at=now)
            return {tick: now - seen.at for tick, seen in self._seen.items()}

    def failures(self) -> Mapping[str, int]:
        return dict(self._heartbeat.failures)

    def missed(self) -> list[str]:
        """Ticks that have missed so many of their turns that the process should give up."""
        periods = self._heartbeat.periods
        ages = self.ages()
        return [
            tick for tick, age in ages.items() if age > (periods[tick] * MISSED_BEFORE_EXIT + GRACE).total_seconds()
        ]
