"""The rules of a loop once more, told minute by minute and moment by moment: what plans are held against in tests.

Uses nothing of the planner but its values, and no trick: a person is free if every single minute is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.rules.planning import Interviewer, Objective, PlannedRound, Problem


def moment(problem: Problem, minute: int) -> datetime:
    return problem.horizon_start.astimezone(UTC) + timedelta(minutes=minute)


def candidate_date(problem: Problem, minute: int) -> date:
    return moment(problem, minute).astimezone(ZoneInfo(problem.candidate.tz)).date()


def business_day(problem: Problem, day: date) -> bool:
    return day.weekday() < 5 and day not in problem.holidays


def business_days_before(problem: Problem, day: date) -> int:
    """How many business days lie between the first day of the horizon and `day`; negative for earlier days."""
    first = candidate_date(problem, 0)
    low, high = min(first, day), max(first, day)
    count = sum(business_day(problem, low + timedelta(days=n)) for n in range((high - low).days))
    return count if day >= first else -count


def may_start(problem: Problem, round_index: int, start: int) -> bool:
    end = start + problem.rounds[round_index].duration_min
    return (
        start % problem.grid_min == 0
        and start >= max(0, problem.notice_min)
        and end <= problem.days * 1440
        and any(a <= start and end <= b for a, b in problem.candidate.windows)
        and business_day(problem, candidate_date(problem, start))
    )


def may_sit(problem: Problem, person: Interviewer, start: int, duration: int) -> bool:
    if person.unknown or person.id in problem.excluded:
        return False
    zone = ZoneInfo(person.tz)
    for minute in range(start, start + duration):
        local = moment(problem, minute).astimezone(zone)
        wall = local.hour * 60 + local.minute
        if not any(dow == local.weekday() and a <= wall < b for dow, a, b in person.work):
            return False
        if local.date() in person.days_off or any(a <= minute < b for a, b in person.busy):
            return False
    return _room_for_one_more(problem, person, start)


def _room_for_one_more(problem: Problem, person: Interviewer, start: int) -> bool:
    zone = ZoneInfo(person.tz)
    day = moment(problem, start).astimezone(zone).date()
    booked = [moment(problem, minute).astimezone(zone).date() for minute in person.booked]
    week = [other for other in booked if other.isocalendar()[:2] == day.isocalendar()[:2]]
    return booked.count(day) < person.max_per_day and len(week) < person.max_per_week


def far_enough(problem: Problem, rounds: tuple[PlannedRound, ...], after: int) -> bool:
    """Whether the next round keeps its distance to round `after`, or that is not ours to keep."""
    if problem.fixed and problem.fixed[after] is not None and problem.fixed[after + 1] is not None:
        return True
    if problem.in_order and rounds[after].start + problem.rounds[after].duration_min > rounds[after + 1].start:
        return False
    days = [business_days_before(problem, candidate_date(problem, planned.start)) for planned in rounds]
    return days[after + 1] - days[after] >= problem.gap_bdays[after]


def broken_rules(problem: Problem, rounds: tuple[PlannedRound, ...]) -> Iterator[str]:
    fixed = problem.fixed or (None,) * len(rounds)
    seen = [person for planned in fixed if planned is not None for person in planned.people]
    for index, (spec, planned) in enumerate(zip(problem.rounds, rounds, strict=True)):
        if fixed[index] is not None:
            if fixed[index] != planned:
                yield f"round {index} was moved"
            continue
        if not may_start(problem, index, planned.start):
            yield f"round {index} may not start at {planned.start}"
        for pool, name in zip(spec.seats, planned.people, strict=True):
            if name not in problem.pools[pool]:
                yield f"{name} is not in {pool}"
            elif not may_sit(problem, problem.interviewers[name], planned.start, spec.duration_min):
                yield f"{name} may not sit in round {index}"
            if name in seen:
                yield f"{name} sits twice"
            seen.append(name)
    for after in range(len(rounds) - 1):
        if not far_enough(problem, rounds, after):
            yield f"round {after + 1} is too near"


def objective(problem: Problem, rounds: tuple[PlannedRound, ...]) -> Objective:
    late = (candidate_date(problem, rounds[-1].start) - candidate_date(problem, 0)).days - (problem.target_days - 1)
    seats = [
        (problem.interviewers[name], planned.start, spec.duration_min)
        for spec, planned in zip(problem.rounds, rounds, strict=True)
        for name in planned.people
        if name in problem.interviewers
    ]
    return Objective(
        overdue_days=max(0, late),
        load_cost=sum((person.load + 1) ** 2 - person.load**2 for person, _, _ in seats),
        finish=rounds[-1].start + problem.rounds[-1].duration_min,
        out_of_core=sum(_quarters_out_of_core(problem, person, start, minutes) for person, start, minutes in seats),
    )


def _quarters_out_of_core(problem: Problem, person: Interviewer, start: int, duration: int) -> int:
    """Begun quarters count whole, also where the round ends in one."""
    zone, count = ZoneInfo(person.tz), 0
    for quarter in range(start, start + duration, 15):
        for minute in range(quarter, quarter + 15):
            local = moment(problem, minute).astimezone(zone)
            wall = local.hour * 60 + local.minute
            if not any(dow == local.weekday() and a <= wall < b for dow, a, b in person.core):
                count += 1
                break
    return count
