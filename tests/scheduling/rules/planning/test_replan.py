"""Changing a plan: what is booked stays, only what must follows, and few people notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduling.rules.planning import Order, Plan, PlannedRound, Problem, Replan, check, plan, replan
from tests.scheduling.rules.planning.brute_force import all_loops
from tests.scheduling.rules.planning.calendars import MONDAY, change, loop, minute, person, wall_time
from tests.scheduling.rules.planning.referee import business_days_before, candidate_date, objective
from tests.scheduling.rules.planning.small_problems import team_problem, tiny_problem

Rounds = tuple[PlannedRound, ...]


@pytest.fixture
def problem() -> Problem:
    """Three rounds, a business day apart; Ann and Bob can both do the second, Bob with less on his plate."""
    pools = {"first": [person("rae")], "second": [person("ann", load=5), person("bob")], "third": [person("pia")]}
    return loop(pools, [(30, ("first",)), (60, ("second",)), (60, ("third",))], days=12)


def held(problem: Problem, *rounds: tuple[int, float, str]) -> Rounds:
    """Each round on a day of June at an hour, with one person."""
    return tuple(
        PlannedRound(start=minute(problem, MONDAY + timedelta(days=day - 1), hour), people=(who,))
        for day, hour, who in rounds
    )


def without(problem: Problem, start: int) -> Problem:
    """The candidate can any time but this moment."""
    parts = (((a, start), (start + 1, b)) if a <= start < b else ((a, b),) for a, b in problem.candidate.windows)
    windows = tuple(piece for pieces in parts for piece in pieces)
    return replace(problem, candidate=replace(problem.candidate, windows=windows))


def times(problem: Problem, found: Replan | None) -> list[str]:
    assert found is not None
    return [wall_time(problem, planned.start, "UTC") for planned in found.plan.rounds]


def test_one_round_moves_and_the_person_who_has_it_keeps_it_whoever_else_has_less_to_do(problem: Problem) -> None:
    now = held(problem, (1, 9, "rae"), (3, 9, "ann"), (8, 9, "pia"))

    found = replan(without(problem, now[1].start), now, moves={1}, may_follow={2})

    assert ["2026-06-01 09:00", "2026-06-02 09:00", "2026-06-08 09:00"] == times(problem, found)
    assert found is not None
    assert ((1,), ("ann",), ()) == (found.moved, found.retimed, found.asked)


def test_somebody_else_is_asked_where_the_person_has_no_other_time(problem: Problem) -> None:
    now = held(problem, (1, 9, "rae"), (3, 9, "ann"), (8, 9, "pia"))
    ann_is_away = change(problem, "ann", work=((2, 9 * 60, 10 * 60),))

    found = replan(without(ann_is_away, now[1].start), now, moves={1}, may_follow={2})

    assert found is not None
    assert ("bob",) == found.asked
    assert now[2] == found.plan.rounds[2]


def test_the_round_after_it_follows_only_where_there_is_no_room_before_it(problem: Problem) -> None:
    now = held(problem, (1, 9, "rae"), (2, 9, "ann"), (3, 9, "pia"))
    tuesday = [(a, b) for a, b in problem.candidate.windows if wall_time(problem, a, "UTC")[8:10] != "02"]
    away = replace(problem, candidate=replace(problem.candidate, windows=tuple(tuesday)))

    found = replan(away, now, moves={1}, may_follow={2})

    assert ["2026-06-01 09:00", "2026-06-03 09:00", "2026-06-04 09:00"] == times(problem, found)
    assert found is not None
    assert ((1, 2), ("ann", "pia")) == (found.moved, found.retimed)


def test_where_nothing_may_follow_and_nothing_fits_there_is_no_change(problem: Problem) -> None:
    now = held(problem, (1, 9, "rae"), (2, 9, "ann"), (3, 9, "pia"))

    assert replan(replace(problem, notice_min=3 * 1440), now, moves={1}) is None


def test_a_round_without_a_time_is_planned_along(problem: Problem) -> None:
    booked = held(problem, (1, 9, "rae"), (2, 9, "ann"))

    found = replan(without(problem, booked[1].start), (*booked, None), moves={1}, may_follow={2})

    assert found is not None
    assert ((1, 2), ("ann",), ("pia",)) == (found.moved, found.retimed, found.asked)


@settings(max_examples=60)
@given(rng=st.randoms(use_true_random=False), order=st.sampled_from(Order), slack=st.integers(0, 2))
def test_no_change_of_a_tiny_loop_is_cheaper_than_the_one_that_is_found(rng: Random, order: Order, slack: int) -> None:
    problem = replace(tiny_problem(rng), fixed=())
    before = plan(problem)
    assume(isinstance(before, Plan))
    assert isinstance(before, Plan)
    now = before.rounds
    moved = rng.randrange(len(now))
    after = frozenset(range(moved + 1, len(now)))
    asked = without(problem, now[moved].start)

    found = replan(asked, now, moves={moved}, may_follow=after, order=order, slack_bdays=slack)

    expected = cheapest(asked, now, moved, after, order, slack)
    assert expected == (None if found is None else found.plan.rounds)


def cheapest(
    problem: Problem, now: Rounds, moved: int, after: frozenset[int], order: Order, slack: int
) -> Rounds | None:
    """All changes there are, by the letter of the promise."""
    changes: list[tuple[tuple[int, int], Rounds]] = []
    for more in (more for n in range(len(after) + 1) for more in combinations(sorted(after), n)):
        loose = {moved, *more}
        fixed = tuple(None if k in loose else now[k] for k in range(len(now)))
        there = {name for k in loose for name in now[k].people}
        for rounds in all_loops(replace(problem, fixed=fixed)):
            new = sum(name not in there for k in loose for name in rounds[k].people)
            changes.append(((len(there), new), rounds))
    if not changes:
        return None
    least = min(cost for cost, _ in changes)
    loops = [(objective(problem, rounds), rounds) for cost, rounds in changes if cost == least]
    overdue = min(worth.overdue_days for worth, _ in loops)
    loops = [(worth, rounds) for worth, rounds in loops if worth.overdue_days == overdue]
    if order is Order.BALANCED:
        ends = [business_days_before(problem, candidate_date(problem, rounds[-1].start)) for _, rounds in loops]
        loops = [each for each, end in zip(loops, ends, strict=True) if end <= min(ends) + slack]

    def key(each: tuple[object, Rounds]) -> tuple[object, ...]:
        worth, rounds = objective(problem, each[1]), each[1]
        cost = (worth.finish, worth.load_cost) if order is Order.EARLIEST else (worth.load_cost, worth.finish)
        return (*cost, worth.out_of_core, [r.start for r in rounds], [r.people for r in rounds])

    return min(loops, key=key)[1]


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9))
def test_what_is_not_moved_stays_and_what_is_moved_keeps_every_rule(seed: int) -> None:
    rng = Random(seed)
    problem = team_problem(rng)
    before = plan(problem)
    assume(isinstance(before, Plan))
    assert isinstance(before, Plan)
    moved = rng.randrange(len(before.rounds))
    asked = without(problem, before.rounds[moved].start)

    found = replan(asked, before.rounds, moves={moved}, may_follow=range(moved + 1, len(before.rounds)))

    assume(found is not None)
    assert found is not None
    fixed = tuple(None if k in found.moved else was for k, was in enumerate(before.rounds))
    assert () == check(replace(asked, fixed=fixed), found.plan)
    assert moved in found.moved
    assert before.rounds[moved].start != found.plan.rounds[moved].start
    kept = {name for k, was in enumerate(before.rounds) if k not in found.moved for name in was.people}
    assert kept.isdisjoint((*found.retimed, *found.asked))


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9))
def test_days_off_move_what_lies_on_them_and_no_more_people_than_planning_the_rest_anew(seed: int) -> None:
    rng = Random(seed)
    problem = team_problem(rng, days=14)
    before = plan(problem)
    assume(isinstance(before, Plan))
    assert isinstance(before, Plan)
    day = candidate_date(problem, rng.choice(before.rounds).start)
    windows = tuple(w for w in problem.candidate.windows if candidate_date(problem, w[0]) != day)
    away = replace(problem, candidate=replace(problem.candidate, windows=windows))
    hit = {k for k, was in enumerate(before.rounds) if candidate_date(problem, was.start) == day}

    found = replan(away, before.rounds, moves=hit, may_follow=set(range(4)) - hit)

    anew = plan(away)
    assert (found is None) == (not isinstance(anew, Plan))
    if found is not None and isinstance(anew, Plan):
        changed = [was for was, other in zip(before.rounds, anew.rounds, strict=True) if was != other]
        assert all(candidate_date(problem, planned.start) != day for planned in found.plan.rounds)
        assert len(found.retimed) <= sum(len(was.people) for was in changed)
        assert hit <= set(found.moved)
