"""Scorecards: submitted, amended, kept as a draft, or answered with "it did not happen"."""

from __future__ import annotations

from dataclasses import replace

from models.records.delivery import UNDONE, EffectKind
from models.records.feedback import Draft, Scorecard
from models.records.loops import EventState, Loop, Round, RoundState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import DidNotHappen, SaveDraft, SnoozeFeedback, SubmitScorecard
from scheduling.messages import Topic
from scheduling.outbox.settled import OF_ONE_TIME
from scheduling.outbox.wishes import (
    answer,
    look_for_times,
    record,
    redraw_card,
    refresh_home,
    retell,
    say_when,
    tell,
)
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import facts_of, is_absent
from scheduling.rules.business_time import at as at_local
from scheduling.rules.business_time import local_date, next_business_day
from scheduling.rules.lifecycle import LIVE_LOOP, LoopEvent, RoundEvent, next_loop_state, next_round_state
from scheduling.rules.reminders import MORNING, STALE_NUDGE, told_at, verdict_ladder
from scheduling.use_cases.booking import redraw_invitations

OWED_TOPICS = (Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED)
LAST_SNOOZE = 2


def submit_scorecard(tx: Transaction, at: Circumstances, wish: SubmitScorecard) -> Outcome:
    """Stores a new version, never over an older one. The round goes on once nobody's feedback is missing."""
    found = own_round(tx, at, wish.loop_id, wish.round_id, wish.actor_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    version = _store(tx, at, wish)
    tx.drafts.remove(round_id=round_.id, person_id=wish.actor_id)
    feedback_answered(tx, at, round_, wish.actor_id)
    go_on_if_complete(tx, at, loop, round_)
    if version > 1:
        retell(tx, at, Topic.VERDICT_ASK, round_id=round_.id)
        retell(tx, at, Topic.DEBRIEF, loop_id=loop.id)
    if not tx.outbox.all(topic=Topic.FEEDBACK_ASK, round_id=round_.id, person_id=wish.actor_id, limit=1):
        answer(tx, at, to=wish.actor_id, code="feedback_saved", loop_id=loop.id)
    redraw_card(tx, at, loop)
    action = "feedback.given" if version == 1 else "feedback.amended"
    record(tx, at, actor=wish.actor_id, action=action, loop_id=loop.id, subject=round_.id, detail=f"v{version}")
    return Done(code="stored" if version == 1 else "amended")


def save_draft(tx: Transaction, at: Circumstances, wish: SaveDraft) -> Outcome:
    """Keeps what was typed, newest wins; nothing that was typed before the scorecard came in."""
    found = own_round(tx, at, wish.loop_id, wish.round_id, wish.actor_id)
    if isinstance(found, Refused):
        return found
    given = tx.scorecards.latest(wish.round_id, wish.actor_id)
    if given is not None and wish.typed_at <= given.submitted_at:
        return Done(code="overtaken")
    fields = dict(wish.fields)
    tx.drafts.put(Draft(round_id=wish.round_id, person_id=wish.actor_id, fields=fields, saved_at=wish.typed_at))
    return Done(code="kept")


def did_not_happen(tx: Transaction, at: Circumstances, wish: DidNotHappen) -> Outcome:
    """The interview was not held: the round needs a new time, and nobody owes feedback on it."""
    found = own_round(tx, at, wish.loop_id, wish.round_id, wish.actor_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    if round_.state not in (RoundState.INVITED, RoundState.FEEDBACK):
        return Refused(why=Refusal.ROUND_OVER)
    if _was_held(tx, loop, round_, wish.actor_id):
        return Refused(why=Refusal.HELD)
    reopen(tx, at, loop, round_, RoundEvent.NOT_HELD if round_.state is RoundState.FEEDBACK else RoundEvent.LOSE_TIME)
    coordinator = tx.people.get(id=loop.coordinator_id)
    news = {"who": wish.actor_id, "reason": wish.reason}
    tell(tx, at, Topic.NOT_HELD, to=coordinator, loop=loop, round_=round_, anew=True, payload=news)
    job = {"kind": "move", "round_id": round_.id, "because": "did_not_happen"}
    look_for_times(tx, at, loop, actor=coordinator.id, **job)
    record(tx, at, actor=wish.actor_id, action="round.not_held", loop_id=loop.id, subject=round_.id)
    return Done(code="reopened")


def _was_held(tx: Transaction, loop: Loop, round_: Round, actor_id: str) -> bool:
    """Whether others were there, by what they have said; or may have been, to somebody who was not."""
    said = any(card.round_id == round_.id for card in tx.scorecards.latest_of_loop(loop.id))
    return said or is_absent(tx.seats.of_round(round_.id), actor_id)


def reopen(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, event: RoundEvent) -> Round:
    """Takes a round's time away: its reminders, claims and (past) event are let go; the next event gets a new id."""
    panel = [seat.person_id for seat in tx.seats.of_round(round_.id)]
    tx.outbox.supersede("reopened", round_id=round_.id, topic=OF_ONE_TIME)
    tx.slots.release(round_.id)
    tx.seats.remove(round_id=round_.id)
    saved = tx.rounds.save(
        replace(
            round_,
            state=next_round_state(round_.state, event),
            start=None,
            end=None,
            revision=round_.revision + 1,
            generation=round_.generation + 1,
            event=EventState.NONE,
            event_id=None,
            etag=None,
            meet_link=None,
            html_link=None,
            found_start=None,
            candidate_invited=False,
            candidate_declined=False,
            candidate_kept_at=None,
        )
    )
    for person in tx.people.by_ids(panel).values():
        _redraw_asks(tx, at, round_, person.id)
        redraw_invitations(tx, at, round_, person)
    redraw_card(tx, at, loop)
    return saved


def snooze_feedback(tx: Transaction, at: Circumstances, wish: SnoozeFeedback) -> Outcome:
    """Own reminders that are still to come move one business day on; twice at most. The hiring manager hears after the last
    reminder anyway; where none is to come any more, it is that which moves."""
    found = own_round(tx, at, wish.loop_id, wish.round_id, wish.actor_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    if tx.scorecards.latest(round_.id, wish.actor_id) is not None:
        return Refused(why=Refusal.ALREADY_DONE)
    holidays = tx.holidays.days()
    topics = (Topic.FEEDBACK_OWED, Topic.FEEDBACK_ESCALATED)
    news = [
        effect
        for effect in tx.outbox.all(kind=EffectKind.POST, round_id=round_.id, topic=topics)
        if effect.payload.get("revision") == round_.revision
    ]
    to_manager = [effect for effect in news if effect.topic == Topic.FEEDBACK_ESCALATED]
    own = [effect for effect in news if effect.topic == Topic.FEEDBACK_OWED and effect.person_id == wish.actor_id]
    coming = [e for e in own if e.state in UNDONE] or [e for e in to_manager if e.state in UNDONE]
    mine = f"snoozed.{wish.actor_id}"
    snoozed = max((effect.payload.get(mine, 0) for effect in (*own, *to_manager)), default=0)
    if not coming or snoozed >= LAST_SNOOZE:
        return Refused(why=Refusal.TOO_FAR)
    for effect in coming:
        zone = tx.people.get(id=effect.person_id).zone
        due = at_local(next_business_day(local_date(effect.due_at, zone), holidays), MORNING, zone)
        until = None if effect.until is None else due + STALE_NUDGE
        tx.outbox.save(replace(effect, due_at=due, until=until, payload={**effect.payload, mine: snoozed + 1}))
    answer(tx, at, to=wish.actor_id, code="snoozed", loop_id=loop.id)
    return Done(code="snoozed")


def own_round(
    tx: Transaction, at: Circumstances, loop_id: str, round_id: str, person_id: str
) -> tuple[Loop, Round] | Refused:
    """The loop and round, locked, where this person may speak about it now."""
    loop = tx.loops.lock(id=loop_id)
    round_ = None if loop is None else tx.rounds.find(id=round_id)
    if loop is None or round_ is None or round_.loop_id != loop.id:
        return Refused(why=Refusal.UNKNOWN_ROUND)
    seats = tx.seats.of_round(round_.id)
    if all(seat.person_id != person_id for seat in seats):
        return Refused(why=Refusal.NOT_ON_PANEL)
    if is_absent(seats, person_id) and facts_of(tx, loop).has_nothing_to_add(round_.id, tx.people.get(id=person_id)):
        return Refused(why=Refusal.NOT_ON_PANEL)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    if round_.state is RoundState.RELEASED or round_.start is None:
        return Refused(why=Refusal.ROUND_NOT_BOOKED)
    if round_.start > at.now or round_.state in (RoundState.OPEN, RoundState.HELD):
        return Refused(why=Refusal.TOO_EARLY)
    return loop, round_


def _store(tx: Transaction, at: Circumstances, wish: SubmitScorecard) -> int:
    last = tx.scorecards.latest(wish.round_id, wish.actor_id)
    version = 1 if last is None else last.version + 1
    tx.scorecards.add(
        Scorecard(
            id=at.new_id(),
            loop_id=wish.loop_id,
            round_id=wish.round_id,
            person_id=wish.actor_id,
            version=version,
            recommendation=wish.recommendation,
            ratings=wish.ratings,
            red_flags=wish.red_flags,
            summary=wish.summary,
            submitted_at=at.now,
        )
    )
    return version


def feedback_answered(tx: Transaction, at: Circumstances, round_: Round, person_id: str) -> None:
    tx.outbox.supersede("feedback_in", round_id=round_.id, person_id=person_id, topic=OWED_TOPICS)
    _redraw_asks(tx, at, round_, person_id)
    person = tx.people.get(id=person_id)
    refresh_home(tx, at, person)


def _redraw_asks(tx: Transaction, at: Circumstances, round_: Round, person_id: str) -> None:
    retell(tx, at, *OWED_TOPICS, round_id=round_.id, person_id=person_id)


def excuse_absent(tx: Transaction, round_: Round) -> None:
    """Whoever declined and was not replaced owes nothing on an interview that the others held. Where nobody was left, all
    are asked all the same: that it did not happen is an answer too."""
    seats = tx.seats.of_round(round_.id)
    for seat in seats:
        if is_absent(seats, seat.person_id):
            tx.seats.save(replace(seat, feedback_waived=True))


def go_on_if_complete(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> None:
    """The moment the last scorecard is in, the round is the hiring manager's; after the last round, the decision is."""
    facts = facts_of(tx, loop)
    over = round_.end is not None and round_.end <= at.now
    if facts.missing(round_.id) or not over or round_.state not in (RoundState.INVITED, RoundState.FEEDBACK):
        return
    state = round_.state if round_.state is RoundState.FEEDBACK else next_round_state(round_.state, RoundEvent.END)
    state = next_round_state(state, RoundEvent.FEEDBACK_COMPLETE)
    round_ = tx.rounds.save(replace(round_, state=state, verdict_since=at.now))
    tx.outbox.supersede("feedback_in", round_id=round_.id, topic=Topic.FEEDBACK_ESCALATED)
    last = facts.after(round_) is None
    if last:
        loop = tx.loops.save(replace(loop, state=next_loop_state(loop.state, LoopEvent.LAST_FEEDBACK_IN)))
    ask_manager(tx, at, loop, round_, last=last)


def ask_manager(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, *, last: bool) -> None:
    """Asks the hiring manager for the verdict (or, after the last round, the decision) and writes the ladder down."""
    manager = tx.people.get(id=loop.hiring_manager_id)
    topic, ladder = (Topic.DEBRIEF, Topic.DECISION_OWED) if last else (Topic.VERDICT_ASK, Topic.VERDICT_OWED)
    tell(tx, at, topic, to=manager, loop=loop, round_=round_)
    holidays = tx.holidays.days()
    asked = told_at(at.now, zone=manager.zone, holidays=holidays, interview=round_.start)
    for step in verdict_ladder(topic=ladder, asked=asked, zone=manager.zone, holidays=holidays):
        say_when(tx, at, step, to=manager.id, loop=loop, round_=round_)
    if last and loop.coordinator_id != manager.id:
        tell(tx, at, Topic.DEBRIEF_READY, to=tx.people.get(id=loop.coordinator_id), loop=loop, round_=round_)
    refresh_home(tx, at, manager)
