"""Who sits where once slots are chosen: the cheapest people, everybody at most once, the smallest ids among equals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from scheduling.rules.planning.assignment import cheapest
from scheduling.rules.planning.board import Board, Post
from scheduling.rules.planning.crew import Crew, Ranking, Sitter
from scheduling.rules.planning.terms import Terms

Picks = list[list[Sitter]]
"""For each post, round by round, its people by id: the first of them for its first seat."""


class Seating:
    """Fills seats under one search's terms. It remembers whom each crew would send to a slot."""

    __slots__ = ("_rankings", "_terms")

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._rankings: dict[tuple[Crew, int], Ranking] = {}

    def all_rounds(self, board: Board, slots: Sequence[int]) -> Picks | None:
        """The people for all rounds, nobody in two.

        Equal weights are settled by the smallest id in the first seat, then the next, and so on.
        """
        picks: Picks = []
        posts: list[_Wanted] = []
        first = 0
        for table, slot in zip(board.tables, slots, strict=True):
            for crew, seats in table.posts:
                ranking = self._ranking(crew, slot)
                best = ranking.first(len(seats))
                if len(best) < len(seats):
                    return None
                if len(best) > 1:
                    best.sort(key=_id)
                picks.append(best)
                posts.append(_Wanted(first, seats, ranking))
            first += table.seat_count
        people = [sitter.id for best in picks for sitter in best]
        return picks if len(set(people)) == len(people) else _shared(posts, picks, self._terms)

    def weight(self, picks: Picks) -> int:
        return sum(self._terms.of(sitter) for best in picks for sitter in best)

    def _ranking(self, crew: Crew, slot: int) -> Ranking:
        known = self._rankings.get((crew, slot))
        if known is None:
            known = self._rankings[crew, slot] = crew.ranking(slot)
        return known


def in_seats(posts: Sequence[Post], picks: Picks) -> tuple[str, ...]:
    """The people of one round in the order of its seats."""
    row = {
        seat: sitter.id
        for post, best in zip(posts, picks, strict=True)
        for seat, sitter in zip(post.seats, best, strict=True)
    }
    return tuple(row[seat] for seat in sorted(row))


class _Wanted(NamedTuple):
    """The seats of one post, numbered from the first one of its round, and who could sit there."""

    first: int
    places: tuple[int, ...]
    ranking: Ranking

    @property
    def seats(self) -> list[int]:
        return [self.first + place for place in self.places]


def _shared(posts: Sequence[_Wanted], picks: Picks, terms: Terms) -> Picks | None:
    """The picks without anybody twice: posts that others are in the way of are filled together.

    These are the posts that want the same people, and those whose favourites the former then take. The others keep
    their favourites: the most that any post can wish for, so that no filling of all seats together is better.
    """
    often = Counter(sitter.id for best in picks for sitter in best)
    sharing = {k for k, best in enumerate(picks) if any(often[sitter.id] > 1 for sitter in best)}
    while True:
        row = _assigned([posts[k] for k in sharing], terms)
        if row is None:
            return None
        taken = {sitter.id for sitter in row.values()}
        joining = {k for k, best in enumerate(picks) if any(sitter.id in taken for sitter in best)}
        if joining <= sharing:
            return [[row[seat] for seat in posts[k].seats] if k in sharing else best for k, best in enumerate(picks)]
        sharing |= joining


def _assigned(posts: Sequence[_Wanted], terms: Terms) -> dict[int, Sitter] | None:
    """The cheapest people for the seats of these posts, nobody twice.

    Of a post nobody is ever needed beyond as many of the best as there are seats: one of these would be left over.
    """
    count = sum(len(post.places) for post in posts)
    able: dict[int, dict[str, Sitter]] = {}
    for post in posts:
        best = {sitter.id: sitter for sitter in post.ranking.first(count)}
        able.update(dict.fromkeys(post.seats, best))
    numbers = {
        person: number for number, person in enumerate(sorted({name for seat in able.values() for name in seat}))
    }
    size = len(numbers) + 1
    unit = size**count
    weights = [
        {name: terms.of(sitter) * unit + numbers[name] * size ** (count - 1 - k) for name, sitter in able[seat].items()}
        for k, seat in enumerate(sorted(able))
    ]
    found = cheapest(weights)
    return None if found is None else {seat: able[seat][name] for seat, name in zip(sorted(able), found, strict=True)}


def _id(sitter: Sitter) -> str:
    return sitter.id
