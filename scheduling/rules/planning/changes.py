"""The small things somebody can be asked for so that a loop fits, and what each does to a problem. Values only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scheduling.rules.planning.candidate_hours import MORE, earlier, later
from scheduling.rules.planning.problem import DAY_MIN, Interviewer, Problem

ADMITTED = "\N{MULTIPLICATION SIGN}"
"""Joins a pool and a round: a pool of its own for the round to which somebody is admitted."""


class Ask(StrEnum):
    """What is asked for, roughly in the order of how easily it is given."""

    GAP = "gap"
    CAP_PER_DAY = "cap_per_day"
    CAP_PER_WEEK = "cap_per_week"
    EARLIER = "earlier"
    LATER = "later"
    MEETING = "meeting"
    CANDIDATE_EARLIER = "candidate_earlier"
    CANDIDATE_LATER = "candidate_later"
    CANDIDATE_DAY = "candidate_day"
    ADMIT = "admit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing asked for.

    `person` is whose cap, hours or meeting it is, or who is admitted; None where it is the candidate's or nobody's.
    `weekdays` (Monday = 0, of the person or the candidate) are those on which a day begins or ends an hour sooner or
    later. `day` is the candidate's further date. `stretch` is the one busy stretch that would have to move, or the hours
    of that date. `round_index` is the round whose distance to the one before shrinks by a business day, or which
    somebody is admitted to, in the place of `seat` or of another seat of that round with the same pool.
    """

    ask: Ask
    person: str | None = None
    weekdays: tuple[int, ...] = ()
    day: date | None = None
    stretch: tuple[int, int] | None = None
    round_index: int | None = None
    seat: int | None = None


def with_changes(problem: Problem, changes: Iterable[Change]) -> Problem:
    """The problem in which all of these were given. It never has fewer plans than the one before."""
    people: dict[str, Interviewer] = {}
    gaps, windows = list(problem.gap_bdays), problem.candidate.windows
    admitted: dict[tuple[int, int], list[str]] = {}
    for change in changes:
        if change.ask is Ask.ADMIT:
            assert change.round_index is not None
            assert change.seat is not None
            admitted.setdefault((change.round_index, change.seat), []).append(change.person or "")
        elif change.person is not None:
            known = people.get(change.person, problem.interviewers[change.person])
            people[change.person] = _PERSONAL[change.ask](known, change)
        elif change.ask is Ask.GAP:
            assert change.round_index is not None
            gaps[change.round_index - 1] -= 1
        elif change.ask is Ask.CANDIDATE_DAY:
            assert change.stretch is not None
            windows = tuple(sorted((*windows, change.stretch)))
        else:
            widened = earlier if change.ask is Ask.CANDIDATE_EARLIER else later
            windows = widened(problem, windows, change.weekdays)
    if admitted:
        problem = _with_admitted(problem, admitted)
    return replace(
        problem,
        gap_bdays=tuple(gaps),
        interviewers={**problem.interviewers, **people} if people else problem.interviewers,
        candidate=replace(problem.candidate, windows=windows),
    )


def _with_admitted(problem: Problem, admitted: Mapping[tuple[int, int], list[str]]) -> Problem:
    """The round's seats of that pool get one of their own, so that nobody comes into any other round."""
    pools, rounds = dict(problem.pools), list(problem.rounds)
    for (index, seat), names in sorted(admitted.items()):
        pool = problem.rounds[index].seats[seat]
        own = f"{pool}{ADMITTED}{index}"
        pools[own] = (*problem.pools.get(pool, ()), *names)
        rounds[index] = replace(
            rounds[index], seats=tuple(own if name == pool else name for name in rounds[index].seats)
        )
    return replace(problem, pools=pools, rounds=tuple(rounds))


def _starts_earlier(person: Interviewer, change: Change) -> Interviewer:
    work = list(person.work)
    for weekday in change.weekdays:
        first = min((s for s in work if s[0] == weekday), key=lambda s: s[1])
        work[work.index(first)] = (weekday, max(0, first[1] - MORE), first[2])
    return replace(person, work=tuple(work))


def _ends_later(person: Interviewer, change: Change) -> Interviewer:
    work = list(person.work)
    for weekday in change.weekdays:
        last = max((s for s in work if s[0] == weekday), key=lambda s: s[2])
        work[work.index(last)] = (weekday, last[1], min(DAY_MIN, last[2] + MORE))
    return replace(person, work=tuple(work))


def _without_meeting(person: Interviewer, change: Change) -> Interviewer:
    assert change.stretch is not None
    start, end = change.stretch
    return replace(person, busy=tuple(busy for busy in person.busy if busy[0] < start or end < busy[1]))


_PERSONAL: Mapping[Ask, Callable[[Interviewer, Change], Interviewer]] = {
    Ask.CAP_PER_DAY: lambda person, _: replace(person, max_per_day=person.max_per_day + 1),
    Ask.CAP_PER_WEEK: lambda person, _: replace(person, max_per_week=person.max_per_week + 1),
    Ask.EARLIER: _starts_earlier,
    Ask.LATER: _ends_later,
    Ask.MEETING: _without_meeting,
}
