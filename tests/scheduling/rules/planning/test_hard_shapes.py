"""A department in which everything is tied, scarce or booked: still the best loop, proved, in less than a second."""

from __future__ import annotations

from random import Random
from time import process_time

import pytest

from scheduling.rules.planning import Index, Order, Plan, Problem, plan
from tests.scheduling.rules.planning.hard_problems import big_team, shaped, with_booked_loops
from tests.scheduling.rules.planning.referee import broken_rules, objective

PEOPLE = 300


def is_planned_well(problem: Problem, order: Order) -> bool:
    """Proved, by the rules, and soon: from free/busy on, explanations not needed."""
    start = process_time()
    found = plan(problem, order=order, index=Index.of(problem))
    seconds = process_time() - start
    assert isinstance(found, Plan)
    assert [] == list(broken_rules(problem, found.rounds))
    assert found.objective == objective(problem, found.rounds)
    assert found.gap is None
    return seconds < 1


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("shape", ["alike", "equal loads", "tight caps", "busy alike"])
def test_a_department_where_all_are_the_same_in_some_way_is_planned_within_a_second(shape: str, order: Order) -> None:
    rng = Random(7)

    assert is_planned_well(shaped(big_team(rng, people=PEOPLE, free=0.85), shape, rng), order)


def test_two_hundred_loops_in_the_calendars_leave_room_for_one_more_within_a_second() -> None:
    booked = with_booked_loops(big_team(Random(3), people=PEOPLE, free=0.9), 200)
    assert sum(person.load for person in booked.interviewers.values()) >= 200 * 7

    assert all(is_planned_well(booked, order) for order in Order)
