"""What a loop costs, counted from the problem alone: the yardstick, not the search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduling.rules.business_time import local_date, zone
from scheduling.rules.planning.outcome import Objective
from scheduling.rules.planning.problem import Interviewer, PlannedRound, Problem
from scheduling.rules.planning.wall_time import inside


def worth(problem: Problem, rounds: Sequence[PlannedRound]) -> Objective:
    """The objective of a loop held like this, fixed rounds included; people who are not known any more cost nothing."""
    start, last = problem.start_utc, rounds[-1]
    ends_on = local_date(start + timedelta(minutes=last.start), problem.candidate.tz)
    days = (ends_on - local_date(start, problem.candidate.tz)).days
    seated = [
        (problem.interviewers[person], start + timedelta(minutes=planned.start), spec.duration_min)
        for spec, planned in zip(problem.rounds, rounds, strict=True)
        for person in planned.people
        if person in problem.interviewers
    ]
    return Objective(
        overdue_days=max(0, days - (problem.target_days - 1)),
        load_cost=sum(2 * person.load + 1 for person, _, _ in seated),
        finish=last.start + problem.rounds[-1].duration_min,
        out_of_core=sum(out_of_core(person, at, minutes, problem.grid_min) for person, at, minutes in seated),
    )


def out_of_core(person: Interviewer, start: datetime, minutes: int, grid: int) -> int:
    """How many grid slots from `start` on are not core hours of this person from beginning to end."""
    tz = zone(person.tz)
    offsets = range(0, minutes, grid)
    return sum(not inside(person.core, (start + timedelta(minutes=k)).astimezone(tz), grid) for k in offsets)
