"""When somebody is told something about a round: briefs, asks, and the ladders for feedback and verdicts.

A rule returns what should be said and when; the use case of the booking writes it down. Rules of the house: nothing
outside the reader's 09:00 to 18:00 unless the interview is today, and wording about the candidate who waits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduling.messages import Topic
from scheduling.rules.business_time import (
    at,
    is_business_day,
    last_day,
    local_date,
    next_business_day,
    previous_business_day,
    reading_time,
)

SHORT_BRIEF = timedelta(minutes=15)
MORNING = time(9)
LEAST_WARNING = timedelta(hours=1)
"""News of an interview that could reach its reader only later than this before it is told outside reading hours."""
STALE_NUDGE = timedelta(hours=30)
"""A nudge that could not be sent for this long is skipped: the next step of its ladder is closer to the truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing to say to one person: not before `due`, and not at all once `until` has passed."""

    topic: Topic
    due: datetime
    until: datetime | None = None
    nth: int = 0


def interview_reminders(
    *, start: datetime, end: datetime, zone: str, holidays: Collection[date], now: datetime, briefed: bool = False
) -> tuple[Planned, ...]:
    """What one interviewer hears of one booked interview before and right after it.

    The brief comes at 09:00 (the interviewer's) of the working day before; where that has passed already it comes at
    once, if there is still more than the short brief's time to go. `briefed`: they have it, or the news of the interview
    brings it along (`brief_comes_with_news`). The ask for feedback comes when the interview ends.
    """
    morning = _brief_morning(start, zone, holidays)
    short = start - SHORT_BRIEF
    planned = [Planned(topic=Topic.FEEDBACK_ASK, due=end, until=end + timedelta(hours=15))]
    soonest = told_at(now, zone=zone, holidays=holidays, interview=start)
    if not briefed and max(morning, soonest) < short:
        planned.append(Planned(topic=Topic.BRIEF, due=max(morning, soonest), until=short))
    if now < start:
        planned.append(Planned(topic=Topic.BRIEF_SHORT, due=max(short, now), until=start))
    return tuple(sorted(planned, key=lambda p: p.due))


def brief_comes_with_news(*, start: datetime, zone: str, holidays: Collection[date], now: datetime) -> bool:
    """Whether news of this interview, told now, reaches its reader when the brief's morning is there or has passed: one
    message is enough then."""
    soonest = told_at(now, zone=zone, holidays=holidays, interview=start)
    return _brief_morning(start, zone, holidays) <= soonest < start - SHORT_BRIEF


def _brief_morning(start: datetime, zone: str, holidays: Collection[date]) -> datetime:
    return at(previous_business_day(local_date(start, zone), holidays), MORNING, zone)


def feedback_ladder(*, end: datetime, zone: str, holidays: Collection[date]) -> tuple[Planned, ...]:
    """Feedback owed: 09:00 of the next business day (the person's), and once more the business day after."""
    first = next_business_day(local_date(end, zone), holidays)
    second = next_business_day(first, holidays)
    return tuple(
        Planned(topic=Topic.FEEDBACK_OWED, due=(due := at(day, MORNING, zone)), until=due + STALE_NUDGE, nth=nth)
        for nth, day in ((1, first), (2, second))
    )


def escalation(*, end: datetime, interviewer_zone: str, manager_zone: str, holidays: Collection[date]) -> Planned:
    """The hiring manager hears of missing feedback the business day after the interviewer's second reminder."""
    second = next_business_day(local_date(end, interviewer_zone), holidays, 2)
    day = next_business_day(second, holidays)
    return Planned(topic=Topic.FEEDBACK_ESCALATED, due=at(day, MORNING, manager_zone))


def verdict_ladder(*, topic: Topic, asked: datetime, zone: str, holidays: Collection[date]) -> tuple[Planned, ...]:
    """Verdict or decision owed: the first and the second business day after it was asked, at 09:00."""
    asked_on = local_date(asked, zone)
    days = ((nth, next_business_day(asked_on, holidays, nth)) for nth in (1, 2))
    return tuple(
        Planned(topic=topic, due=(due := at(day, MORNING, zone)), until=due + STALE_NUDGE, nth=nth) for nth, day in days
    )


def day_notes(*, kickoff: date, zone: str, holidays: Collection[date]) -> tuple[Planned, ...]:
    """Day 15 and day 18 of the loop, at 09:00 of the coordinator: where round 3 is not done yet."""
    days = ((15, kickoff + timedelta(days=14)), (18, kickoff + timedelta(days=17)))
    return tuple(
        Planned(
            topic=Topic.DAY_NOTE,
            due=_morning_or_next(day, zone, holidays),
            until=day_notes_end(kickoff=kickoff, zone=zone),
            nth=n,
        )
        for n, day in days
    )


def day_notes_end(*, kickoff: date, zone: str) -> datetime:
    """From here on a note of the days that are left says nothing any more, however long nudges were quiet."""
    return at(last_day(kickoff), MORNING, zone)


def first_overdue_nudge(*, kickoff: date, zone: str, holidays: Collection[date]) -> Planned:
    """Day 22, 09:00 of the reader, or the next business day."""
    return _overdue(last_day(kickoff) + timedelta(days=1), kickoff, zone, holidays)


def next_overdue_nudge(*, now: datetime, kickoff: date, zone: str, holidays: Collection[date]) -> Planned:
    """The business day after today."""
    return _overdue(local_date(now, zone) + timedelta(days=1), kickoff, zone, holidays)


def _overdue(day: date, kickoff: date, zone: str, holidays: Collection[date]) -> Planned:
    due = _morning_or_next(day, zone, holidays)
    return Planned(
        topic=Topic.OVERDUE, due=due, until=due + STALE_NUDGE, nth=(local_date(due, zone) - kickoff).days + 1
    )


def _morning_or_next(day: date, zone: str, holidays: Collection[date]) -> datetime:
    return at(day if is_business_day(day, holidays) else next_business_day(day, holidays), MORNING, zone)


def told_at(moment: datetime, *, zone: str, holidays: Collection[date], interview: datetime | None = None) -> datetime:
    """When news may be told: at once within reading hours or when the interview is today, else the next morning; at once
    as well where the next morning would be too late for the interview."""
    if interview is not None and local_date(interview, zone) == local_date(moment, zone):
        return moment
    readable = reading_time(moment, zone, holidays)
    if interview is not None and moment < interview < readable + LEAST_WARNING:
        return moment
    return readable
