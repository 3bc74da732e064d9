"""What the clocks say over a horizon, whoever asks: local dates and weekly hours as slots, each worked out once."""

from __future__ import annotations

from datetime import date, datetime

from scheduling.rules.planning.candidate_days import CandidateDays
from scheduling.rules.planning.local_days import LocalDays, local_days
from scheduling.rules.planning.problem import DAY_MIN

Week = tuple[tuple[int, int, int], ...]
"""Stretches `(day of week, start, end)` in wall time."""


class Hours:
    """The slots of a horizon and what people with the same zone and hours share."""

    __slots__ = ("_candidate_days", "_days", "_outside", "_weekly", "grid", "slot_count", "start")

    def __init__(self, *, start: datetime, days: int, grid: int) -> None:
        """`start` is the horizon's start in UTC."""
        self.start = start
        self.grid = grid
        self.slot_count = days * DAY_MIN // grid
        self._days: dict[str, LocalDays] = {}
        self._candidate_days: dict[tuple[str, frozenset[date]], CandidateDays] = {}
        self._weekly: dict[tuple[str, Week, int], int] = {}
        self._outside: dict[tuple[str, Week, int], tuple[int, ...]] = {}

    def local_days(self, zone_name: str) -> LocalDays:
        known = self._days.get(zone_name)
        if known is None:
            known = local_days(zone_name, self.start, slot_count=self.slot_count, grid=self.grid)
            self._days[zone_name] = known
        return known

    def candidate_days(self, zone_name: str, holidays: frozenset[date]) -> CandidateDays:
        key = (zone_name, holidays)
        known = self._candidate_days.get(key)
        if known is None:
            known = CandidateDays(holidays, local=self.local_days(zone_name), slot_count=self.slot_count)
            self._candidate_days[key] = known
        return known

    def weekly(self, zone_name: str, stretches: Week, minutes: int) -> int:
        """The slots whose first `minutes` lie in weekly wall-time stretches."""
        key = (zone_name, stretches, minutes)
        known = self._weekly.get(key)
        if known is None:
            known = self._weekly[key] = self.local_days(zone_name).within(stretches, minutes)
        return known

    def outside(self, zone_name: str, core: Week, quarters: int) -> tuple[int, ...]:
        """For k = 0 to `quarters`: the slots from which on exactly k of `quarters` slots lie outside the stretches."""
        key = (zone_name, core, quarters)
        known = self._outside.get(key)
        if known is None:
            known = self._outside[key] = self._outside_at(self.weekly(zone_name, core, self.grid), quarters)
        return known

    def _outside_at(self, core: int, quarters: int) -> tuple[int, ...]:
        every = (1 << self.slot_count) - 1
        at_least = [every] + [0] * (quarters + 1)
        for ahead in range(quarters):
            outside = every & ~(core >> ahead)
            for k in range(ahead + 1, 0, -1):
                at_least[k] |= at_least[k - 1] & outside
        return tuple(at_least[k] & ~at_least[k + 1] for k in range(quarters + 1))
