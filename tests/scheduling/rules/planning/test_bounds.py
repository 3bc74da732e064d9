"""Branching stays small where it hurts most: everybody in every pool, hardly any time, everybody alike."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from scheduling.rules.planning import Index, Problem
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.search import Search
from scheduling.rules.planning.terms import earliest_end, lightest
from scheduling.rules.planning.windows import possible_windows
from tests.scheduling.rules.planning.small_problems import team_problem


def branches(problem: Problem) -> int:
    """The most branches that one of the problem's two kinds of search looks into."""
    board = Board(problem, Index.of(problem))
    windows = possible_windows(board)
    most = 0
    for terms in (earliest_end(board), lightest(board)) if windows is not None else ():
        assert windows is not None
        search = Search(board, windows, terms)
        search.run()
        most = max(most, search.visited)
    return most


def test_a_team_just_big_enough_for_all_seats_needs_few_branches() -> None:
    """Over 20,000 such teams the most was 91 branches; a search that went astray would need thousands."""
    counts = []
    for seed in range(100):
        rng = Random(seed)
        size, free = rng.choice([7, 8, 9, 10]), rng.choice([0.1, 0.15, 0.2, 0.3])
        counts.append(branches(team_problem(rng, people=size, days=14, free=free, share=1.0)))

    assert max(counts) <= 91
    assert sum(count > 1 for count in counts) > 15  # the shapes are hard enough to branch at all


@pytest.mark.parametrize("people", [12, 60])
def test_people_who_are_all_alike_need_no_branches(people: int) -> None:
    problem = team_problem(Random(4), people=people, free=0.8, share=1.0)
    pattern = problem.interviewers["p003"]
    alike = replace(problem, interviewers={name: replace(pattern, id=name) for name in problem.interviewers})

    assert 1 == branches(alike)


def test_tight_caps_and_equal_loads_everywhere_need_few_branches() -> None:
    problem = team_problem(Random(2), people=40, free=0.4)
    tight = {
        name: replace(person, load=1, max_per_day=1, max_per_week=1, booked=(1440 * (k % 9),))
        for k, (name, person) in enumerate(problem.interviewers.items())
    }

    assert 0 < branches(replace(problem, interviewers=tight)) <= 10
