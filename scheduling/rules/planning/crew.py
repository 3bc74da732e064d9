"""The people of a pool as one kind of round needs them: cheapest first, and at which slots how many of them could come.

Knows nothing of candidates, so it is kept from one problem to the next; worked out only as far as somebody asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from scheduling.rules.planning.calendar import Calendar


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

    __slots__ = ("_by_id", "_starts", "duration", "members", "quarters", "slots")

    def __init__(self, members: Sequence[Member], duration: int, *, quarters: int, slots: int) -> None:
        """`members` ascend. Only `slots` are looked at: what the working hours of anybody leave, or less."""
        self.members = members
        self.duration = duration
        self.quarters = quarters
        self.slots = slots
        self._by_id: dict[str, Member] | None = None
        self._starts: list[int] = []

    def member(self, person: str) -> Member | None:
        """None for whoever is not in the pool."""
        if self._by_id is None:
            self._by_id = {member.id: member for member in self.members}
        return self._by_id.get(person)

    def could(self, person: str, slots: int) -> bool:
        """Whether somebody of the pool could start at any of the slots."""
        member = self.member(person)
        return member is not None and member.calendar.starts(self.duration) & slots != 0

    def reduced(self, gone: Collection[str]) -> Crew:
        """The crew without some people; itself if that is the same."""
        left = [member for member in self.members if member.id not in gone]
        if len(left) == len(self.members):
            return self
        return Crew(left, self.duration, quarters=self.quarters, slots=self.slots)

    def enough(self, wanted: int, count: int) -> int:
        """Those of the wanted slots at which at least `count` people could start."""
        reached = [0] * count
        for member in self.members:
            left = wanted & ~reached[-1]
            if not left:
                break
            if not left & member.calendar.may_start(self.duration):
                continue
            slots = member.calendar.starts(self.duration) & left
            for k, before in enumerate(reached):
                reached[k] = before | slots
                slots &= before
        return wanted & reached[-1]

    def ranking(self, slot: int) -> Ranking:
        return Ranking(self.members, self._starts, slot, self.duration, self.quarters)

    def able(self, slots: int, wanted: int, barred: Collection[str]) -> dict[str, int]:
        """The `wanted` cheapest people who could start at any of the slots, with their costs."""
        able: dict[str, int] = {}
        for member in self.members:
            if member.id not in barred and member.calendar.starts(self.duration) & slots:
                able[member.id] = member.cost
                if len(able) == wanted:
                    break
        return able


class Ranking:
    """The people of a crew who could start at a slot, by cost, core hours and id; as far as somebody asked."""

    __slots__ = ("_bit", "_cost", "_duration", "_members", "_next", "_outside", "_quarters", "_ranked", "_slot", "_starts")  # fmt: skip

    def __init__(self, members: Sequence[Member], starts: list[int], slot: int, duration: int, quarters: int) -> None:
        """`starts` has what calendars say, member by member: whoever comes first to a member adds it."""
        self._members = members
        self._starts = starts
        self._slot = slot
        self._bit = 1 << slot
        self._duration = duration
        self._quarters = quarters
        self._next = 0
        self._cost = -1
        self._ranked: list[Sitter] = []
        self._outside: list[Sitter] = []  # of this cost, out of core hours: behind all who are inside

    def first(self, wanted: int) -> list[Sitter]:
        """The first `wanted`; all, if there are fewer."""
        members, starts, ranked, bit = self._members, self._starts, self._ranked, self._bit
        while len(ranked) < wanted and self._next < len(members):
            place = self._next
            cost, person, calendar = members[place]
            if cost != self._cost:
                self._cost = cost
                if self._outside:
                    self._rank_those_outside()
                    continue
            if place == len(starts):
                starts.append(calendar.starts(self._duration))
            self._next += 1
            if starts[place] & bit:
                outside = calendar.out_of_core(self._slot, self._quarters)
                (self._outside if outside else ranked).append(Sitter(cost, outside, person))
        if len(ranked) < wanted:
            self._rank_those_outside()
        return ranked[:wanted]

    def _rank_those_outside(self) -> None:
        self._ranked += sorted(self._outside)
        self._outside.clear()
