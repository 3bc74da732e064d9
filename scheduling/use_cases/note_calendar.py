"""What happened in the calendar by hand: a guest declined, an event was moved, an event was deleted."""

from __future__ import annotations

from dataclasses import replace

from models.records.loops import EventState, Loop, LoopState, Round, RoundState, SeatState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.wishes import is_waiting, record, redraw_card, tell
from scheduling.ports import EventStatus, Rsvp, StoredEvent
from scheduling.use_cases.change_seats import note_decline

WATCHED = (RoundState.HELD, RoundState.INVITED)


def note_event(tx: Transaction, at: Circumstances, event: StoredEvent) -> None:
    """Compares one event with the round it belongs to and tells the coordinator what is different; repeatable."""
    known = tx.rounds.find(event_id=event.event_id)
    loop = None if known is None else tx.loops.lock(id=known.loop_id)
    if known is None or loop is None or loop.state is not LoopState.RUNNING:
        return
    round_ = tx.rounds.get(id=known.id)
    over = round_.start is None or round_.start <= at.now
    if round_.state not in WATCHED or round_.event is not EventState.LIVE or over:
        return
    if any(is_waiting(effect) for effect in tx.outbox.all(target=f"event:{round_.id}")):
        return  # our own change is under way; it will show up as a change itself, with every RSVP
    if event.status is EventStatus.CANCELLED:
        _deleted(tx, at, loop, round_)
        return
    if event.start is not None and event.start != round_.start:
        _moved(tx, at, loop, round_, event)
    _declined(tx, at, loop, round_, event)


def _deleted(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> None:
    gone = tx.rounds.save(replace(round_, event=EventState.GONE))
    coordinator = tx.people.get(id=loop.coordinator_id)
    tell(tx, at, Topic.EVENT_DELETED, to=coordinator, loop=loop, round_=gone, about=f"g{gone.generation}")
    redraw_card(tx, at, loop)
    record(tx, at, actor="calendar", action="event.deleted", loop_id=loop.id, subject=gone.id)


def _moved(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, event: StoredEvent) -> None:
    assert event.start is not None  # the caller has seen it
    found = event.start.isoformat()
    coordinator = tx.people.get(id=loop.coordinator_id)
    tell(tx, at, Topic.EVENT_MOVED, to=coordinator, loop=loop, round_=round_, about=found, payload={"found": found})


def _declined(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, event: StoredEvent) -> None:
    rsvps = {email.lower(): rsvp for email, rsvp in event.rsvps.items()}
    people = tx.people.by_ids(seat.person_id for seat in tx.seats.of_round(round_.id))
    for seat in tx.seats.of_round(round_.id):
        answer = rsvps.get(people[seat.person_id].email.lower())
        if answer is Rsvp.DECLINED and seat.state is SeatState.SEATED:
            note_decline(tx, at, loop, round_, seat, reason="", how=f"{event.etag}")
    refused = rsvps.get(loop.candidate.email.lower()) is Rsvp.DECLINED
    if refused and round_.candidate_invited and not round_.candidate_declined:
        tx.rounds.save(replace(round_, candidate_declined=True))
        coordinator = tx.people.get(id=loop.coordinator_id)
        tell(tx, at, Topic.CANDIDATE_DECLINED, to=coordinator, loop=loop, round_=round_, about=event.etag)
        redraw_card(tx, at, loop)
