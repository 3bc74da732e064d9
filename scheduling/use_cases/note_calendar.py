"""What happened in the calendar by hand: a guest declined, an event was moved, an event was deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.records.loops import EventState, Loop, LoopState, Round, SeatState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.wishes import is_waiting, record, redraw_card, retell, settle_event, tell
from scheduling.ports import EventStatus, Rsvp, StoredEvent
from scheduling.rules.lifecycle import ON_CALENDAR
from scheduling.use_cases.change_seats import note_decline


def note_event(tx: Transaction, at: Circumstances, event: StoredEvent, *, version: int | None) -> bool:
    """Compares one event with the round it belongs to and tells the coordinator what is different; repeatable.

    `version` is the round's from before the event was read, None where it had no event then. False: the round has
    changed since, or our own change of the event is under way, so what was read may be older than what is stored; read
    it again later.
    """
    known = tx.rounds.find(event_id=event.event_id)
    loop = None if known is None else tx.loops.lock(id=known.loop_id)
    if known is None or loop is None or loop.state is not LoopState.RUNNING:
        return True
    under_way = any(is_waiting(effect) for effect in tx.outbox.all(target=f"event:{known.id}"))
    round_ = tx.rounds.get(id=known.id)  # after that: what came of our own change shows in it
    over = round_.start is None or round_.start <= at.now
    if round_.state not in ON_CALENDAR or round_.event is EventState.NONE or over:
        return True
    if round_.event is EventState.WANTED:
        return not under_way
    if round_.version != version or under_way:
        return False
    if event.status is EventStatus.CANCELLED:
        if round_.event is EventState.LIVE:
            _deleted(tx, at, loop, round_, event)
        return True
    if round_.event is EventState.GONE:
        round_ = _came_back(tx, at, loop, round_)
    if event.start is not None:
        round_ = found_at(tx, at, loop, round_, event.start)
    _answers(tx, at, loop, round_, event)
    return True


def _deleted(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, event: StoredEvent) -> None:
    gone = tx.rounds.save(replace(round_, event=EventState.GONE))
    coordinator = tx.people.get(id=loop.coordinator_id)
    about = f"g{gone.generation}.{event.etag or gone.version}"
    tell(tx, at, Topic.EVENT_DELETED, to=coordinator, loop=loop, round_=gone, about=about)
    redraw_card(tx, at, loop)
    record(tx, at, actor="calendar", action="event.deleted", loop_id=loop.id, subject=gone.id)


def _came_back(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> Round:
    """Somebody took the event out of the trash: nothing is left to be put back, and a hold is one again."""
    round_ = tx.rounds.save(replace(round_, event=EventState.LIVE))
    settle_event(tx, at, round_)
    retell(tx, at, Topic.EVENT_DELETED, round_id=round_.id)
    redraw_card(tx, at, loop)
    record(tx, at, actor="calendar", action="event.came_back", loop_id=loop.id, subject=round_.id)
    return round_


def found_at(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, start: datetime) -> Round:
    """Remembers a time that was set by hand, and tells of it once; also when it is back where it was booked."""
    found = None if start == round_.start else start
    if found == round_.found_start:
        return round_
    round_ = tx.rounds.save(replace(round_, found_start=found))
    retell(tx, at, Topic.EVENT_MOVED, round_id=round_.id)
    if found is not None:
        coordinator = tx.people.get(id=loop.coordinator_id)
        when = found.isoformat()
        news = {"about": when, "anew": True, "payload": {"found": when}}
        tell(tx, at, Topic.EVENT_MOVED, to=coordinator, loop=loop, round_=round_, **news)
    return round_


def _answers(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, event: StoredEvent) -> None:
    """Who declined is told once; who was kept all the same and then accepts may decline anew."""
    rsvps = {email.lower(): rsvp for email, rsvp in event.rsvps.items()}
    people = tx.people.by_ids(seat.person_id for seat in tx.seats.of_round(round_.id))
    for seat in tx.seats.of_round(round_.id):
        refused = rsvps.get(people[seat.person_id].email.lower()) is Rsvp.DECLINED
        if refused and seat.state is SeatState.SEATED:
            note_decline(tx, at, loop, round_, seat, reason="")
        elif not refused and seat.state is SeatState.KEPT:
            tx.seats.save(replace(seat, state=SeatState.SEATED))
    refused = rsvps.get(loop.candidate.email.lower()) is Rsvp.DECLINED
    if not round_.candidate_invited or refused == round_.candidate_declined:
        return
    tx.rounds.save(replace(round_, candidate_declined=refused, candidate_kept_at=None))
    if refused:
        coordinator = tx.people.get(id=loop.coordinator_id)
        tell(tx, at, Topic.CANDIDATE_DECLINED, to=coordinator, loop=loop, round_=round_, anew=True)
    redraw_card(tx, at, loop)
