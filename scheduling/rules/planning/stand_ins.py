"""Who could take somebody's place in a round at the very time it has, and what keeps the others of the pool from it.

The time is agreed: notice, the candidate's windows, the grid and the rounds around it are not asked about again, so that
this answers for an interview in two hours, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from scheduling.rules.planning.check import hindrances
from scheduling.rules.planning.outcome import Blocker
from scheduling.rules.planning.problem import PlannedRound, Problem
from scheduling.rules.planning.worth import out_of_core


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIns:
    """`free` are those who could, the least loaded first, then those with most of it in their core hours. `hindered` has
    what is in the way of each of the others; those who sit in this loop already are in neither."""

    free: tuple[str, ...]
    hindered: Mapping[str, tuple[Blocker, ...]]


def stand_ins(problem: Problem, planned: PlannedRound, *, round_index: int, pool: str) -> StandIns:
    """For a seat of this pool in a round that stays when it is."""
    minutes = problem.rounds[round_index].duration_min
    seated = {*planned.people, *(name for other in problem.fixed if other is not None for name in other.people)}
    free: list[tuple[int, int, str]] = []
    hindered: dict[str, tuple[Blocker, ...]] = {}
    for name in sorted(set(problem.pools.get(pool, ())) - seated):
        person = problem.interviewers.get(name)
        if person is None:
            continue
        blockers = tuple(hindrances(problem, person, planned.start, minutes))
        if blockers:
            hindered[name] = blockers
        else:
            start = problem.start_utc + timedelta(minutes=planned.start)
            free.append((person.load, out_of_core(person, start, minutes, problem.grid_min), name))
    return StandIns(free=tuple(name for _, _, name in sorted(free)), hindered=hindered)
