"""Loops that each buy the cheapest rounds for themselves alone, by prices on people's dates.

A round's seats are bought for one slot, gaps between rounds are kept. Left out is only that nobody sits in two seats
bought from different pools or for different rounds, and that rounds of one day come one after the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduling.rules.planning.diaries import Pool, Team
from scheduling.rules.planning.open_loops import OpenLoop, OpenRound
from scheduling.rules.planning.slots import positions

PersonDate = tuple[int, int]
"""The number of a person, and one of their dates."""

Draw = tuple[int, tuple[int, ...]]
"""So many of these people's dates have to be bought."""


class _Days(NamedTuple):
    """A round's business days, ascending, each with its offers; and the least distance to the round before."""

    link: int | None
    offers: list[tuple[int, list[int]]]


Step = tuple[int, int, "Step | None"]
"""The end of a walk: what it costs, the offer taken, what was before."""


class Buyers:
    """An offer is what a round needs at some slot: draws from the people who could come then. Equal ones are kept once."""

    def __init__(self, team: Team, loops: Sequence[OpenLoop]) -> None:
        self._team = team
        self._dates: dict[PersonDate, int] = {}
        self._draws: dict[Draw, int] = {}
        self._offers: dict[tuple[int, ...], int] = {}
        self._known: dict[tuple[Pool, int, int, frozenset[int], int], int | None] = {}
        self._walks = [self._walk(loop) for loop in loops]

    @property
    def dates(self) -> Sequence[PersonDate]:
        """What is for sale, in the order of the prices."""
        return list(self._dates)

    def buy(self, prices: Sequence[int]) -> tuple[int, Counter[int]]:
        """What all loops pay together, and how often each date was bought."""
        price = prices.__getitem__
        draws = [min(map(price, dates)) if k == 1 else sum(sorted(map(price, dates))[:k]) for k, dates in self._draws]
        offers = [sum(draws[draw] for draw in offer) for offer in self._offers]
        taken: Counter[int] = Counter()
        paid = 0
        for walk in self._walks:
            step: Step | None = _cheapest(walk, offers.__getitem__)
            paid += step[0] if step else 0
            while step is not None:
                taken[step[1]] += 1
                step = step[2]
        return paid, self._bought(taken, price)

    def _bought(self, taken: Counter[int], price: Callable[[int], int]) -> Counter[int]:
        offers, draws = list(self._offers), list(self._draws)
        bought: Counter[int] = Counter()
        for offer, times in taken.items():
            for draw in offers[offer]:
                count, dates = draws[draw]
                for date in sorted(dates, key=price)[:count]:
                    bought[date] += times
        return bought

    def _walk(self, loop: OpenLoop) -> list[_Days]:
        links = (None, *loop.links)
        walk: list[_Days] = []
        for entry, link in zip(loop.rounds, links, strict=False):
            by_day: dict[int, set[int]] = defaultdict(set)
            for slot in positions(entry.window):
                offer = self._offer(loop, entry, slot)
                if offer is not None:
                    by_day[loop.days.day_of(slot).number].add(offer)
            walk.append(_Days(link, [(number, sorted(offers)) for number, offers in sorted(by_day.items())]))
        return walk

    def _offer(self, loop: OpenLoop, entry: OpenRound, slot: int) -> int | None:
        draws: list[int] = []
        for post in entry.posts:
            seats = loop.posts[post]
            draw = self._draw(seats.pool, len(seats.numbers), entry, loop.gone, slot)
            if draw is None:
                return None
            draws.append(draw)
        return self._offers.setdefault(tuple(draws), len(self._offers))

    def _draw(self, pool: Pool, count: int, entry: OpenRound, gone: frozenset[int], slot: int) -> int | None:
        key = (pool, count, entry.duration, gone, slot)
        if key not in self._known:
            bit, diaries = 1 << slot, self._team.diaries
            able = [n for n in sorted(pool.everybody - gone) if diaries[n].starts(entry.duration, entry.quarters) & bit]
            dates = tuple(self._dates.setdefault((n, diaries[n].date_of(slot)), len(self._dates)) for n in able)
            self._known[key] = None if len(able) < count else self._draws.setdefault((count, dates), len(self._draws))
        return self._known[key]


def _cheapest(walk: Sequence[_Days], price: Callable[[int], int]) -> Step | None:
    """None for no rounds; or where the distances leave no walk."""
    before: list[tuple[int, Step]] = []
    for place, days in enumerate(walk):
        found: list[tuple[int, Step]] = []
        best, at = None, 0
        for number, offers in days.offers:
            while at < len(before) and (days.link is None or before[at][0] + days.link <= number):
                if best is None or before[at][1][0] < best[0]:
                    best = before[at][1]
                at += 1
            if place and best is None:
                continue
            offer = min(offers, key=price)
            found.append((number, (price(offer) + (best[0] if best else 0), offer, best)))
        before = found
    return min((step for _, step in before), key=lambda step: step[0], default=None)
