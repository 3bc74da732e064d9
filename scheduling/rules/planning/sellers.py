"""People who each sell so many interviews as pay, by prices on their dates: no more than fit there and the caps allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scheduling.rules.planning.buyers import PersonDate
from scheduling.rules.planning.diaries import Diary, Team, week_of
from scheduling.rules.planning.open_loops import OpenLoop
from scheduling.rules.planning.slots import positions


class _Seller(NamedTuple):
    """What one more interview adds to the squared load; the room in each week; dates as `(index, room, week)`."""

    cost: int
    weeks: Mapping[int, int]
    dates: Sequence[tuple[int, int, int]]


class Sellers:
    """`unit` is what one point of squared load is in prices."""

    def __init__(self, team: Team, loops: Iterable[OpenLoop], dates: Sequence[PersonDate], *, unit: int) -> None:
        self._unit = unit
        own: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for index, (number, ordinal) in enumerate(dates):
            own[number].append((index, ordinal))
        stretches = _stretches(team, loops)
        self._sellers = [_seller(team.diaries[number], some, stretches[number]) for number, some in own.items()]

    def sell(self, prices: Sequence[int]) -> tuple[int, Counter[int]]:
        """What all people earn beyond what their squared loads grow by, and how often each date is sold.

        The dearest first: a further interview costs a person more, and rooms of dates inside rooms of weeks do not make
        a cheaper choice lead to a dearer one later.
        """
        unit, gain = self._unit, 0
        sold: Counter[int] = Counter()
        for seller in self._sellers:
            cost, left = seller.cost * unit, dict(seller.weeks)
            for price, index, room, week in sorted(
                ((prices[index], index, room, week) for index, room, week in seller.dates), reverse=True
            ):
                if price <= cost:
                    break
                for _ in range(min(room, left[week])):
                    if price <= cost:
                        break
                    gain += price - cost
                    cost += 2 * unit
                    left[week] -= 1
                    sold[index] += 1
        return gain, sold


def _seller(diary: Diary, dates: Iterable[tuple[int, int]], stretches: Iterable[tuple[int, int]]) -> _Seller:
    room = diary.room(sorted(stretches))
    weeks = {week_of(ordinal): diary.room_in_week(week_of(ordinal)) for ordinal in room}
    some = [(index, room[ordinal], week_of(ordinal)) for index, ordinal in dates]
    return _Seller(diary.cost, weeks, some)


def _stretches(team: Team, loops: Iterable[OpenLoop]) -> dict[int, list[tuple[int, int]]]:
    """For each person the interviews they could have as `(end, start)`."""
    windows: dict[tuple[int, int, int], int] = defaultdict(int)
    for loop in loops:
        for seats in loop.posts:
            entry = loop.rounds[seats.place]
            for number in seats.pool.everybody - loop.gone:
                windows[number, entry.duration, entry.quarters] |= entry.window
    stretches: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (number, duration, quarters), window in windows.items():
        starts = team.diaries[number].starts(duration, quarters) & window
        stretches[number] += [(slot + quarters, slot) for slot in positions(starts)]
    return stretches
