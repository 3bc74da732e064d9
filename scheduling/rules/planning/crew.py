"""The people of a pool as one kind of round needs them: cheapest first, and at which slots how many of them could come.

Knows nothing of candidates, so it is kept from one problem to the next; worked out only as far as somebody asked.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from scheduling.rules.planning.calendar import Calendar

Level = list[tuple[int, int, int]]
"""Disjoint sets of slots, ascending by what they cost: `(load cost, quarters out of core hours, slots)`."""


class Member(NamedTuple):
    """Sorts by what a seat costs with this person in it, then by id."""

    cost: int
    id: str
    calendar: Calendar


class Sitter(NamedTuple):
    cost: int
    out_of_core: int
    id: str


class Crew:
    """The members of a pool for rounds of one length."""

    __slots__ = ("_by_id", "_ladders", "duration", "members", "quarters", "slots")

    def __init__(self, members: Sequence[Member], duration: int, *, quarters: int, slots: int) -> None:
        """`members` ascend. Only `slots` are looked at: what the working hours of anybody leave, or less."""
        self.members = members
        self.duration = duration
        self.quarters = quarters
        self.slots = slots
        self._by_id: dict[str, Member] | None = None
        self._ladders: dict[int, Ladder] = {}

    def ladder(self, count: int) -> Ladder:
        known = self._ladders.get(count)
        if known is None:
            known = self._ladders[count] = Ladder(self, count)
        return known

    def member(self, person: str) -> Member | None:
        """None for whoever is not in the pool."""
        if self._by_id is None:
            self._by_id = {member.id: member for member in self.members}
        return self._by_id.get(person)

    def could(self, person: str, slots: int) -> bool:
        """Whether somebody of the pool could start at any of the slots."""
        member = self.member(person)
        return member is not None and member.calendar.starts(self.duration) & slots != 0

    def reduced(self, barred: Collection[str], prices: Mapping[str, int], slots: int) -> Crew:
        """The crew without some people, with prices put on some, as far as `slots` are concerned; itself if that is the same."""
        gone = [member for person in barred if (member := self.member(person)) is not None]
        dearer = [member for person in prices if person not in barred and (member := self.member(person)) is not None]
        if not gone and not dearer:
            return self
        members = list(self.members)
        for member in (*gone, *dearer):
            del members[bisect_left(members, member)]
        for member in dearer:
            insort(members, member._replace(cost=member.cost + prices[member.id]))
        return Crew(members, self.duration, quarters=self.quarters, slots=slots)

    def favourites(self, slot: int, count: int) -> list[Sitter] | None:
        """The `count` cheapest people who could start at a slot, the smallest ids among equals; None if there are fewer."""
        bit, ladder = 1 << slot, self.ladder(count)
        if not ladder.cover(bit):
            return None
        found: list[Sitter] = []
        place, before = 0, (-1, -1)
        for level in ladder.levels:
            cost, outside = next((cost, outside) for cost, outside, slots in level if slots & bit)
            if (cost, outside) != before:
                place, before = bisect_left(self.members, (cost,)), (cost, outside)
            while not self._is_at(self.members[place], slot, outside):
                place += 1
            found.append(Sitter(cost, outside, self.members[place].id))
            place += 1
        return found

    def best(self, slot: int, wanted: int) -> list[Sitter]:
        """The `wanted` cheapest people who could start at a slot (all, if fewer), by cost, core hours and id."""
        bit, duration, quarters = 1 << slot, self.duration, self.quarters
        found: list[Sitter] = []
        cost, settled = -1, 0  # settled: how many of `found` nobody to come can outrank
        for member in self.members:
            if not member.calendar.starts(duration) & bit:
                continue
            if member.cost != cost:
                cost, settled = member.cost, len(found)
            if settled >= wanted:
                break
            outside = member.calendar.out_of_core(slot, quarters)
            settled += not outside
            found.append(Sitter(cost, outside, member.id))
        found.sort()
        return found[:wanted]

    def able(self, slots: int, wanted: int, barred: Collection[str]) -> dict[str, int]:
        """The `wanted` cheapest people who could start at any of the slots, with their costs."""
        able: dict[str, int] = {}
        for member in self.members:
            if member.id not in barred and member.calendar.starts(self.duration) & slots:
                able[member.id] = member.cost
                if len(able) == wanted:
                    break
        return able

    def _is_at(self, member: Member, slot: int, outside: int) -> bool:
        """Whether somebody could start at a slot, with so many quarters out of core hours."""
        calendar = member.calendar
        return calendar.starts(self.duration) >> slot & 1 == 1 and calendar.out_of_core(slot, self.quarters) == outside


class Ladder:
    """For k = 1 to `count`: what the k-th cheapest person of a crew costs, slot by slot. Grows on demand."""

    __slots__ = ("_crew", "_next", "levels", "reached")

    def __init__(self, crew: Crew, count: int) -> None:
        self._crew = crew
        self._next = 0
        self.reached = [0] * count
        self.levels: list[Level] = [[] for _ in range(count)]

    def cover(self, wanted: int, *, at_most: int | None = None) -> int:
        """Those of the wanted slots at which `count` people could start; afterwards `levels` are right for them.

        Slots that only people dearer than `at_most` would open may be left out.
        """
        wanted &= self._crew.slots
        members = self._crew.members
        while self._next < len(members) and wanted & ~self.reached[-1]:
            cost = members[self._next].cost
            if at_most is not None and cost > at_most:
                break
            self._add_equals(cost)
        return wanted & self.reached[-1]

    def _add_equals(self, cost: int) -> None:
        """All members of the next cost, those in their core hours first."""
        members, duration, quarters = self._crew.members, self._crew.duration, self._crew.quarters
        open_slots = self._crew.slots & ~self.reached[-1]
        group: list[tuple[int, tuple[int, ...]]] = []
        while self._next < len(members) and members[self._next].cost == cost:
            calendar = members[self._next].calendar
            self._next += 1
            fresh = calendar.starts(duration) & open_slots
            if fresh:
                group.append((fresh, calendar.outside(quarters)))
        outside = 0
        while group:
            rest: list[tuple[int, tuple[int, ...]]] = []
            for fresh, outsides in group:
                slots = fresh & outsides[outside]
                if slots:
                    self._add(slots, cost, outside)
                    fresh ^= slots
                if fresh:
                    rest.append((fresh, outsides))
            group = rest
            outside += 1

    def _add(self, slots: int, cost: int, outside: int) -> None:
        """One more person, never cheaper than those before, at `slots`."""
        for k, reached in enumerate(self.reached):
            fresh = slots & ~reached
            if fresh:
                self.reached[k] = reached | fresh
                level = self.levels[k]
                if level and level[-1][:2] == (cost, outside):
                    level[-1] = (cost, outside, level[-1][2] | fresh)
                else:
                    level.append((cost, outside, fresh))
                slots ^= fresh
            if not slots:
                return
