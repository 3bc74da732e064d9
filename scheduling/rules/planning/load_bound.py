"""How light a batch could be at best, proved: the seats alone, each filled by somebody who could ever sit there.

Left out is that a round's seats meet at one time, and that nobody sits twice in a loop; kept are pools, calendars, and
how many interviews fit into one person's days side by side (of one kind of round, and of all together). So no batch
that plans the same loops is lighter. Seats are filled one by one along a chain of people who hand a seat on, ending
with the person to whom one more interview adds least. That keeps the assignment the lightest one for the seats filled
so far: a successive shortest path in a network where only the end of a path has a cost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from scheduling.rules.planning.diaries import Diary, Team
from scheduling.rules.planning.open_loops import OpenLoop, OpenRound, Seats
from scheduling.rules.planning.slots import positions

Kind = tuple[int, int]
"""Seats that the same people could fill: who, as bits, and the minutes of the round."""


class LoadBound(NamedTuple):
    """What the sum of squared loads grows by at least; and per person what one more interview would add then."""

    growth: int
    margins: Sequence[int]


def load_bound(team: Team, loops: Iterable[OpenLoop]) -> LoadBound:
    """The least growth of the sum of squared loads by these loops, all of them planned. Diaries must be empty."""
    able: dict[tuple[object, ...], int] = {}
    wanted: Counter[Kind] = Counter()
    windows: dict[int, int] = defaultdict(int)
    quarters: dict[int, int] = {}
    for loop in loops:
        for seats in loop.posts:
            entry = loop.rounds[seats.place]
            key = (seats.pool, entry.duration, entry.window, loop.gone)
            if key not in able:
                able[key] = _able(team, loop, entry, seats)
            wanted[able[key], entry.duration] += len(seats.numbers)
            windows[entry.duration] |= entry.window
            quarters[entry.duration] = entry.quarters
    kinds = list(wanted)
    limits = [_limits(diary, kinds, windows, quarters) for diary in team.diaries]
    network = _Network(kinds, limits, [diary.cost for diary in team.diaries])
    growth = sum(network.seat(kind) for kind, count in enumerate(wanted.values()) for _ in range(count))
    return LoadBound(growth, network.costs)


def _able(team: Team, loop: OpenLoop, entry: OpenRound, seats: Seats) -> int:
    """Those who could sit there at all, as bits."""
    people = 0
    for number in seats.pool.everybody - loop.gone:
        if team.diaries[number].starts(entry.duration, entry.quarters) & entry.window:
            people |= 1 << number
    return people


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """How many interviews of each length, and of any, fit into one person's days."""

    by_duration: dict[int, int]
    in_all: int


def _limits(diary: Diary, kinds: Sequence[Kind], windows: Mapping[int, int], quarters: Mapping[int, int]) -> _Limits:
    own = {duration for people, duration in kinds if people >> diary.number & 1}
    starts = {duration: diary.starts(duration, quarters[duration]) & windows[duration] for duration in own}
    stretches = {d: [(slot + quarters[d], slot) for slot in positions(slots)] for d, slots in starts.items()}
    return _Limits(
        by_duration={duration: diary.most_of(some) for duration, some in stretches.items()},
        in_all=diary.most_of(sorted(chain.from_iterable(stretches.values()))),
    )


Way = tuple[int, int]
"""A person, and the minutes of the round that they take a seat of."""


class _Network:
    """Seats, people by the length of the round, people. A full length only hands on seats of that length."""

    def __init__(self, kinds: Sequence[Kind], limits: Sequence[_Limits], costs: Sequence[int]) -> None:
        self._kinds = kinds
        self._limits = limits
        self.costs = list(costs)
        self._in_all = [0] * len(limits)
        self._by_duration: list[Counter[int]] = [Counter() for _ in limits]
        self._held: list[Counter[int]] = [Counter() for _ in limits]

    def seat(self, kind: int) -> int:
        """Fills one more seat; what that adds. A seat that nobody has room for adds nothing."""
        ways: dict[Way, tuple[int, Way | None]] = {}  # which kind of seat is taken, and who hands it on, if anybody
        ends: dict[int, Way] = {}  # the way to whoever could have one more seat of the length they are offered
        seen: dict[int, int] = defaultdict(int)
        waiting: list[tuple[int, Way | None]] = [(kind, None)]
        queued = {kind}
        for at, giver in waiting:  # grows on the way
            able, duration = self._kinds[at]
            for number in positions(able & ~seen[duration]):
                way = number, duration
                ways[way] = at, giver
                open_end = self._by_duration[number][duration] < self._limits[number].by_duration[duration]
                if open_end:
                    ends.setdefault(number, way)
                for other in self._held[number].keys() - queued:
                    if open_end or self._kinds[other][1] == duration:
                        queued.add(other)
                        waiting.append((other, way))
            seen[duration] |= able
        free = [number for number in ends if self._in_all[number] < self._limits[number].in_all]
        return self._take(ends[min(free, key=self._cost)], ways) if free else 0

    def _cost(self, number: int) -> int:
        return self.costs[number]

    def _take(self, end: Way, ways: Mapping[Way, tuple[int, Way | None]]) -> int:
        cost = self.costs[end[0]]
        self.costs[end[0]] += 2
        self._in_all[end[0]] += 1
        way: Way | None = end
        while way is not None:
            kind, giver = ways[way]
            self._hold(way[0], kind, 1)
            if giver is not None:
                self._hold(giver[0], kind, -1)
            way = giver
        return cost

    def _hold(self, number: int, kind: int, count: int) -> None:
        self._by_duration[number][self._kinds[kind][1]] += count
        self._held[number][kind] += count
        if not self._held[number][kind]:
            del self._held[number][kind]
