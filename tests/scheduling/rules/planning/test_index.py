"""One person's free slots: off the grid, in odd lengths, and worked out anew only for whoever changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.rules.planning import Index, Interviewer
from scheduling.rules.planning.slots import positions
from tests.scheduling.rules.planning.calendars import MONDAY, loop, minute, person

PROBLEM = loop({"r": [person("ana")]}, [(30, ("r",))], days=1)
NINE, TEN, NOON = (minute(PROBLEM, MONDAY, hour) for hour in (9, 10, 12))


def starts(who: Interviewer, duration: int) -> list[int]:
    """Minutes at which somebody could start, told from nine o'clock on."""
    return [slot * 15 - NINE for slot in positions(Index.of(PROBLEM).calendar(who).starts(duration))]


def free(*stretches: tuple[int, int]) -> Interviewer:
    """Somebody who is busy all day but for these stretches."""
    ends = [0, *(edge for stretch in stretches for edge in stretch), 1440]
    return replace(person("ana"), busy=tuple(zip(ends[::2], ends[1::2], strict=True)))


@pytest.mark.parametrize(
    ("duration", "until", "expected"),
    [
        (50, 50, [0]),  # a round that ends off the grid needs no more than its minutes
        (50, 49, []),
        (50, 65, [0, 15]),
        (60, 50, []),
        (10, 10, [0]),
        (10, 9, []),
        (10, 25, [0, 15]),
        (15, 29, [0]),
    ],
)
def test_a_round_needs_its_own_minutes_and_not_one_more(duration: int, until: int, expected: list[int]) -> None:
    assert expected == starts(free((NINE, NINE + until)), duration)


def test_a_meeting_that_ends_off_the_grid_costs_the_slot_it_ends_in() -> None:
    assert [15] == starts(free((NINE + 5, NINE + 45)), 30)


def test_a_round_may_end_with_the_working_day_but_not_a_minute_later() -> None:
    late = replace(free((NINE, NOON)), work=((0, 540, 590),))

    assert [0] == starts(late, 50)
    assert [] == starts(late, 51)


def test_busy_times_may_overlap_come_in_any_order_and_lie_outside_the_horizon() -> None:
    tidy = replace(person("ana"), busy=((0, TEN), (TEN + 30, 1440)))
    messy = replace(
        person("ana"), busy=((TEN + 60, 9000), (-500, TEN), (NINE, NINE + 5), (TEN + 30, NOON), (1500, 1600))
    )

    assert [60] == starts(tidy, 30)
    assert [60] == starts(messy, 30)


def test_a_cap_of_none_leaves_no_slot() -> None:
    assert [] == starts(replace(person("ana"), max_per_day=0), 30)
    assert [] == starts(replace(person("ana"), max_per_week=0), 30)


def test_only_whoever_changed_is_worked_out_anew() -> None:
    ana, ben = person("ana"), person("ben")
    index = Index.of(PROBLEM)
    before = {who.id: index.calendar(who) for who in (ana, ben)}

    same = index.calendar(replace(ana))  # an equal record, read again
    moved = index.calendar(replace(ben, busy=((NINE, TEN),)))

    assert same is before["ana"]
    assert moved is not before["ben"]
    assert moved.starts(30) != before["ben"].starts(30)


def test_a_pool_whose_people_stayed_the_same_keeps_its_crew() -> None:
    ana, ben = person("ana"), person("ben")
    index = Index.of(PROBLEM)
    people = {"ana": ana, "ben": ben}
    before = index.roster(people)
    alone, both = before.crew(("ana",), 30), before.crew(("ana", "ben"), 30)

    later = {**people, "ben": replace(ben, busy=((NINE, TEN),))}
    after = index.roster(later)

    assert index.roster(dict(later)) is after
    assert after.crew(("ana",), 30) is alone
    assert after.crew(("ana", "ben"), 30) is not both
