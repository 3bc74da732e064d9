"""What would help has been agreed: it counts for this loop from now on, and times are looked for with it at once."""

from __future__ import annotations

from dataclasses import replace

from models.records.delivery import EffectKind
from models.records.loops import Loop, LoopState
from models.records.proposals import ProposalState, RemedyNote
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import Agree
from scheduling.messages import Topic
from scheduling.outbox.wishes import look_for_times, record, redraw_card
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.rules.agreed import to_agree
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.rules.repairs import movable, repairs_from
from scheduling.use_cases.plan_loop import look_again

BECAUSE = "agreed"


def agree(tx: Transaction, at: Circumstances, wish: Agree) -> Outcome:
    """The press means what stood there: where the proposal or the alert says something else by now, nothing is changed."""
    loop = tx.loops.lock(id=wish.loop_id)
    if loop is None:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    if loop.state not in (LoopState.PLANNING, LoopState.PROPOSED, LoopState.RUNNING):
        return Refused(why=Refusal.LOOP_BUSY)
    note = _noted(tx, wish)
    if note is None or (note.asked[0].ask, note.asked[0].person or "") != (wish.ask, wish.person):
        return Refused(why=Refusal.PROPOSAL_STALE)
    new = tuple(asked for asked in to_agree(note.asked) if asked not in loop.agreed)
    loop = replace(loop, agreed=(*loop.agreed, *new))
    if loop.state is not LoopState.RUNNING:
        look_again(tx, at, loop, actor=wish.actor_id, because=BECAUSE)
    else:
        round_id = _from_round(tx, at, loop, wish)
        if round_id is None:
            return Refused(why=Refusal.ALREADY_BOOKED)
        loop = tx.loops.save(loop)
        job = {"kind": "move", "round_id": round_id, "rest": True, "because": BECAUSE}
        look_for_times(tx, at, loop, actor=wish.actor_id, **job)
        redraw_card(tx, at, loop)
    for asked in new:
        record(
            tx,
            at,
            actor=wish.actor_id,
            action="loop.agreed",
            loop_id=loop.id,
            subject=asked.person or "",
            detail=asked.ask,
        )
    return Done(code="searching")


def _noted(tx: Transaction, wish: Agree) -> RemedyNote | None:
    if wish.proposal_id:
        proposal = tx.proposals.find(id=wish.proposal_id)
        current = proposal is not None and proposal.loop_id == wish.loop_id and proposal.state is ProposalState.OPEN
        notes = proposal.remedies if proposal is not None and current else ()
    else:
        told = tx.outbox.all(loop_id=wish.loop_id, topic=Topic.LATE_ALERT, kind=EffectKind.POST)
        newest = max(told, key=lambda effect: effect.id, default=None)
        notes = () if newest is None else repairs_from(newest.payload.get("repairs", {})).remedies
    return notes[wish.remedy] if 0 <= wish.remedy < len(notes) else None


def _from_round(tx: Transaction, at: Circumstances, loop: Loop, wish: Agree) -> str | None:
    """From where on a loop that is under way is planned anew: the round that the proposal is about, or the first that may
    still be moved."""
    rounds = tx.rounds.of_loop(loop.id)
    proposal = tx.proposals.find(id=wish.proposal_id) if wish.proposal_id else None
    if proposal is not None and proposal.round_index is not None:
        return rounds[proposal.round_index].id
    loose = movable(rounds, at.now)
    return rounds[loose[0]].id if loose else None
