"""Small problems written out by hand: one zone, plain weeks, and only what a test is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.rules.planning import Candidate, Interviewer, Problem, RoundSpec

MONDAY = date(2026, 6, 1)
WEEK = range(5)


def person(name: str, *, zone: str = "UTC", hours: tuple[int, int] = (9, 17), load: int = 0) -> Interviewer:
    """Works Monday to Friday, all of it core hours; nothing booked, two interviews a day and four a week at most."""
    return Interviewer(
        id=name,
        tz=zone,
        work=tuple((dow, hours[0] * 60, hours[1] * 60) for dow in WEEK),
        core=tuple((dow, hours[0] * 60, hours[1] * 60) for dow in WEEK),
        busy=(),
        booked=(),
        load=load,
        max_per_day=2,
        max_per_week=4,
    )


def loop(
    pools: Mapping[str, Iterable[Interviewer]],
    rounds: Iterable[tuple[int, tuple[str, ...]]],
    *,
    first_day: date = MONDAY,
    days: int = 12,
    zone: str = "UTC",
    windows: tuple[int, int] = (8, 19),
    gap: int = 1,
) -> Problem:
    """Rounds of `(minutes, seats)`; the candidate has time every weekday from `windows[0]` to `windows[1]` o'clock."""
    specs = tuple(RoundSpec(name=f"round {k}", duration_min=m, seats=seats) for k, (m, seats) in enumerate(rounds))
    team = {who.id: who for members in pools.values() for who in members}
    start = datetime(first_day.year, first_day.month, first_day.day, tzinfo=ZoneInfo(zone))
    problem = Problem(
        horizon_start=start,
        days=days,
        rounds=specs,
        pools={pool: tuple(who.id for who in members) for pool, members in pools.items()},
        interviewers=team,
        candidate=Candidate(id="c", tz=zone, windows=()),
        holidays=frozenset(),
        gap_bdays=(gap,) * (len(specs) - 1),
        notice_min=0,
    )
    weekdays = [day for n in range(days) if (day := first_day + timedelta(days=n)).weekday() < 5]
    stretches = tuple((minute(problem, day, windows[0]), minute(problem, day, windows[1])) for day in weekdays)
    return replace(problem, candidate=replace(problem.candidate, windows=stretches))


def minute(problem: Problem, day: date, hour: float, *, zone: str | None = None) -> int:
    """The minute of a wall-clock hour on a date, in the candidate's zone unless told otherwise."""
    wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone or problem.candidate.tz)) + timedelta(hours=hour)
    return (wall.astimezone(UTC) - problem.horizon_start.astimezone(UTC)) // timedelta(minutes=1)


def wall_time(problem: Problem, at: int, zone: str) -> str:
    """What the clock on the wall says at a minute: `2026-06-01 09:00`."""
    moment = problem.horizon_start.astimezone(UTC) + timedelta(minutes=at)
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def change(problem: Problem, name: str, **fields: object) -> Problem:
    """The problem with one person's record changed."""
    changed = replace(problem.interviewers[name], **fields)  # type: ignore[arg-type]  # the tests name real fields
    return replace(problem, interviewers={**problem.interviewers, name: changed})
