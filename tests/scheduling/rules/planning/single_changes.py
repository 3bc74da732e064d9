"""Every single thing that could be asked for in a tiny problem, each with the problem in which it was given: told anew
and one by one, to hold the search for them against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.rules.planning import Interviewer, Problem
from tests.scheduling.rules.planning.calendars import change
from tests.scheduling.rules.planning.referee import business_day, candidate_date

Given = tuple[tuple[object, ...], Problem]
"""What was asked for (kind, person, weekday, date or stretch, round), and the problem with it."""


def single_changes(problem: Problem) -> Iterator[Given]:
    fixed = problem.fixed or (None,) * len(problem.rounds)
    seated = {name for planned in fixed if planned for name in planned.people}
    for index, gap in enumerate(problem.gap_bdays):
        if gap and not (fixed[index] and fixed[index + 1]):
            gaps = tuple(g - (k == index) for k, g in enumerate(problem.gap_bdays))
            yield ("gap", index + 1), replace(problem, gap_bdays=gaps)
    for name, person in problem.interviewers.items():
        if name not in problem.excluded | seated and not person.unknown:
            yield from _personal(problem, person)
            for index, spec in enumerate(problem.rounds):
                for pool in set(spec.seats) if fixed[index] is None else ():
                    if name not in problem.pools[pool]:
                        yield ("admit", name, index, pool), _admitting(problem, name, index, pool)
    yield from _candidate(problem)


def _personal(problem: Problem, person: Interviewer) -> Iterator[Given]:
    name = person.id
    yield ("cap_per_day", name), change(problem, name, max_per_day=person.max_per_day + 1)
    yield ("cap_per_week", name), change(problem, name, max_per_week=person.max_per_week + 1)
    for dow, opens, closes in person.work:  # one stretch a day, and none that reaches midnight
        others = tuple(stretch for stretch in person.work if stretch[0] != dow)
        yield ("earlier", name, dow), change(problem, name, work=(*others, (dow, opens - 60, closes)))
        yield ("later", name, dow), change(problem, name, work=(*others, (dow, opens, closes + 60)))
    taken = sorted({minute for a, b in person.busy for minute in range(a, b)})
    edges = [minute for minute in taken if minute - 1 not in taken]
    for start in edges:
        end = start
        while end in taken:
            end += 1
        if end - start <= 240 and not any(start <= minute < end for minute in person.booked):
            rest = tuple(stretch for stretch in person.busy if stretch[0] < start or stretch[1] > end)
            yield ("meeting", name, (start, end)), change(problem, name, busy=rest)


def _admitting(problem: Problem, name: str, index: int, pool: str) -> Problem:
    seats = tuple("wider" if seat == pool else seat for seat in problem.rounds[index].seats)
    rounds = tuple(replace(spec, seats=seats) if k == index else spec for k, spec in enumerate(problem.rounds))
    return replace(problem, rounds=rounds, pools={**problem.pools, "wider": (*problem.pools[pool], name)})


def _candidate(problem: Problem) -> Iterator[Given]:
    zone, windows = ZoneInfo(problem.candidate.tz), problem.candidate.windows
    days = [candidate_date(problem, start) for start, _ in windows]
    for weekday in {day.weekday() for day in days}:
        of_day = {day: [w for d, w in zip(days, windows, strict=True) if d == day] for day in days}
        chosen = [stretches for day, stretches in of_day.items() if day.weekday() == weekday]
        first, last = [min(s) for s in chosen], [max(s, key=lambda w: w[1]) for s in chosen]
        sooner = tuple((a - 60, b) if (a, b) in first else (a, b) for a, b in windows)
        longer = tuple((a, b + 60) if (a, b) in last else (a, b) for a, b in windows)
        yield ("candidate_earlier", weekday), with_windows(problem, sooner)
        yield ("candidate_later", weekday), with_windows(problem, longer)
    walls = [_wall(problem, start, zone) for start, _ in windows]
    opens = min(walls)
    closes = max(wall + end - start for wall, (start, end) in zip(walls, windows, strict=True))
    first_day = candidate_date(problem, 0)
    for n in range(problem.days + 1):
        day = first_day + timedelta(days=n)
        if day not in days and business_day(problem, day):
            more = (_minute(problem, day, opens, zone), _minute(problem, day, closes, zone))
            yield ("candidate_day", day), with_windows(problem, (*windows, more))


def with_windows(problem: Problem, windows: tuple[tuple[int, int], ...]) -> Problem:
    return replace(problem, candidate=replace(problem.candidate, windows=windows))


def _wall(problem: Problem, minute: int, zone: ZoneInfo) -> int:
    local = (problem.horizon_start.astimezone(UTC) + timedelta(minutes=minute)).astimezone(zone)
    return local.hour * 60 + local.minute


def _minute(problem: Problem, day: date, wall: int, zone: ZoneInfo) -> int:
    at = datetime(day.year, day.month, day.day, wall // 60, wall % 60, tzinfo=zone)
    return (at.astimezone(UTC) - problem.horizon_start.astimezone(UTC)) // timedelta(minutes=1)
