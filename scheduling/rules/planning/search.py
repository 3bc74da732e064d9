"""The best loop on a board: exact, by branch and bound.

Without the rule that nobody sits in two rounds, rounds would only be linked by their days, and a walk over the days
finds the best loop at once. So that is the bound. Where it puts one person into two rounds, the seats at its slots are
filled anew, exactly; if that costs more, the search branches: either the person is not in one of the rounds, or in
no other. Prices on people wanted twice (the duals of seats against people) tighten the bound. Rounds that would
overlap on one day are told apart likewise. Each branch takes a person or slots from a round for good, so there are
finitely many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from scheduling.rules.planning.assignment import Assignment, assign
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.options import Option, Round
from scheduling.rules.planning.terms import Terms


class Scope(NamedTuple):
    """What a branch leaves to one table: who may not sit there, and the slots at which it may start."""

    barred: frozenset[int]
    slots: int


Branch = tuple[Scope, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A slot and people (one per seat) for each table, and what they weigh under the terms they were found by."""

    weight: int
    slots: tuple[int, ...]
    people: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    weight: int
    options: tuple[Option, ...]

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(option.slot for option in self.options)


def best_loop(board: Board, windows: Sequence[int], terms: Terms) -> Loop | None:
    """The loop of least weight whose starts lie in `windows` (slots per table); None if there is none.

    Among loops of equal weight the one with the smallest ids is taken, seat by seat. Under flat terms ties in
    people and in the earlier rounds are not settled: only the weight means something.
    """
    return Search(board, windows, terms).run()


class Search:
    """One search. `visited` counts the branches it looked into, for whoever holds it to a bound."""

    def __init__(self, board: Board, windows: Sequence[int], terms: Terms) -> None:
        self.visited = 0
        self._board = board
        self._windows = windows
        self._terms = terms
        self._places = range(len(board.tables))
        self._seat_count = sum(len(table.seats) for table in board.tables)
        self._last_day = max((day.number for day in board.days.business), default=0)
        nobody: frozenset[int] = frozenset()
        self._rounds = [Round(board, place, terms, barred=nobody, prices={}) for place in self._places]
        self._known: dict[tuple[int, Scope, frozenset[tuple[int, int]]], dict[int, Option]] = {}
        self._tried: set[tuple[int, ...]] = set()
        self._best: Loop | None = None

    def run(self) -> Loop | None:
        heap: list[tuple[int, int, Branch]] = [(0, 0, tuple(Scope(frozenset(), slots) for slots in self._windows))]
        ticket = count(1)
        while heap:
            floor, _, branch = heappop(heap)
            if not self._open(floor):
                break
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
        self._try(bound.slots)
        floor = max(floor, bound.weight)
        assignment = self._by_seats(branch) if self._open(floor) else None
        if assignment is None:
            return []
        prices: Mapping[int, int] = {}
        if assignment.prices and not self._terms.flat:
            priced = self._relax(branch, assignment.prices)
            assert priced is not None, "prices close no round"
            self._try(priced.slots)
            floor = max(floor, priced.weight)
            if _wanted_twice(priced) or self._overlap(priced.slots) is not None:
                bound, prices = priced, assignment.prices
        if not self._open(floor):
            return []
        place = self._overlap(bound.slots)
        return self._split(branch, floor, bound, prices) if place is None else self._part(branch, floor, bound, place)

    def _split(self, branch: Branch, floor: int, bound: _Bound, prices: Mapping[int, int]) -> list[tuple[int, Branch]]:
        """Two parts without the bound's chain, for the person and round where it makes most of a difference.

        In one the person is not in that round, in the other in no round but that.
        """
        chosen: list[tuple[int, Branch]] = []
        for person, place in _wanted_twice(bound):
            out = tuple(_bar(scope, person) if k == place else scope for k, scope in enumerate(branch))
            only = tuple(scope if k == place else _bar(scope, person) for k, scope in enumerate(branch))
            without = self._relax(out, prices)
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
        start = bound.options[place].slot
        over = start + self._board.tables[place].quarters
        earlier, later = branch[place].slots & ((1 << start) - 1), branch[place + 1].slots & -(1 << over)
        parts = [
            tuple(scope._replace(slots=earlier) if k == place else scope for k, scope in enumerate(branch)),
            tuple(scope._replace(slots=later) if k == place + 1 else scope for k, scope in enumerate(branch)),
        ]
        return [(floor, part) for part in parts]

    def _relax(self, branch: Branch, prices: Mapping[int, int]) -> _Bound | None:
        """The best chain of options over the days, people in two rounds allowed but for the prices on them.

        Its weight is a lower bound: every loop pays the prices of its people at most once, and they are taken off.
        """
        tail: list[tuple[int, tuple[Option, ...]] | None] = [(0, ())]
        for place in reversed(self._places):
            options = self._options(place, branch[place], prices)
            link = self._board.links[place] if place < len(self._places) - 1 else None
            chains: list[tuple[int, tuple[Option, ...]] | None] = [None] * (self._last_day + 2)
            for day in range(self._last_day, -1, -1):
                chains[day] = chains[day + 1]
                option = options.get(day)
                if option is None:
                    continue
                rest = tail[min(day + link, self._last_day + 1) if link is not None else 0]
                if rest is None:
                    continue
                weight, known = option.weight + rest[0], chains[day]
                if known is None or weight <= known[0]:
                    chains[day] = (weight, (option, *rest[1]))
            tail = chains
        best = tail[0]
        paid = sum(prices.values()) * self._terms.load
        return None if best is None else _Bound(weight=best[0] - paid, options=best[1])

    def _options(self, place: int, scope: Scope, prices: Mapping[int, int]) -> dict[int, Option]:
        key = (place, scope, frozenset(prices.items()))
        known = self._known.get(key)
        if known is None:
            table = Round(self._board, place, self._terms, barred=scope.barred, prices=prices)
            known = self._known[key] = table.per_day(scope.slots)
        return known

    def _try(self, slots: tuple[int, ...]) -> None:
        """Fills all seats at these slots, everybody at most once, as cheaply as can be; keeps it if it is the best.

        Weights equal to the unit are settled by the smallest number in the first seat, then the next, and so on.
        """
        if slots in self._tried or self._overlap(slots) is not None:
            return
        self._tried.add(slots)
        size = len(self._board.ids) + 1
        unit = size**self._seat_count
        seats: list[Mapping[int, int]] = []
        for place, slot in zip(self._places, slots, strict=True):
            for people in self._rounds[place].sitters(slot, self._seat_count):
                rank = size ** (self._seat_count - 1 - len(seats))
                seats.append({person: weight * unit + person * rank for person, weight in people.items()})
        found = assign(seats)
        if found is None:
            return
        weight = found.weight // unit + sum(
            slot * factor for slot, factor in zip(slots, self._terms.slots, strict=True)
        )
        if self._open(weight):
            self._best = Loop(weight=weight, slots=slots, people=self._by_table(found.people))

    def _by_table(self, people: Sequence[int]) -> tuple[tuple[int, ...], ...]:
        seats = iter(people)
        return tuple(tuple(next(seats) for _ in table.seats) for table in self._board.tables)

    def _by_seats(self, branch: Branch) -> Assignment | None:
        """All seats filled at the least load cost, each person once, as if everybody who can ever come came then."""
        seats: list[Mapping[int, int]] = []
        for place, table in enumerate(self._board.tables):
            pools: list[dict[int, int]] = []
            for pool in table.pools:
                able: dict[int, int] = {}
                for person in pool:
                    if len(able) == self._seat_count:
                        break
                    if person not in branch[place].barred and table.starts(person) & branch[place].slots:
                        able[person] = 0 if self._terms.flat else self._board.costs[person]
                pools.append(able)
            seats.extend(pools[pool] for pool in table.seats)
        return assign(seats)


def _bar(scope: Scope, person: int) -> Scope:
    return scope._replace(barred=scope.barred | {person})


def _wanted_twice(bound: _Bound) -> list[tuple[int, int]]:
    """The people who sit in several rounds, with each of the rounds."""
    places: dict[int, list[int]] = {}
    for place, option in enumerate(bound.options):
        for person in option.people:
            places.setdefault(person, []).append(place)
    return [(person, place) for person in sorted(places) if len(places[person]) > 1 for place in places[person]]
