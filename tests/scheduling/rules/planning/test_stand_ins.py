"""Who could take somebody's place at the time a round has, and what keeps the others from it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduling.rules.planning import Blocker, Plan, PlannedRound, Problem, plan, stand_ins
from tests.scheduling.rules.planning.calendars import MONDAY, change, loop, minute, person
from tests.scheduling.rules.planning.referee import may_sit, objective
from tests.scheduling.rules.planning.small_problems import team_problem


@pytest.fixture
def panel() -> Problem:
    """An hour with one of five; all of Monday is free."""
    five = [person("ada", load=3), person("bea"), person("cem", load=1), person("dan"), person("eve")]
    return loop({"peer": five}, [(60, ("peer",))], days=5)


def at(problem: Problem, hour: float, *people: str) -> PlannedRound:
    return PlannedRound(start=minute(problem, MONDAY, hour), people=people)


def test_the_least_loaded_comes_first_and_among_equals_whoever_has_it_in_core_hours(panel: Problem) -> None:
    late = change(panel, "bea", core=((0, 9 * 60, 15 * 60),))

    found = stand_ins(late, at(panel, 15, "eve"), round_index=0, pool="peer")

    assert ("dan", "bea", "cem", "ada") == found.free
    assert {} == found.hindered


def test_an_interview_within_the_notice_and_off_the_grid_can_be_taken_over(panel: Problem) -> None:
    soon = replace(panel, notice_min=3 * 1440)
    odd = PlannedRound(start=minute(panel, MONDAY, 11) + 7, people=("eve",))

    assert ("bea", "dan", "cem", "ada") == stand_ins(soon, odd, round_index=0, pool="peer").free


def test_each_of_the_others_is_told_what_is_in_the_way(panel: Problem) -> None:
    hour = minute(panel, MONDAY, 11)
    problem = change(panel, "ada", busy=((hour + 30, hour + 45),))
    problem = change(problem, "bea", booked=(hour - 120, hour - 60))
    problem = change(problem, "cem", days_off=frozenset({MONDAY}), unknown=True)

    found = stand_ins(problem, at(panel, 11, "eve"), round_index=0, pool="peer")

    assert ("dan",) == found.free
    assert {
        "ada": (Blocker.BUSY,),
        "bea": (Blocker.CAP_PER_DAY,),
        "cem": (Blocker.UNKNOWN_CALENDAR, Blocker.DAYS_OFF),
    } == found.hindered


def test_nobody_takes_over_who_sits_in_the_loop_already_or_may_not(panel: Problem) -> None:
    other = at(panel, 9, "ada")
    two = replace(
        panel,
        rounds=(panel.rounds[0], replace(panel.rounds[0], name="later")),
        gap_bdays=(0,),
        fixed=(other, None),
        excluded=frozenset({"bea"}),
    )

    found = stand_ins(two, at(panel, 11, "eve"), round_index=1, pool="peer")

    assert ("dan", "cem") == found.free
    assert {"bea": (Blocker.EXCLUDED,)} == found.hindered


@settings(max_examples=30)
@given(seed=st.integers(0, 10**9))
def test_exactly_those_can_take_over_who_may_sit_there_and_each_costs_no_less_than_the_one_before(seed: int) -> None:
    rng = Random(seed)
    problem = team_problem(rng)
    before = plan(problem)
    assume(isinstance(before, Plan))
    assert isinstance(before, Plan)
    index = rng.randrange(len(before.rounds))
    was, spec = before.rounds[index], problem.rounds[index]
    seat = rng.randrange(len(spec.seats))
    fixed = tuple(None if k == index else planned for k, planned in enumerate(before.rounds))

    found = stand_ins(replace(problem, fixed=fixed), was, round_index=index, pool=spec.seats[seat])

    seated = {name for planned in before.rounds for name in planned.people}
    members = [name for name in problem.pools[spec.seats[seat]] if name not in seated]
    could = {name for name in members if may_sit(problem, problem.interviewers[name], was.start, spec.duration_min)}
    assert could == set(found.free)
    assert set(members) - could == set(found.hindered)
    costs = []
    for name in found.free:
        people = tuple(name if k == seat else other for k, other in enumerate(was.people))
        rounds = tuple(replace(was, people=people) if k == index else r for k, r in enumerate(before.rounds))
        worth = objective(problem, rounds)
        costs.append((worth.load_cost, worth.out_of_core, name))
    assert sorted(costs) == costs
