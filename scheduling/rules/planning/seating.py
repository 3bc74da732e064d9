"""Who sits where once slots are chosen: the cheapest people, everybody at most once, the smallest ids among equals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduling.rules.planning.assignment import cheapest
from scheduling.rules.planning.board import Board, Post
from scheduling.rules.planning.crew import Sitter
from scheduling.rules.planning.terms import Terms

Place = tuple[Sequence[Post], int]
"""The posts of a round and the slot it starts at."""


def seated(posts: Sequence[Post], slot: int, terms: Terms) -> list[Sitter] | None:
    """The people for the seats of one round, in their order; None where there are not enough."""
    return _seated([(posts, slot)], terms)


def all_seated(board: Board, slots: Sequence[int], terms: Terms) -> list[Sitter] | None:
    """The people for all rounds, nobody in two."""
    return _seated([(table.posts, slot) for table, slot in zip(board.tables, slots, strict=True)], terms)


def _seated(places: Sequence[Place], terms: Terms) -> list[Sitter] | None:
    """Equal weights are settled by the smallest id in the first seat, then the next, and so on."""
    favourites = _favourites(places)
    if favourites is None or len({sitter.id for sitter in favourites}) == len(favourites):
        return favourites  # nobody is wanted twice: then nothing can be better
    return _assigned(places, len(favourites), terms)


def _favourites(places: Sequence[Place]) -> list[Sitter] | None:
    """Each post's cheapest people."""
    seats: list[Sitter] = []
    for posts, slot in places:
        taken: list[tuple[int, Sitter]] = []
        for crew, wanted in posts:
            best = crew.favourites(slot, len(wanted))
            if best is None:
                return None
            if len(best) > 1:
                best.sort(key=_id)
            taken += zip(wanted, best, strict=True)
        if len(posts) > 1:
            taken.sort()
        seats += [sitter for _, sitter in taken]
    return seats


def _assigned(places: Sequence[Place], seat_count: int, terms: Terms) -> list[Sitter] | None:
    """The cheapest people where some are wanted twice.

    Nobody beyond the `seat_count` best of a post is ever needed: one of these would be left over to take their place.
    """
    able: list[Mapping[str, Sitter]] = []
    for posts, slot in places:
        seats: dict[int, Mapping[str, Sitter]] = {}
        for crew, wanted in posts:
            best = {sitter.id: sitter for sitter in crew.best(slot, seat_count)}
            seats.update(dict.fromkeys(wanted, best))
        able += [seats[seat] for seat in sorted(seats)]
    numbers = {person: number for number, person in enumerate(sorted({name for seat in able for name in seat}))}
    size = len(numbers) + 1
    ranks = [size ** (seat_count - 1 - seat) for seat in range(seat_count)]
    unit = size**seat_count
    weights = [
        {name: terms.of(sitter) * unit + numbers[name] * rank for name, sitter in seat.items()}
        for seat, rank in zip(able, ranks, strict=True)
    ]
    found = cheapest(weights)
    return None if found is None else [seat[name] for seat, name in zip(able, found, strict=True)]


def _id(sitter: Sitter) -> str:
    return sitter.id
