"""How a loop ends: offer, no, withdrawn, cancelled. Everything still to come is taken back, and nothing is said later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.records.delivery import EffectKind
from models.records.feedback import ChecklistItem, ChecklistKind
from models.records.loops import EventState, Loop, LoopState, Round, RoundState
from models.records.proposals import ProposalState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import Cancel, Decide
from scheduling.messages import Topic
from scheduling.outbox.settled import CALENDAR_NEWS
from scheduling.outbox.wishes import record, redraw_card, refresh_home, retell, settle_event, tell
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import facts_of
from scheduling.rules.lifecycle import (
    DONE_ROUND,
    LIVE_LOOP,
    LoopEvent,
    RoundEvent,
    loop_allows,
    next_loop_state,
    next_round_state,
)
from scheduling.rules.playbook import checklist
from scheduling.use_cases.booking import release_person
from scheduling.use_cases.keep_forecasts import came_true

ENDING_EVENT = {LoopState.OFFER: LoopEvent.OFFER, LoopState.NO: LoopEvent.NO, LoopState.WITHDRAWN: LoopEvent.WITHDRAW}

ANSWERABLE = (
    Topic.VERDICT_ASK,
    Topic.DEBRIEF,
    Topic.FEEDBACK_ASK,
    Topic.FEEDBACK_OWED,
    *CALENDAR_NEWS,
    Topic.VERDICT_OWED,
    Topic.DECISION_OWED,
    Topic.LATE_ALERT,
    Topic.DAY_NOTE,
    Topic.OVERDUE,
)
"""Messages with a button to answer or to act by; redrawn without it when the loop ends."""


def decide(tx: Transaction, at: Circumstances, wish: Decide) -> Outcome:
    """The hiring manager's decision. An offer needs every scorecard (DEBRIEF); a no may come after any round."""
    loop = tx.loops.lock(id=wish.loop_id)
    if loop is None:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    event = ENDING_EVENT.get(wish.ending)
    if event is None:
        return Refused(why=Refusal.BAD_INPUT, field="ending")
    if not loop_allows(loop.state, event):
        return Refused(why=Refusal.DECISION_NOT_DUE, field="ending")
    end_loop(tx, at, loop, event, reason=wish.reason, actor=wish.actor_id)
    return Done(code="decided")


def cancel(tx: Transaction, at: Circumstances, wish: Cancel) -> Outcome:
    """The loop is called off, or the candidate withdrew; allowed at any time, also while a booking is under way."""
    loop = tx.loops.lock(id=wish.loop_id)
    if loop is None:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    event = LoopEvent.WITHDRAW if wish.withdrew else LoopEvent.CANCEL
    end_loop(tx, at, loop, event, reason=wish.reason, actor=wish.actor_id)
    return Done(code="cancelled")


def end_loop(tx: Transaction, at: Circumstances, loop: Loop, event: LoopEvent, *, reason: str, actor: str) -> None:
    """Ends the loop: rounds to come are released, their people told, events cancelled, every reminder superseded."""
    state = next_loop_state(loop.state, event)
    if loop.state is LoopState.DEBRIEF and state in (LoopState.OFFER, LoopState.NO):
        came_true(tx, at, loop)
    loop = tx.loops.save(replace(loop, state=state, ended_at=at.now, end_reason=reason))
    tx.outbox.supersede("loop_ended", loop_id=loop.id, kind=(EffectKind.PLAN, EffectKind.BOOK))
    over = [topic for topic in Topic if topic is not Topic.RELEASED]  # whoever is free has to hear it all the same
    tx.outbox.supersede("loop_ended", loop_id=loop.id, topic=over)
    retell(tx, at, *ANSWERABLE, loop_id=loop.id)
    facts = facts_of(tx, loop)
    tx.drafts.remove(round_id=[round_.id for round_ in facts.rounds])  # nobody can send or read them any more
    for round_ in facts.rounds:
        if round_.state not in DONE_ROUND:
            _close(tx, at, loop, round_, event, panel=[p.id for p in facts.panel(round_.id)])
    for proposal in tx.proposals.all(loop_id=loop.id):
        if proposal.state in (ProposalState.OPEN, ProposalState.BOOKING):
            tx.proposals.save(replace(proposal, state=ProposalState.STALE))
            retell(tx, at, Topic.PROPOSAL, loop_id=loop.id, proposal=proposal.id)
    if state is LoopState.OFFER:
        write_checklists(tx, loop)
    _tell_everyone(tx, at, loop)
    record(tx, at, actor=actor, action=f"loop.{state}", loop_id=loop.id)


def _close(
    tx: Transaction, at: Circumstances, loop: Loop, round_: Round, event: LoopEvent, *, panel: Iterable[str]
) -> None:
    if round_.state is RoundState.VERDICT and event in (LoopEvent.OFFER, LoopEvent.NO):
        step = RoundEvent.ADVANCE if event is LoopEvent.OFFER else RoundEvent.STOP
        tx.rounds.save(replace(round_, state=next_round_state(round_.state, step)))
        return
    ahead = round_.end is not None and round_.end > at.now
    saved = tx.rounds.save(replace(round_, state=next_round_state(round_.state, RoundEvent.RELEASE)))
    if not ahead:
        return
    tx.slots.release(round_.id)
    for person in tx.people.by_ids(panel).values():
        release_person(tx, at, loop, round_, person)
    if saved.event is not EventState.NONE:  # one that was deleted may have come back
        settle_event(tx, at, saved)


def write_checklists(tx: Transaction, loop: Loop) -> None:
    """What follows an offer: reference checks, the offer itself, the first 90 days [playbook, "After the loop"]."""
    for kind in ChecklistKind:
        for index, text in enumerate(checklist(kind)):
            tx.checklists.add_once(ChecklistItem(loop_id=loop.id, kind=kind, index=index, text=text))


def _tell_everyone(tx: Transaction, at: Circumstances, loop: Loop) -> None:
    people = tx.people.by_ids({loop.coordinator_id, loop.hiring_manager_id})
    for person in people.values():
        tell(tx, at, Topic.ENDED, to=person, loop=loop)
        refresh_home(tx, at, person)
    redraw_card(tx, at, loop)
