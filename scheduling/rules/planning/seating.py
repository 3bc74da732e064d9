"""Who sits where once all slots are chosen: the cheapest people, everybody at most once, the smallest ids among equals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduling.rules.planning.assignment import assign
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.crew import Sitter
from scheduling.rules.planning.terms import Terms

People = tuple[tuple[str, ...], ...]
"""Per table, one person per seat."""


class Seating:
    """Fills the seats of a board."""

    def __init__(self, board: Board, terms: Terms) -> None:
        self._board = board
        self._terms = terms
        self.seat_count = sum(table.seat_count for table in board.tables)

    def at(self, slots: Sequence[int]) -> tuple[int, People] | None:
        """The people for each table at its slot and what the loop weighs; None where there are not enough.

        Equal weights are settled by the smallest id in the first seat, then the next, and so on.
        """
        seats = self._favourites(slots) or self._assigned(slots)
        if seats is None:
            return None
        seats_of_table = iter(seats)
        tables = [[next(seats_of_table) for _ in range(table.seat_count)] for table in self._board.tables]
        weight = sum(self._weight(sitter) for sitter in seats) + sum(
            slot * factor for slot, factor in zip(slots, self._terms.slots, strict=True)
        )
        return weight, tuple(tuple(sitter.id for sitter in table) for table in tables)

    def _favourites(self, slots: Sequence[int]) -> list[Sitter] | None:
        """Each post's cheapest people, where nobody is wanted by two posts: then nothing can be better."""
        seats: list[Sitter] = []
        for table, slot in zip(self._board.tables, slots, strict=True):
            taken: list[tuple[int, Sitter]] = []
            for post in table.posts:
                best = post.crew.best(slot, len(post.seats))
                if len(best) < len(post.seats):
                    return None
                taken += zip(post.seats, sorted(best, key=lambda sitter: sitter.id), strict=True)
            taken.sort()
            seats += [sitter for _, sitter in taken]
        return seats if len({sitter.id for sitter in seats}) == len(seats) else None

    def _assigned(self, slots: Sequence[int]) -> list[Sitter] | None:
        """The same where people are wanted twice. Nobody beyond the `seat_count` best of a post is ever needed:
        one of these would be left over to take their place."""
        able: list[dict[str, Sitter]] = []
        for table, slot in zip(self._board.tables, slots, strict=True):
            seats: dict[int, dict[str, Sitter]] = {}
            for post in table.posts:
                best = {sitter.id: sitter for sitter in post.crew.best(slot, self.seat_count)}
                seats.update(dict.fromkeys(post.seats, best))
            able += [seats[seat] for seat in sorted(seats)]
        numbers = {person: number for number, person in enumerate(sorted({name for seat in able for name in seat}))}
        size = len(numbers) + 1
        ranks = [size ** (self.seat_count - 1 - seat) for seat in range(self.seat_count)]
        unit = size**self.seat_count
        weights: list[Mapping[str, int]] = [
            {name: self._weight(sitter) * unit + numbers[name] * rank for name, sitter in seat.items()}
            for seat, rank in zip(able, ranks, strict=True)
        ]
        found = assign(weights)
        return None if found is None else [seat[name] for seat, name in zip(able, found.people, strict=True)]

    def _weight(self, sitter: Sitter) -> int:
        return sitter.cost * self._terms.load + sitter.out_of_core * self._terms.out_of_core
