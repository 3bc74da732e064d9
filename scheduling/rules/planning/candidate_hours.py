"""The candidate's windows made wider by an hour, or by a day. Wall time is the candidate's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from scheduling.rules.business_time import at, is_business_day, local_date, zone
from scheduling.rules.planning.problem import Problem

MORE = 60
"""By how many minutes a day begins earlier or ends later."""

USUAL_DAY = (9 * 60, 17 * 60)
"""The hours of a further day of somebody who has told none at all."""

Windows = tuple[tuple[int, int], ...]


def earlier(problem: Problem, windows: Windows, weekdays: Iterable[int]) -> Windows:
    """On these weekdays the first window opens an hour earlier, but not on the day before."""
    wider = list(windows)
    for day, first, _ in _by_day(problem, windows):
        if day.weekday() in weekdays:
            wider[wider.index(first)] = (max(first[0] - MORE, _minute(problem, day, 0)), first[1])
    return tuple(sorted(wider))


def later(problem: Problem, windows: Windows, weekdays: Iterable[int]) -> Windows:
    """On these weekdays the last window closes an hour later, but not on the day after."""
    wider = list(windows)
    for day, _, last in _by_day(problem, windows):
        if day.weekday() in weekdays:
            midnight = _minute(problem, day + timedelta(days=1), 0)
            wider[wider.index(last)] = (last[0], max(last[1], min(last[1] + MORE, midnight)))
    return tuple(sorted(wider))


def open_weekdays(problem: Problem) -> tuple[int, ...]:
    """The weekdays on which the candidate has any window."""
    return tuple(sorted({day.weekday() for day, _, _ in _by_day(problem, problem.candidate.windows)}))


def further_days(problem: Problem) -> tuple[tuple[date, tuple[int, int]], ...]:
    """Business days ahead without a window, each with the hours that span the candidate's usual ones."""
    known = {day for day, _, _ in _by_day(problem, problem.candidate.windows)}
    opens, closes = _usual(problem)
    first = local_date(problem.start_utc, problem.candidate.tz)
    days = (first + timedelta(days=n) for n in range(problem.days + 1))
    stretches = (
        (day, (_minute(problem, day, opens), _minute(problem, day, closes)))
        for day in days
        if day not in known and is_business_day(day, problem.holidays)
    )
    ends = problem.days * 24 * 60
    return tuple((day, (a, b)) for day, (a, b) in stretches if b > max(0, problem.notice_min) and a < ends)


def _usual(problem: Problem) -> tuple[int, int]:
    """From the earliest wall time at which a window opens to the latest at which one closes."""
    tz = zone(problem.candidate.tz)
    hours = []
    for start, end in problem.candidate.windows:
        local = (problem.start_utc + timedelta(minutes=start)).astimezone(tz)
        opens = local.hour * 60 + local.minute
        hours.append((opens, min(24 * 60, opens + end - start)))
    return (min(a for a, _ in hours), max(b for _, b in hours)) if hours else USUAL_DAY


def _by_day(problem: Problem, windows: Windows) -> list[tuple[date, tuple[int, int], tuple[int, int]]]:
    """Per local date on which windows open: the first and the last of them."""
    days: dict[date, list[tuple[int, int]]] = {}
    for window in windows:
        day = local_date(problem.start_utc + timedelta(minutes=window[0]), problem.candidate.tz)
        days.setdefault(day, []).append(window)
    return [(day, min(of_day), max(of_day, key=lambda w: (w[1], w[0]))) for day, of_day in sorted(days.items())]


def _minute(problem: Problem, day: date, wall: int) -> int:
    when = at(day + timedelta(days=wall // 1440), time(wall % 1440 // 60, wall % 60), problem.candidate.tz)
    return (when - problem.start_utc) // timedelta(minutes=1)
