"""The planning job: reads free/busy, asks the planner, and lays what it found before the coordinator."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.records.delivery import Effect, EffectKind
from models.records.loops import Loop, LoopState
from models.records.proposals import Proposal, ProposalKind, ProposalState
from models.repositories.rows import StaleRecord
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.performers.late import find_repairs
from scheduling.outbox.performers.situation import MOVE_NOTICE, read_busy, read_situation
from scheduling.outbox.settlement import Outside, Settlement, Then, done, skipped
from scheduling.outbox.wishes import book_option, is_waiting, redraw_card, say, tell
from scheduling.queries.facts import LoopFacts, loop_facts
from scheduling.rules.finding import Found, find, people_to_ask
from scheduling.rules.lifecycle import LIVE_LOOP, LoopEvent, next_loop_state
from scheduling.rules.planning_input import Situation, horizon, loose_rounds
from scheduling.use_cases.plan_loop import retire_proposals

UNASKED = ("hold_passed", "did_not_happen")
"""Why times are looked for that no coordinator has asked for."""


def find_times(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """Free/busy is read once (50 calendars a call), outside any transaction; the proposal is written against the loop
    as it was read, or the whole job is done again."""
    job = effect.payload
    if job["kind"] == "late":
        return find_repairs(outside, effect, at)
    with outside.uow.reading() as tx:
        facts = loop_facts(tx, effect.loop_id or "")
        if facts is None or facts.loop.state not in LIVE_LOOP:
            return skipped("loop_ended")
        situation = _situation(tx, facts, job, at)
    if situation is None:
        return skipped("nothing_to_plan")
    start, end = horizon(facts.loop, at.now)
    emails = [person.email for person in people_to_ask(situation, job)]
    busy = read_busy(outside, facts, at, emails=emails, start=max(start, at.now), end=end)
    found = find(situation, busy, job)
    return done(then=_lay_before(facts, found, effect))


def _situation(tx: Transaction, facts: LoopFacts, job: dict[str, object], at: Circumstances) -> Situation | None:
    if job["kind"] == "loop":
        if facts.loop.state is not LoopState.PLANNING:
            return None
        notice = timedelta(hours=facts.opening.notice_hours)
        return read_situation(tx, facts, loose=range(len(facts.rounds)), now=at.now, notice=notice)
    round_ = facts.round(str(job["round_id"]))
    if round_ is None or facts.loop.state is not LoopState.RUNNING:
        return None
    loose = loose_rounds(facts.rounds, from_index=round_.index, rest=bool(job.get("rest")))
    excluded = [seat.person_id for seat in facts.seats[round_.id] if seat.state == "declined"]
    if job["kind"] == "swap":
        excluded.append(str(job["person_id"]))
    notice = timedelta(0) if job["kind"] == "swap" else MOVE_NOTICE  # the candidate does not notice a replacement
    return read_situation(tx, facts, loose=loose, now=at.now, notice=notice, excluded=excluded)


def _lay_before(facts: LoopFacts, found: Found, effect: Effect) -> Then:
    """Writes the proposal, makes older ones stale, and tells the coordinator (or books at once what was only to be
    confirmed). Not what was found for a candidate who has other hours by now, nor where somebody has asked again since."""
    job = effect.payload

    def then(tx: Transaction, at: Circumstances) -> None:
        loop = tx.loops.lock(id=facts.loop.id)
        if loop is None or loop.state not in LIVE_LOOP:
            return
        if [r.version for r in tx.rounds.of_loop(loop.id)] != [r.version for r in facts.rounds]:
            raise StaleRecord("rounds")
        if _asked_for(loop) != _asked_for(facts.loop):
            raise StaleRecord("loop")
        if job["kind"] == "loop" and _asked_again(tx, effect):
            return
        retire_proposals(tx, at, loop.id)
        loop = replace(loop, plan_generation=loop.plan_generation + 1)
        if found.kind is ProposalKind.LOOP and found.options and loop.state is LoopState.PLANNING:
            loop = replace(loop, state=next_loop_state(loop.state, LoopEvent.OPTIONS_FOUND))
        loop = tx.loops.save(loop)
        proposal = _proposal(loop, found, job, at)
        if job["kind"] == "confirm":
            tx.proposals.add(replace(proposal, state=ProposalState.BOOKING, chosen=0))
            book_option(tx, at, loop, proposal_id=proposal.id, option=0, actor=loop.coordinator_id)
            return
        tx.proposals.add(proposal)
        about, payload = _subject(proposal), {"proposal": proposal.id}
        if proposal.because in UNASKED:
            coordinator = tx.people.get(id=loop.coordinator_id)
            tell(tx, at, Topic.PROPOSAL, to=coordinator, loop=loop, about=about, payload=payload)
        else:
            say(tx, at, Topic.PROPOSAL, to=loop.coordinator_id, loop=loop, about=about, payload=payload)
        redraw_card(tx, at, loop)

    return then


def _asked_for(loop: Loop) -> tuple[object, ...]:
    """What of the loop itself a search depends on."""
    return loop.candidate, loop.agreed, loop.excluded


def _asked_again(tx: Transaction, effect: Effect) -> bool:
    later = (e for e in tx.outbox.all(kind=EffectKind.PLAN, loop_id=effect.loop_id) if e.id > effect.id)
    return any(is_waiting(e) and e.payload["kind"] == "loop" for e in later)


def _proposal(loop: Loop, found: Found, job: dict[str, object], at: Circumstances) -> Proposal:
    return Proposal(
        id=at.new_id(),
        loop_id=loop.id,
        kind=found.kind,
        state=ProposalState.OPEN,
        generation=loop.plan_generation,
        options=found.options,
        obstacles=found.obstacles,
        made_at=at.now,
        made_for=str(job.get("actor", "")),
        round_index=found.round_index,
        seat_index=found.seat_index,
        because=str(job.get("because", "")),
        remedies=found.remedies,
    )


def _subject(proposal: Proposal) -> str:
    """Which of the loop's proposals it is, and what for: so that after a backup was put back the message of that time is
    found, and shows the proposal that is made now."""
    parts = (proposal.generation, proposal.kind, proposal.round_index, proposal.seat_index)
    return ".".join("" if part is None else str(part) for part in parts)
