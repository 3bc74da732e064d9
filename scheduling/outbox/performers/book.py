"""The booking job: reads availability once more, and puts the chosen option into force, or offers fresh ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.records.delivery import Effect
from models.records.loops import Loop, LoopState, Round
from models.records.people import Person
from models.records.proposals import Option, OptionRound, Proposal, ProposalKind, ProposalState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.performers.situation import booked, read_busy, read_situation
from scheduling.outbox.settled import AHEAD, CALENDAR_NEWS
from scheduling.outbox.settlement import Outside, Settlement, Then, done, skipped
from scheduling.outbox.wishes import look_for_times, record, redraw_card, retell
from scheduling.ports import BusyTimes
from scheduling.queries.facts import LoopFacts, facts_of, loop_facts
from scheduling.rules.lifecycle import LIVE_LOOP, ON_CALENDAR, LoopEvent, next_loop_state
from scheduling.rules.planning.check import hindrances
from scheduling.rules.planning_input import Booked, problem, still_free
from scheduling.use_cases.booking import apply_times, conflicts


def book(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """Free/busy of everyone concerned is read again right before the booking. If anything was taken meanwhile, nothing
    at all is booked and the planner looks again."""
    with outside.uow.reading() as tx:
        facts = loop_facts(tx, effect.loop_id or "")
        proposal = tx.proposals.find(id=effect.payload["proposal"])
        if facts is None or proposal is None or not _wanted(facts.loop, proposal):
            return skipped("not_wanted")
        option = proposal.options[effect.payload["option"]]
        if _overtaken(option, proposal, facts):
            return done(then=_give_up(facts, effect))
        changed = _changed(option, proposal, facts)
        people = tx.people.by_ids(p for r in changed for p in r.people)
        first, last = min(r.start for r in changed), max(r.start for r in changed) + timedelta(hours=4)
        own = booked(tx, people, first - timedelta(days=1), last + timedelta(days=1))
    busy = read_busy(outside, facts, at, emails=[p.email for p in people.values()], start=first, end=last)
    taken = _taken(facts, changed, people, busy, own)
    return done(then=_give_up(facts, effect) if taken else _put_into_force(effect, busy))


def _wanted(loop: Loop, proposal: Proposal) -> bool:
    return loop.state in LIVE_LOOP and proposal.state is ProposalState.BOOKING


def _changed(option: Option, proposal: Proposal, facts: LoopFacts) -> tuple[OptionRound, ...]:
    """The rounds that the option gives another time or other people."""
    return tuple(
        r
        for r in option.rounds
        if not r.kept
        and (
            facts.rounds[r.index].start != r.start
            or tuple(p.id for p in facts.panel(facts.rounds[r.index].id)) != r.people
            or proposal.kind is ProposalKind.LOOP
            or facts.rounds[r.index].index == proposal.round_index
        )
    )


def _overtaken(option: Option, proposal: Proposal, facts: LoopFacts) -> bool:
    """Whether the round in which one seat was to be given to somebody else has another time by now, none, or somebody else
    in another seat: the option would undo that."""
    if proposal.kind is not ProposalKind.SWAP:
        return False
    r = next(r for r in option.rounds if r.index == proposal.round_index)
    round_ = facts.rounds[r.index]
    panel = [person.id for person in facts.panel(round_.id)]
    others = [n for n in range(len(r.people)) if n != proposal.seat_index]
    return round_.start != r.start or len(panel) != len(r.people) or any(panel[n] != r.people[n] for n in others)


def _taken(
    facts: LoopFacts,
    changed: tuple[OptionRound, ...],
    people: dict[str, Person],
    busy: BusyTimes,
    own: list[Booked],
) -> bool:
    moving = {round_.id for r in changed if (round_ := facts.rounds[r.index]).state in ON_CALENDAR}
    mine = [b for b in own if b.round_id in moving]
    for r in changed:
        end = r.start + timedelta(minutes=facts.rounds[r.index].minutes)
        for person_id in _new_there(facts, r):
            if not people[person_id].active or not still_free(people[person_id], busy, r.start, end, mine):
                return True
    return False


def _new_there(facts: LoopFacts, r: OptionRound) -> set[str]:
    """Whom the option seats in a round in which they do not sit at that time already; also those who do where the round
    was only planned so far, and goes on the calendars now."""
    round_ = facts.rounds[r.index]
    stays = round_.start == r.start and not _goes_on_calendar(facts, round_)
    return set(r.people) - ({p.id for p in facts.panel(round_.id)} if stays else set())


def _goes_on_calendar(facts: LoopFacts, round_: Round) -> bool:
    current = facts.current()
    is_next = current is not None and current.id == round_.id
    return round_.state not in ON_CALENDAR and (facts.opening.holds or is_next)


def _all_there(tx: Transaction, facts: LoopFacts, changed: tuple[OptionRound, ...]) -> bool:
    """Whether nobody of those who are new has left while the calendars were read. Locked, so that whoever leaves from now on
    meets the seat they are given, and of two bookings one counts what the other has taken of somebody's day; with those who
    stay, for to claim their time anew waits for whoever has locked them."""
    new = set[str]().union(*(_new_there(facts, r) for r in changed))
    there = [tx.people.lock(id=person_id) for person_id in sorted({p for r in changed for p in r.people})]
    return all(person is not None and (person.active or person.id not in new) for person in there)


def _hindered(
    tx: Transaction, facts: LoopFacts, changed: tuple[OptionRound, ...], busy: BusyTimes, now: datetime
) -> bool:
    """Whether limits, days off or hours keep somebody from it: other loops were booked, and people edited, since the options
    were made."""
    new = {r.index: _new_there(facts, r) for r in changed}
    only = set[str]().union(*new.values())
    situation = read_situation(tx, facts, loose=new, now=now, notice=timedelta(0), only=only)
    asked = problem(situation, busy)
    for r in changed:
        start, minutes = (r.start - asked.start_utc) // timedelta(minutes=1), facts.rounds[r.index].minutes
        for person in map(asked.interviewers.get, new[r.index]):
            if person is None or hindrances(asked, person, start, minutes):
                return True
    return False


def _in_order(facts: LoopFacts, changed: tuple[OptionRound, ...]) -> bool:
    """Whether each changed round still comes after the one before it and before the one after: a neighbour may have moved
    since the options were made."""
    new = {r.index: r.start for r in changed}
    starts = [new.get(r.index, r.start) for r in facts.rounds]
    pairs = [n for n in range(1, len(starts)) if n in new or n - 1 in new]
    lengths = [timedelta(minutes=r.minutes) for r in facts.rounds]
    return all(
        (before := starts[n - 1]) is None or (after := starts[n]) is None or before + lengths[n - 1] <= after
        for n in pairs
    )


def _put_into_force(effect: Effect, busy: BusyTimes) -> Then:
    def then(tx: Transaction, at: Circumstances) -> None:
        loop = tx.loops.lock(id=effect.loop_id)
        proposal = tx.proposals.lock(id=effect.payload["proposal"])
        if loop is None or proposal is None or not _wanted(loop, proposal):
            return
        facts = facts_of(tx, loop)
        option = proposal.options[effect.payload["option"]]
        changed = _changed(option, proposal, facts)
        ahead = all(facts.rounds[r.index].state in AHEAD and r.start > at.now for r in changed)
        fits = ahead and _in_order(facts, changed) and not conflicts(tx, changed, facts)
        fits = fits and not _overtaken(option, proposal, facts) and _all_there(tx, facts, changed)
        if not fits or _hindered(tx, facts, changed, busy, at.now):
            _give_up(facts, effect)(tx, at)
            return
        apply_times(tx, at, facts, changed)
        tx.proposals.save(replace(proposal, state=ProposalState.BOOKED))
        if loop.state is LoopState.BOOKING:
            loop = tx.loops.save(replace(loop, state=next_loop_state(loop.state, LoopEvent.BOOKED)))
        retell(tx, at, Topic.PROPOSAL, loop_id=loop.id, proposal=proposal.id)
        retell(tx, at, *CALENDAR_NEWS, loop_id=loop.id, round_id=[facts.rounds[r.index].id for r in changed])
        redraw_card(tx, at, loop)
        actor = effect.payload["actor"]
        record(tx, at, actor=actor, action=f"booked.{proposal.kind}", loop_id=loop.id, subject=proposal.id)

    return then


def give_up_booking(effect: Effect) -> Then:
    """The booking can't be done at all (a person is told): nothing is booked, and the loop can be planned again."""

    def then(tx: Transaction, at: Circumstances) -> None:
        _leave(tx, at, effect)

    return then


def _give_up(facts: LoopFacts, effect: Effect) -> Then:
    """Something was taken: the proposal is stale, nothing is booked, and the planner looks again at once; not for somebody
    in place of nobody, where the round has lost its time and its panel."""

    def then(tx: Transaction, at: Circumstances) -> None:
        left = _leave(tx, at, effect)
        if left is None:
            return
        loop, proposal = left
        job: dict[str, object] = {"kind": str(proposal.kind), "because": "slot_taken"}
        if proposal.round_index is not None:
            job["round_id"] = facts.rounds[proposal.round_index].id
        if proposal.kind is ProposalKind.SWAP and proposal.seat_index is not None:
            panel = facts.panel(str(job["round_id"]))
            if proposal.seat_index >= len(panel):
                return
            job["person_id"] = panel[proposal.seat_index].id
        look_for_times(tx, at, loop, actor=effect.payload["actor"], **job)

    return then


def _leave(tx: Transaction, at: Circumstances, effect: Effect) -> tuple[Loop, Proposal] | None:
    """Takes the choice back; None where nobody waits for it any more."""
    loop = tx.loops.lock(id=effect.loop_id)
    proposal = tx.proposals.lock(id=effect.payload["proposal"])
    if loop is None or proposal is None or not _wanted(loop, proposal):
        return None
    tx.proposals.save(replace(proposal, state=ProposalState.STALE))
    if loop.state is LoopState.BOOKING:
        loop = tx.loops.save(replace(loop, state=next_loop_state(loop.state, LoopEvent.SLOT_TAKEN)))
    retell(tx, at, Topic.PROPOSAL, loop_id=loop.id, proposal=proposal.id)
    redraw_card(tx, at, loop)
    return loop, proposal
