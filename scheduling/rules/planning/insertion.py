"""The lightest loop beside those already in the diaries.

Rounds are linked by their days, and nobody may sit twice. Without the second rule a walk over the rounds finds the
lightest chain of slots; where somebody is wanted twice on it, seats are filled anew, and a few branches tried in which
that person is not in one of the seats. Few, for a batch is repaired later; many only until there is any loop at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import NamedTuple

from scheduling.rules.planning.assignment import assign
from scheduling.rules.planning.diaries import Team
from scheduling.rules.planning.open_loops import OpenLoop, OpenRound, Placement, Seats

BRANCHES = 60
PATIENCE = 200
"""Branches while nothing at all was found."""

Bans = tuple[frozenset[int], ...]
"""Who may not sit, post by post."""
Classes = list[tuple[int, int]]
"""Disjoint sets of slots, each with what the round's seats cost there: `(cost, slots)`, ascending."""
Step = tuple[int, int, "Step | None"]
"""The end of a chain: `(cost, slot, before)`."""


def lightest_placement(team: Team, loop: OpenLoop, rng: Random | None = None) -> Placement | None:
    """The fewest overdue days, then the least cost (nearly always), then the earliest end; None where none was found.

    With `rng`, equals are drawn by lot instead of by their ids.
    """
    if not loop.rounds:
        return Placement(cost=0, slots=(), people=())
    if not all(entry.window for entry in loop.rounds):
        return None
    found = _Insertion(team, loop, loop.last_in_time, rng).run()
    if found is not None or loop.last_in_time & loop.rounds[-1].window == loop.rounds[-1].window:
        return found
    for day in loop.days.business:
        late = day.slots & ~loop.last_in_time
        if late & loop.rounds[-1].window:
            found = _Insertion(team, loop, late, rng).run()
            if found is not None:
                return found
    return None


class _Clash(NamedTuple):
    """Somebody who is the cheapest at several posts."""

    person: int
    first: int
    others: list[int]


class _Insertion:
    def __init__(self, team: Team, loop: OpenLoop, last: int, rng: Random | None) -> None:
        self._team = team
        self._loop = loop
        self._last = last
        self._rng = rng
        self._classes: dict[tuple[int, Bans], Classes] = {}
        self._heap: list[tuple[int, int, int, Step, Bans]] = []
        self._tickets = count(1)

    def run(self) -> Placement | None:
        """Best first. A branch's chain is no worse than any placement in the branch, so where one is filled, it is the best."""
        best: Placement | None = None
        self._push((self._loop.gone,) * len(self._loop.posts), best)
        for branch in range(PATIENCE):
            if not self._heap or (best is not None and branch >= BRANCHES):
                break
            cost, end, _, chain, bans = heappop(self._heap)
            if best is not None and (cost, end) >= (best.cost, best.slots[-1]):
                break
            found, clash = self._fill(_slots(chain), bans)
            if found is not None and (best is None or (found.cost, end) < (best.cost, best.slots[-1])):
                best = found
            if clash is not None and (found is None or found.cost > cost):
                for posts in ([clash.first], clash.others):
                    gone = (ban | {clash.person} if post in posts else ban for post, ban in enumerate(bans))
                    self._push(tuple(gone), best)
        return best

    def _push(self, bans: Bans, best: Placement | None) -> None:
        chain = self._chain(bans)
        if chain is not None and (best is None or chain[:2] < (best.cost, best.slots[-1])):
            heappush(self._heap, (chain[0], chain[1], next(self._tickets), chain, bans))

    def _chain(self, bans: Bans) -> Step | None:
        loop, last = self._loop, len(self._loop.rounds) - 1
        steps: list[Step] = [(0, -1, None)]
        for place in range(last + 1):
            classes = self._round(place, bans)
            found: list[Step] = []
            for before in steps:
                first = loop.next_slot(place - 1, before[1]) if place else 0
                for cost, slots in classes:
                    slots >>= first
                    if slots:
                        slot = first + (slots & -slots).bit_length() - 1
                        found.append((before[0] + cost, slot, before if place else None))
            if not found:
                return None
            found.sort(key=_cost_and_slot)
            steps = []
            for step in found:
                if not steps or step[1] < steps[-1][1]:
                    steps.append(step)
        return steps[0]

    def _round(self, place: int, bans: Bans) -> Classes:
        """What a round costs where, people wanted twice by different posts allowed."""
        entry = self._loop.rounds[place]
        key = (place, bans[entry.posts[0] : entry.posts[-1] + 1])
        known = self._classes.get(key)
        if known is None:
            window = entry.window & self._last if place == len(self._loop.rounds) - 1 else entry.window
            sums = {0: window}
            for post in entry.posts:
                for level in self._levels(entry, self._loop.posts[post], window, bans[post]):
                    sums = _added(sums, level)
            known = self._classes[key] = sorted(sums.items())
        return known

    def _levels(self, entry: OpenRound, seats: Seats, left: int, gone: frozenset[int]) -> list[dict[int, int]]:
        """For each of the seats: what the next cheapest person costs, slot by slot."""
        size, diaries, duration, quarters = self._team.size, self._team.diaries, entry.duration, entry.quarters
        levels: list[dict[int, int]] = [{} for _ in seats.numbers]
        open_at = [left] * len(levels)  # where a level has nobody yet
        for key in seats.pool.members:
            cost, number = divmod(key, size)
            slots = diaries[number].starts(duration, quarters) & open_at[-1]
            if not slots or number in gone:
                continue
            for k, level in enumerate(levels):
                fresh = slots & open_at[k]
                if fresh:
                    open_at[k] ^= fresh
                    level[cost] = level.get(cost, 0) | fresh
                    slots ^= fresh
                    if not slots:
                        break
            if not open_at[-1]:
                break
        return levels

    def _fill(self, slots: Sequence[int], bans: Bans) -> tuple[Placement | None, _Clash | None]:
        """The cheapest people at these slots; and who would sit twice if that were allowed."""
        posts = self._loop.posts
        cheapest = [
            self._cheapest(seats, slots, gone, len(seats.numbers)) for seats, gone in zip(posts, bans, strict=True)
        ]
        wanted: dict[int, list[int]] = {}
        for post, numbers in enumerate(cheapest):
            for number in numbers:
                wanted.setdefault(number, []).append(post)
        for number, (first, *others) in wanted.items():
            if others:
                return self._assigned(slots, bans), _Clash(number, first, others)
        return self._placement(slots, cheapest), None

    def _assigned(self, slots: Sequence[int], bans: Bans) -> Placement | None:
        """Nobody beyond the best as many people of a post as the loop has seats is needed."""
        diaries, posts = self._team.diaries, self._loop.posts
        seat_count = sum(entry.seat_count for entry in self._loop.rounds)
        able: list[dict[str, int]] = []
        for seats, gone in zip(posts, bans, strict=True):
            numbers = self._cheapest(seats, slots, gone, seat_count)
            able += [{diaries[number].id: diaries[number].cost for number in numbers}] * len(seats.numbers)
        assigned = assign(able)
        if assigned is None:
            return None
        seated = iter(assigned.people)
        return self._placement(slots, [[self._team.numbers[next(seated)] for _ in seats.numbers] for seats in posts])

    def _cheapest(self, seats: Seats, slots: Sequence[int], gone: frozenset[int], wanted: int) -> list[int]:
        """The `wanted` cheapest people of a post at its round's slot (all, if fewer)."""
        entry, size, diaries = self._loop.rounds[seats.place], self._team.size, self._team.diaries
        bit, found, dearest = 1 << slots[seats.place], list[tuple[int, float, int]](), 0
        for key in seats.pool.members:
            cost, number = divmod(key, size)
            if len(found) >= wanted and (self._rng is None or cost > dearest):
                break
            if diaries[number].starts(entry.duration, entry.quarters) & bit and number not in gone:
                found.append((cost, 0 if self._rng is None else self._rng.random(), number))
                dearest = cost
        if self._rng is not None:
            found.sort()
        return [number for _, _, number in found[:wanted]]

    def _placement(self, slots: Sequence[int], seated: Sequence[Sequence[int]]) -> Placement:
        rows = [[0] * entry.seat_count for entry in self._loop.rounds]
        for seats, numbers in zip(self._loop.posts, seated, strict=True):
            for seat, number in zip(seats.numbers, numbers, strict=True):
                rows[seats.place][seat] = number
        diaries = self._team.diaries
        cost = sum(diaries[number].cost for row in rows for number in row)
        return Placement(cost=cost, slots=tuple(slots), people=tuple(map(tuple, rows)))


def _added(sums: Mapping[int, int], level: Mapping[int, int]) -> dict[int, int]:
    """Slots by the cost of one more seat."""
    if len(sums) == 1:
        ((before, slots),) = sums.items()
        return {before + cost: hits for cost, more in level.items() if (hits := slots & more)}
    added: dict[int, int] = {}
    for before, slots in sums.items():
        for cost, more in level.items():
            hits = slots & more
            if hits:
                added[before + cost] = added.get(before + cost, 0) | hits
    return added


def _slots(step: Step) -> tuple[int, ...]:
    slots: list[int] = []
    at: Step | None = step
    while at is not None:
        slots.append(at[1])
        at = at[2]
    return tuple(reversed(slots))


def _cost_and_slot(step: Step) -> tuple[int, int]:
    return step[0], step[1]
