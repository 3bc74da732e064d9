"""What could be asked for in a problem: every single change, by kind, the easiest to give first. Says nothing of its use."""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.rules.planning.candidate_hours import further_days, open_weekdays
from scheduling.rules.planning.changes import Ask, Change
from scheduling.rules.planning.problem import DAY_MIN, Interviewer, Problem

PEOPLE_MOST = 100
"""Of how many people of a loop anything is asked: the least loaded ones."""

MEETING_MOST = 240
"""The longest busy stretch, in minutes, that may be a meeting to be moved rather than a day that is gone."""

Family = tuple[Change, ...]


def families(problem: Problem) -> tuple[Family, ...]:
    """The changes of one kind stand together. Hours are asked for on a single weekday here; see `all_weekdays`."""
    people = _people(problem)
    return (
        tuple(_gaps(problem)),
        tuple(change for person in people for change in _caps(person)),
        tuple(change for person in people for change in _hours(person)),
        tuple(sorted((change for person in people for change in _meetings(problem, person)), key=_length)),
        tuple(_candidate_hours(problem)),
        tuple(Change(ask=Ask.CANDIDATE_DAY, day=day, stretch=hours) for day, hours in further_days(problem)),
        tuple(_admissions(problem)),
    )


def all_weekdays(family: Family) -> Family:
    """The candidate's hour on all the weekdays that the family asks for one by one. An interviewer sits once in a loop, so
    that one weekday of theirs is always enough."""
    days: dict[Ask, list[int]] = {}
    for change in family:
        if change.weekdays and change.person is None:
            days.setdefault(change.ask, []).extend(change.weekdays)
    return tuple(Change(ask=ask, weekdays=tuple(sorted(of_ask))) for ask, of_ask in days.items() if len(of_ask) > 1)


def _people(problem: Problem) -> list[Interviewer]:
    """Those who could sit in a round that is still free, the least loaded first."""
    free = [spec for k, spec in enumerate(problem.rounds) if problem.fixed_round(k) is None]
    names = {name for spec in free for pool in spec.seats for name in problem.pools.get(pool, ())}
    return [person for person in _available(problem) if person.id in names][:PEOPLE_MOST]


def _available(problem: Problem) -> list[Interviewer]:
    """Known people whom nothing keeps out of this loop."""
    seated = {name for planned in problem.fixed if planned is not None for name in planned.people}
    there = [p for name, p in problem.interviewers.items() if name not in problem.excluded | seated and not p.unknown]
    return sorted(there, key=lambda person: (person.load, person.id))


def _gaps(problem: Problem) -> Iterator[Change]:
    """The widest first; between two rounds that stay there is nothing to shorten."""
    for index in sorted(range(1, len(problem.rounds)), key=lambda k: (-problem.gap_bdays[k - 1], k)):
        loose = problem.fixed_round(index - 1) is None or problem.fixed_round(index) is None
        if loose and problem.gap_bdays[index - 1]:
            yield Change(ask=Ask.GAP, round_index=index)


def _caps(person: Interviewer) -> Iterator[Change]:
    if person.booked or person.max_per_day <= 0:
        yield Change(ask=Ask.CAP_PER_DAY, person=person.id)
    if person.booked or person.max_per_week <= 0:
        yield Change(ask=Ask.CAP_PER_WEEK, person=person.id)


def _hours(person: Interviewer) -> Iterator[Change]:
    for weekday in sorted({dow for dow, _, _ in person.work}):
        stretches = [(start, end) for dow, start, end in person.work if dow == weekday]
        if min(start for start, _ in stretches) > 0:
            yield Change(ask=Ask.EARLIER, person=person.id, weekdays=(weekday,))
        if max(end for _, end in stretches) < DAY_MIN:
            yield Change(ask=Ask.LATER, person=person.id, weekdays=(weekday,))


def _meetings(problem: Problem, person: Interviewer) -> Iterator[Change]:
    """Busy stretches that hold no interview, from here on, short enough to be one meeting or two."""
    for start, end in _merged(person.busy):
        ours = any(start <= minute < end for minute in person.booked)
        if end - start <= MEETING_MOST and end > max(0, problem.notice_min) and not ours:
            yield Change(ask=Ask.MEETING, person=person.id, stretch=(start, end))


def _merged(busy: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(busy):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _length(change: Change) -> tuple[int, int, str]:
    assert change.stretch is not None
    return change.stretch[1] - change.stretch[0], change.stretch[0], change.person or ""


def _candidate_hours(problem: Problem) -> Iterator[Change]:
    for weekday in open_weekdays(problem):
        yield Change(ask=Ask.CANDIDATE_EARLIER, weekdays=(weekday,))
        yield Change(ask=Ask.CANDIDATE_LATER, weekdays=(weekday,))


def _admissions(problem: Problem) -> Iterator[Change]:
    """People from any pool of the loop, for each seat whose own pool they are not in."""
    people = [person.id for person in _available(problem)][:PEOPLE_MOST]
    for index, spec in enumerate(problem.rounds):
        if problem.fixed_round(index) is not None:
            continue
        for seat, pool in enumerate(spec.seats):
            if pool not in spec.seats[:seat]:
                members = problem.pools.get(pool, ())
                for name in people:
                    if name not in members:
                        yield Change(ask=Ask.ADMIT, person=name, round_index=index, seat=seat)
