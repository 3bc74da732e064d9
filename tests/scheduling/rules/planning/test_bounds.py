"""Branching stays small where it hurts most: hardly enough people, everybody alike, everything tied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from scheduling.rules.planning import Gap, Index, Objective, Order, Plan, plan
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.orders import Solver
from scheduling.rules.planning.search import LIMIT, Search
from scheduling.rules.planning.terms import Terms, earliest_end, lightest
from scheduling.rules.planning.windows import possible_windows
from tests.scheduling.rules.planning.hard_problems import SHAPES, branches, hard_problem
from tests.scheduling.rules.planning.referee import broken_rules
from tests.scheduling.rules.planning.small_problems import team_problem

MOST = 475
"""Over the first 100,000 hard problems: see `hard_problems.py` for how to count again."""


def test_small_hard_problems_need_few_branches() -> None:
    """A search that went astray would need thousands. 475 is of seed 8715."""
    counts = {seed: branches(hard_problem(seed)[1]) for seed in (*range(20 * len(SHAPES)), 8715)}

    assert max(counts.values()) <= MOST < LIMIT
    assert sum(count > 1 for count in counts.values()) > 20  # the shapes are hard enough to branch at all


@pytest.mark.parametrize("people", [12, 60])
def test_people_who_are_all_alike_need_no_branches(people: int) -> None:
    problem = team_problem(Random(4), people=people, free=0.8, share=1.0)
    pattern = problem.interviewers["p003"]
    alike = replace(problem, interviewers={name: replace(pattern, id=name) for name in problem.interviewers})

    assert 1 == branches(alike)


def test_an_earlier_slot_with_more_quarters_out_of_core_hours_is_not_passed_over() -> None:
    """The earliest slot of all that cost least ends the loop; a bound that looked at core hours first would miss it."""
    found = plan(hard_problem(27)[1], order=Order.FAIREST)

    assert isinstance(found, Plan)
    assert Objective(overdue_days=0, load_cost=12, finish=8910, out_of_core=4) == found.objective


@pytest.mark.parametrize(("seed", "branches", "weights"), [(8715, 20, lightest), (1270, 1, earliest_end)])
def test_a_search_that_is_given_up_says_how_far_it_came(
    seed: int, branches: int, weights: Callable[[Board], Terms]
) -> None:
    """The best loop weighs something between what it has and what it proved."""
    board = Board(problem := hard_problem(seed)[1], Index.of(problem))
    windows = possible_windows(board)
    assert windows is not None

    best = Search(board, windows, weights(board)).run()
    early = Search(board, windows, weights(board), limit=branches).run()

    assert best is not None
    assert early is not None
    assert best.floor == best.weight
    assert early.floor < early.weight
    assert early.floor <= best.weight <= early.weight


def test_a_plan_that_was_given_up_on_is_no_worse_than_it_says() -> None:
    """Each search stops at its first loop; what is said of the plan is held against the proved one."""
    doubtful = 0
    for seed in range(60):
        problem = hard_problem(seed)[1]
        board = Board(problem, Index.of(problem))
        for order in Order:
            proved = Solver(board).plan(order, slack_bdays=1)
            found = Solver(board, limit=1).plan(order, slack_bdays=1)
            if found is None or proved is None:
                assert found is proved
                continue
            gap = found.gap or Gap(load_cost=0, minutes=0)
            doubtful += found.gap is not None
            assert [] == list(broken_rules(problem, found.rounds))
            if order is Order.EARLIEST:
                assert 0 <= found.objective.finish - proved.objective.finish <= gap.minutes
            if not gap.minutes:
                assert found.objective.overdue_days == proved.objective.overdue_days
                assert 0 <= found.objective.load_cost - proved.objective.load_cost <= gap.load_cost
            if found.gap is None:
                assert found == proved

    assert doubtful > 20
