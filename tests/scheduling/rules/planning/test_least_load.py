"""How light a batch could be at best: never more than brute force finds, and no less where seats alone say too little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from scheduling.rules.planning import Interviewer, Plan, Problem, least_load_growth, plan_many
from scheduling.rules.planning.worth import worth
from tests.scheduling.rules.planning.batches import beside, so_many, tiny_batch
from tests.scheduling.rules.planning.brute_force import Rounds, all_loops
from tests.scheduling.rules.planning.calendars import loop, person
from tests.scheduling.rules.planning.referee import broken_rules

BOTH_HAVE_A_PLAN = (11, 12, 15, 18, 25, 26, 27, 29, 30, 31, 33, 43, 44, 45, 48, 52, 54, 57, 60, 61, 63, 70, 73, 80, 85)
"""Seeds with no more than 30,000 pairs of loops."""


@pytest.mark.parametrize("seed", BOTH_HAVE_A_PLAN)
def test_brute_force_finds_no_lighter_batch_than_the_bound(seed: int) -> None:
    problems = tiny_batch(Random(seed))[:2]
    batch = plan_many(problems, should_go_on=so_many(10))

    least = _least_growth(problems, [list(all_loops(problem)) for problem in problems])

    assert batch.objective.unplanned == 0
    assert least_load_growth(problems, batch) <= least <= batch.objective.load_growth


def test_somebody_light_is_no_help_on_a_day_too_early_for_what_comes_before() -> None:
    """Either a light screen on Thursday and a heavy panel after it, or a heavy screen on Monday and a light panel."""
    screens = [_only_on(0, person("heavy screen", load=5)), _only_on(3, person("light screen"))]
    panels = [_only_on(1, person("light panel")), _only_on(4, person("heavy panel", load=7))]
    problem = loop({"screen": screens, "panel": panels}, [(60, ("screen",)), (60, ("panel",))], days=5)

    assert _bound_and_growth([problem]) == (11 + 1, 11 + 1)


def test_two_who_have_a_day_each_for_both_loops_are_only_met_once_by_somebody_with_room_for_one_a_day() -> None:
    light = _only_on(0, person("light"))
    pools = {"pm": [light, _only_on(1, person("heavy", load=9))], "lead": [replace(person("lead"), max_per_day=1)]}
    problem = loop(pools, [(60, ("pm", "lead"))], days=2)
    problems = [problem, replace(problem, candidate=replace(problem.candidate, id="another"))]

    assert _bound_and_growth(problems) == (1 + 19 + 2**2, 1 + 19 + 2**2)


def test_loops_without_a_plan_ask_nothing_of_the_bound() -> None:
    problem = loop({"tech": [replace(person("only"), max_per_week=2)]}, [(60, ("tech",))], days=5)
    problems = [replace(problem, candidate=replace(problem.candidate, id=f"c{n}")) for n in range(3)]

    assert _bound_and_growth(problems) == (2**2, 2**2)


def _only_on(weekday: int, who: Interviewer) -> Interviewer:
    return replace(who, work=tuple(hours for hours in who.work if hours[0] == weekday))


def _bound_and_growth(problems: Sequence[Problem]) -> tuple[int, int]:
    batch = plan_many(problems, should_go_on=so_many(10))
    return least_load_growth(problems, batch), batch.objective.load_growth


def _least_growth(problems: Sequence[Problem], every: Sequence[Sequence[Rounds]]) -> int:
    """Of all batches that keep the rules, the lightest one's."""
    batches = sorted(product(*every), key=lambda batch: _growth(problems, batch))
    return next(_growth(problems, batch) for batch in batches if _keeps_the_rules(problems, batch))


def _growth(problems: Sequence[Problem], batch: Sequence[Rounds]) -> int:
    added = Counter(
        name
        for problem, rounds in zip(problems, batch, strict=True)
        for k, planned in enumerate(rounds)
        if problem.fixed_round(k) is None
        for name in planned.people
    )
    return sum(
        (problems[0].interviewers[name].load + n) ** 2 - problems[0].interviewers[name].load ** 2
        for name, n in added.items()
    )


def _keeps_the_rules(problems: Sequence[Problem], batch: Sequence[Rounds]) -> bool:
    plans = [Plan(rounds=each, objective=worth(problem, each)) for problem, each in zip(problems, batch, strict=True)]
    return not any(any(broken_rules(beside(problems, plans, k), each)) for k, each in enumerate(batch))
