"""The business days of the candidate that gaps are counted in, and when the candidate could start a round."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from scheduling.rules.business_time import is_business_day
from scheduling.rules.planning.local_days import LocalDays
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

    __slots__ = ("_days", "_holidays", "_numbers", "_ordinals", "_slots", "business", "grid", "local", "slot_count")

    def __init__(self, holidays: frozenset[date], *, local: LocalDays, slot_count: int) -> None:
        self.local = local
        self.grid = local.grid
        self.slot_count = slot_count
        self._holidays = holidays
        self.business = self._business_days()
        self._numbers = [day.number for day in self.business]
        self._ordinals = [day.ordinal for day in self.business]
        self._slots = 0
        self._days: list[BusinessDay | None] = [None] * slot_count
        for day in self.business:
            self._slots |= day.slots
            self._days[day.first : day.stop] = [day] * (day.stop - day.first)

    @property
    def first_ordinal(self) -> int:
        return self.local.stretches[0].ordinal

    def day_of(self, slot: int) -> BusinessDay:
        """The business day of a slot that lies on one."""
        day = self._days[slot]
        assert day is not None, "not a slot of a business day"
        return day

    def from_number(self, number: int) -> int:
        """All slots from business day `number` on."""
        place = bisect_left(self._numbers, number)
        return -(1 << self.business[place].first) if place < len(self.business) else 0

    def from_ordinal(self, ordinal: int) -> int:
        """All slots from the first business day on that is not before a date."""
        place = bisect_left(self._ordinals, ordinal)
        return -(1 << self.business[place].first) if place < len(self.business) else 0

    def number_at(self, minute: int) -> int:
        """Business days before the local date of a minute, counted from the horizon's first date; also outside it."""
        first, ordinal = self.first_ordinal, self.local.ordinal_at(minute)
        if ordinal >= first:
            return sum(_is_business(day, self._holidays) for day in range(first, ordinal))
        return -sum(_is_business(day, self._holidays) for day in range(ordinal, first))

    def starts(self, windows: Iterable[tuple[int, int]], duration: int, *, notice: int) -> int:
        """The slots at which a round of `duration` minutes lies inside one window, on a business day, after notice."""
        slots, grid, end_of_all = 0, self.grid, self.slot_count * self.grid
        notice = max(0, notice)
        for start, end in windows:
            first = -(-(max(notice, start)) // grid)
            stop = ((min(end_of_all, end)) - duration) // grid + 1
            if stop > first:
                slots |= (1 << stop) - (1 << first)
        return slots & self._slots

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
