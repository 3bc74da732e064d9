"""Everybody's calendar, and each pool's crew, worked out when first asked for and kept while people stay the same.

An `Index` may be passed from one `plan` to the next: an interviewer whose record changed is worked out anew, and only
that one, so a stale answer is impossible. It is a cache of pure values; dropping it costs time only.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduling.rules.planning.calendar import Calendar
from scheduling.rules.planning.crew import Crew, Member
from scheduling.rules.planning.hours import Hours
from scheduling.rules.planning.panel import Panel
from scheduling.rules.planning.problem import DAY_MIN, Interviewer, Problem


class Index:
    """The calendars and crews of everybody asked for so far, over one horizon."""

    __slots__ = ("_calendars", "_crews", "_panels", "_roster", "hours")

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self._roster: Roster | None = None
        self._calendars: dict[str, Calendar] = {}
        self._crews: dict[tuple[tuple[str, ...], int], tuple[list[Interviewer | None], Crew]] = {}
        self._panels: dict[tuple[tuple[Crew, int], ...], Panel] = {}

    @classmethod
    def of(cls, problem: Problem) -> Index:
        """An empty index over the problem's horizon."""
        return cls(Hours(start=problem.start_utc, days=problem.days, grid=problem.grid_min))

    def fits(self, problem: Problem) -> bool:
        """Whether the horizon is the problem's: an index for another one says nothing about it."""
        ours, count = self.hours, problem.days * DAY_MIN // problem.grid_min
        return (ours.start, ours.grid, ours.slot_count) == (problem.start_utc, problem.grid_min, count)

    def calendar(self, person: Interviewer) -> Calendar:
        known = self._calendars.get(person.id)
        if known is None or (known.person is not person and known.person != person):
            known = self._calendars[person.id] = Calendar(person, self.hours)
        return known

    def roster(self, people: Mapping[str, Interviewer]) -> Roster:
        """The crews of these people: those of the last time, as far as the records are the same."""
        roster = self._roster
        if roster is None or roster.names != list(people) or roster.records != list(people.values()):
            roster = self._roster = Roster(self, people)
        return roster

    def crew(self, pool: tuple[str, ...], people: Mapping[str, Interviewer], duration: int) -> Crew:
        records = list(map(people.get, pool))
        key = (pool, duration)
        known = self._crews.get(key)
        if known is None or known[0] != records:  # the same records, mostly: that is told by their identity
            if known is not None:
                self._forget(known[1])
            known = self._crews[key] = (records, self._crew(records, duration))
        return known[1]

    def panel(self, seats: tuple[tuple[Crew, int], ...]) -> Panel:
        """The panel of crews of this index, each with a number of seats."""
        known = self._panels.get(seats)
        if known is None:
            known = self._panels[seats] = Panel(seats)
        return known

    def _forget(self, crew: Crew) -> None:
        self._panels = {
            seats: panel for seats, panel in self._panels.items() if all(one is not crew for one, _ in seats)
        }

    def _crew(self, records: list[Interviewer | None], duration: int) -> Crew:
        people = {person.id: person for person in records if person is not None}.values()
        members = sorted(Member(2 * person.load + 1, person.id, self.calendar(person)) for person in people)
        slots = 0
        for member in members:
            slots |= member.calendar.may_start(duration)
        return Crew(members, duration, quarters=-(-duration // self.hours.grid), slots=slots)


class Roster:
    """Who there was at one moment. It knows its crews, so that nobody has to be compared pool by pool."""

    __slots__ = ("_crews", "_index", "_people", "names", "records")

    def __init__(self, index: Index, people: Mapping[str, Interviewer]) -> None:
        self._index = index
        self._people = dict(people)
        self.names = list(self._people)
        self.records = list(self._people.values())
        self._crews: dict[tuple[tuple[str, ...], int], Crew] = {}

    def crew(self, pool: tuple[str, ...], duration: int) -> Crew:
        """Those of a pool who are known, as rounds of this length see them."""
        key = (pool, duration)
        known = self._crews.get(key)
        if known is None:
            known = self._crews[key] = self._index.crew(pool, self._people, duration)
        return known
