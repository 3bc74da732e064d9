"""Problems with one rule lifted: the experiments that explanations rest on. Each returns a new problem."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from scheduling.rules.planning.outcome import Blocker
from scheduling.rules.planning.problem import DAY_MIN, Candidate, Interviewer, Problem

EXTRA_DAYS = 14
NO_CAP = 1_000_000
TWIN = "\N{MULTIPLICATION SIGN}"
"""Joins an id and the number of a twin: somebody in two places at once is planned as two people."""


def single_round(problem: Problem, index: int) -> Problem:
    """The round on its own, as if the others had no place in time; people in fixed rounds stay out of it."""
    seated = {person for planned in problem.fixed if planned is not None for person in planned.people}
    spec = problem.rounds[index]
    return replace(problem, rounds=(spec,), gap_bdays=(), fixed=(), excluded=problem.excluded | seated)


def first_rounds(problem: Problem, count: int) -> Problem:
    """The loop cut off after `count` rounds."""
    return replace(
        problem, rounds=problem.rounds[:count], gap_bdays=problem.gap_bdays[: count - 1], fixed=problem.fixed[:count]
    )


def _without_notice(problem: Problem) -> Problem:
    return replace(problem, notice_min=0)


def _without_holidays(problem: Problem) -> Problem:
    return replace(problem, holidays=frozenset())


def _candidate_always_there(problem: Problem) -> Problem:
    everything = ((0, problem.days * DAY_MIN),)
    return replace(problem, candidate=replace(problem.candidate, windows=everything))


def _longer(problem: Problem) -> Problem:
    """Two weeks more, in which the candidate has time and nobody has anything else to do."""
    end, more = problem.days * DAY_MIN, (problem.days + EXTRA_DAYS) * DAY_MIN
    candidate: Candidate = replace(problem.candidate, windows=(*problem.candidate.windows, (end, more)))
    return replace(problem, days=problem.days + EXTRA_DAYS, candidate=candidate)


LOOP_WIDE: Mapping[Blocker, Callable[[Problem], Problem]] = {
    Blocker.NOTICE: _without_notice,
    Blocker.HOLIDAY: _without_holidays,
    Blocker.CANDIDATE_WINDOWS: _candidate_always_there,
    Blocker.HORIZON: _longer,
}

PERSONAL: Mapping[Blocker, Callable[[Interviewer], Interviewer]] = {
    Blocker.UNKNOWN_CALENDAR: lambda person: replace(person, unknown=False),
    Blocker.DAYS_OFF: lambda person: replace(person, days_off=frozenset()),
    Blocker.CAP_PER_DAY: lambda person: replace(person, max_per_day=NO_CAP),
    Blocker.CAP_PER_WEEK: lambda person: replace(person, max_per_week=NO_CAP),
    Blocker.BUSY: lambda person: replace(person, busy=()),
    Blocker.WORKING_HOURS: lambda person: replace(person, work=tuple((dow, 0, DAY_MIN) for dow in range(7))),
    Blocker.EXCLUDED: lambda person: person,
}
"""What each rule asks of a person, lifted. Being excluded is not the person's: `lift_for` knows."""


def lift_for(problem: Problem, blocker: Blocker, people: Collection[str]) -> Problem:
    """The problem with one personal rule lifted for these people."""
    if blocker is Blocker.EXCLUDED:
        return replace(problem, excluded=problem.excluded - set(people))
    lift = PERSONAL[blocker]
    freed = {name: lift(problem.interviewers[name]) for name in people}
    return replace(problem, interviewers={**problem.interviewers, **freed})


def lift_everything(problem: Problem, kinds: Collection[Blocker], *, spare: Collection[str]) -> Problem:
    """Several rules lifted at once, for everybody in the pools. Of the excluded, only those in `spare` may come in."""
    members = {name for pool in problem.pools.values() for name in pool if name in problem.interviewers}
    for blocker in kinds:
        if blocker in LOOP_WIDE:
            problem = LOOP_WIDE[blocker](problem)
        elif blocker is Blocker.GAP:
            problem = replace(problem, gap_bdays=(0,) * len(problem.gap_bdays))
        elif blocker in PERSONAL:
            people = members if blocker is not Blocker.EXCLUDED else members.intersection(spare)
            problem = lift_for(problem, blocker, people)
    return problem


def without_gap(problem: Problem, index: int) -> Problem:
    """The distance between round `index` and the next one lifted: they may fall on one day."""
    gaps = tuple(0 if k == index else gap for k, gap in enumerate(problem.gap_bdays))
    return replace(problem, gap_bdays=gaps)


def with_twins(problem: Problem, people: Collection[str]) -> Problem:
    """These people can be in any number of seats at once: each has as many twins as the loop has seats."""
    copies = sum(len(spec.seats) for spec in problem.rounds)
    twins = {
        f"{name}{TWIN}{k}": replace(problem.interviewers[name], id=f"{name}{TWIN}{k}")
        for name in people
        for k in range(copies)
    }
    pools = {
        pool: (*members, *(f"{name}{TWIN}{k}" for name in members if name in people for k in range(copies)))
        for pool, members in problem.pools.items()
    }
    return replace(problem, interviewers={**problem.interviewers, **twins}, pools=pools)


def twin_of(name: str) -> str:
    """The person behind a name in a plan with twins."""
    return name.split(TWIN)[0]
