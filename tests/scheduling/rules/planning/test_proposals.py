"""What is laid before a coordinator: the balanced plan, and others only where they are worth a look."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from scheduling.rules.planning import Merit, NoPlan, Order, Plan, Problem, Proposals, plan, proposals
from tests.scheduling.rules.planning.calendars import loop, minute, person
from tests.scheduling.rules.planning.small_problems import team_problem


def laid_out(problem: Problem) -> Proposals:
    found = proposals(problem)
    assert isinstance(found, Proposals)
    return found


def test_one_plan_that_is_best_in_every_way_stands_alone() -> None:
    problem = loop({"r": [person("ana")]}, [(30, ("r",))])

    (only,) = laid_out(problem).options

    assert (Order.BALANCED, plan(problem), ()) == (only.order, only.plan, only.better_at)


def test_earlier_and_lighter_plans_stand_beside_the_balanced_one() -> None:
    """Zoe is loaded and free at once, Max less so from Tuesday, Ida hardly and only in the second week."""
    zoe, max_, ida = person("zoe", load=9), person("max", load=5), person("ida", load=0)
    problem = loop({"r": [zoe, max_, ida]}, [(30, ("r",))])
    days = [day.toordinal() for day in (problem.horizon_start,)]
    assert days
    team = {
        "zoe": zoe,
        "max": replace(max_, busy=((0, 1440),)),
        "ida": replace(ida, busy=((0, 8 * 1440),)),
    }
    found = laid_out(replace(problem, interviewers=team))

    told = [(option.order, option.plan.rounds[0].people, option.better_at) for option in found.options]
    assert [
        (Order.BALANCED, ("max",), ()),
        (Order.EARLIEST, ("zoe",), (Merit.FINISH,)),
        (Order.FAIREST, ("ida",), (Merit.LOAD,)),
    ] == told


def test_core_hours_are_named_where_they_are_what_is_gained() -> None:
    early = replace(person("ana", load=5), core=((0, 540, 1020),))
    late = replace(person("ben", load=0), core=(), busy=((0, 1440),))
    problem = loop({"r": [early, late]}, [(30, ("r",))])

    balanced, earliest = laid_out(problem).options

    assert ("ben",) == balanced.plan.rounds[0].people
    assert (Merit.FINISH, Merit.CORE_HOURS) == earliest.better_at


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 7, 8])
def test_each_proposal_is_the_plan_of_its_order_and_differs_from_the_first(seed: int) -> None:
    problem = team_problem(Random(seed))

    first, *others = laid_out(problem).options

    assert Order.BALANCED is first.order
    assert first.plan == plan(problem)
    for other in others:
        assert other.plan == plan(problem, order=other.order)
        assert other.plan.objective != first.plan.objective
        assert other.better_at
    for order in (Order.EARLIEST, Order.FAIREST):
        alone = plan(problem, order=order)
        assert isinstance(alone, Plan)
        listed = order in [other.order for other in others]
        assert listed == (alone.objective != first.plan.objective)


def test_no_loop_means_no_proposals_but_the_reasons() -> None:
    problem = loop({"r": [replace(person("ana"), unknown=True)]}, [(30, ("r",))])

    found = proposals(problem)

    assert isinstance(found, NoPlan)
    assert found == plan(problem)


def test_a_loop_that_is_all_booked_is_its_own_plan() -> None:
    problem = loop({"r": [person("ana")], "s": [person("ben")]}, [(30, ("r",)), (60, ("s",))])
    first = plan(problem)
    assert isinstance(first, Plan)

    booked = replace(problem, fixed=first.rounds, notice_min=minute(problem, problem.horizon_start.date(), 30))

    assert plan(booked) == first
