"""The best loop on a board: exact, by branch and bound.

Without the rule that nobody sits twice, rounds would only be linked by their days, and a walk over the days finds the
best loop at once. So that is the bound. Where it puts one person into two rounds, the seats at its slots are filled
anew, exactly; if that costs more, the search branches: either the person is not in one of the rounds, or in no other.
Rounds that would overlap on one day are told apart likewise. Each branch takes a person or slots from a round for
good, so there are finitely many; where they become more than a few, prices on people wanted twice (the duals of seats
against people) tighten the bound.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from sys import maxsize

from scheduling.rules.planning.assignment import Assignment, assign
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.chains import Step, first_stair, slots_of, stair
from scheduling.rules.planning.options import Round, Scope
from scheduling.rules.planning.seating import Seating, in_seats
from scheduling.rules.planning.terms import Terms

Branch = tuple[Scope, ...]

PATIENCE = 16
"""After so many branches prices are worth their while: most searches need one or a few, and are over sooner without."""

LIMIT = 1000
"""So many branches take about a second. Teams that share out their rounds need far fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A slot and people (one per seat) for each table, and what they weigh under the terms they were found by.

    `floor` is what every loop weighs at least: the same, unless the search was given up.
    """

    weight: int
    floor: int
    slots: tuple[int, ...]
    people: tuple[tuple[str, ...], ...]
    load_cost: int
    out_of_core: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    weight: int
    slots: tuple[int, ...]
    rounds: Sequence[Round]
    prices: Mapping[str, int]

    def wanted_twice(self) -> dict[str, list[int]]:
        """The people who sit in several rounds, with these rounds."""
        places: dict[str, list[int]] = {}
        for place, (options, slot) in enumerate(zip(self.rounds, self.slots, strict=True)):
            for person in options.people(slot):
                places.setdefault(person, []).append(place)
        return {person: several for person, several in places.items() if len(several) > 1}


def best_loop(board: Board, windows: Sequence[int], terms: Terms, *, limit: int = LIMIT) -> Loop | None:
    """The loop of least weight whose starts lie in `windows` (slots per table); None if there is none.

    Among loops of equal weight the one with the smallest ids is taken, seat by seat. Under flat terms ties in
    people and in the earlier rounds are not settled: only the weight means something.

    The search is given up after `limit` branches if it has a loop by then.
    """
    if not windows:
        return Loop(weight=0, floor=0, slots=(), people=(), load_cost=0, out_of_core=0)
    return Search(board, windows, terms, limit=limit).run()


class Search:
    """One search. `visited` counts the branches it looked into, for whoever holds it to a bound."""

    def __init__(self, board: Board, windows: Sequence[int], terms: Terms, *, limit: int | None = None) -> None:
        """`limit` is how many branches it looks into once it has a loop."""
        self.visited = 0
        self._board = board
        self._windows = windows
        self._terms = terms
        self._seating = Seating(terms)
        self._limit = maxsize if limit is None else limit
        self._seat_count = sum(table.seat_count for table in board.tables)
        self._known: dict[tuple[int, Scope, frozenset[tuple[str, int]]], Round] = {}
        self._stairs: dict[tuple[Round, ...], list[Step]] = {}
        self._tried: set[tuple[int, ...]] = set()
        self._best: Loop | None = None
        self._least: list[int] = []  # what each round weighs at least, in any branch

    def run(self) -> Loop | None:
        heap: list[tuple[int, int, Branch]] = [(0, 0, tuple(Scope(slots, frozenset()) for slots in self._windows))]
        ticket = count(1)
        while heap:
            floor, _, branch = heappop(heap)
            if not self._open(floor):
                break
            if self._best is not None and self.visited >= self._limit:
                return replace(self._best, floor=floor)
            self.visited += 1
            for weight, part in self._parts(branch, floor):
                heappush(heap, (weight, next(ticket), part))
        return self._best

    def _open(self, floor: int) -> bool:
        """Whether something better than the best loop so far could still weigh `floor`."""
        return self._best is None or floor < self._best.weight

    def _parts(self, branch: Branch, floor: int) -> list[tuple[int, Branch]]:
        """What is left to look into of this branch, with the least it can weigh; notes loops met on the way."""
        bound = self._relax(branch, {})
        if bound is None:
            return []
        floor = max(floor, bound.weight)
        if not self._open(floor):
            return []
        self._try(bound.slots)
        if not self._open(floor):
            return []
        if self.visited > (2 if self._best is None else PATIENCE):
            assignment = self._by_seats(branch)
            if assignment is None:
                return []
            if assignment.prices and self.visited > PATIENCE and not self._terms.flat:
                priced = self._relax(branch, assignment.prices)
                if priced is None:
                    return []
                floor = max(floor, priced.weight)
                if self._open(floor):
                    self._try(priced.slots)
                if priced.wanted_twice() or self._overlap(priced.slots) is not None:
                    bound = priced
            if not self._open(floor):
                return []
        place = self._overlap(bound.slots)
        return self._split(branch, floor, bound) if place is None else self._part(branch, floor, bound, place)

    def _split(self, branch: Branch, floor: int, bound: _Bound) -> list[tuple[int, Branch]]:
        """Two parts without the bound's chain, for the round where it makes most of a difference.

        In one somebody is not in that round, in the other in no round but that. It is somebody who sits in most rounds;
        once patience is over everybody who sits in several is tried.
        """
        wanted = bound.wanted_twice()
        people = sorted(wanted, key=lambda person: (-len(wanted[person]), person))
        chosen: list[tuple[int, Branch]] = []
        for person in people if self.visited > PATIENCE else people[:1]:
            for place in wanted[person]:
                out = self._barred(branch, person, {place})
                only = self._barred(branch, person, set(range(len(branch))) - {place})
                without = self._relax(out, bound.prices)
                weight = None if without is None else max(floor, without.weight)
                if weight is None or not self._open(weight):
                    return [(floor, only)]
                if not chosen or weight > chosen[0][0]:
                    chosen = [(weight, out), (floor, only)]
        return chosen

    def _overlap(self, slots: Sequence[int]) -> int | None:
        """The first table whose round would not be over before the next one starts, where that matters."""
        if self._board.problem.in_order:
            for place, link in enumerate(self._board.links):
                if link is not None and slots[place + 1] < slots[place] + self._board.tables[place].quarters:
                    return place
        return None

    def _part(self, branch: Branch, floor: int, bound: _Bound, place: int) -> list[tuple[int, Branch]]:
        """Two parts without the bound's chain: a round starts earlier, or the next one after it could be over."""
        start = bound.slots[place]
        over = start + self._board.tables[place].quarters
        earlier, later = branch[place].slots & ((1 << start) - 1), branch[place + 1].slots & -(1 << over)
        parts = [
            tuple(scope._replace(slots=earlier) if k == place else scope for k, scope in enumerate(branch)),
            tuple(scope._replace(slots=later) if k == place + 1 else scope for k, scope in enumerate(branch)),
        ]
        return [(floor, part) for part in parts]

    def _relax(self, branch: Branch, prices: Mapping[str, int]) -> _Bound | None:
        """The best chain of options over the days, people in two rounds allowed but for the prices on them.

        Its weight is a lower bound: every loop pays the prices of its people at most once, and they are taken off.
        """
        priced = frozenset(prices.items())
        rounds = tuple(self._round(place, scope, priced) for place, scope in enumerate(branch))
        if not self._least:
            self._least = [options.least for options in rounds]
        steps = self._stair(rounds)
        if not steps:
            return None
        chain = steps[-1]
        paid = sum(prices.values()) * self._terms.load
        return _Bound(weight=chain.weight - paid, slots=slots_of(chain), rounds=rounds, prices=prices)

    def _stair(self, rounds: tuple[Round, ...]) -> list[Step]:
        """The chains through these rounds, the lightest one last."""
        known = self._stairs.get(rounds)
        if known is None:
            days, last = self._board.days, len(rounds) - 1
            if not last:
                known = first_stair(rounds[0], days)
            else:
                before = self._stair(rounds[:last])
                known = stair(rounds[last], before, self._board.links[last - 1], days) if before else []
            self._stairs[rounds] = known
        return known

    def _round(self, place: int, scope: Scope, priced: frozenset[tuple[str, int]]) -> Round:
        if priced:  # of those who could not come anyway the price makes no difference
            priced = frozenset(
                entry for entry in priced if entry[0] not in scope.barred and self._could(place, entry[0], scope)
            )
        key = (place, scope, priced)
        known = self._known.get(key)
        if known is None:
            table, ceiling = self._board.tables[place], self._ceiling(place)
            known = Round(table, self._terms, place, scope=scope, prices=dict(priced), ceiling=ceiling)
            self._known[key] = known
        return known

    def _could(self, place: int, person: str, scope: Scope) -> bool:
        return any(post.crew.could(person, scope.slots) for post in self._board.tables[place].posts)

    def _barred(self, branch: Branch, person: str, places: Collection[int]) -> Branch:
        """The branch without somebody in some rounds. Those that they could not come to stay as they are."""
        return tuple(
            scope._replace(barred=scope.barred | {person})
            if place in places and person not in scope.barred and self._could(place, person, scope)
            else scope
            for place, scope in enumerate(branch)
        )

    def _ceiling(self, place: int) -> int | None:
        """What a round may weigh in a loop that is better than the best so far."""
        if self._best is None or not self._least:
            return None
        return self._best.weight - sum(self._least) + self._least[place]

    def _try(self, slots: tuple[int, ...]) -> None:
        """Fills all seats at these slots and keeps the loop if it is the best."""
        if slots in self._tried or self._overlap(slots) is not None:
            return
        self._tried.add(slots)
        picks = self._seating.all_rounds(self._board, slots)
        if picks is None:
            return
        weight = self._seating.weight(picks) + sum(
            slot * factor for slot, factor in zip(slots, self._terms.slots, strict=True)
        )
        if self._open(weight):
            rest = iter(picks)
            people = tuple(in_seats(table.posts, [next(rest) for _ in table.posts]) for table in self._board.tables)
            self._best = Loop(
                weight=weight,
                floor=weight,
                slots=slots,
                people=people,
                load_cost=sum(sitter.cost for best in picks for sitter in best),
                out_of_core=sum(sitter.out_of_core for best in picks for sitter in best),
            )

    def _by_seats(self, branch: Branch) -> Assignment | None:
        """All seats filled at the least load cost, each person once, as if everybody who can ever come came then."""
        seats: list[Mapping[str, int]] = []
        for scope, table in zip(branch, self._board.tables, strict=True):
            for post in table.posts:
                able = post.crew.able(scope.slots, self._seat_count, scope.barred)
                seats.extend([dict.fromkeys(able, 0) if self._terms.flat else able] * len(post.seats))
        return assign(seats)
