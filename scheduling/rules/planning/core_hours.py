"""Who sits in a placed loop once its slots are settled: no heavier, and with fewer quarters out of core hours."""

from __future__ import annotations

from scheduling.rules.planning.assignment import assign
from scheduling.rules.planning.diaries import Team
from scheduling.rules.planning.open_loops import OpenLoop, Placement


def in_core_hours(team: Team, loop: OpenLoop, placement: Placement) -> Placement:
    """The same slots with the lightest people, among equals those in their core hours. The loop is in no diary."""
    able: list[dict[str, int]] = []
    seats: list[tuple[int, int]] = []
    for post in loop.posts:
        entry, slot = loop.rounds[post.place], placement.slots[post.place]
        unit = 1 + sum(each.quarters * each.seat_count for each in loop.rounds)
        weights = {
            diary.id: diary.cost * unit + diary.calendar.out_of_core(slot, entry.quarters)
            for diary in (team.diaries[number] for number in sorted(post.pool.everybody - loop.gone))
            if diary.starts(entry.duration, entry.quarters) >> slot & 1
        }
        able += [weights] * len(post.numbers)
        seats += [(post.place, number) for number in post.numbers]
    assigned = assign(able)
    assert assigned is not None, "whoever sits there now could stay"
    rows = [[0] * entry.seat_count for entry in loop.rounds]
    for (place, seat), name in zip(seats, assigned.people, strict=True):
        rows[place][seat] = team.numbers[name]
    cost = sum(team.diaries[number].cost for row in rows for number in row)
    return Placement(cost=cost, slots=placement.slots, people=tuple(map(tuple, rows)))
