"""Many loops at once: what holds for every batch, whatever its shape."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.rules.planning import (
    Index,
    Order,
    Plan,
    Problem,
    Progress,
    check_many,
    least_load_growth,
    plan,
    plan_many,
)
from tests.scheduling.rules.planning.batches import beside, so_many, team_batch, tiny_batch
from tests.scheduling.rules.planning.calendars import loop, person
from tests.scheduling.rules.planning.referee import broken_rules, objective
from tests.scheduling.rules.planning.small_problems import team_problem

seeds = st.integers(0, 10**9)
batches = st.sampled_from([team_batch, tiny_batch])


@settings(max_examples=40)
@given(seed=seeds, make=batches, tries=st.sampled_from([0, 1, 12]))
def test_every_batch_passes_the_checker_and_a_referee_who_sees_the_other_loops_in_the_calendars(
    seed: int, make: object, tries: int
) -> None:
    assert callable(make)
    problems: list[Problem] = make(Random(seed))

    batch = plan_many(problems, should_go_on=so_many(tries), seed=seed)

    assert check_many(problems, batch) == ()
    for index, found in enumerate(batch.plans):
        if found is not None:
            assert list(broken_rules(beside(problems, batch.plans, index), found.rounds)) == []
            assert objective(problems[index], found.rounds) == found.objective


@settings(max_examples=5)
@given(seed=seeds)
def test_more_tries_never_make_a_batch_worse_than_one_after_the_other(seed: int) -> None:
    problems = team_batch(Random(seed))

    worths = [plan_many(problems, should_go_on=so_many(tries)).objective for tries in (0, 1, 5, 25)]

    assert sorted(worths, reverse=True) == worths


@settings(max_examples=8)
@given(seed=seeds)
def test_the_order_in_which_people_are_listed_changes_no_batch(seed: int) -> None:
    rng = Random(seed)
    problems = team_batch(rng)
    names = list(problems[0].interviewers)
    rng.shuffle(names)
    people = {name: problems[0].interviewers[name] for name in names}
    pools = {pool: tuple(reversed(members)) for pool, members in reversed(list(problems[0].pools.items()))}
    shuffled = [replace(problem, interviewers=people, pools=pools) for problem in problems]

    assert plan_many(problems, should_go_on=so_many(8)) == plan_many(shuffled, should_go_on=so_many(8))


@settings(max_examples=8)
@given(seed=seeds, make=batches)
def test_no_batch_of_the_same_loops_is_lighter_than_the_bound(seed: int, make: object) -> None:
    assert callable(make)
    problems: list[Problem] = make(Random(seed))
    found = [plan_many(problems, should_go_on=so_many(20), seed=n) for n in range(3)]

    assert all(least_load_growth(problems, batch) <= batch.objective.load_growth for batch in found)


@pytest.mark.parametrize("seed", range(40))
def test_a_batch_of_one_is_as_light_as_the_fairest_plan(seed: int) -> None:
    problem = team_problem(Random(seed))
    alone = plan(problem, order=Order.FAIREST)

    (found,) = plan_many([problem], should_go_on=so_many(3)).plans

    assert isinstance(alone, Plan) == (found is not None)
    if isinstance(alone, Plan) and found is not None:
        ours, best = found.objective, alone.objective
        assert (ours.overdue_days, ours.load_cost) == (best.overdue_days, best.load_cost)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_batch_and_seed_give_the_same_plans_with_any_index(seed: int) -> None:
    problems = team_batch(Random(seed))
    index = Index.of(problems[0])
    plan(problems[0], index=index)

    fresh = plan_many(problems, should_go_on=so_many(10), seed=seed)

    assert fresh == plan_many(problems, should_go_on=so_many(10), seed=seed, index=index)


def test_loops_share_a_light_person_only_as_far_as_the_caps_go() -> None:
    light, heavy = person("light"), person("heavy", load=20)
    problem = loop({"tech": [light, heavy]}, [(60, ("tech",))], days=5)
    problems = [replace(problem, candidate=replace(problem.candidate, id=f"c{n}")) for n in range(6)]

    batch = plan_many(problems, should_go_on=so_many(20))

    people = [found.rounds[0].people for found in batch.plans if found is not None]
    assert sorted(people) == [("heavy",)] * 2 + [("light",)] * 4
    assert batch.objective.load_growth == 4**2 + (22**2 - 20**2) == least_load_growth(problems, batch)


def test_a_candidate_for_whom_nobody_is_left_stays_without_a_plan_and_the_others_have_theirs() -> None:
    problem = loop({"tech": [replace(person("only"), max_per_week=2)]}, [(60, ("tech",))], days=5)
    problems = [replace(problem, candidate=replace(problem.candidate, id=f"c{n}")) for n in range(3)]

    batch = plan_many(problems, should_go_on=so_many(5))

    assert [1, 1] == [batch.objective.unplanned, batch.plans.count(None)]


def test_a_loop_that_took_the_only_hour_of_another_one_makes_room_for_it() -> None:
    early, late = replace(person("early"), max_per_week=1), person("late", load=3)
    problem = loop({"tech": [early, late]}, [(60, ("tech",))], days=5)
    open_minded = replace(problem, candidate=replace(problem.candidate, id="open-minded"))
    picky = replace(problem, candidate=replace(problem.candidate, id="picky"), excluded=frozenset({"late"}))

    batch = plan_many([open_minded, picky], should_go_on=so_many(30))

    assert [("late",), ("early",)] == [found.rounds[0].people for found in batch.plans if found is not None]


def test_progress_is_told_after_each_try_and_only_gets_better() -> None:
    problems = team_batch(Random(2), size=5)
    told: list[Progress] = []

    batch = plan_many(problems, should_go_on=so_many(15), on_progress=told.append)

    scores = [(each.unplanned, each.overdue_days, each.load_growth, each.finish) for each in told]
    worth = batch.objective
    assert list(range(1, 16)) == [each.tries for each in told]
    assert sorted(scores, reverse=True) == scores
    assert (worth.unplanned, worth.overdue_days, worth.load_growth, worth.finish) == scores[-1]


def test_no_loops_make_an_empty_batch() -> None:
    batch = plan_many([], should_go_on=so_many(3))

    assert ((), ()) == (batch.plans, check_many([], batch))


@pytest.mark.parametrize("fields", [{"days": 30}, {"interviewers": {}}])
def test_loops_of_different_horizons_or_people_are_refused(fields: dict[str, object]) -> None:
    problem = team_problem(Random(1))
    other = replace(problem, **fields)  # type: ignore[arg-type]  # the test names real fields

    with pytest.raises(ValueError, match="planned together"):
        plan_many([problem, other], should_go_on=so_many(0))
