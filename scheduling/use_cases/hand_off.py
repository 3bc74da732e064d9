"""Somebody else sat in an interviewer's place: the seat and the feedback are theirs from then on."""

from __future__ import annotations

from dataclasses import replace

from models.records.loops import Loop, Round, RoundState, Seat, SeatState
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import HandOff
from scheduling.messages import Topic
from scheduling.outbox.wishes import record, redraw_card, say, say_when, tell
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import LoopFacts, facts_of
from scheduling.rules.reminders import feedback_ladder, told_at
from scheduling.use_cases.booking import remind_manager, times_of
from scheduling.use_cases.give_feedback import excuse_absent, feedback_answered, own_round


def hand_off(tx: Transaction, at: Circumstances, wish: HandOff) -> Outcome:
    """Somebody else sat in the actor's place: the seat and the feedback are theirs from now on."""
    found = own_round(tx, at, wish.loop_id, wish.round_id, wish.actor_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    facts = facts_of(tx, loop)
    other = next(iter(tx.people.hold(id=[wish.to_person_id])), None)  # held: who leaves from now on meets this seat
    if other is None or not other.active or other.email.lower() == loop.candidate.email.lower():
        return Refused(why=Refusal.UNKNOWN_PERSON, field="to_person_id")
    if any(facts.seat(r.id, other.id) is not None for r in facts.rounds):
        return Refused(why=Refusal.ALREADY_ON_PANEL, field="to_person_id", detail=other.name)
    if (round_.id, wish.actor_id) in facts.cards:
        return Refused(why=Refusal.ALREADY_DONE)
    if facts.could_read(round_.id, other):
        return Refused(why=Refusal.NO_VIEW_OF_THEIR_OWN, field="to_person_id", detail=other.name)
    seat = facts.seat(round_.id, wish.actor_id)
    assert seat is not None  # own_round has seen it
    _give_seat(tx, at, loop, round_, seat, to=other.id)
    _tell_coordinator(tx, at, facts, f"{facts.people[wish.actor_id].name} → {other.name} · {round_.name}", of=wish)
    record(
        tx, at, actor=wish.actor_id, action="feedback.handed_off", loop_id=loop.id, subject=round_.id, detail=other.id
    )
    return Done(code="handed_off")


def _tell_coordinator(tx: Transaction, at: Circumstances, facts: LoopFacts, who: str, *, of: HandOff) -> None:
    """In their hours, and not of what they did or took over themselves."""
    coordinator = facts.people[facts.loop.coordinator_id]
    if coordinator.id not in (of.actor_id, of.to_person_id):
        due = told_at(at.now, zone=coordinator.zone, holidays=facts.holidays)
        about = f"handed_on.{of.round_id}.{of.actor_id}.{of.to_person_id}"
        news = {"code": "handed_on", "detail": who, "loop": facts.loop.id}
        say(tx, at, Topic.NOTICE, to=coordinator.id, due=due, about=about, anew=True, payload=news)


def _give_seat(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, seat: Seat, *, to: str) -> None:
    """Whatever was said or waived of the seat was said of whoever gives it; but nothing is asked for any more once the
    feedback is through, and the seat stays one that nobody was asked about. Others who had declined owe nothing now."""
    waived = seat.feedback_waived and round_.state not in (RoundState.INVITED, RoundState.FEEDBACK)
    state = seat.state if waived else SeatState.SEATED
    tx.seats.save(replace(seat, person_id=to, state=state, feedback_waived=waived))
    if round_.state is RoundState.FEEDBACK:
        excuse_absent(tx, round_)
    start, end = times_of(round_)
    tx.slots.release(round_.id, seat.person_id)
    tx.slots.claim(
        person_id=to, round_id=round_.id, start=start, end=end
    )  # it was held already: a claim that fails is fine
    tx.drafts.remove(round_id=round_.id, person_id=seat.person_id)
    feedback_answered(tx, at, round_, seat.person_id)
    if not waived:
        _ask_instead(tx, at, loop, round_, tx.people.get(id=to), giver=seat.person_id)
    redraw_card(tx, at, loop)


def _ask_instead(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, person: Person, *, giver: str) -> None:
    """With a ladder of their own; the hiring manager hears after that."""
    _, end = times_of(round_)
    holidays = tx.holidays.days()
    tell(tx, at, Topic.FEEDBACK_ASK, to=person, loop=loop, round_=round_, anew=True, payload={"from": giver})
    asked = told_at(at.now, zone=person.zone, holidays=holidays, interview=round_.start)
    end = max(end, asked)
    for step in feedback_ladder(end=end, zone=person.zone, holidays=holidays):
        say_when(tx, at, step, to=person.id, loop=loop, round_=round_, anew=True)
    remind_manager(tx, at, loop, round_, [person], end=end)
