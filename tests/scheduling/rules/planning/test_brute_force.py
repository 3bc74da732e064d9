"""The planner finds what trying out everything finds: the same loop, to the last person, in every order."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.rules.planning import NoPlan, Order, Plan, plan
from tests.scheduling.rules.planning.brute_force import best_loop
from tests.scheduling.rules.planning.referee import objective
from tests.scheduling.rules.planning.small_problems import tiny_problem


@settings(max_examples=180)
@given(rng=st.randoms(use_true_random=False), order=st.sampled_from(Order), slack=st.integers(0, 2))
def test_no_tiny_problem_has_a_better_loop_than_the_planned_one(rng: Random, order: Order, slack: int) -> None:
    problem = tiny_problem(rng)

    found = plan(problem, order=order, slack_bdays=slack)

    best = best_loop(problem, order, slack)
    if best is None:
        assert isinstance(found, NoPlan)
    else:
        assert Plan(rounds=best, objective=objective(problem, best)) == found
