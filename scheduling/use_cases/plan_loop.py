"""Asking for plans and choosing one. The search itself and the re-check of availability are effects: they call Google."""

from __future__ import annotations

from dataclasses import replace

from models.records.loops import Loop, LoopState, Round, RoundState
from models.records.proposals import Proposal, ProposalKind, ProposalState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import Book, FindMove, FindPlan, FindReplacement
from scheduling.messages import Topic
from scheduling.outbox.wishes import book_option, look_for_times, record, redraw_card, retell
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import facts_of
from scheduling.queries.loops import rounds_ahead
from scheduling.rules.lifecycle import LIVE_LOOP, LoopEvent, RoundEvent, next_loop_state
from scheduling.use_cases.give_feedback import reopen


def find_plan(tx: Transaction, at: Circumstances, wish: FindPlan) -> Outcome:
    """Looks (again) for times of all rounds; in a running loop, of those that still lie ahead of the next one."""
    loop = tx.loops.lock(id=wish.loop_id)
    if loop is None:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if loop.state in (LoopState.PLANNING, LoopState.PROPOSED):
        look_again(tx, at, loop, actor=wish.actor_id, because="asked")
        return Done(code="searching")
    if loop.state is not LoopState.RUNNING:
        return Refused(why=Refusal.LOOP_BUSY if loop.state in LIVE_LOOP else Refusal.LOOP_ENDED)
    loose = [r for r in tx.rounds.of_loop(loop.id) if r.state in (RoundState.OPEN, RoundState.HELD)]
    if not loose:
        return Refused(why=Refusal.ALREADY_BOOKED)
    job = {"kind": "move", "round_id": loose[0].id, "rest": True, "because": "asked"}
    look_for_times(tx, at, loop, actor=wish.actor_id, **job)
    return Done(code="searching")


def look_again(tx: Transaction, at: Circumstances, loop: Loop, *, actor: str, because: str) -> None:
    """A loop that is not booked yet is planned anew. What was offered so far counts no more from now on, so that nobody
    chooses it while the search goes on."""
    retire_proposals(tx, at, loop.id)
    loop = tx.loops.save(replace(loop, state=next_loop_state(loop.state, LoopEvent.LOOK_AGAIN)))
    look_for_times(tx, at, loop, actor=actor, kind="loop", because=because)
    redraw_card(tx, at, loop)


def retire_proposals(tx: Transaction, at: Circumstances, loop_id: str) -> None:
    """What was offered so far cannot be chosen any more, and shows that."""
    for old in tx.proposals.all(loop_id=loop_id, state=ProposalState.OPEN):
        tx.proposals.save(replace(old, state=ProposalState.STALE))
        retell(tx, at, Topic.PROPOSAL, loop_id=loop_id, proposal=old.id)


def find_move(tx: Transaction, at: Circumstances, wish: FindMove) -> Outcome:
    """Looks for another time for one round that still lies ahead; or that has to be held again, because nobody is left who
    could tell how it was."""
    _open_again_if_lost(tx, at, wish)
    found = _round_ahead(tx, at, wish.loop_id, wish.round_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    job = {"kind": "move", "round_id": round_.id, "because": wish.because or "asked"}
    look_for_times(tx, at, loop, actor=wish.actor_id, **job)
    return Done(code="searching")


def _open_again_if_lost(tx: Transaction, at: Circumstances, wish: FindMove) -> None:
    loop = tx.loops.lock(id=wish.loop_id)
    facts = None if loop is None or loop.state is not LoopState.RUNNING else facts_of(tx, loop)
    round_ = None if facts is None else facts.round(wish.round_id)
    if facts is None or round_ is None or not facts.is_lost(round_, at.now):
        return
    over = round_.state is RoundState.FEEDBACK
    reopen(tx, at, facts.loop, round_, RoundEvent.NOT_HELD if over else RoundEvent.LOSE_TIME)
    record(tx, at, actor=wish.actor_id, action="round.held_again", loop_id=facts.loop.id, subject=round_.id)


def find_replacement(tx: Transaction, at: Circumstances, wish: FindReplacement) -> Outcome:
    """Looks for somebody else for one seat at the same time."""
    found = _round_ahead(tx, at, wish.loop_id, wish.round_id)
    if isinstance(found, Refused):
        return found
    loop, round_ = found
    if round_.start is None:
        return Refused(why=Refusal.ROUND_NOT_BOOKED)
    if all(seat.person_id != wish.person_id for seat in tx.seats.of_round(round_.id)):
        return Refused(why=Refusal.ALREADY_DONE)
    job = {"kind": "swap", "round_id": round_.id, "person_id": wish.person_id, "because": wish.because or "asked"}
    look_for_times(tx, at, loop, actor=wish.actor_id, **job)
    return Done(code="searching")


def choose_option(tx: Transaction, at: Circumstances, wish: Book) -> Outcome:
    """The coordinator takes one option of a proposal that is still open; availability is read again before it counts."""
    loop = tx.loops.lock(id=wish.loop_id)
    proposal = tx.proposals.lock(id=wish.proposal_id)
    if loop is None or proposal is None or proposal.loop_id != loop.id:
        return Refused(why=Refusal.UNKNOWN_PROPOSAL)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    if proposal.state in (ProposalState.BOOKED, ProposalState.BOOKING):
        return Refused(why=Refusal.ALREADY_BOOKED)
    if not _on_offer(loop, proposal) or not 0 <= wish.option < len(proposal.options):
        return Refused(why=Refusal.PROPOSAL_STALE)
    if any(not kept.kept and kept.start <= at.now for kept in proposal.options[wish.option].rounds):
        return Refused(why=Refusal.PROPOSAL_STALE)
    tx.proposals.save(replace(proposal, state=ProposalState.BOOKING, chosen=wish.option, chosen_by=wish.actor_id))
    if loop.state is LoopState.PROPOSED:
        loop = tx.loops.save(replace(loop, state=next_loop_state(loop.state, LoopEvent.CHOSEN)))
    book_option(tx, at, loop, proposal_id=proposal.id, option=wish.option, actor=wish.actor_id)
    retell(tx, at, Topic.PROPOSAL, loop_id=loop.id, proposal=proposal.id)
    redraw_card(tx, at, loop)
    record(tx, at, actor=wish.actor_id, action="proposal.chosen", loop_id=loop.id, subject=proposal.id)
    return Done(code="booking")


def _on_offer(loop: Loop, proposal: Proposal) -> bool:
    """Times for a whole loop are only while it waits for a choice: not while others are looked for, or once it is booked."""
    waits = loop.state is LoopState.PROPOSED or proposal.kind is not ProposalKind.LOOP
    return waits and proposal.state is ProposalState.OPEN


def _round_ahead(tx: Transaction, at: Circumstances, loop_id: str, round_id: str) -> tuple[Loop, Round] | Refused:
    loop = tx.loops.lock(id=loop_id)
    if loop is None:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    if loop.state is not LoopState.RUNNING:
        return Refused(why=Refusal.ROUND_NOT_BOOKED)
    rounds = tx.rounds.of_loop(loop.id)
    round_ = next((r for r in rounds if r.id == round_id), None)
    if round_ is None:
        return Refused(why=Refusal.UNKNOWN_ROUND)
    begun = round_.state is RoundState.INVITED and round_.start is not None and round_.start <= at.now
    if begun or round_ not in rounds_ahead(rounds):
        return Refused(why=Refusal.ROUND_OVER)
    return loop, round_
