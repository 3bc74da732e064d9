"""What would help a loop, as it is kept and told: the planner's remedies in days and moments instead of minutes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from models.records.proposals import Asked, RemedyNote
from scheduling.rules.agreed import own_pool
from scheduling.rules.business_time import local_date, loop_day
from scheduling.rules.planning import Need, Problem, Remedy, remedies
from scheduling.rules.planning_input import Situation

REMEDIES_MOST = 4


def what_helps(situation: Situation, asked: Problem) -> tuple[RemedyNote, ...]:
    """The easiest first; `asked` is the situation's problem. Empty where a loop in time fits as it is."""
    return tuple(_note(situation, asked, remedy) for remedy in remedies(asked)[:REMEDIES_MOST])


def _note(situation: Situation, asked: Problem, remedy: Remedy) -> RemedyNote:
    last = asked.start_utc + timedelta(minutes=remedy.plan.rounds[-1].start)
    return RemedyNote(
        asked=tuple(_asked(asked, need) for need in remedy.needs),
        end_day=loop_day(situation.loop.kickoff, local_date(last, situation.loop.zone)),
    )


def _asked(asked: Problem, need: Need) -> Asked:
    change = need.change
    start, end = change.stretch or (0, 0)
    meeting = change.stretch is not None and change.day is None
    seated = change.seat is not None and change.round_index is not None
    return Asked(
        ask=str(change.ask),
        round_index=need.round_index,
        start=_moment(asked, need.start),
        person=change.person,
        weekdays=change.weekdays,
        day=change.day,
        busy=(_moment(asked, start), _moment(asked, end)) if meeting else None,
        pool=own_pool(asked.rounds[change.round_index or 0].seats[change.seat or 0]) if seated else None,
    )


def _moment(asked: Problem, minute: int) -> datetime:
    return asked.start_utc + timedelta(minutes=minute)


def as_payload(note: RemedyNote) -> dict[str, Any]:
    """In JSON's own types."""
    return {"end_day": note.end_day, "asked": [_asked_payload(asked) for asked in note.asked]}


def remedy_from(payload: Mapping[str, Any]) -> RemedyNote:
    """What `as_payload` wrote."""
    return RemedyNote(end_day=payload["end_day"], asked=tuple(_asked_from(asked) for asked in payload["asked"]))


def _asked_payload(asked: Asked) -> dict[str, Any]:
    return {
        "ask": asked.ask,
        "round_index": asked.round_index,
        "start": asked.start.isoformat(),
        "person": asked.person,
        "weekdays": list(asked.weekdays),
        "day": asked.day.isoformat() if asked.day else None,
        "busy": [moment.isoformat() for moment in asked.busy] if asked.busy else None,
        "pool": asked.pool,
    }


def _asked_from(payload: Mapping[str, Any]) -> Asked:
    busy = [datetime.fromisoformat(moment) for moment in payload["busy"] or ()]
    return Asked(
        ask=payload["ask"],
        round_index=payload["round_index"],
        start=datetime.fromisoformat(payload["start"]),
        person=payload["person"],
        weekdays=tuple(payload["weekdays"]),
        day=date.fromisoformat(payload["day"]) if payload["day"] else None,
        busy=(busy[0], busy[1]) if busy else None,
        pool=payload["pool"],
    )
