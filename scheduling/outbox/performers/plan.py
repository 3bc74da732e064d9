"""The planning job: reads free/busy, asks the planner, and lays what it found before the coordinator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from models.records.delivery import Effect
from models.records.loops import LoopState
from models.records.proposals import (
    ObstacleNote,
    Option,
    OptionRound,
    Proposal,
    ProposalKind,
    ProposalState,
)
from models.repositories.rows import StaleRecord
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.performers.situation import MOVE_NOTICE, loose_rounds, read_situation
from scheduling.outbox.settlement import Outside, Settlement, Then, done, skipped
from scheduling.outbox.wishes import book_option, redraw_card, retell, say
from scheduling.ports import BusyTimes
from scheduling.queries.facts import LoopFacts, loop_facts
from scheduling.rules.business_time import local_date, loop_day
from scheduling.rules.lifecycle import LIVE_LOOP, LoopEvent, next_loop_state
from scheduling.rules.planning import NoPlan, Plan, proposals
from scheduling.rules.planning_input import Situation, candidates_for, horizon, problem

MAX_REPLACEMENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    kind: ProposalKind
    options: tuple[Option, ...]
    obstacles: tuple[ObstacleNote, ...]
    round_index: int | None = None
    seat_index: int | None = None


def find_times(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """Free/busy is read once (50 calendars a call), outside any transaction; the proposal is written against the loop
    as it was read, or the whole job is done again."""
    job = effect.payload
    with outside.uow.reading() as tx:
        facts = loop_facts(tx, effect.loop_id or "")
        if facts is None or facts.loop.state not in LIVE_LOOP:
            return skipped("loop_ended")
        situation = _situation(tx, facts, job, at)
    if situation is None:
        return skipped("nothing_to_plan")
    start, end = horizon(facts.loop, at.now)
    emails = [person.email.lower() for person in candidates_for(situation)]
    busy = outside.calendar.busy(emails=emails, start=max(start, at.now), end=end)
    found = _search(situation, busy, job)
    return done(then=_lay_before(facts, found, job))


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


def _search(situation: Situation, busy: BusyTimes, job: dict[str, object]) -> _Found:
    if job["kind"] == "loop":
        return _plans(situation, busy, ProposalKind.LOOP)
    index = next(r.index for r in situation.rounds if r.id == job["round_id"])
    if job["kind"] == "swap":
        return _replacements(situation, busy, index, str(job["person_id"]))
    if job["kind"] == "confirm":
        return _as_planned(situation, index)
    found = _plans(situation, busy, ProposalKind.MOVE, index)
    later = loose_rounds(situation.rounds, from_index=index, rest=True)
    if not found.options and situation.loose != frozenset(later):
        # the rounds after it are in the way: let them follow
        found = _plans(replace(situation, loose=frozenset(later)), busy, ProposalKind.MOVE, index)
    return found


def _plans(situation: Situation, busy: BusyTimes, kind: ProposalKind, index: int | None = None) -> _Found:
    asked = problem(situation, busy)
    answer = proposals(asked, slack_bdays=situation.opening.slack_bdays)
    if isinstance(answer, NoPlan):
        return _Found(kind=kind, options=(), obstacles=_notes(answer), round_index=index)
    options = tuple(_option(situation, str(p.order), p.plan) for p in answer.options)
    return _Found(kind=kind, options=options, obstacles=(), round_index=index)


def _replacements(situation: Situation, busy: BusyTimes, index: int, person_id: str) -> _Found:
    """Who else of the seat's pool is free at that very time: least loaded first, the others of the panel stay."""
    round_ = situation.rounds[index]
    panel = list(situation.seats[round_.id])
    if person_id not in panel or round_.start is None:
        return _Found(kind=ProposalKind.SWAP, options=(), obstacles=(), round_index=index)
    seat = panel.index(person_id)
    only = replace(situation, loose=frozenset({index}))
    options: list[Option] = []
    tried = set(panel)
    while len(options) < MAX_REPLACEMENTS:
        answer = _one_replacement(only, busy, index, seat, tried)
        if answer is None:
            break
        options.append(_option(situation, "replacement", answer))
        tried.add(answer.rounds[index].people[seat])
    blocked = () if options else (ObstacleNote(round_index=index, blocker="busy", people=(), pool=round_.pools[seat]),)
    return _Found(kind=ProposalKind.SWAP, options=tuple(options), obstacles=blocked, round_index=index, seat_index=seat)


def _one_replacement(s: Situation, busy: BusyTimes, index: int, seat: int, tried: set[str]) -> Plan | None:
    asked = problem(s, busy)
    round_ = s.rounds[index]
    assert round_.start is not None  # checked by the caller
    start = (round_.start - asked.horizon_start) // timedelta(minutes=1)
    pools = dict(asked.pools)
    specs = list(asked.rounds)
    names = tuple(f"seat {n}" for n in range(len(round_.pools)))
    for n, person in enumerate(s.seats[round_.id]):
        pools[names[n]] = (person,) if n != seat else tuple(p for p in pools[round_.pools[n]] if p not in tried)
    specs[index] = replace(specs[index], seats=names)
    window = replace(asked.candidate, windows=((start, start + round_.minutes),))
    kept = {p for n, p in enumerate(s.seats[round_.id]) if n != seat}
    free = {
        p: replace(
            i, busy=(), booked=(), days_off=frozenset(), unknown=False, work=_always(), max_per_day=99, max_per_week=99
        )
        if p in kept
        else i
        for p, i in asked.interviewers.items()
    }
    if not pools[names[seat]] or not kept <= free.keys():
        return None
    anew = replace(asked, pools=pools, rounds=tuple(specs), candidate=window, interviewers=free)
    answer = proposals(anew)
    return (
        None
        if isinstance(answer, NoPlan)
        else min((p.plan for p in answer.options), key=lambda p: p.objective.load_cost)
    )


def _always() -> tuple[tuple[int, int, int], ...]:
    return tuple((day, 0, 1440) for day in range(7))


def _as_planned(situation: Situation, index: int) -> _Found:
    """The time that was planned for a round without a hold, to be confirmed against free/busy by the booking."""
    round_ = situation.rounds[index]
    assert round_.start is not None  # only asked for rounds with a planned time
    people = tuple(situation.seats[round_.id])
    day = loop_day(situation.loop.kickoff, local_date(round_.start, situation.loop.zone))
    rounds = (OptionRound(index=index, start=round_.start, people=people),)
    option = Option(order="balanced", rounds=rounds, end_day=day, load=0, out_of_core=0)
    return _Found(kind=ProposalKind.MOVE, options=(option,), obstacles=(), round_index=index)


def _option(situation: Situation, order: str, plan: Plan) -> Option:
    start, _ = horizon(situation.loop, situation.now)
    rounds = tuple(
        OptionRound(
            index=n,
            start=start + timedelta(minutes=planned.start),
            people=planned.people,
            kept=n not in situation.loose,
        )
        for n, planned in enumerate(plan.rounds)
    )
    last = local_date(rounds[-1].start, situation.loop.zone)
    busiest = max(situation.load.get(p, 0) for r in rounds if not r.kept for p in r.people)
    return Option(
        order=order,
        rounds=rounds,
        end_day=loop_day(situation.loop.kickoff, last),
        load=busiest,
        out_of_core=plan.objective.out_of_core,
    )


def _notes(answer: NoPlan) -> tuple[ObstacleNote, ...]:
    return tuple(
        ObstacleNote(round_index=o.round_index, blocker=str(o.blocker), people=o.people[:5], pool=o.pool)
        for o in answer.obstacles[:5]
    )


def _lay_before(facts: LoopFacts, found: _Found, job: dict[str, object]) -> Then:
    """Writes the proposal, makes older ones stale, and tells the coordinator (or books at once what was only to be
    confirmed)."""

    def then(tx: Transaction, at: Circumstances) -> None:
        loop = tx.loops.lock(id=facts.loop.id)
        if loop is None or loop.state not in LIVE_LOOP:
            return
        if [r.version for r in tx.rounds.of_loop(loop.id)] != [r.version for r in facts.rounds]:
            raise StaleRecord("rounds")
        _retire(tx, at, loop.id)
        loop = replace(loop, plan_generation=loop.plan_generation + 1)
        if found.kind is ProposalKind.LOOP and found.options and loop.state is LoopState.PLANNING:
            loop = replace(loop, state=next_loop_state(loop.state, LoopEvent.OPTIONS_FOUND))
        loop = tx.loops.save(loop)
        proposal = Proposal(
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
        )
        if job["kind"] == "confirm":
            tx.proposals.add(replace(proposal, state=ProposalState.BOOKING, chosen=0))
            book_option(tx, at, loop, proposal_id=proposal.id, option=0, actor=loop.coordinator_id)
            return
        tx.proposals.add(proposal)
        say(
            tx,
            at,
            Topic.PROPOSAL,
            to=loop.coordinator_id,
            loop=loop,
            about=proposal.id,
            payload={"proposal": proposal.id},
        )
        redraw_card(tx, at, loop)

    return then


def _retire(tx: Transaction, at: Circumstances, loop_id: str) -> None:
    for old in tx.proposals.all(loop_id=loop_id, state=ProposalState.OPEN):
        tx.proposals.save(replace(old, state=ProposalState.STALE))
    retell(tx, at, Topic.PROPOSAL, loop_id=loop_id)
