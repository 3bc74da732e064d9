"""Made-up batches: candidates with days of their own who share a small team. The same random source, the same batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from scheduling.rules.planning import Candidate, Plan, Problem
from tests.scheduling.rules.planning.small_problems import team_problem, tiny_problem


def team_batch(rng: Random, *, size: int | None = None) -> list[Problem]:
    """Two to five loops over a team that is too small to be wasteful with."""
    problem = team_problem(rng, people=rng.choice([8, 12, 16]), days=rng.choice([7, 12]))
    return _sharing(rng, problem, size or rng.randint(2, 5))


def tiny_batch(rng: Random) -> list[Problem]:
    """Two or three tiny loops, with fixed rounds, excluded people and every other rule in play."""
    problems = _sharing(rng, tiny_problem(rng), rng.randint(2, 3))
    return [replace(problem, fixed=problem.fixed if k == 0 else ()) for k, problem in enumerate(problems)]


def _sharing(rng: Random, problem: Problem, size: int) -> list[Problem]:
    windows = problem.candidate.windows
    return [
        replace(
            problem,
            candidate=Candidate(
                id=f"c{k}", tz=problem.candidate.tz, windows=tuple(w for w in windows if rng.random() < 0.9)
            ),
            in_order=rng.random() < 0.5,
        )
        for k in range(size)
    ]


def so_many(tries: int) -> Callable[[], bool]:
    """Goes on so many times."""
    left = iter(range(tries))
    return lambda: next(left, None) is not None


def beside(problems: Sequence[Problem], plans: Sequence[Plan | None], index: int) -> Problem:
    """One loop's problem with all the other plans in the calendars already."""
    people = dict(problems[index].interviewers)
    for other, (problem, plan) in enumerate(zip(problems, plans, strict=True)):
        if plan is None or other == index:
            continue
        for k, (spec, planned) in enumerate(zip(problem.rounds, plan.rounds, strict=True)):
            for name in planned.people if problem.fixed_round(k) is None else ():
                person, end = people[name], planned.start + spec.duration_min
                busy, booked = (*person.busy, (planned.start, end)), (*person.booked, planned.start)
                people[name] = replace(person, busy=busy, booked=booked, load=person.load + 1)
    return replace(problems[index], interviewers=people)
