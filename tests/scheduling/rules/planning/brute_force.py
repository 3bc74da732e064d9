"""Every loop of a tiny problem, and the best of them by the letter of each order: slow, and hard to get wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from scheduling.rules.planning import Order, PlannedRound, Problem
from tests.scheduling.rules.planning.referee import (
    business_days_before,
    candidate_date,
    far_enough,
    may_sit,
    may_start,
    objective,
)

Rounds = tuple[PlannedRound, ...]


def all_loops(problem: Problem) -> Iterator[Rounds]:
    fixed = problem.fixed or (None,) * len(problem.rounds)
    kept = {person for planned in fixed if planned is not None for person in planned.people}
    ways = [[planned] if planned is not None else list(_ways(problem, k, kept)) for k, planned in enumerate(fixed)]
    yield from _extend(problem, ways, ())


def best_loop(problem: Problem, order: Order, slack_bdays: int) -> Rounds | None:
    """The one loop that the planner promises: objective by its order, then earliest starts, then smallest ids."""
    loops = [(rounds, objective(problem, rounds)) for rounds in all_loops(problem)]
    if not loops:
        return None
    least = min(worth.overdue_days for _, worth in loops)
    loops = [(rounds, worth) for rounds, worth in loops if worth.overdue_days == least]
    if order is Order.BALANCED:
        ends = [business_days_before(problem, candidate_date(problem, rounds[-1].start)) for rounds, _ in loops]
        loops = [loop for loop, end in zip(loops, ends, strict=True) if end <= min(ends) + slack_bdays]

    def key(loop: tuple[Rounds, object]) -> tuple[object, ...]:
        rounds, worth = loop[0], objective(problem, loop[0])
        cost = (worth.finish, worth.load_cost) if order is Order.EARLIEST else (worth.load_cost, worth.finish)
        return (*cost, worth.out_of_core, [r.start for r in rounds], [r.people for r in rounds])

    return min(loops, key=key)[0]


def _ways(problem: Problem, index: int, kept: set[str]) -> Iterator[PlannedRound]:
    spec = problem.rounds[index]
    for start in range(0, problem.days * 1440, problem.grid_min):
        if not may_start(problem, index, start):
            continue
        seats = [
            [
                name
                for name in problem.pools[pool]
                if name not in kept and may_sit(problem, problem.interviewers[name], start, spec.duration_min)
            ]
            for pool in spec.seats
        ]
        for people in product(*seats):
            if len(set(people)) == len(people):
                yield PlannedRound(start=start, people=people)


def _extend(problem: Problem, ways: list[list[PlannedRound]], rounds: Rounds) -> Iterator[Rounds]:
    index = len(rounds)
    if index == len(ways):
        yield rounds
        return
    loose = not problem.fixed or problem.fixed[index] is None
    taken = {person for k, planned in enumerate(rounds) if _loose(problem, k) for person in planned.people}
    for way in ways[index]:
        longer = (*rounds, way)
        if loose and taken.intersection(way.people):
            continue
        if index == 0 or far_enough(problem, longer, index - 1):
            yield from _extend(problem, ways, longer)


def _loose(problem: Problem, index: int) -> bool:
    return not problem.fixed or problem.fixed[index] is None
