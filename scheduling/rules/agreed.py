"""What people agreed to for one loop, laid into its problem: an hour, a day, a limit, a seat, a shorter gap. Pure.

A meeting is not among it: only the calendar can say that it has moved.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.records.proposals import Asked
from scheduling.rules.planning import Ask, Change, Problem
from scheduling.rules.planning.candidate_hours import further_days
from scheduling.rules.planning.changes import ADMITTED, with_changes

CANDIDATES_OWN = frozenset({Ask.CANDIDATE_EARLIER, Ask.CANDIDATE_LATER, Ask.CANDIDATE_DAY})
"""What the candidate agreed to; it counts until their availability is written down anew."""


def to_agree(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """What of it somebody's word is enough for."""
    return tuple(each for each in asked if each.ask != Ask.MEETING)


def admitted(agreed: Iterable[Asked], rounds: Iterable[int]) -> set[str]:
    """Who sits for a pool of one of these rounds that is not their own."""
    wanted = set(rounds)
    return {each.person for each in agreed if each.person and each.ask == Ask.ADMIT and each.round_index in wanted}


def with_agreed(problem: Problem, agreed: Iterable[Asked]) -> Problem:
    """What no longer applies (somebody left, a day has passed) is left out."""
    for each in agreed:
        change = _change(problem, each)
        if change is not None:
            problem = with_changes(problem, (change,))
    return problem


def _change(problem: Problem, asked: Asked) -> Change | None:
    ask, person = Ask(asked.ask), asked.person
    if person is not None and person not in problem.interviewers:
        return None
    if ask is Ask.ADMIT:
        seats = problem.rounds[asked.round_index].seats
        seat = next((k for k, pool in enumerate(seats) if own_pool(pool) == asked.pool), None)
        return None if seat is None else Change(ask=ask, person=person, round_index=asked.round_index, seat=seat)
    if ask is Ask.GAP:
        wide = problem.gap_bdays[asked.round_index - 1] > 0
        return Change(ask=ask, round_index=asked.round_index) if wide else None
    if ask is Ask.CANDIDATE_DAY:
        hours = next((hours for day, hours in further_days(problem) if day == asked.day), None)
        return None if hours is None else Change(ask=ask, day=asked.day, stretch=hours)
    weekdays = asked.weekdays
    if ask in (Ask.EARLIER, Ask.LATER) and person is not None:
        weekdays = tuple(day for day in weekdays if any(day == work[0] for work in problem.interviewers[person].work))
    return Change(ask=ask, person=person, weekdays=weekdays)


def own_pool(pool: str) -> str:
    """The pool as the team knows it, of one that somebody else was admitted to."""
    return pool.split(ADMITTED)[0]
