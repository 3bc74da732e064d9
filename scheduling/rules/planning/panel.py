"""The seats of one kind of round: what they cost at each slot at the least, nobody in two of them.

People are seated in the order of what they cost, each at all slots at once where that still leaves everybody a seat.
What a person costs does not depend on the seat, and groups that can be seated form a matroid, so being greedy is exact.
Whether a group can be seated is Hall's condition: of no set of posts there are more people who can only sit there than
it has seats. Slots are bits, so each of its counts is kept for all slots in a few numbers.

Knows nothing of candidates, so it is kept from one problem to the next; worked out only as far as somebody asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from scheduling.rules.planning.crew import Crew, Member

Total = tuple[int, int, int]
"""Slots at which a round costs the same: `(load cost, quarters out of core hours, slots)`."""

Sums = dict[tuple[int, int], int]
"""The same as a mapping: slots by what they cost."""

Free = tuple[str, int, int, tuple[int, ...]]
"""A person, their kind, when they are free, and what their calendar says of core hours."""


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
        everywhere = (1 << len(posts)) - 1
        sets = [everywhere, *(some for some in _joined(kinds) if some != everywhere)]
        self.rooms = [sum(count for post, (_, count) in enumerate(posts) if some >> post & 1) for some in sets]
        self.over = {kind: [k for k, some in enumerate(sets) if some & kind == kind] for kind in kinds}
        self.under = [[kind for kind in kinds if some & kind == kind] for some in sets]


def _joined(kinds: Collection[int]) -> list[int]:
    """The kinds, and what they make together where they have posts in common: only there somebody may be left over."""
    joined = sorted(kinds)
    for some in joined:  # grows on the way
        joined += sorted({some | kind for kind in kinds if some & kind}.difference(joined))
    return joined


class Filling:
    """The seats filled at some slots. `totals` are disjoint and ascend; together they are `filled`."""

    __slots__ = ("_closed", "_counts", "_levels", "_rules", "filled", "seated", "slots")

    def __init__(self, rules: _Rules, members: Iterable[Member], slots: int, *, at_most: int | None = None) -> None:
        """`members` ascend. Slots at which somebody dearer than `at_most` would have to come may be left out."""
        self.slots = slots
        self._rules = rules
        self._counts = [[0] * room for room in rules.rooms]  # per set of posts: where 1, 2, ... are seated there
        self._closed = dict.fromkeys(rules.under[0], 0)  # per kind of people: where no more of them can be seated
        self._levels: list[list[Total]] = [[] for _ in range(rules.seat_count)]
        self.seated: dict[str, int] = {}
        self._fill(members, at_most)
        self.filled = self._counts[0][-1]

    def totals(self) -> Sums:
        """What all seats cost where they are filled."""
        sums = {(0, 0): self.filled}
        for level in self._levels:
            more: Sums = {}
            for cost, outside, reached in level:
                for (before, quarters), held in sums.items():
                    hits = reached & held
                    if hits:
                        key = (before + cost, quarters + outside)
                        more[key] = more.get(key, 0) | hits
            sums = more
        return sums

    def people(self, slot: int) -> list[str]:
        """Those who cost least at a slot where all seats are filled."""
        return _at(self.seated, slot)

    def _fill(self, members: Iterable[Member], at_most: int | None) -> None:
        """Whoever could not be seated anywhere any more is not even asked when they could come."""
        rules, closed, slots, counts = self._rules, self._closed, self.slots, self._counts[0]
        group: list[Free] = []
        before = -1
        for cost, person, calendar in members:
            if cost != before:
                if group:
                    self._seat_equals(before, group)
                    group = []
                    if counts[-1] == slots:
                        return
                if at_most is not None and cost > at_most:
                    return
                before = cost
            kind = rules.kinds[person]
            free = slots & ~closed[kind]
            if free & calendar.may_start(rules.duration):
                free &= calendar.starts(rules.duration)
                if free:
                    group.append((person, kind, free, calendar.outside(rules.quarters)))
        self._seat_equals(before, group)

    def _seat_equals(self, cost: int, group: list[Free]) -> None:
        """Seats people of the same cost, those in their core hours first."""
        if len(group) == 1:
            ((person, kind, free, outsides),) = group
            self._seat(person, kind, free, cost, outsides, 0)
            return
        closed, outside = self._closed, 0
        while group:
            rest: list[Free] = []
            for person, kind, free, outsides in group:
                slots = free & outsides[outside]
                if slots:
                    free ^= slots
                    slots &= ~closed[kind]
                    if slots:
                        self._seat(person, kind, slots, cost, outsides, outside)
                if free:
                    rest.append((person, kind, free, outsides))
            group = rest
            outside += 1

    def _seat(self, person: str, kind: int, slots: int, cost: int, outsides: tuple[int, ...], outside: int) -> None:
        """One more person, never cheaper than those before, at `slots`, with `outside` quarters out of core or more."""
        self.seated[person] = self.seated.get(person, 0) | slots
        for k in self._rules.over[kind]:
            counts, left = self._counts[k], slots
            for number, reached in enumerate(counts):
                fresh = left & ~reached
                if fresh:
                    counts[number] = reached | fresh
                    left ^= fresh
                    if not k:
                        self._note(number, fresh, cost, outsides, outside)
                    if not left:
                        break
            full = counts[-1] & slots
            if full:
                for other in self._rules.under[k]:
                    self._closed[other] |= full

    def _note(self, number: int, fresh: int, cost: int, outsides: tuple[int, ...], outside: int) -> None:
        level = self._levels[number]
        while fresh:
            slots = fresh & outsides[outside]
            if slots:
                fresh ^= slots
                if level and level[-1][:2] == (cost, outside):
                    level[-1] = (cost, outside, level[-1][2] | slots)
                else:
                    level.append((cost, outside, slots))
            outside += 1


class Panel:
    """What a round's seats cost at all slots that anybody asked for so far; slots have nothing to do with each other."""

    __slots__ = (
        "_asked",
        "_filled",
        "_fillings",
        "_members",
        "_posts",
        "_rules",
        "_seated",
        "_slots",
        "_sums",
        "_totals",
    )

    def __init__(self, posts: Sequence[tuple[Crew, int]]) -> None:
        """Crews, each with a number of seats."""
        self._rules = _Rules(posts)
        self._posts = sorted(posts, key=_size)
        self._members = posts[0][0].members
        if len(posts) > 1:
            self._members = sorted({member.id: member for crew, _ in posts for member in crew.members}.values())
        self._slots = -1
        for crew, _ in posts:
            self._slots &= crew.slots
        self._asked = self._filled = 0
        self._seated: dict[str, int] = {}
        self._sums: Sums = {}
        self._totals: list[Total] = []
        self._fillings: list[Filling] = []  # not added up yet

    def cover(self, wanted: int) -> int:
        """Those of the wanted slots at which all seats can be filled."""
        fresh = wanted & self._slots & ~self._asked
        if fresh:
            self._asked |= fresh
            for crew, count in self._posts[:-1]:  # where a small crew is not enough, nobody of a big one is asked
                fresh = crew.enough(fresh, count)
            filling = Filling(self._rules, self._members, fresh)
            self._fillings.append(filling)
            self._filled |= filling.filled
            for person, slots in filling.seated.items():
                self._seated[person] = self._seated.get(person, 0) | slots
        return wanted & self._filled

    def totals(self) -> list[Total]:
        """What all seats cost at the slots covered so far; they ascend."""
        if self._fillings:
            for filling in self._fillings:
                for key, slots in filling.totals().items():
                    self._sums[key] = self._sums.get(key, 0) | slots
            self._totals = [(cost, outside, slots) for (cost, outside), slots in sorted(self._sums.items())]
            self._fillings.clear()
        return self._totals

    def without(
        self, barred: Collection[str], prices: Mapping[str, int], slots: int, *, at_most: int | None
    ) -> Filling | None:
        """The slots at which it makes a difference that some are not there or dearer, filled anew; None for none.

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
        return Filling(self._rules, members, touched, at_most=at_most)

    def people(self, slot: int) -> list[str]:
        """Those who cost least at a covered slot."""
        return _at(self._seated, slot)


def _at(seated: Mapping[str, int], slot: int) -> list[str]:
    return [person for person, slots in seated.items() if slots >> slot & 1]


def _size(post: tuple[Crew, int]) -> int:
    return len(post[0].members)
