"""Makes a round's calendar event agree with the round: inserted once, changed in place, taken off when not needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.records.delivery import Effect, EffectKind
from models.records.loops import EventState, Round, RoundState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.settlement import Outside, Settlement, Then, done, skipped
from scheduling.outbox.wishes import refresh_home, retell, settle_event
from scheduling.ports import PUT_FOR, EventDraft, EventStatus, PermanentFault, StoredEvent
from scheduling.queries.facts import LoopFacts, loop_facts
from scheduling.rules.lifecycle import ON_CALENDAR
from scheduling.use_cases.booking import times_of
from scheduling.use_cases.change_seats import renew_event
from scheduling.use_cases.note_calendar import found_at

LOST_ID = ("event_id_cancelled", "event_gone")


def agree_event(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """State-based and repeatable: whatever was done before, after it the calendar is as the round was when read."""
    if "cancel" in effect.payload:
        outside.calendar.cancel(effect.payload["cancel"], notify=effect.payload["notify"])
        return done(effect.payload["cancel"])
    with outside.uow.reading() as tx:
        facts = loop_facts(tx, effect.loop_id or "")
        round_ = None if facts is None else facts.round(effect.round_id or "")
        overruled = frozenset[datetime]() if round_ is None else _overruled(tx, round_)
    if facts is None or round_ is None or round_.event_id is None:
        return skipped("no_event")
    if round_.state is RoundState.RELEASED:
        outside.calendar.cancel(round_.event_id, notify=round_.candidate_invited)
        return done(round_.event_id, then=_gone(round_))
    if round_.state not in ON_CALENDAR or round_.start is None or round_.start <= at.now:
        return skipped("not_on_calendar")
    try:
        stored = _insert_or_change(outside, replace(draft_of(facts, round_), overruled=overruled), round_)
    except PermanentFault as fault:
        if fault.reason not in LOST_ID:
            raise
        return done(then=_again_under_new_id(round_))
    return done(stored.event_id, then=_remember(round_, stored))


def _overruled(tx: Transaction, round_: Round) -> frozenset[datetime]:
    """Times set by hand that the coordinator has heard of, but for the one that is still a question."""
    told = tx.outbox.all(topic=Topic.EVENT_MOVED, round_id=round_.id, kind=EffectKind.POST)
    found = [e.payload["found"] for e in told if e.payload["revision"] == round_.revision]
    return frozenset(map(datetime.fromisoformat, found)) - {round_.found_start}


def _insert_or_change(outside: Outside, draft: EventDraft, round_: Round) -> StoredEvent:
    notify = round_.candidate_invited
    if round_.event is EventState.LIVE:
        return outside.calendar.change(draft, notify=notify)
    return outside.calendar.insert(draft, notify=notify)


def draft_of(facts: LoopFacts, round_: Round) -> EventDraft:
    """The event as it should be. Guests see all of it: never feedback, pay, contact data or free text."""
    start, end = times_of(round_)
    candidate = facts.loop.candidate
    invited = round_.candidate_invited
    guests = [person.email for person in facts.panel(round_.id)]
    title = f"{candidate.name} – {round_.name}" if invited else f"Hold: {candidate.name} – {round_.name}"
    names = ", ".join(person.name for person in facts.panel(round_.id))
    lines = [
        f"{facts.opening.title}, round {round_.index + 1} of {len(facts.rounds)}: {round_.name}.",
        f"With {names}.",
    ]
    if not invited:
        lines.append("This time is held; the candidate is invited once the round before has gone well.")
    return EventDraft(
        event_id=round_.event_id or "",
        summary=title,
        description="\n".join(lines),
        start=start,
        end=end,
        zone=facts.loop.zone,
        guests=(*guests, candidate.email) if invited else tuple(guests),
        status=EventStatus.CONFIRMED if invited else EventStatus.TENTATIVE,
        private={
            "round": round_.id,
            "generation": str(round_.generation),
            PUT_FOR: f"{round_.revision}.{round_.state}",  # whoever is invited is invited to the agreed time
        },
        meet_request=round_.event_id if invited else None,
    )


def _locked(tx: Transaction, round_: Round) -> Round | None:
    """The round as it is now, with its loop: whoever changes anything of a round holds the loop's lock."""
    tx.loops.lock(id=round_.loop_id)
    return tx.rounds.lock(id=round_.id)


def _remember(round_: Round, stored: StoredEvent) -> Then:
    def then(tx: Transaction, at: Circumstances) -> None:
        fresh = _locked(tx, round_)
        if fresh is None or fresh.event_id != stored.event_id:
            return
        link_is_new = stored.meet_link is not None and stored.meet_link != fresh.meet_link
        saved = tx.rounds.save(
            replace(
                fresh,
                event=EventState.LIVE,
                etag=stored.etag,
                meet_link=stored.meet_link or fresh.meet_link,
                html_link=stored.html_link or fresh.html_link,
            )
        )
        if fresh.state is RoundState.RELEASED:
            settle_event(tx, at, fresh)
        elif fresh.version == round_.version and stored.start is not None:  # else the next reading tells it
            found_at(tx, at, tx.loops.get(id=fresh.loop_id), saved, stored.start)
        if link_is_new:
            retell(tx, at, Topic.ON_PANEL, Topic.CONFIRMED, Topic.MOVED, round_id=round_.id)
            for person in tx.people.by_ids(seat.person_id for seat in tx.seats.of_round(round_.id)).values():
                refresh_home(tx, at, person)

    return then


def _gone(round_: Round) -> Then:
    def then(tx: Transaction, at: Circumstances) -> None:
        fresh = _locked(tx, round_)
        if fresh is not None and fresh.event_id == round_.event_id:
            tx.rounds.save(replace(fresh, event=EventState.GONE))

    return then


def _again_under_new_id(round_: Round) -> Then:
    """The event was deleted by hand and its id is used up: the next generation takes its place."""

    def then(tx: Transaction, at: Circumstances) -> None:
        fresh = _locked(tx, round_)
        if fresh is not None and fresh.event_id == round_.event_id and fresh.state in ON_CALENDAR:
            settle_event(tx, at, renew_event(tx, at, fresh))

    return then
