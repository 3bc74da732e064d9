"""Holds a batch against the rules: each plan by itself, and what they ask of one person together.

Shares nothing with the search but the problems, like the check of a single plan.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from scheduling.rules.business_time import local_date
from scheduling.rules.planning.batch import BatchObjective, BatchPlan
from scheduling.rules.planning.check import check
from scheduling.rules.planning.outcome import Plan
from scheduling.rules.planning.problem import Interviewer, Problem
from scheduling.rules.planning.worth import worth

Interview = tuple[int, int, str]
"""Start, end, and the candidate."""


def check_many(problems: Sequence[Problem], batch: BatchPlan) -> tuple[str, ...]:
    """The rules a batch breaks, in words that name candidates, rounds and people by id; empty for a valid one."""
    if len(batch.plans) != len(problems):
        return (f"the batch has {len(batch.plans)} plans for {len(problems)} loops",)
    found: list[str] = []
    for problem, plan in zip(problems, batch.plans, strict=True):
        if plan is not None:
            found += [f"{problem.candidate.id}: {words}" for words in check(problem, plan)]
    for name, interviews in sorted(_interviews(problems, batch.plans).items()):
        person = problems[0].interviewers.get(name)
        if person is not None:  # else the check of the plan has said so
            found += [f"{name} {words}" for words in _together(problems[0], person, sorted(interviews))]
    if not found and batch_worth(problems, batch.plans) != batch.objective:
        found.append(f"the batch is worth {batch_worth(problems, batch.plans)}, not {batch.objective}")
    return tuple(found)


def batch_worth(problems: Sequence[Problem], plans: Sequence[Plan | None]) -> BatchObjective:
    """What a batch costs, counted from the problems alone."""
    people = problems[0].interviewers if problems else {}
    worths = [worth(problem, plan.rounds) for problem, plan in zip(problems, plans, strict=True) if plan]
    added = {name: len(interviews) for name, interviews in _interviews(problems, plans).items()}
    return BatchObjective(
        unplanned=list(plans).count(None),
        overdue_days=sum(each.overdue_days for each in worths),
        load_growth=sum((people[name].load + n) ** 2 - people[name].load ** 2 for name, n in added.items()),
        finish=sum(each.finish for each in worths),
        out_of_core=sum(each.out_of_core for each in worths),
    )


def _interviews(problems: Sequence[Problem], plans: Sequence[Plan | None]) -> dict[str, list[Interview]]:
    """What the batch adds to each calendar: rounds that are fixed are in it already."""
    interviews: dict[str, list[Interview]] = defaultdict(list)
    for problem, plan in zip(problems, plans, strict=True):
        for index, planned in enumerate(plan.rounds if plan is not None else ()):
            if problem.fixed_round(index) is None:
                end = planned.start + problem.rounds[index].duration_min
                for name in planned.people:
                    interviews[name].append((planned.start, end, problem.candidate.id))
    return interviews


def _together(problem: Problem, person: Interviewer, interviews: Sequence[Interview]) -> Iterator[str]:
    for (_, end, candidate), (start, _, other) in pairwise(interviews):
        if start < end:
            yield f"would be with {candidate} and {other} at once"
    starts = [*person.booked, *(start for start, _, _ in interviews)]
    days = [local_date(problem.start_utc + timedelta(minutes=start), person.tz) for start in starts]
    new = days[len(person.booked) :]
    per_day, per_week = Counter(days), Counter(day.isocalendar()[:2] for day in days)
    for day in sorted(set(new)):
        if per_day[day] > person.max_per_day:
            yield f"would have {per_day[day]} interviews on {day}"
    for year, week in sorted({day.isocalendar()[:2] for day in new}):
        if per_week[year, week] > person.max_per_week:
            yield f"would have {per_week[year, week]} interviews in week {week} of {year}"
