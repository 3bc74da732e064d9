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

    __slots__ = ("_by_id", "duration", "members", "quarters", "slots")

    def __init__(self, members: Sequence[Member], duration: int, *, quarters: int, slots: int) -> None:
        """`members` ascend. Only `slots` are looked at: what the working hours of anybody leave, or less."""
        self.members = members
        self.duration = duration
        self.quarters = quarters
        self.slots = slots
        self._by_id: dict[str, Member] | None = None

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
