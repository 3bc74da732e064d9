"""Seats to people at the least total weight, each person at most once (the Hungarian method, with its dual prices)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEW = 4
"""So many seats take less time to try out, at most so many to the power of themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """`people[k]` sits in seat k. `prices` are what seats would pay for a person wanted by several: never negative,
    and the total weight is at least that of the cheapest picks at `weight + price`, less the sum of prices."""

    people: tuple[str, ...]
    weight: int
    prices: Mapping[str, int]


def assign(seats: Sequence[Mapping[str, int]]) -> Assignment | None:
    """The cheapest way to fill all seats, given each seat's people and weights; None if there is none.

    Weights are whole numbers of any size, not negative.
    """
    if not all(seats):
        return None
    favourites = [min(seat, key=lambda person: (seat[person], person)) for seat in seats]
    if len(set(favourites)) == len(favourites):
        weight = sum(seat[person] for seat, person in zip(seats, favourites, strict=True))
        return Assignment(people=tuple(favourites), weight=weight, prices={})
    return _Hungarian(seats, favourites).solve()


def cheapest(seats: Sequence[Mapping[str, int]]) -> tuple[str, ...] | None:
    """The people of `assign`, sooner for a few seats: tried out one by one, as long as they could be cheapest."""
    if len(seats) > FEW:
        found = assign(seats)
        return None if found is None else found.people
    ranked = [sorted((weight, person) for person, weight in seat.items()) for seat in seats]
    if not all(ranked):
        return None
    best: list[tuple[int, tuple[str, ...]]] = []
    least = [sum(seat[0][0] for seat in ranked[k:]) for k in range(len(ranked) + 1)]

    def fill(people: tuple[str, ...], paid: int) -> None:
        if len(people) == len(ranked):
            best[:] = [(paid, people)]
            return
        for weight, person in ranked[len(people)]:
            if best and paid + weight + least[len(people) + 1] >= best[0][0]:
                return
            if person not in people:
                fill((*people, person), paid + weight)

    fill((), 0)
    return best[0][1] if best else None


class _Hungarian:
    """Shortest augmenting paths, one per seat whose favourite is gone. Columns are people; 0 is the root of a path."""

    def __init__(self, seats: Sequence[Mapping[str, int]], favourites: Sequence[str]) -> None:
        self.seats = seats
        self.people = sorted({person for seat in seats for person in seat})
        never = sum(max(seat.values()) for seat in seats) + 1  # not allowed: more than any allowed assignment
        self.weights = [[0, *(seat.get(person, never) for person in self.people)] for seat in seats]
        self.seat_price = [seat[person] for seat, person in zip(seats, favourites, strict=True)]
        self.person_price = [0] * (len(self.people) + 1)
        self.holder: list[int | None] = [None] * (len(self.people) + 1)
        columns = {person: k for k, person in enumerate(self.people, 1)}
        self.waiting: list[int] = []
        for seat, person in enumerate(favourites):
            if self.holder[columns[person]] is None:
                self.holder[columns[person]] = seat
            else:
                self.waiting.append(seat)

    def solve(self) -> Assignment | None:
        if len(self.people) < len(self.seats):
            return None
        for seat in self.waiting:
            self._seat(seat)
        holders = {
            seat: self.people[column - 1] for column, seat in enumerate(self.holder) if column and seat is not None
        }
        people = tuple(holders[seat] for seat in range(len(self.seats)))
        if any(person not in allowed for person, allowed in zip(people, self.seats, strict=True)):
            return None
        weight = sum(allowed[person] for person, allowed in zip(people, self.seats, strict=True))
        prices = {person: -price for person, price in zip(self.people, self.person_price[1:], strict=True) if price}
        return Assignment(people=people, weight=weight, prices=prices)

    def _seat(self, newcomer: int) -> None:
        """Grows the tree of tight pairs from the new seat until it meets a person without one, then shifts the path."""
        columns = len(self.people) + 1
        slack = [-1] * columns  # -1: not reached yet
        parent = [0] * columns
        inside = [False] * columns
        self.holder[0] = newcomer
        column = 0
        while self.holder[column] is not None:
            inside[column] = True
            column = self._grow(column, slack, parent, inside)
        while column:
            self.holder[column] = self.holder[parent[column]]
            column = parent[column]

    def _grow(self, column: int, slack: list[int], parent: list[int], inside: list[bool]) -> int:
        seat = self.holder[column]
        assert seat is not None
        weights, price, prices = self.weights[seat], self.seat_price[seat], self.person_price
        nearest, delta = 0, -1
        for k in range(1, len(slack)):
            if inside[k]:
                continue
            reduced = weights[k] - price - prices[k]
            least = slack[k]
            if least < 0 or reduced < least:
                slack[k], parent[k] = reduced, column
                least = reduced
            if delta < 0 or least < delta:
                nearest, delta = k, least
        if not delta:
            return nearest
        for k in range(len(slack)):
            if inside[k]:
                held = self.holder[k]
                assert held is not None
                self.seat_price[held] += delta
                prices[k] -= delta
            elif slack[k] >= 0:
                slack[k] -= delta
        return nearest
