"""`hirebot run` at another time: the same process, by a clock that goes as fast as the real one and stands elsewhere.

So what happens is the same on whatever day the tests run: `python -m tests.bot.shifted <seconds> <lease in seconds>`.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from bot import log
from bot.clock import SystemClock
from bot.config import load_settings
from bot.run import run
from sandbox.clock import SteppedClock


class ShiftedClock(SteppedClock):
    """Real time, `shift` later (or earlier): the same in every process that is given the same shift."""

    def __init__(self, shift: timedelta) -> None:
        self.shift = shift

    @classmethod
    def from_now(cls, begins: datetime) -> ShiftedClock:
        """At this moment it is `begins`."""
        return cls(begins - SystemClock().now())

    def now(self) -> datetime:
        return SystemClock().now() + self.shift

    def set(self, now: datetime) -> None:
        self.shift = now - SystemClock().now()


def command(clock: ShiftedClock, lease: timedelta) -> list[str]:
    """What starts such a process."""
    return ["tests.bot.shifted", str(clock.shift.total_seconds()), str(lease.total_seconds())]


def main(shift: str, lease: str) -> None:
    log.configure()
    clock = ShiftedClock(timedelta(seconds=float(shift)))
    sys.exit(run(load_settings(env_file=None), clock=clock, lease=timedelta(seconds=float(lease))))


if __name__ == "__main__":
    main(*sys.argv[1:])
