"""Holds a plan against the rules, person by person and minute by minute, by the wall clock.

Shares nothing with the search but the problem: it is what stands between a wrong plan and the calendars. Asked again
at the moment of booking, with free/busy read anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduling.rules.business_time import is_business_day, local_date, zone
from scheduling.rules.planning.outcome import Blocker, Plan
from scheduling.rules.planning.problem import DAY_MIN, Interviewer, PlannedRound, Problem
from scheduling.rules.planning.wall_time import inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule broken by one round (or one seat of it). `blocker` is None where no rule of the problem could give way."""

    round_index: int
    blocker: Blocker | None
    words: str
    seat: int | None = None
    person: str | None = None


def check(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """The rules a plan breaks, in words that name rounds and people by id; empty for a valid plan.

    Fixed rounds are only asked to be where they were, and to be kept away from.
    """
    return tuple(violation.words for violation in violations(problem, plan))


def hindrances(problem: Problem, person: Interviewer, start: int, minutes: int) -> tuple[Blocker, ...]:
    """What keeps a person from an interview at this very time, whoever asks for it."""
    return tuple(blocker for blocker, _ in _person(problem, person, start, minutes))


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    if len(plan.rounds) != len(problem.rounds):
        words = f"the plan has {len(plan.rounds)} rounds, the loop {len(problem.rounds)}"
        return (Violation(round_index=0, blocker=None, words=words),)
    found: list[Violation] = []
    for index, planned in enumerate(plan.rounds):
        fixed = problem.fixed_round(index)
        if fixed is None:
            found += _when(problem, index, planned)
            found += _who(problem, index, planned)
        elif fixed != planned:
            words = f"{problem.rounds[index].name}: was to stay as it is"
            found.append(Violation(round_index=index, blocker=None, words=words))
    return (*found, *_distances(problem, plan), *_repeats(problem, plan))


def _when(problem: Problem, index: int, planned: PlannedRound) -> Iterator[Violation]:
    """The start against grid, notice, horizon, the candidate's windows and business days."""
    spec, start, end = problem.rounds[index], planned.start, planned.start + problem.rounds[index].duration_min

    def broken(blocker: Blocker | None, words: str) -> Violation:
        return Violation(round_index=index, blocker=blocker, words=f"{spec.name}: {words}")

    if start % problem.grid_min:
        yield broken(None, f"starts off the grid of {problem.grid_min} minutes")
    if start < problem.notice_min:
        yield broken(Blocker.NOTICE, "starts before the notice is over")
    if start < 0 or end > problem.days * DAY_MIN:
        yield broken(Blocker.HORIZON, "lies outside the days that were planned")
    if not any(opens <= start and end <= closes for opens, closes in problem.candidate.windows):
        yield broken(Blocker.CANDIDATE_WINDOWS, "does not fit a window of the candidate")
    day = local_date(_moment(problem, start), problem.candidate.tz)
    if day in problem.holidays:
        yield broken(Blocker.HOLIDAY, "falls on a holiday")
    elif not is_business_day(day):
        yield broken(None, "falls on a weekend")


def _who(problem: Problem, index: int, planned: PlannedRound) -> Iterator[Violation]:
    """Each seat's person against pool, exclusion, presence, hours, busy times and caps."""
    spec = problem.rounds[index]
    if len(planned.people) != len(spec.seats):
        words = f"{spec.name}: {len(planned.people)} people for {len(spec.seats)} seats"
        yield Violation(round_index=index, blocker=None, words=words)
        return
    for seat, (pool, name) in enumerate(zip(spec.seats, planned.people, strict=True)):
        person = problem.interviewers.get(name)
        if person is None or name not in problem.pools.get(pool, ()):
            broken: Iterable[tuple[Blocker | None, str]] = iter([(None, f"is not in the pool {pool}")])
        else:
            broken = _person(problem, person, planned.start, spec.duration_min)
        for blocker, words in broken:
            sentence = f"{spec.name}: {name} {words}"
            yield Violation(round_index=index, blocker=blocker, words=sentence, seat=seat, person=name)


def _person(problem: Problem, person: Interviewer, start: int, minutes: int) -> Iterator[tuple[Blocker, str]]:
    tz, grid = zone(person.tz), problem.grid_min
    local = [_moment(problem, start + k).astimezone(tz) for k in range(0, minutes, grid)]
    if person.id in problem.excluded:
        yield Blocker.EXCLUDED, "may not sit in this loop"
    if person.unknown:
        yield Blocker.UNKNOWN_CALENDAR, "has a calendar that could not be read"
    if any(moment.date() in person.days_off for moment in local):
        yield Blocker.DAYS_OFF, "is away"
    if any(not inside(person.work, at, min(grid, minutes - k * grid)) for k, at in enumerate(local)):
        yield Blocker.WORKING_HOURS, "would sit outside working hours"
    if any(busy < start + minutes and start < until for busy, until in person.busy):
        yield Blocker.BUSY, "is busy"
    yield from _caps(problem, person, local[0].date())


def _caps(problem: Problem, person: Interviewer, day: date) -> Iterator[tuple[Blocker, str]]:
    booked = Counter(local_date(_moment(problem, minute), person.tz) for minute in person.booked)
    this_week = sum(count for other, count in booked.items() if other.isocalendar()[:2] == day.isocalendar()[:2])
    if booked[day] >= person.max_per_day:
        yield Blocker.CAP_PER_DAY, f"has {booked[day]} interviews that day already"
    if this_week >= person.max_per_week:
        yield Blocker.CAP_PER_WEEK, f"has {this_week} interviews that week already"


def _distances(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """The business days between neighbours; two fixed neighbours are as they are."""
    for index, gap in enumerate(problem.gap_bdays):
        if problem.fixed_round(index) is not None and problem.fixed_round(index + 1) is not None:
            continue
        over = plan.rounds[index].start + problem.rounds[index].duration_min
        first, last = (
            local_date(_moment(problem, planned.start), problem.candidate.tz)
            for planned in plan.rounds[index : index + 2]
        )
        step = 1 if first <= last else -1
        between = range(0, (last - first).days, step)
        apart = step * sum(is_business_day(first + timedelta(days=k + min(step, 0)), problem.holidays) for k in between)
        if apart < gap:
            words = f"{problem.rounds[index + 1].name}: {apart} business days after the round before, not {gap}"
            yield Violation(round_index=index + 1, blocker=Blocker.GAP, words=words)
        elif problem.in_order and plan.rounds[index + 1].start < over:
            words = f"{problem.rounds[index + 1].name}: starts before the round before it is over"
            yield Violation(round_index=index + 1, blocker=Blocker.GAP, words=words)


def _repeats(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Nobody sits twice, unless fixed rounds already have it so."""
    fixed = [planned for planned in problem.fixed if planned is not None]
    seen = {person for planned in fixed for person in planned.people}
    for index, planned in enumerate(plan.rounds):
        if problem.fixed_round(index) is not None:
            continue
        for seat, person in enumerate(planned.people):
            if person in seen:
                words = f"{problem.rounds[index].name}: {person} sits twice in this loop"
                blocker = Blocker.SAME_PERSON_TWICE
                yield Violation(round_index=index, blocker=blocker, words=words, seat=seat, person=person)
            seen.add(person)


def _moment(problem: Problem, minute: int) -> datetime:
    return problem.start_utc + timedelta(minutes=minute)
