"""When the candidate could start a round, and the business days that gaps are counted in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from scheduling.rules.business_time import is_business_day
from scheduling.rules.planning.local_days import LocalDays
from scheduling.rules.planning.problem import Candidate
from scheduling.rules.planning.slots import span


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessDay:
    """A business day of the candidate inside the horizon: its number, local date (ordinal) and slots."""

    number: int
    ordinal: int
    first: int
    stop: int
    slots: int


class CandidateDays:
    """The candidate's dates over the horizon. Business days are numbered from 0 at the horizon's first local date."""

    __slots__ = ("_firsts", "_holidays", "_windows", "business", "grid", "local", "slot_count")

    def __init__(self, candidate: Candidate, holidays: frozenset[date], *, local: LocalDays, slot_count: int) -> None:
        self.local = local
        self.grid = local.grid
        self.slot_count = slot_count
        self._windows = candidate.windows
        self._holidays = holidays
        self.business = self._business_days()
        self._firsts = [day.first for day in self.business]

    @property
    def first_ordinal(self) -> int:
        return self.local.stretches[0].ordinal

    def day_of(self, slot: int) -> BusinessDay:
        """The business day of a slot that lies on one."""
        return self.business[bisect_right(self._firsts, slot) - 1]

    def number_at(self, minute: int) -> int:
        """Business days before the local date of a minute, counted from the horizon's first date; also outside it."""
        first, ordinal = self.first_ordinal, self.local.ordinal_at(minute)
        if ordinal >= first:
            return sum(_is_business(day, self._holidays) for day in range(first, ordinal))
        return -sum(_is_business(day, self._holidays) for day in range(ordinal, first))

    def starts(self, duration: int, *, notice: int) -> int:
        """The slots at which a round of `duration` minutes lies inside one window, on a business day, after notice."""
        slots = 0
        for start, end in self._windows:
            first = max(0, -(-max(start, notice) // self.grid))
            last = (min(end, self.slot_count * self.grid) - duration) // self.grid
            slots |= span(first, last + 1)
        on_business = 0
        for day in self.business:
            on_business |= day.slots
        return slots & on_business

    def _business_days(self) -> tuple[BusinessDay, ...]:
        bounds: dict[int, tuple[int, int]] = {}
        for stretch in self.local.stretches:
            first, _ = bounds.get(stretch.ordinal, (stretch.first, 0))
            bounds[stretch.ordinal] = (first, stretch.stop)
        days: list[BusinessDay] = []
        business = [day for day in range(min(bounds), max(bounds) + 1) if _is_business(day, self._holidays)]
        for number, ordinal in enumerate(business):
            first, stop = bounds.get(ordinal, (0, 0))
            if first < stop:  # a zone that moves over the date line skips a date
                slots = span(first, stop)
                days.append(BusinessDay(number=number, ordinal=ordinal, first=first, stop=stop, slots=slots))
        return tuple(days)


def _is_business(ordinal: int, holidays: Collection[date]) -> bool:
    return is_business_day(date.fromordinal(ordinal), holidays)
