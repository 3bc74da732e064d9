"""The rules as sets of start slots, slot by slot by the wall clock: what a general solver is given.

Plain on purpose, and shares nothing with the planner but the problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.rules.planning import Interviewer, Problem


class Wall(NamedTuple):
    """What calendar and clock say in some zone at the beginning of a slot."""

    day: date
    minute: int


class Chance(NamedTuple):
    """A slot at which somebody could start a round: quarters of it out of core hours."""

    slot: int
    out_of_core: int


Week = tuple[int, int]
"""A year and its calendar week."""


def week_of(day: date) -> Week:
    return day.isocalendar()[:2]


class WallSlots:
    """One problem, laid out slot by slot."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.grid = problem.grid_min
        self.count = problem.days * 1440 // self.grid
        self._walls: dict[str, list[Wall]] = {}
        self._people: dict[str, tuple[list[bool], list[bool]]] = {}

    def beside(self, problem: Problem) -> WallSlots:
        """Another loop over the same people and days, which need not be laid out again."""
        other = WallSlots(problem)
        other._walls, other._people = self._walls, self._people
        return other

    def date_of(self, person: str, slot: int) -> date:
        """The date where somebody is at the beginning of a slot."""
        return self._wall(self.problem.interviewers[person].tz)[slot].day

    def round_starts(self, index: int) -> dict[int, Wall]:
        """The slots at which the candidate could start a round, with the candidate's date."""
        problem, minutes = self.problem, self.problem.rounds[index].duration_min
        walls = self._wall(problem.candidate.tz)
        found: dict[int, Wall] = {}
        for opens, closes in problem.candidate.windows:
            for slot in range(-(-max(opens, problem.notice_min, 0) // self.grid), self.count):
                if slot * self.grid + minutes > min(closes, self.count * self.grid):
                    break
                if self.is_business(walls[slot].day):
                    found[slot] = walls[slot]
        return found

    def chances(self, person: str, slots: Iterable[int], minutes: int) -> dict[int, Chance]:
        """Those of the slots at which somebody could sit in a round."""
        free, core = self._person(self.problem.interviewers[person])
        length = -(-minutes // self.grid)
        return {
            slot: Chance(slot, core[slot : slot + length].count(False))
            for slot in slots
            if all(free[slot : slot + length])
        }

    @cached_property
    def business_numbers(self) -> Mapping[date, int]:
        """Each date with the number of business days before it, from the candidate's first date on."""
        walls = self._wall(self.problem.candidate.tz)
        day, numbers, number = walls[0].day, dict[date, int](), 0
        while day <= walls[-1].day:
            numbers[day] = number
            number += self.is_business(day)
            day += timedelta(days=1)
        return numbers

    def booked(self, person: Interviewer) -> tuple[Counter[date], Counter[Week]]:
        """The interviews in somebody's calendar already, by their dates and their weeks."""
        tz, start = ZoneInfo(person.tz), self.problem.start_utc
        days = [(start + timedelta(minutes=minute)).astimezone(tz).date() for minute in person.booked]
        return Counter(days), Counter(week_of(day) for day in days)

    def is_business(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.problem.holidays

    def _wall(self, zone: str) -> list[Wall]:
        if zone not in self._walls:
            tz, start, step = ZoneInfo(zone), self.problem.start_utc, timedelta(minutes=self.grid)
            local = [(start + step * slot).astimezone(tz) for slot in range(self.count)]
            self._walls[zone] = [Wall(at.date(), at.hour * 60 + at.minute) for at in local]
        return self._walls[zone]

    def _person(self, person: Interviewer) -> tuple[list[bool], list[bool]]:
        """Slot by slot whether somebody is free, caps taken into account, and whether it is in core hours."""
        if person.id not in self._people:
            walls = self._wall(person.tz)
            free = [_inside(person.work, wall, self.grid) for wall in walls]
            for opens, closes in person.busy:
                for slot in range(max(0, opens // self.grid), min(self.count, -(-closes // self.grid))):
                    free[slot] = False
            if person.booked:
                for slot in self._capped(person, walls):
                    free[slot] = False
            self._people[person.id] = (free, [_inside(person.core, wall, self.grid) for wall in walls])
        return self._people[person.id]

    def _capped(self, person: Interviewer, walls: list[Wall]) -> list[int]:
        days, weeks = self.booked(person)
        full = {
            day
            for day in {wall.day for wall in walls}
            if days[day] >= person.max_per_day or weeks[week_of(day)] >= person.max_per_week
        }
        return [slot for slot, wall in enumerate(walls) if wall.day in full]


def _inside(week: Iterable[tuple[int, int, int]], wall: Wall, minutes: int) -> bool:
    return any(
        dow == wall.day.weekday() and opens <= wall.minute and wall.minute + minutes <= closes
        for dow, opens, closes in week
    )
