"""The seats of one kind of round: what they cost at each slot at the least, nobody in two of them.

People are seated in the order of what they cost, each at all slots at once where that still leaves everybody a seat.
What a person costs does not depend on the seat, and groups that can be seated form a matroid, so being greedy is exact.
Whether a group can be seated is Hall's condition: of no set of posts there are more people who can only sit there than
it has seats. Slots are bits, so each of its counts is kept for all slots in a few numbers.

Knows nothing of candidates, so it is kept from one problem to the next; worked out only as far as somebody asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from scheduling.rules.planning.crew import Crew, Member

Total = tuple[int, int, int]
"""Slots at which a round costs the same: `(load cost, quarters out of core hours, slots)`."""


class _Rules:
    """Who may sit where: the kinds of people, each a set of posts as bits, and the sets of posts that could run short."""

    __slots__ = ("duration", "kinds", "over", "quarters", "rooms", "seat_count", "under")

    def __init__(self, posts: Sequence[tuple[Crew, int]]) -> None:
        self.duration = posts[0][0].duration
        self.quarters = posts[0][0].quarters
        self.seat_count = sum(count for _, count in posts)
        self.kinds: dict[str, int] = {}
        for post, (crew, _) in enumerate(posts):
            for member in crew.members:
                self.kinds[member.id] = self.kinds.get(member.id, 0) | 1 << post
        kinds = set(self.kinds.values())
        sets = [(1 << len(posts)) - 1, *_joined(kinds - {(1 << len(posts)) - 1})]
        self.rooms = [sum(count for post, (_, count) in enumerate(posts) if some >> post & 1) for some in sets]
        self.over = {kind: [k for k, some in enumerate(sets) if some & kind == kind] for kind in kinds}
        self.under = [[kind for kind in kinds if some & kind == kind] for some in sets]


def _joined(kinds: Collection[int]) -> list[int]:
    """The kinds, and what they make together where they have posts in common: only there somebody may be left over."""
    joined = sorted(kinds)
    for some in joined:  # grows on the way
        joined += sorted({some | kind for kind in kinds if some & kind}.difference(joined))
    return joined


class Panel:
    """Fills the seats of a round. `totals` are disjoint and ascend; they have all slots that were asked for."""

    __slots__ = ("_closed", "_counts", "_known", "_levels", "_members", "_next", "_rules", "_seated", "_sums", "slots", "totals")  # fmt: skip

    def __init__(self, rules: _Rules, members: Sequence[Member], slots: int) -> None:
        """`members` ascend; only `slots` are looked at."""
        self._rules = rules
        self._members = members
        self.slots = slots
        self._next = 0
        self._counts = [[0] * room for room in rules.rooms]  # per set of posts: where 1, 2, ... are seated there
        self._closed = dict.fromkeys(rules.under[0], 0)  # per kind of people: where no more of them can be seated
        self._levels: list[list[Total]] = [[] for _ in range(rules.seat_count)]
        self._known = 0
        self._sums: dict[tuple[int, int], int] = {}
        self._seated: dict[str, int] = {}
        self.totals: list[Total] = []

    @classmethod
    def of(cls, posts: Sequence[tuple[Crew, int]]) -> Panel:
        """A panel of crews, each with a number of seats."""
        slots, members = -1, posts[0][0].members
        for crew, _ in posts:
            slots &= crew.slots
        if len(posts) > 1:
            members = sorted({member.id: member for crew, _ in posts for member in crew.members}.values())
        return cls(_Rules(posts), members, slots)

    def cover(self, wanted: int, *, at_most: int | None = None) -> int:
        """Those of the wanted slots at which all seats can be filled; afterwards `totals` has them.

        Slots at which somebody dearer than `at_most` would have to come may be left out.
        """
        wanted &= self.slots
        filled, members = self._counts[0], self._members
        while self._next < len(members) and wanted & ~filled[-1]:
            cost = members[self._next].cost
            if at_most is not None and cost > at_most:
                break
            self._seat_equals(cost)
        covered = wanted & filled[-1]
        if covered & ~self._known:
            self._add_up(filled[-1] & ~self._known)
        return covered

    def without(self, barred: Collection[str], prices: Mapping[str, int], slots: int) -> Panel | None:
        """The slots at which it makes a difference that some are not there or dearer, worked out anew; None for none.

        It makes none where these are not among those who cost least.
        """
        touched = 0
        for person in (*barred, *prices):
            touched |= self._seated.get(person, 0)
        touched &= slots
        if not touched:
            return None
        members = [member for member in self._members if member.id not in barred]
        if prices:
            members = sorted(member._replace(cost=member.cost + prices.get(member.id, 0)) for member in members)
        return Panel(self._rules, members, touched)

    def people(self, slot: int) -> list[str]:
        """Those who cost least at a covered slot."""
        return [person for person, slots in self._seated.items() if slots >> slot & 1]

    def _seat_equals(self, cost: int) -> None:
        """Seats all members of the next cost, those in their core hours first."""
        members, rules, closed = self._members, self._rules, self._closed
        group: list[tuple[str, int, int, tuple[int, ...]]] = []
        while self._next < len(members) and members[self._next].cost == cost:
            _, person, calendar = members[self._next]
            self._next += 1
            kind = rules.kinds[person]
            free = calendar.starts(rules.duration) & self.slots & ~closed[kind]
            if free:
                group.append((person, kind, free, calendar.outside(rules.quarters)))
        outside = 0
        while group:
            rest: list[tuple[str, int, int, tuple[int, ...]]] = []
            for person, kind, free, outsides in group:
                slots = free & outsides[outside]
                if slots:
                    free ^= slots
                    slots &= ~closed[kind]
                    if slots:
                        self._seated[person] = self._seated.get(person, 0) | slots
                        self._seat(kind, slots, cost, outside)
                if free:
                    rest.append((person, kind, free, outsides))
            group = rest
            outside += 1

    def _seat(self, kind: int, slots: int, cost: int, outside: int) -> None:
        """One more person, never cheaper than those before, at `slots`."""
        for k in self._rules.over[kind]:
            counts, left = self._counts[k], slots
            for number, reached in enumerate(counts):
                fresh = left & ~reached
                if fresh:
                    counts[number] = reached | fresh
                    if not k:
                        self._note(number, (cost, outside, fresh))
                    left ^= fresh
                    if not left:
                        break
            full = counts[-1] & slots
            if full:
                for other in self._rules.under[k]:
                    self._closed[other] |= full

    def _note(self, number: int, entry: Total) -> None:
        level = self._levels[number]
        if level and level[-1][:2] == entry[:2]:
            level[-1] = (*entry[:2], level[-1][2] | entry[2])
        else:
            level.append(entry)

    def _add_up(self, slots: int) -> None:
        """What all seats cost at slots that are filled now."""
        sums = {(0, 0): slots}
        for level in self._levels:
            more: dict[tuple[int, int], int] = {}
            for cost, outside, reached in level:
                here = reached & slots
                if here:
                    for (before, quarters), held in sums.items():
                        hits = here & held
                        if hits:
                            key = (before + cost, quarters + outside)
                            more[key] = more.get(key, 0) | hits
            sums = more
        for key, hits in sums.items():
            self._sums[key] = self._sums.get(key, 0) | hits
        self._known |= slots
        self.totals = [(cost, outside, hits) for (cost, outside), hits in sorted(self._sums.items())]
