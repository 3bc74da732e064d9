"""How light a batch could be at best, proved: the seats alone, each filled by anybody who ever could.

Left out is that a round's seats meet at one time, that interviews of one person do not overlap, and that nobody sits
twice in a loop; kept are pools, calendars and how many interviews a person can take over all days. So no batch that
plans the same loops is lighter. Seats are filled one by one along a chain of people who hand a seat on, ending with the
person to whom one more interview adds least: the assignment stays the lightest one for the seats filled so far (a
successive shortest path where only the end of a path has a cost).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scheduling.rules.planning.diaries import Team
from scheduling.rules.planning.insertion import OpenLoop, OpenRound, Seats


def load_bound(team: Team, loops: Iterable[OpenLoop]) -> int:
    """The least growth of the sum of squared loads by these loops, all of them planned. Diaries must be empty."""
    able: dict[tuple[object, ...], int] = {}
    wanted: Counter[int] = Counter()
    for loop in loops:
        for seats in loop.posts:
            entry = loop.rounds[seats.place]
            key = (seats.pool, entry.duration, entry.window, loop.gone)
            if key not in able:
                able[key] = _able(team, loop, entry, seats)
            wanted[able[key]] += len(seats.numbers)
    return _Seating(team, list(wanted)).fill(list(wanted.values()))


def _able(team: Team, loop: OpenLoop, entry: OpenRound, seats: Seats) -> int:
    """Those who could sit there at all, as bits."""
    people = 0
    for number in seats.pool.everybody - loop.gone:
        if team.diaries[number].starts(entry.duration, entry.quarters) & entry.window:
            people |= 1 << number
    return people


class _Seating:
    """Seats of the same kind (the same people could fill them) are told apart by nobody."""

    def __init__(self, team: Team, kinds: Sequence[int]) -> None:
        self._kinds = kinds
        self._cost = [diary.cost for diary in team.diaries]
        self._room = [diary.room() for diary in team.diaries]
        self._held: list[Counter[int]] = [Counter() for _ in team.diaries]

    def fill(self, wanted: Sequence[int]) -> int:
        """The cost of all seats; those that nobody has room for add nothing."""
        return sum(self._seat(kind) for kind, count in enumerate(wanted) for _ in range(count))

    def _seat(self, kind: int) -> int:
        came_by: dict[int, tuple[int, int]] = {}  # per person: the kind of seat to take, and who hands it on (-1: nobody)
        seen, best = 0, -1
        kinds, waiting = {kind}, [(kind, -1)]
        for at, giver in waiting:
            fresh = self._kinds[at] & ~seen
            seen |= fresh
            while fresh:
                low = fresh & -fresh
                fresh ^= low
                person = low.bit_length() - 1
                came_by[person] = at, giver
                if self._room[person] and (best < 0 or self._cost[person] < self._cost[best]):
                    best = person
                for other in self._held[person]:
                    if other not in kinds:
                        kinds.add(other)
                        waiting.append((other, person))
        if best < 0:
            return 0
        cost = self._cost[best]
        self._cost[best] += 2
        self._room[best] -= 1
        self._hand_on(best, came_by)
        return cost

    def _hand_on(self, person: int, came_by: dict[int, tuple[int, int]]) -> None:
        while person >= 0:
            kind, giver = came_by[person]
            self._held[person][kind] += 1
            if giver >= 0:
                self._held[giver][kind] -= 1
                if not self._held[giver][kind]:
                    del self._held[giver][kind]
            person = giver
