"""When a booked round meets life: someone can't make it, or the event was moved or deleted by hand in the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from models.records.delivery import Effect, EffectKind, EffectState
from models.records.loops import EventState, Loop, Round, Seat, SeatState
from models.records.proposals import OptionRound
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.google.codec import event_id
from scheduling.intents import AcceptCalendar, Decline, KeepAsIs, RestoreEvent
from scheduling.messages import Topic
from scheduling.outbox.settled import AHEAD, CALENDAR_NEWS, OF_ONE_TIME
from scheduling.outbox.wishes import record, redraw, redraw_card, retell, settle_event, tell
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import LoopFacts, facts_of
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.use_cases.booking import apply_times, conflicts, redraw_invitations, times_of

ABOUT_FEEDBACK = (Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED, Topic.FEEDBACK_ESCALATED)
"""What a decline leaves standing: whether it is still to be said shows when the interview is over."""
DECLINED = "declined"
"""Why the reminders of somebody who can't make it are taken back."""
BY_DECLINE = ((EffectState.SUPERSEDED, DECLINED), (EffectState.SKIPPED, "not_on_panel"))
"""How a message ends that was not said for that reason: taken back, or, where it came to be due later, not sent."""


def decline(tx: Transaction, at: Circumstances, wish: Decline) -> Outcome:
    """An interviewer can't make it: the coordinator hears at once, with ways to mend it."""
    found = _booked(tx, at, wish.loop_id, wish.round_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    seat = next((s for s in tx.seats.of_round(round_.id) if s.person_id == wish.actor_id), None)
    if seat is None:
        return Refused(why=Refusal.NOT_ON_PANEL)
    if seat.state is SeatState.DECLINED:
        return Refused(why=Refusal.ALREADY_DONE)
    note_decline(tx, at, loop, round_, seat, reason=wish.reason)
    return Done(code="declined")


def note_decline(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, seat: Seat, *, reason: str) -> None:
    """Marks the seat and tells the coordinator. What was told of an earlier decline of theirs is open again."""
    tx.seats.save(replace(seat, state=SeatState.DECLINED))
    earlier = tx.outbox.all(
        topic=Topic.GUEST_DECLINED, round_id=round_.id, state=EffectState.DONE, kind=EffectKind.POST
    )
    redraw(tx, at, *(told for told in earlier if told.payload.get("who") == seat.person_id))
    over = [topic for topic in OF_ONE_TIME if topic not in ABOUT_FEEDBACK]
    tx.outbox.supersede(DECLINED, round_id=round_.id, person_id=seat.person_id, topic=over)
    news = {"who": seat.person_id, "reason": reason}
    coordinator = tx.people.get(id=loop.coordinator_id)
    tell(
        tx,
        at,
        Topic.GUEST_DECLINED,
        to=coordinator,
        loop=loop,
        round_=round_,
        about=seat.person_id,
        anew=True,
        payload=news,
    )
    redraw_invitations(tx, at, round_, tx.people.get(id=seat.person_id))
    redraw_card(tx, at, loop)
    record(tx, at, actor=seat.person_id, action="seat.declined", loop_id=loop.id, subject=round_.id)


def keep_as_is(tx: Transaction, at: Circumstances, wish: KeepAsIs) -> Outcome:
    """The coordinator has settled it in person: the declined seats count again, and what they were not told because of
    it is due again. The same answer in the calendar is no news from then on."""
    found = _booked(tx, at, wish.loop_id, wish.round_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    declined = [seat for seat in tx.seats.of_round(round_.id) if seat.state is SeatState.DECLINED]
    candidate_open = round_.candidate_declined and round_.candidate_kept_at is None
    if not declined and not candidate_open:
        return Refused(why=Refusal.ALREADY_DONE)
    if candidate_open:
        round_ = tx.rounds.save(replace(round_, candidate_kept_at=at.now))
    for seat in declined:
        tx.seats.save(replace(seat, state=SeatState.KEPT))
        for effect in _unsaid(tx, round_, seat.person_id):
            tx.outbox.save(replace(effect, state=EffectState.PENDING, reason=""))
        redraw_invitations(tx, at, round_, tx.people.get(id=seat.person_id))
    _settled(tx, at, loop, round_)
    record(tx, at, actor=wish.actor_id, action="seat.kept", loop_id=loop.id, subject=round_.id)
    return Done(code="kept")


def _unsaid(tx: Transaction, round_: Round, person_id: str) -> Sequence[Effect]:
    """What somebody who declined was not told for that reason: of this time, and since they took this seat."""
    theirs = tx.outbox.all(round_id=round_.id, person_id=person_id)
    since = max((effect.id for effect in theirs if effect.topic == Topic.RELEASED), default=0)
    of_this_time = [e for e in theirs if e.id > since and e.payload.get("revision") == round_.revision]
    return [effect for effect in of_this_time if (effect.state, effect.reason) in BY_DECLINE]


def accept_calendar(tx: Transaction, at: Circumstances, wish: AcceptCalendar) -> Outcome:
    """The time that was set by hand in the calendar becomes the booked one, unless it collides with another interview of
    the interviewers or of the candidate. Whoever can't make it at that time still can't."""
    found = _booked(tx, at, wish.loop_id, wish.round_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    moved_to = round_.found_start
    if moved_to is None:
        return Refused(why=Refusal.ALREADY_DONE)
    if moved_to <= at.now:
        return Refused(why=Refusal.IN_THE_PAST)
    facts = facts_of(tx, loop)
    people = tuple(person.id for person in facts.panel(round_.id))
    times = (OptionRound(index=round_.index, start=moved_to, people=people),)
    if conflicts(tx, times, facts) or _meets_another(facts, round_, moved_to):
        return Refused(why=Refusal.ALREADY_BOOKED)
    apply_times(tx, at, facts, times)
    _said_of_that_time(tx, at, facts, round_)
    _settled(tx, at, loop, round_)
    record(tx, at, actor=wish.actor_id, action="round.moved_by_hand", loop_id=loop.id, subject=round_.id)
    return Done(code="accepted")


def _meets_another(facts: LoopFacts, round_: Round, start: datetime) -> bool:
    """Whether the candidate would be in two interviews at once."""
    end = start + timedelta(minutes=round_.minutes)
    others = [times_of(r) for r in facts.rounds if r.id != round_.id and r.start is not None]
    return any(start < other_end and other_start < end for other_start, other_end in others)


def _said_of_that_time(tx: Transaction, at: Circumstances, facts: LoopFacts, before: Round) -> None:
    """What was said since the calendar has the time that somebody set counts for it as a booked time, too. Whoever has
    left can't make it at any time."""
    since = max((told.id for told in _told(tx, before, Topic.EVENT_MOVED)), default=0)
    of_guests = [told for told in _told(tx, before, Topic.GUEST_DECLINED) if told.id > since]
    of_candidate = [told for told in _told(tx, before, Topic.CANDIDATE_DECLINED) if told.id > since]
    tx.outbox.supersede("moved", round_id=before.id, topic=(Topic.GUEST_DECLINED, Topic.CANDIDATE_DECLINED))
    round_ = tx.rounds.get(id=before.id)
    if of_candidate and before.candidate_declined:
        round_ = _candidate_declined_too(tx, at, facts, round_, kept_at=before.candidate_kept_at)
    reasons = {told.payload["who"]: told.payload["reason"] for told in of_guests}
    gone = {person.id: "" for person in facts.panel(before.id) if not person.active}
    for seat in tx.seats.of_round(before.id):
        said = facts.seat(before.id, seat.person_id)
        reason = {**gone, **reasons}.get(seat.person_id)
        if said is None or reason is None:
            continue
        if said.state is SeatState.DECLINED:
            note_decline(tx, at, facts.loop, round_, seat, reason=reason)
        else:
            tx.seats.save(replace(seat, state=said.state))


def _candidate_declined_too(
    tx: Transaction, at: Circumstances, facts: LoopFacts, round_: Round, *, kept_at: datetime | None
) -> Round:
    round_ = tx.rounds.save(replace(round_, candidate_declined=True, candidate_kept_at=kept_at))
    if kept_at is None:
        coordinator = facts.people[facts.loop.coordinator_id]
        tell(tx, at, Topic.CANDIDATE_DECLINED, to=coordinator, loop=facts.loop, round_=round_, anew=True)
    return round_


def _told(tx: Transaction, round_: Round, topic: Topic) -> Sequence[Effect]:
    return tx.outbox.all(topic=topic, round_id=round_.id, kind=EffectKind.POST)


def restore_event(tx: Transaction, at: Circumstances, wish: RestoreEvent) -> Outcome:
    """The calendar is put back to what was booked: a moved event returns; a deleted one comes back under a new id, where
    nobody has taken it out of the trash meanwhile."""
    found = _booked(tx, at, wish.loop_id, wish.round_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    event = EventState.WANTED if round_.event is EventState.GONE else round_.event
    round_ = tx.rounds.save(replace(round_, event=event, found_start=None))
    settle_event(tx, at, round_)
    _settled(tx, at, loop, round_)
    record(tx, at, actor=wish.actor_id, action="event.restored", loop_id=loop.id, subject=round_.id)
    return Done(code="restored")


def renew_event(tx: Transaction, at: Circumstances, round_: Round) -> Round:
    """The next generation of a round's event: a deleted event keeps its id for ever, so a new one needs a new id. Its
    invitations are new as well, so whoever was kept though they had declined may decline anew."""
    for seat in tx.seats.of_round(round_.id):
        if seat.state is SeatState.KEPT:
            tx.seats.save(replace(seat, state=SeatState.SEATED))
    generation = round_.generation + 1
    named = event_id(round_.loop_id, round_.index, generation=generation, secret=at.secret)
    renewed = replace(
        round_, generation=generation, event_id=named, etag=None, event=EventState.WANTED, found_start=None
    )
    return tx.rounds.save(renewed)


def _booked(tx: Transaction, at: Circumstances, loop_id: str, round_id: str) -> tuple[Loop, Round] | Refused:
    loop = tx.loops.lock(id=loop_id)
    round_ = None if loop is None else tx.rounds.find(id=round_id)
    if loop is None or round_ is None or round_.loop_id != loop.id:
        return Refused(why=Refusal.UNKNOWN_ROUND)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    if round_.start is None:
        return Refused(why=Refusal.ROUND_NOT_BOOKED)
    if round_.state not in AHEAD or round_.start <= at.now:
        return Refused(why=Refusal.ROUND_OVER)
    return loop, round_


def _settled(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> None:
    retell(tx, at, *CALENDAR_NEWS, round_id=round_.id)
    redraw_card(tx, at, loop)
