"""Planning around rounds that are booked: they stay, and the others keep their distance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduling.rules.planning import NoPlan, Plan, PlannedRound, Problem, plan
from tests.scheduling.rules.planning.calendars import MONDAY, loop, minute, person, wall_time


@pytest.fixture
def problem() -> Problem:
    """Three rounds of half an hour that may all fall on one day."""
    pools = {"a": [person("ana")], "b": [person("ben")], "c": [person("cyd")]}
    return loop(pools, [(30, ("a",)), (30, ("b",)), (30, ("c",))], gap=0)


def booked(problem: Problem, day: date, hour: float, *people: str) -> PlannedRound:
    return PlannedRound(start=minute(problem, day, hour), people=people)


def times(problem: Problem) -> list[str]:
    found = plan(problem)
    assert isinstance(found, Plan)
    return [wall_time(problem, each.start, "UTC") for each in found.rounds]


def test_rounds_of_one_day_follow_each_other(problem: Problem) -> None:
    assert ["2026-06-01 09:00", "2026-06-01 09:30", "2026-06-01 10:00"] == times(problem)


def test_rounds_before_and_after_a_booked_one_leave_its_time_to_the_candidate(problem: Problem) -> None:
    middle = booked(problem, MONDAY, 9.5, "ben")

    around = replace(problem, fixed=(None, middle, None))

    assert ["2026-06-01 09:00", "2026-06-01 09:30", "2026-06-01 10:00"] == times(around)
    # Without an order of rounds, all three could be at half past nine or earlier.
    assert ["2026-06-01 09:00", "2026-06-01 09:30", "2026-06-01 09:00"] == times(replace(around, in_order=False))


def test_a_booked_round_that_ends_off_the_grid_holds_the_next_one_back_to_the_grid(problem: Problem) -> None:
    odd = booked(problem, MONDAY, 9, "ana")

    off_grid = replace(problem, fixed=(replace(odd, start=odd.start + 7), None, None))

    assert ["2026-06-01 09:07", "2026-06-01 09:45", "2026-06-01 10:15"] == times(off_grid)


def test_no_time_is_left_before_a_round_booked_first_thing_in_the_morning(problem: Problem) -> None:
    assert isinstance(plan(replace(problem, fixed=(None, booked(problem, MONDAY, 9, "ben"), None))), NoPlan)


@pytest.mark.parametrize(
    ("held", "gap", "expected"),
    [
        (MONDAY - timedelta(days=3), 1, "2026-06-01 09:00"),  # the Friday before
        (MONDAY - timedelta(days=3), 3, "2026-06-03 09:00"),
        (MONDAY - timedelta(days=4), 3, "2026-06-02 09:00"),
        (MONDAY - timedelta(days=1), 1, "2026-06-02 09:00"),  # a Sunday: business days are counted from Monday on
    ],
)
def test_distance_is_kept_to_a_round_held_before_the_horizon(
    problem: Problem, held: date, gap: int, expected: str
) -> None:
    past = replace(problem, gap_bdays=(gap, 0), fixed=(booked(problem, held, 10, "ana"), None, None))

    assert expected == times(past)[1]


def test_a_booked_person_sits_in_no_other_round_even_if_that_leaves_nobody(problem: Problem) -> None:
    shared = replace(problem, pools={**problem.pools, "b": ("ana",)})

    assert isinstance(plan(replace(shared, fixed=(booked(problem, MONDAY, 9, "ana"), None, None))), NoPlan)


def test_what_is_booked_counts_in_the_objective_and_people_who_left_cost_nothing(problem: Problem) -> None:
    first = booked(problem, MONDAY, 9, "ana")
    kept, left = (plan(replace(problem, fixed=(replace(first, people=(who,)), None, None))) for who in ("ana", "gone"))

    assert isinstance(kept, Plan)
    assert isinstance(left, Plan)
    assert (3, 2) == (kept.objective.load_cost, left.objective.load_cost)
