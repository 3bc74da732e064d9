"""One person's calendar as sets of slots, worked out when first asked for."""

from __future__ import annotations

from scheduling.rules.planning.hours import Hours
from scheduling.rules.planning.problem import Interviewer
from scheduling.rules.planning.slots import runs, span

CLOSE = 240
"""Slots so near to each other are handled as one small number: a day or two."""


class Calendar:
    """One person's slots: when they are free, and when they could start something of a given length."""

    __slots__ = ("_core", "_free", "_hours", "_outside", "_starts", "_work", "person")

    def __init__(self, person: Interviewer, hours: Hours) -> None:
        self.person = person
        self._hours = hours
        self._core: int | None = None
        self._work = hours.weekly(person.tz, person.work, hours.grid)
        self._free: dict[int, int] = {}
        self._starts: dict[int, int] = {}
        self._outside: dict[int, tuple[int, ...]] = {}

    def starts(self, duration: int) -> int:
        """The slots at which this person is free for `duration` minutes, caps and absence taken into account."""
        known = self._starts.get(duration)
        if known is None:
            known = self._starts[duration] = self._free_for(duration)
        return known

    def may_start(self, duration: int) -> int:
        """All slots of `starts` and more: told by the working hours alone, without a look at what else there is."""
        return self._work if duration >= self._hours.grid else -1

    def outside(self, quarters: int) -> tuple[int, ...]:
        """For k = 0 to `quarters`: the slots from which on exactly k of `quarters` slots are out of core hours."""
        known = self._outside.get(quarters)
        if known is None:
            known = self._hours.outside(self.person.tz, self.person.core, quarters)
            self._outside[quarters] = known
        return known

    def out_of_core(self, slot: int, quarters: int) -> int:
        """How many of `quarters` slots from `slot` on lie outside the core hours."""
        if self._core is None:
            self._core = self._hours.weekly(self.person.tz, self.person.core, self._hours.grid)
        return quarters - ((self._core >> slot) & ((1 << quarters) - 1)).bit_count()

    def free(self, minutes: int) -> int:
        """The slots whose first `minutes` this person could give."""
        if self.person.unknown:
            return 0
        known = self._free.get(minutes)
        if known is None:
            known = self._free[minutes] = self._work_out(minutes)
        return known

    def _free_for(self, duration: int) -> int:
        grid = self._hours.grid
        whole, rest = divmod(duration, grid)
        slots = runs(self.free(grid), whole) if whole else ~0
        if rest:  # the last slot need not be free to its end
            slots &= self.free(rest) >> whole
        return slots

    def _work_out(self, minutes: int) -> int:
        """Working time without busy times, days off and dates that have no room for an interview."""
        hours, person = self._hours, self.person
        free = hours.weekly(person.tz, person.work, minutes)
        if not free:
            return 0
        taken = self._busy(minutes)
        if person.days_off:
            days = hours.local_days(person.tz)
            taken |= days.on_dates(day.toordinal() for day in person.days_off)
        if person.booked or min(person.max_per_day, person.max_per_week) <= 0:
            taken |= self._full()
        return free & ~taken

    def _busy(self, minutes: int) -> int:
        """The slots whose first `minutes` are not all free of busy times."""
        grid, end_of_all = self._hours.grid, self._hours.slot_count * self._hours.grid
        taken, before = 0, grid - minutes
        part, base = 0, 0  # what lies close together is put together in small numbers, from slot `base` on
        for start, end in self.person.busy:
            if start < 0:
                start = 0
            if end > end_of_all:
                end = end_of_all
            if start < end:
                first = (start + before) // grid - base
                if not 0 <= first < CLOSE:
                    taken |= part << base
                    part, base = 0, base + first
                    first = 0
                part |= (1 << -(-end // grid) - base) - (1 << first)
        return taken | part << base

    def _full(self) -> int:
        """The slots on dates and in weeks that hold as many interviews as the person takes."""
        person = self.person
        if min(person.max_per_day, person.max_per_week) <= 0:
            return span(0, self._hours.slot_count)
        days = self._hours.local_days(person.tz)
        per_day: dict[int, int] = {}
        per_week: dict[int, int] = {}
        for minute in person.booked:
            ordinal = days.ordinal_at(minute)
            per_day[ordinal] = per_day.get(ordinal, 0) + 1
            per_week[(ordinal - 1) // 7] = per_week.get((ordinal - 1) // 7, 0) + 1
        full = {ordinal for ordinal, count in per_day.items() if count >= person.max_per_day}
        for week, count in per_week.items():
            if count >= person.max_per_week:
                full.update(range(week * 7 + 1, week * 7 + 8))
        return days.on_dates(full)
