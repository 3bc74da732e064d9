"""When something may be said, worked out anew from the house's rules: nothing early, nothing stale, nobody at night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.simulation.team import HOLIDAYS, zone_of
from scheduling.messages import Topic, View
from scheduling.views.loops import PanelView

GRACE = timedelta(minutes=2)
"""A call that hangs or a worker that is slow may take so long after the last look at the clock."""
SHORT_BRIEF = timedelta(minutes=15)
NUDGES = (
    Topic.FEEDBACK_OWED,
    Topic.FEEDBACK_ESCALATED,
    Topic.VERDICT_OWED,
    Topic.DECISION_OWED,
    Topic.DAY_NOTE,
    Topic.OVERDUE,
)


def told_well(name: str, topic: Topic, view: View, now: datetime) -> Iterator[str]:
    if isinstance(view, PanelView) and view.round.start is not None and view.round.end is not None:
        yield from _of_round(name, topic, view, view.round.start, view.round.end, now)
    if topic in NUDGES:
        local = now.astimezone(ZoneInfo(zone_of(name)))
        if not 9 <= (local - GRACE).hour < 18 and local.hour != 9:
            yield f"I8: a nudge at {local:%a %H:%M} of its reader"
        if local.weekday() > 4 or local.date() in HOLIDAYS:
            yield f"I8: a nudge on {local:%a %d %b}, no business day of its reader"


def _of_round(name: str, topic: Topic, view: PanelView, start: datetime, end: datetime, now: datetime) -> Iterator[str]:
    if topic is Topic.BRIEF_SHORT and now < start - SHORT_BRIEF:
        yield "I8: a short brief too early"
    if topic in (Topic.BRIEF, Topic.BRIEF_SHORT) and now > start + GRACE:
        yield "I8: a brief after its interview has begun"
    if topic is Topic.FEEDBACK_ASK and now < end:
        yield "I8: feedback asked for before the interview has ended"
    if topic is Topic.FEEDBACK_OWED:
        zone = ZoneInfo(zone_of(name))
        owed_from = _business_day_after(end.astimezone(zone).date(), view.nth)
        if now.astimezone(zone).date() < owed_from:
            yield f"I8: reminder {view.nth} of feedback came before {owed_from}"


def _business_day_after(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in HOLIDAYS
    return day
