"""Whether the calendar and the workspace hold what is stored here, no less and no more: the part of `check` that has to
look outside. Pure of any port: it is given what was read there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.records.delivery import Effect, EffectKind, EffectState
from models.records.loops import EventState, Round
from models.unit_of_work import Transaction
from scheduling.outbox.performers.event import draft_of
from scheduling.outbox.performers.messages import mark
from scheduling.outbox.wishes import is_waiting
from scheduling.ports import EventStatus, StoredEvent
from scheduling.queries.facts import LoopFacts, loop_facts
from scheduling.rules.business_time import zone
from scheduling.rules.lifecycle import LIVE_LOOP, ON_CALENDAR


class Wrong(StrEnum):
    """How an event and its round differ. `FOREIGN` also is a second event of a round."""

    MISSING = "missing"
    DIFFERENT = "different"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """`round_id` is empty for an event whose round does not exist."""

    wrong: Wrong
    round_id: str
    event_id: str
    sentence: str


def calendar_disagreements(tx: Transaction, events: Iterable[StoredEvent], *, now: datetime) -> Iterator[Disagreement]:
    """`events` are all of ours that the calendar has, read before `tx` began. What is under way, what lies in the past and
    what somebody did by hand and the coordinator has still to answer is no disagreement."""
    by_id = {event.event_id: event for event in events}
    rounds = {r.id: r for r in tx.rounds.all()}
    busy = {effect.round_id for effect in tx.outbox.all(kind=EffectKind.EVENT) if is_waiting(effect)}
    facts: dict[str, LoopFacts | None] = {}
    for round_ in rounds.values():
        if round_.state in ON_CALENDAR and round_.id not in busy and round_.start is not None and round_.start > now:
            if round_.loop_id not in facts:
                facts[round_.loop_id] = loop_facts(tx, round_.loop_id)
            found = facts[round_.loop_id]
            if found is not None:
                yield from _of_round(found, round_, by_id.get(round_.event_id or ""))
    for event in by_id.values():
        yield from _without_round(rounds.get(event.private.get("round", "")), event, busy=busy, now=now)


def _of_round(facts: LoopFacts, round_: Round, event: StoredEvent | None) -> Iterator[Disagreement]:
    if round_.event is EventState.GONE or facts.loop.state not in LIVE_LOOP:
        return
    event_id = round_.event_id or ""
    if event is None or event.status is EventStatus.CANCELLED:
        sentence = f"I4: round {round_.id} is booked and not on the calendar"
        yield Disagreement(wrong=Wrong.MISSING, round_id=round_.id, event_id=event_id, sentence=sentence)
        return
    draft = draft_of(facts, round_)
    moved = event.start != draft.start and (round_.found_start is None or event.start != round_.found_start)
    pairs = {
        "time": moved,
        "zone": event.zone != draft.zone,
        "guests": {guest.lower() for guest in event.rsvps} != {guest.lower() for guest in draft.guests},
        "status": event.status is not draft.status,
    }
    different = [name for name, differs in pairs.items() if differs]
    if different:
        sentence = f"I4: the event of round {round_.id} has another {' and '.join(different)} than was booked"
        yield Disagreement(wrong=Wrong.DIFFERENT, round_id=round_.id, event_id=event_id, sentence=sentence)


def _without_round(
    round_: Round | None, event: StoredEvent, *, busy: set[str | None], now: datetime
) -> Iterator[Disagreement]:
    """What took place may stand for ever; a hold that came to nothing may not."""
    if event.status is EventStatus.CANCELLED or event.start is None:
        return
    if event.start <= now and event.status is not EventStatus.TENTATIVE:
        return
    if round_ is not None and (round_.id in busy or (round_.event_id == event.event_id and _may_stand(round_, now))):
        return
    round_id = "" if round_ is None else round_.id
    sentence = (
        f"I5: event {event.event_id} ({_when(event.start, event.zone)}) stands in the calendar and no round has it"
    )
    sentence += f" ({round_id})" if round_id else ""
    yield Disagreement(wrong=Wrong.FOREIGN, round_id=round_id, event_id=event.event_id, sentence=sentence)


def _when(start: datetime, zone_name: str | None) -> str:
    """As the calendar shows it: nobody finds an event there by its id."""
    place = zone_name or "UTC"
    return f"{start.astimezone(zone(place)):%A %Y-%m-%d %H:%M} {place}"


def _may_stand(round_: Round, now: datetime) -> bool:
    """An event that lies ahead has to be of a booked round; one of an interview that was moved into the future by hand
    after it took place is people's business."""
    return round_.state in ON_CALENDAR or (round_.start is not None and round_.start <= now)


def message_disagreements(tx: Transaction, marks: Mapping[str, int], secret: bytes) -> Iterator[str]:
    """`marks`: how many messages of ours in the workspace carry each mark."""
    wished = {mark(secret, f"card/{loop.id}") for loop in tx.loops.all()}
    for effect in tx.outbox.all(kind=EffectKind.POST):
        opaque = mark(secret, effect.key)
        wished.add(opaque)
        yield from _of_message(effect, marks.get(opaque, 0))
    for opaque, count in marks.items():
        if opaque not in wished:
            yield f"I7: a message stands in the workspace that nothing asked for ({opaque})"
        elif count > 1:
            yield f"I7: {count} messages in the workspace are one and the same ({opaque})"


def _of_message(effect: Effect, count: int) -> Iterator[str]:
    if effect.state is EffectState.DONE and count == 0:
        yield f"I7: message {effect.id} ({effect.topic}) is done and nowhere in the workspace"
    if effect.state in (EffectState.SKIPPED, EffectState.SUPERSEDED) and count:
        yield f"I7: message {effect.id} ({effect.topic}) is {effect.state} ({effect.reason}) and stands in the workspace"
