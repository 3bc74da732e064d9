"""What is said of no course of a loop: an answer to its reader, what was missed, trouble."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from models.records.delivery import Effect
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.messages import Topic, View
from scheduling.queries.facts import loop_facts
from scheduling.queries.loops import loop_view, who
from scheduling.views.loops import DigestView, NoticeView, TroubleView


def _notice(tx: Transaction, effect: Effect, reader: Person) -> View:
    return NoticeView(
        code=effect.payload["code"],
        detail=effect.payload.get("detail", ""),
        loop_id=effect.payload.get("loop") or None,
        candidate=_candidate(tx, effect.payload.get("loop", ""), reader, effect.due_at),
    )


def _digest(tx: Transaction, effect: Effect, reader: Person) -> View:
    lines = tuple(
        (str(topic), _candidate(tx, str(loop_id), reader, effect.due_at), str(round_name))
        for topic, loop_id, round_name in effect.payload.get("lines", ())
    )
    return DigestView(reader=who(reader), lines=lines)


def _candidate(tx: Transaction, loop_id: str, reader: Person, now: datetime) -> str:
    """The candidate's name as this reader may see it; empty for a loop that is gone."""
    facts = loop_facts(tx, loop_id) if loop_id else None
    return "" if facts is None else loop_view(tx, facts, reader, now).candidate


def _trouble(tx: Transaction, effect: Effect, reader: Person) -> View:
    payload = effect.payload
    about = tx.people.find(id=payload.get("person", ""))
    return TroubleView(
        what=payload.get("what", ""),
        reason=payload.get("reason", ""),
        loop_id=payload.get("loop") or None,
        round_id=payload.get("round") or None,
        candidate=_candidate(tx, payload.get("loop", ""), reader, effect.due_at),
        who="" if about is None else about.name,
        count=int(payload.get("count", 1)),
        lasts=tuple(datetime.fromisoformat(moment) for moment in payload.get("lasts", ())),
    )


SHORT_NEWS: dict[Topic, Callable[[Transaction, Effect, Person], View]] = {
    Topic.NOTICE: _notice,
    Topic.DIGEST: _digest,
    Topic.TROUBLE: _trouble,
}
