"""Many loops at once: what each of them needs, beside all the others.

First one after the other, the hardest first; then repaired for as long as whoever asks wants to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from scheduling.rules.planning.batch import BatchObjective, BatchPlan, Progress
from scheduling.rules.planning.batch_board import open_loop, refuse_strangers, team_of
from scheduling.rules.planning.core_hours import in_core_hours
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.open_loops import OpenLoop, Placement
from scheduling.rules.planning.outcome import Objective, Plan
from scheduling.rules.planning.priced_bound import priced_bound
from scheduling.rules.planning.problem import PlannedRound, Problem
from scheduling.rules.planning.repair import Repair, hardest_first, one_after_the_other
from scheduling.rules.planning.standing import Standing
from scheduling.rules.planning.worth import worth


def plan_many(
    problems: Sequence[Problem],
    *,
    should_go_on: Callable[[], bool],
    on_progress: Callable[[Progress], None] | None = None,
    seed: int = 0,
    index: Index | None = None,
) -> BatchPlan:
    """Loops for all these candidates, who share interviewers and horizon: nobody in two rounds at once, caps kept.

    `should_go_on` is asked before each try to make the batch better, some milliseconds apart; refused at once, the
    answer is one loop after the other. More tries never make it worse. The answer depends on the problems, the seed
    and the number of tries alone, not on the order people are listed in. Loops that cannot be the same
    batch (another horizon, other interviewers) raise `ValueError`.
    """
    if not problems:
        return BatchPlan(plans=(), objective=_objective((), 0))
    standing = _standing(problems, index)
    order = hardest_first(standing)
    one_after_the_other(standing, order)
    repair = Repair(standing, Random(seed))  # noqa: S311 - to try things, not to keep secrets
    others = [list(range(len(problems))), order[::-1]]
    while should_go_on():
        if others:
            repair.start_over(others.pop(0))
        else:
            repair.step()
        if on_progress is not None:
            on_progress(Progress(tries=repair.tries, **repair.score._asdict()))
    standing.restore(repair.best)
    if repair.tries:
        _settle_core_hours(standing)
    plans = tuple(
        None if placement is None else _plan(problem, standing, loop, placement)
        for problem, loop, placement in zip(problems, standing.loops, standing.placements, strict=True)
    )
    return BatchPlan(plans=plans, objective=_objective(plans, standing.score.load_growth))


def least_load_growth(problems: Sequence[Problem], batch: BatchPlan, *, index: Index | None = None) -> int:
    """What the same loops add to the sum of squared loads at least, in whatever batch: a proved bound, not a plan."""
    if not problems:
        return 0
    standing = _standing(problems, index)
    planned = [loop for loop, plan in zip(standing.loops, batch.plans, strict=True) if plan is not None]
    return priced_bound(standing.team, planned, growth=batch.objective.load_growth)


def _standing(problems: Sequence[Problem], index: Index | None) -> Standing:
    refuse_strangers(problems)
    if index is None or not index.fits(problems[0]):
        index = Index.of(problems[0])
    team = team_of(problems[0], index)
    return Standing(team, [open_loop(problem, index, team) for problem in problems])


def _settle_core_hours(standing: Standing) -> None:
    for index, loop in enumerate(standing.loops):
        placement = standing.remove(index)
        if placement is not None:
            standing.put(index, in_core_hours(standing.team, loop, placement))


def _plan(problem: Problem, standing: Standing, loop: OpenLoop, placement: Placement) -> Plan:
    diaries, grid = standing.team.diaries, problem.grid_min
    planned = {
        entry.index: PlannedRound(start=slot * grid, people=tuple(diaries[number].id for number in people))
        for entry, slot, people in zip(loop.rounds, placement.slots, placement.people, strict=True)
    }
    rounds = tuple(problem.fixed_round(k) or planned[k] for k in range(len(problem.rounds)))
    if problem.fixed:
        return Plan(rounds=rounds, objective=worth(problem, rounds))
    seated = [
        (diaries[number].calendar, slot, entry.quarters)
        for entry, slot, people in zip(loop.rounds, placement.slots, placement.people, strict=True)
        for number in people
    ]
    overdue, finish = loop.end(placement.slots[-1])
    objective = Objective(
        overdue_days=overdue,
        load_cost=sum(2 * calendar.person.load + 1 for calendar, _, _ in seated),
        finish=finish,
        out_of_core=sum(calendar.out_of_core(slot, quarters) for calendar, slot, quarters in seated),
    )
    return Plan(rounds=rounds, objective=objective)


def _objective(plans: Sequence[Plan | None], load_growth: int) -> BatchObjective:
    worths = [plan.objective for plan in plans if plan is not None]
    return BatchObjective(
        unplanned=len(plans) - len(worths),
        overdue_days=sum(worth.overdue_days for worth in worths),
        load_growth=load_growth,
        finish=sum(worth.finish for worth in worths),
        out_of_core=sum(worth.out_of_core for worth in worths),
    )
