"""Everybody's calendar with the interviews of a batch in it, which come and go while loops are tried.

A change touches the person alone: their slots, and their place among the others of their pools.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable

from scheduling.rules.planning.calendar import Calendar
from scheduling.rules.planning.local_days import LocalDays
from scheduling.rules.planning.slots import span


class Dates:
    """A zone's dates as the caps need them: which date and week a slot is on, and all slots of these."""

    __slots__ = ("_by_date", "_by_week", "_days", "_ordinals")

    def __init__(self, days: LocalDays) -> None:
        self._days = days
        self._ordinals = [s.ordinal for s in days.stretches for _ in range(s.first, s.stop)]
        self._by_date: dict[int, int] = {}
        self._by_week: dict[int, int] = {}

    def of_slot(self, slot: int) -> int:
        return self._ordinals[slot]

    def of_minute(self, minute: int) -> int:
        return self._days.ordinal_at(minute)

    def on_date(self, ordinal: int) -> int:
        if ordinal not in self._by_date:
            self._by_date[ordinal] = self._days.on_dates([ordinal])
        return self._by_date[ordinal]

    def in_week(self, week: int) -> int:
        if week not in self._by_week:
            self._by_week[week] = self._days.on_dates(range(week * 7 + 1, week * 7 + 8))
        return self._by_week[week]


def week_of(ordinal: int) -> int:
    """The ISO week of a date, counted on without years."""
    return (ordinal - 1) // 7


class Diary:
    """One person. `cost` is what one more interview adds to the sum of squared loads."""

    __slots__ = ("_booked", "_dates", "_starts", "_taken", "calendar", "cost", "id", "number")

    def __init__(self, number: int, calendar: Calendar, dates: Dates) -> None:
        self.number = number
        self.calendar = calendar
        self.id = calendar.person.id
        self.cost = 2 * calendar.person.load + 1
        self._dates = dates
        self._taken: list[tuple[int, int]] = []
        self._booked: tuple[Counter[int], Counter[int]] | None = None
        self._starts: dict[int, int] = {}

    def starts(self, duration: int, quarters: int) -> int:
        """The slots at which this person could start one more interview of `duration` minutes."""
        known = self._starts.get(duration)
        if known is None:
            known = self.calendar.starts(duration)
            if self._taken:
                known &= ~(self._full() | self._held(quarters))
            self._starts[duration] = known
        return known

    def take(self, slot: int, quarters: int) -> None:
        self._taken.append((slot, quarters))
        self._starts = {}
        self.cost += 2

    def give_back(self, slot: int, quarters: int) -> None:
        self._taken.remove((slot, quarters))
        self._starts = {}
        self.cost -= 2

    def most_of(self, stretches: Iterable[tuple[int, int]]) -> int:
        """No more than so many of these interviews `(end, start)`, ascending, fit in side by side and under the caps."""
        weeks: Counter[int] = Counter()
        for ordinal, count in self.room(stretches).items():
            weeks[week_of(ordinal)] += count
        return sum(min(count, self.room_in_week(week)) for week, count in weeks.items())

    def room(self, stretches: Iterable[tuple[int, int]]) -> dict[int, int]:
        """The same, date by date, the caps of weeks left aside."""
        dates, person = self._dates, self.calendar.person
        per_date, _ = self._counts()
        fit: Counter[int] = Counter()
        over: dict[int, int] = {}
        for end, start in stretches:
            ordinal = dates.of_slot(start)
            if start >= over.get(ordinal, 0):  # of a day's, the one that ends first leaves most room
                over[ordinal] = end
                fit[ordinal] += 1
        return {ordinal: min(count, max(0, person.max_per_day - per_date[ordinal])) for ordinal, count in fit.items()}

    def room_in_week(self, week: int) -> int:
        """How many more interviews the cap of a week allows."""
        return max(0, self.calendar.person.max_per_week - self._counts()[1][week])

    def date_of(self, slot: int) -> int:
        """The local date (an ordinal) on which a slot begins."""
        return self._dates.of_slot(slot)

    def _held(self, quarters: int) -> int:
        """The slots from which `quarters` slots would run into an interview of the batch."""
        held = 0
        for start, length in self._taken:
            held |= span(max(0, start - quarters + 1), start + length)
        return held

    def _full(self) -> int:
        """The slots of dates and weeks that have no room for one more."""
        person, dates = self.calendar.person, self._dates
        per_date, per_week = self._counts()
        new = [dates.of_slot(slot) for slot, _ in self._taken]
        full = 0
        for ordinal in new:
            if per_date[ordinal] + new.count(ordinal) >= person.max_per_day:
                full |= dates.on_date(ordinal)
        weeks = [week_of(ordinal) for ordinal in new]
        for week in weeks:
            if per_week[week] + weeks.count(week) >= person.max_per_week:
                full |= dates.in_week(week)
        return full

    def _counts(self) -> tuple[Counter[int], Counter[int]]:
        """The interviews in the calendar already, by date and by week."""
        if self._booked is None:
            booked = [self._dates.of_minute(minute) for minute in self.calendar.person.booked]
            self._booked = Counter(booked), Counter(week_of(ordinal) for ordinal in booked)
        return self._booked


class Pool:
    """People who can fill a seat, cheapest first, then by number; each as `cost * size + number`."""

    __slots__ = ("everybody", "members")

    def __init__(self, numbers: Iterable[int]) -> None:
        self.everybody = frozenset(numbers)
        self.members: list[int] = []


class Team:
    """All diaries, numbered in the order of their ids, and the pools that loops draw from."""

    __slots__ = ("_pools", "_pools_of", "diaries", "numbers", "size")

    def __init__(self, diaries: list[Diary]) -> None:
        self.diaries = diaries
        self.size = len(diaries) + 1
        self.numbers = {diary.id: diary.number for diary in diaries}
        self._pools: dict[frozenset[int], Pool] = {}
        self._pools_of: list[list[Pool]] = [[] for _ in diaries]

    def pool(self, names: Collection[str]) -> Pool:
        """The pool of those of `names` who are known; the same one for the same people."""
        numbers = frozenset(self.numbers[name] for name in names if name in self.numbers)
        known = self._pools.get(numbers)
        if known is None:
            known = self._pools[numbers] = Pool(numbers)
            known.members = sorted(self.diaries[number].cost * self.size + number for number in numbers)
            for number in numbers:
                self._pools_of[number].append(known)
        return known

    def take(self, number: int, slot: int, quarters: int) -> int:
        """Puts an interview into a diary; what it adds to the sum of squared loads."""
        diary = self.diaries[number]
        cost = diary.cost
        diary.take(slot, quarters)
        self._moved(number, cost, diary.cost)
        return cost

    def give_back(self, number: int, slot: int, quarters: int) -> int:
        """Takes an interview out again; what that takes off the sum of squared loads."""
        diary = self.diaries[number]
        cost = diary.cost
        diary.give_back(slot, quarters)
        self._moved(number, cost, diary.cost)
        return diary.cost

    def _moved(self, number: int, before: int, after: int) -> None:
        old, new = before * self.size + number, after * self.size + number
        for pool in self._pools_of[number]:
            members = pool.members
            del members[bisect_left(members, old)]
            insort(members, new)
