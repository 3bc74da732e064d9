"""Each person's calendar as sets of slots, worked out when first asked for and kept while the person stays the same.

An `Index` may be passed from one `plan` to the next: an interviewer whose record changed is worked out anew, and only
that one, so a stale answer is impossible. It is a cache of pure values; dropping it costs time only.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from scheduling.rules.planning.local_days import LocalDays, local_days
from scheduling.rules.planning.problem import DAY_MIN, Interviewer, Problem
from scheduling.rules.planning.slots import runs, span


class Calendar:
    """One person's slots: when they are free, and when they could start something of a given length."""

    __slots__ = ("_core", "_core_starts", "_days", "_free", "_index", "_starts", "person")

    def __init__(self, person: Interviewer, index: Index) -> None:
        self.person = person
        self._index = index
        self._days = index.local_days(person.tz)
        self._core: int | None = None
        self._free: dict[int, int] = {}
        self._starts: dict[int, int] = {}
        self._core_starts: dict[int, int] = {}

    @property
    def core(self) -> int:
        """The slots inside the core hours, whether free or not."""
        if self._core is None:
            self._core = self._index.weekly(self.person.tz, self.person.core, self._index.grid)
        return self._core

    def starts(self, duration: int) -> int:
        """The slots at which this person is free for `duration` minutes, caps and absence taken into account."""
        known = self._starts.get(duration)
        if known is None:
            known = self._starts[duration] = self._free_for(duration)
        return known

    def core_starts(self, quarters: int) -> int:
        """The slots from which `quarters` slots in a row are core hours."""
        known = self._core_starts.get(quarters)
        if known is None:
            known = self._core_starts[quarters] = runs(self.core, quarters)
        return known

    def _free_for(self, duration: int) -> int:
        whole, rest = divmod(duration, self._index.grid)
        slots = runs(self.free(self._index.grid), whole) if whole else ~0
        if rest:  # the last slot need not be free to its end
            slots &= self.free(rest) >> whole
        return slots

    def free(self, minutes: int) -> int:
        """The slots whose first `minutes` this person could give."""
        if self.person.unknown:
            return 0
        known = self._free.get(minutes)
        if known is None:
            known = self._free[minutes] = self._work_out(minutes)
        return known

    def _work_out(self, minutes: int) -> int:
        """Working time without busy times, days off and dates that have no room for an interview."""
        index, person = self._index, self.person
        free = index.weekly(person.tz, person.work, minutes)
        if not free:
            return 0
        taken = 0
        for start, end in person.busy:
            first = max(0, (start - minutes) // index.grid + 1)
            taken |= span(first, min(index.slot_count, -(-end // index.grid)))
        if person.days_off:
            taken |= self._days.on_dates(day.toordinal() for day in person.days_off)
        if person.booked or min(person.max_per_day, person.max_per_week) <= 0:
            taken |= self._full()
        return free & ~taken

    def _full(self) -> int:
        """The slots on dates and in weeks that hold as many interviews as the person takes."""
        person = self.person
        if min(person.max_per_day, person.max_per_week) <= 0:
            return span(0, self._index.slot_count)
        per_day = Counter(self._days.ordinal_at(minute) for minute in person.booked)
        per_week: Counter[int] = Counter()
        for ordinal, count in per_day.items():
            per_week[(ordinal - 1) // 7] += count
        full = {ordinal for ordinal, count in per_day.items() if count >= person.max_per_day}
        for week, count in per_week.items():
            if count >= person.max_per_week:
                full.update(range(week * 7 + 1, week * 7 + 8))
        return self._days.on_dates(full)


class Index:
    """The calendars of everybody asked for so far, over one horizon."""

    __slots__ = ("_calendars", "_days", "_weekly", "grid", "slot_count", "start")

    def __init__(self, *, start: datetime, days: int, grid: int) -> None:
        """`start` is the horizon's start in UTC."""
        self.start = start
        self.grid = grid
        self.slot_count = days * DAY_MIN // grid
        self._calendars: dict[str, Calendar] = {}
        self._days: dict[str, LocalDays] = {}
        self._weekly: dict[tuple[str, tuple[tuple[int, int, int], ...], int], int] = {}

    @classmethod
    def of(cls, problem: Problem) -> Index:
        """An empty index over the problem's horizon."""
        return cls(start=problem.start_utc, days=problem.days, grid=problem.grid_min)

    def fits(self, problem: Problem) -> bool:
        """Whether the horizon is the problem's: an index for another one says nothing about it."""
        count = problem.days * DAY_MIN // problem.grid_min
        return (self.start, self.grid, self.slot_count) == (problem.start_utc, problem.grid_min, count)

    def calendar(self, person: Interviewer) -> Calendar:
        known = self._calendars.get(person.id)
        if known is None or (known.person is not person and known.person != person):
            known = self._calendars[person.id] = Calendar(person, self)
        return known

    def local_days(self, zone_name: str) -> LocalDays:
        known = self._days.get(zone_name)
        if known is None:
            known = local_days(zone_name, self.start, slot_count=self.slot_count, grid=self.grid)
            self._days[zone_name] = known
        return known

    def weekly(self, zone_name: str, stretches: tuple[tuple[int, int, int], ...], minutes: int) -> int:
        """The slots whose first `minutes` lie in weekly wall-time stretches; worked out once for all who share them."""
        key = (zone_name, stretches, minutes)
        known = self._weekly.get(key)
        if known is None:
            known = self._weekly[key] = self.local_days(zone_name).within(stretches, minutes)
        return known
