"""What holds for every plan of a team-sized problem, whatever its shape."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduling.rules.planning import Index, Order, Plan, PlannedRound, Problem, check, plan
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.orders import Solver
from tests.scheduling.rules.planning.referee import broken_rules, business_days_before, candidate_date, objective
from tests.scheduling.rules.planning.small_problems import team_problem

seeds = st.integers(0, 10**9)
orders = st.sampled_from(Order)


def planned(problem: Problem, order: Order = Order.BALANCED) -> Plan:
    """The plan; problems that have none are not what is asked here."""
    found = plan(problem, order=order)
    assume(isinstance(found, Plan))
    assert isinstance(found, Plan)
    return found


@settings(max_examples=50)
@given(seed=seeds, order=orders)
def test_every_plan_keeps_every_rule_and_says_what_it_costs(seed: int, order: Order) -> None:
    problem = team_problem(Random(seed))

    found = planned(problem, order)

    assert list(broken_rules(problem, found.rounds)) == []
    assert check(problem, found) == ()
    assert objective(problem, found.rounds) == found.objective


@settings(max_examples=20)
@given(seed=seeds, order=orders)
def test_the_order_in_which_people_are_listed_changes_nothing(seed: int, order: Order) -> None:
    rng = Random(seed)
    problem = team_problem(rng)
    names = list(problem.interviewers)
    rng.shuffle(names)
    shuffled = replace(
        problem,
        interviewers={name: problem.interviewers[name] for name in names},
        pools={
            pool: tuple(sorted(members, key=names.index)) for pool, members in reversed(list(problem.pools.items()))
        },
    )

    assert plan(problem, order=order) == plan(shuffled, order=order)


@settings(max_examples=20)
@given(seed=seeds, order=orders)
def test_more_free_time_never_makes_a_plan_worse(seed: int, order: Order) -> None:
    rng = Random(seed)
    problem = team_problem(rng, free=0.45)
    before = planned(problem, order)
    lucky = rng.choice(sorted(problem.interviewers))
    person = problem.interviewers[lucky]
    freed = replace(person, busy=tuple(rng.sample(person.busy, len(person.busy) // 2)))

    freer = replace(problem, interviewers={**problem.interviewers, lucky: freed})
    after = planned(freer, order)

    assert rank(freer, after, order) <= rank(problem, before, order)


@settings(max_examples=20)
@given(seed=seeds, order=orders)
def test_rounds_that_are_booked_stay_where_they_are_and_keep_their_people(seed: int, order: Order) -> None:
    rng = Random(seed)
    problem = team_problem(rng)
    first = planned(problem, order)
    kept: list[PlannedRound | None] = [entry if rng.random() < 0.5 else None for entry in first.rounds]
    # Booked time is busy time, and a booked round may lie in the past: neither matters to what stays.
    booked = replace(problem, fixed=tuple(kept), notice_min=max(problem.notice_min, first.rounds[0].start))

    found = plan(booked, order=order)

    if isinstance(found, Plan):
        assert [entry for entry in kept if entry] == [r for r, entry in zip(found.rounds, kept, strict=True) if entry]
        assert list(broken_rules(booked, found.rounds)) == []
    if first.rounds[0] in kept:
        assert isinstance(found, Plan)


@settings(max_examples=20)
@given(seed=seeds)
def test_whoever_is_excluded_sits_nowhere_in_the_loop(seed: int) -> None:
    rng = Random(seed)
    problem = team_problem(rng)
    first = planned(problem)
    out = rng.choice([person for entry in first.rounds for person in entry.people])

    found = planned(replace(problem, excluded=frozenset({out})))

    assert out not in [person for entry in found.rounds for person in entry.people]


@settings(max_examples=20)
@given(seed=seeds)
def test_a_calendar_that_could_not_be_read_is_never_taken_for_free(seed: int) -> None:
    rng = Random(seed)
    problem = team_problem(rng)
    first = planned(problem)
    dark = rng.choice([person for entry in first.rounds for person in entry.people])
    person = replace(problem.interviewers[dark], unknown=True, busy=())

    found = planned(replace(problem, interviewers={**problem.interviewers, dark: person}))

    assert dark not in [name for entry in found.rounds for name in entry.people]


@settings(max_examples=10)
@given(seed=seeds, order=orders)
def test_an_index_that_has_seen_other_times_answers_as_a_new_one_does(seed: int, order: Order) -> None:
    """One after the other somebody's calendar, load or presence changes, and people come and go."""
    rng = Random(seed)
    problem = team_problem(rng)
    index = Index.of(problem)

    for _ in range(3):
        name = rng.choice(sorted(problem.interviewers))
        who = problem.interviewers[name]
        changed = rng.choice(
            [
                replace(who, busy=tuple(rng.sample(who.busy, len(who.busy) // 2))),
                replace(who, load=rng.randrange(20)),
                replace(who, unknown=True),
                replace(who, max_per_week=rng.randrange(3)),
            ]
        )
        people = {**problem.interviewers, name: changed}
        if rng.random() < 0.3:
            del people[rng.choice(sorted(people))]
        problem = replace(problem, interviewers=people, notice_min=rng.choice([0, 1440, 4000]))

        assert solved(problem, order, index) == solved(problem, order, Index.of(problem))


def solved(problem: Problem, order: Order, index: Index) -> Plan | None:
    """The plan without the reasons that there may be none: these take long and do not use the index."""
    return Solver(Board(problem, index)).plan(order, slack_bdays=1)


def test_an_index_for_another_horizon_is_not_believed() -> None:
    problem = team_problem(Random(3))
    longer = replace(problem, days=problem.days + 3)

    assert plan(problem) == plan(problem, index=Index.of(longer))


@pytest.mark.parametrize("seed", range(10))
def test_the_same_problem_has_the_same_plan_every_time(seed: int) -> None:
    assert plan(team_problem(Random(seed))) == plan(team_problem(Random(seed)))


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 7, 8, 10, 11, 13, 14, 15])
def test_balanced_gives_away_no_more_days_than_it_may_and_gets_a_lighter_load_for_them(seed: int) -> None:
    problem = team_problem(Random(seed))
    earliest = plan(problem, order=Order.EARLIEST)
    fairest = plan(problem, order=Order.FAIREST)
    assert isinstance(earliest, Plan)
    assert isinstance(fairest, Plan)
    plans = [plan(problem, slack_bdays=slack) for slack in (0, 1, 2, 30)]
    found = [each for each in plans if isinstance(each, Plan)]

    late = [end_day(problem, each) - end_day(problem, earliest) for each in found]
    loads = [each.objective.load_cost for each in found]

    assert all(given <= allowed for given, allowed in zip(late, (0, 1, 2, 30), strict=True))
    assert sorted(loads, reverse=True) == loads
    assert fairest == found[-1]


def end_day(problem: Problem, found: Plan) -> int:
    return business_days_before(problem, candidate_date(problem, found.rounds[-1].start))


def rank(problem: Problem, found: Plan, order: Order) -> tuple[int, ...]:
    """The plan's place among plans of one order, less being better; an earlier possible end ranks before its load."""
    worth = found.objective
    if order is Order.EARLIEST:
        return (worth.overdue_days, worth.finish, worth.load_cost, worth.out_of_core)
    earliest = plan(problem, order=Order.EARLIEST)
    assert isinstance(earliest, Plan)
    first_end = end_day(problem, earliest) if order is Order.BALANCED else 0
    return (worth.overdue_days, first_end, worth.load_cost, worth.finish, worth.out_of_core)
