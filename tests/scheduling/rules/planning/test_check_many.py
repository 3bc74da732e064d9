"""The checker of batches finds what no check of a single plan could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scheduling.rules.planning import BatchObjective, BatchPlan, Plan, PlannedRound, Problem, check_many
from scheduling.rules.planning.worth import worth
from tests.scheduling.rules.planning.calendars import MONDAY, change, loop, minute, person

ANN, BOB = person("ann"), person("bob", load=2)
LOOP = loop({"tech": [ANN, BOB]}, [(60, ("tech",))])


def batch(problem: Problem, rounds: Sequence[tuple[float, str]], *, growth: int) -> tuple[list[Problem], BatchPlan]:
    """A loop of one round per `(hour on the first Monday, who)`."""
    problems = [replace(problem, candidate=replace(problem.candidate, id=f"c{n}")) for n in range(len(rounds))]
    plans = []
    for hour, name in rounds:
        planned = (PlannedRound(start=minute(problem, MONDAY, hour), people=(name,)),)
        plans.append(Plan(rounds=planned, objective=worth(problem, planned)))
    objective = BatchObjective(
        unplanned=0,
        overdue_days=0,
        load_growth=growth,
        finish=sum(plan.objective.finish for plan in plans),
        out_of_core=0,
    )
    return problems, BatchPlan(plans=tuple(plans), objective=objective)


def test_back_to_back_interviews_are_fine() -> None:
    assert check_many(*batch(LOOP, [(9, "ann"), (10, "ann"), (9, "bob")], growth=4 + 5)) == ()


def test_nobody_is_with_two_candidates_at_once() -> None:
    found = check_many(*batch(LOOP, [(9, "ann"), (9.75, "ann")], growth=4))

    assert found == ("ann would be with c0 and c1 at once",)


def test_what_is_booked_counts_together_with_what_the_batch_adds() -> None:
    booked = change(LOOP, "ann", booked=(minute(LOOP, MONDAY, 16),))

    found = check_many(*batch(booked, [(9, "ann"), (11, "ann")], growth=4))

    assert found == ("ann would have 3 interviews on 2026-06-01",)


def test_a_week_has_its_cap_as_well() -> None:
    rare = change(LOOP, "ann", max_per_week=1)

    found = check_many(*batch(rare, [(9, "ann"), (11, "ann")], growth=4))

    assert found == ("ann would have 2 interviews in week 23 of 2026",)


def test_what_is_wrong_with_one_plan_is_told_with_its_candidate() -> None:
    (words,) = check_many(*batch(LOOP, [(9, "ann"), (7, "bob")], growth=6))[:1]

    assert words.startswith("c1: round 0: ")


@pytest.mark.parametrize("fields", [{"load_growth": 3}, {"unplanned": 1}, {"finish": 0}, {"out_of_core": 2}])
def test_a_batch_that_claims_another_worth_is_found_out(fields: dict[str, int]) -> None:
    problems, good = batch(LOOP, [(9, "ann"), (10, "ann")], growth=4)

    found = check_many(problems, replace(good, objective=replace(good.objective, **fields)))

    assert len(found) == 1
    assert found[0].startswith("the batch is worth ")


def test_a_plan_is_wanted_for_each_loop_or_none_said() -> None:
    problems, good = batch(LOOP, [(9, "ann"), (10, "ann")], growth=4)

    assert check_many([*problems, LOOP], good) == ("the batch has 2 plans for 3 loops",)
