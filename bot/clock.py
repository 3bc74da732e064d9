"""The only reader of wall time; everybody else is handed a clock."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduling.ports import Clock


class SystemClock:
    """The machine's time, in UTC. It may jump: whoever measures how long something took uses a monotonic counter."""

    def now(self) -> datetime:
        return datetime.now(UTC)


_held_to: type[Clock] = SystemClock
