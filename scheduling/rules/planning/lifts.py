"""Which single rules may be lifted to explain a loop, and how each is lifted. One `Lift` fits any cut of the problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduling.rules.planning.outcome import Blocker
from scheduling.rules.planning.problem import Problem
from scheduling.rules.planning.relaxations import LOOP_WIDE, PERSONAL, lift_for, with_twins, without_gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """One rule lifted: for everybody, for a gap, or for `people` of a `pool`.

    Of `people` any one is enough, unless they are needed `together`.
    """

    blocker: Blocker
    people: tuple[str, ...] = ()
    pool: str | None = None
    gap: int | None = None
    together: bool = False

    def on(self, problem: Problem) -> Problem:
        if self.gap is not None:
            return without_gap(problem, self.gap)
        if self.blocker is Blocker.SAME_PERSON_TWICE:
            return with_twins(problem, self.people)
        if self.blocker in LOOP_WIDE:
            return LOOP_WIDE[self.blocker](problem)
        return lift_for(problem, self.blocker, self.people)

    def only(self, *people: str) -> Lift:
        return replace(self, people=people)


def lifts_for_round(problem: Problem, index: int) -> Iterator[Lift]:
    """What could be lifted for a round by itself."""
    for blocker in LOOP_WIDE:
        if blocker is not Blocker.HORIZON or _goes_on(problem):
            yield Lift(blocker=blocker)
    seated = {person for planned in problem.fixed if planned is not None for person in planned.people}
    for pool in dict.fromkeys(problem.rounds[index].seats):
        yield from _personal(problem, pool)
        twice = tuple(sorted(seated.intersection(_known(problem, pool)) - problem.excluded))
        if twice:
            yield Lift(blocker=Blocker.SAME_PERSON_TWICE, people=twice, pool=pool)


def lifts_for_loop(problem: Problem, *, horizon: bool) -> Iterator[Lift]:
    """What could be lifted for a loop whose rounds each have a place."""
    for blocker in LOOP_WIDE:
        if blocker is not Blocker.HORIZON or horizon:
            yield Lift(blocker=blocker)
    for gap, days in enumerate(problem.gap_bdays):
        if days:
            yield Lift(blocker=Blocker.GAP, gap=gap)
    free = [spec for k, spec in enumerate(problem.rounds) if problem.fixed_round(k) is None]
    seats = [pool for spec in free for pool in spec.seats]
    for pool in dict.fromkeys(seats):
        yield from _personal(problem, pool)
    members = [name for pool in seats for name in _known(problem, pool) if name not in problem.excluded]
    seated = {person for planned in problem.fixed if planned is not None for person in planned.people}
    twice = tuple(sorted({name for name in members if members.count(name) > 1 or name in seated}))
    if twice:
        yield Lift(blocker=Blocker.SAME_PERSON_TWICE, people=twice)


def _personal(problem: Problem, pool: str) -> Iterator[Lift]:
    """The rules that bind somebody in this pool, each for all whom it binds."""
    members = _known(problem, pool)
    for blocker, lift in PERSONAL.items():
        if blocker is Blocker.EXCLUDED:
            bound = [name for name in members if name in problem.excluded]
        else:
            people = [problem.interviewers[name] for name in members if name not in problem.excluded]
            bound = [person.id for person in people if lift(person) != person]
        if bound:
            yield Lift(blocker=blocker, people=tuple(sorted(bound)), pool=pool)


def _known(problem: Problem, pool: str) -> list[str]:
    return [name for name in problem.pools.get(pool, ()) if name in problem.interviewers]


def _goes_on(problem: Problem) -> bool:
    """Whether the candidate has time after the horizon: else it is not the horizon that is in the way of a round."""
    return any(closes > problem.days * 1440 for _, closes in problem.candidate.windows)
