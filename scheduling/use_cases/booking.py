"""Puts agreed times into force: claims, seats, states, reminders, messages and calendar effects, all in one transaction.

Whoever calls it has read free/busy right before and holds the loop's row lock. Two bookings of one person at one time
cannot both pass: the claims' primary key decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.records.delivery import Effect, EffectKind
from models.records.loops import EventState, Loop, Round, RoundState, Seat, SeatState
from models.records.people import Person
from models.records.proposals import OptionRound
from models.repositories.rows import StaleRecord
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.google.codec import event_id
from scheduling.messages import Topic
from scheduling.outbox.settled import OF_ONE_TIME
from scheduling.outbox.wishes import is_waiting, refresh_home, retell, say, say_when, settle_event, tell
from scheduling.queries.facts import LoopFacts
from scheduling.rules.lifecycle import DONE_ROUND, RoundEvent, next_round_state
from scheduling.rules.reminders import brief_comes_with_news, escalation, feedback_ladder, interview_reminders

NEWS = (Topic.ON_PANEL, Topic.MOVED, Topic.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One round before and after; `people` are the new ones in seat order."""

    before: Round
    after: Round
    people: tuple[str, ...]
    was: Sequence[Seat]

    @property
    def moved(self) -> bool:
        return self.before.start != self.after.start

    @property
    def invites(self) -> bool:
        """The round becomes an interview with it."""
        return self.before.state is not RoundState.INVITED and self.after.state is RoundState.INVITED


def apply_times(tx: Transaction, at: Circumstances, facts: LoopFacts, times: Sequence[OptionRound]) -> None:
    """Gives the named rounds these times and people; the others stay as they are.

    Raises StaleRecord when one of the people is claimed by another round meanwhile; nothing is written then.
    """
    changes = [_change(at, facts, times_of_round) for times_of_round in times]
    for change in changes:
        tx.slots.release(change.before.id)
    _claim(tx, changes)
    for change in changes:
        saved = tx.rounds.save(change.after)
        _seat(tx, saved, change)
        _say_who_sits(tx, at, facts.loop, saved, change)
        if saved.event is EventState.WANTED or saved.event is EventState.LIVE:
            settle_event(tx, at, saved)


def conflicts(tx: Transaction, times: Sequence[OptionRound], facts: LoopFacts) -> set[str]:
    """People of `times` who are claimed by another round at that time already."""
    taken: set[str] = set()
    own = {facts.rounds[t.index].id for t in times}
    for t in times:
        end = t.start + timedelta(minutes=facts.rounds[t.index].minutes)
        claims = tx.slots.booked(t.people, t.start, end - timedelta(minutes=1))
        taken |= {person for person, rows in claims.items() if any(row.round_id not in own for row in rows)}
    return taken


def _change(at: Circumstances, facts: LoopFacts, t: OptionRound) -> _Change:
    before = facts.rounds[t.index]
    first = next((r for r in facts.rounds if r.state not in DONE_ROUND), before)
    state, event = _state_after(before, is_next=before.id == first.id, holds=facts.opening.holds)
    on_calendar = state is not RoundState.OPEN
    after = replace(
        before,
        state=state,
        start=t.start,
        end=t.start + timedelta(minutes=before.minutes),
        revision=before.revision + (before.start != t.start),
        event=(before.event if before.event is EventState.LIVE else event) if on_calendar else before.event,
        candidate_invited=state is RoundState.INVITED,
        candidate_declined=before.candidate_declined and before.start == t.start,
        candidate_kept_at=before.candidate_kept_at if before.start == t.start else None,
        found_start=None,
        event_id=before.event_id,
    )
    if on_calendar and after.event_id is None:
        named = event_id(before.loop_id, before.index, generation=before.generation, secret=at.secret)
        after = replace(after, event_id=named)
    return _Change(before=before, after=after, people=t.people, was=tuple(facts.seats[before.id]))


def _state_after(round_: Round, *, is_next: bool, holds: bool) -> tuple[RoundState, EventState]:
    """The next round to come invites the candidate; later ones are held, or only planned where holds are off."""
    if round_.state is RoundState.INVITED:
        return RoundState.INVITED, EventState.WANTED
    if is_next:
        return next_round_state(round_.state, RoundEvent.INVITE), EventState.WANTED
    if round_.state is RoundState.HELD:
        return RoundState.HELD, EventState.WANTED
    return (
        (next_round_state(round_.state, RoundEvent.HOLD), EventState.WANTED) if holds else (round_.state, round_.event)
    )


def _claim(tx: Transaction, changes: Sequence[_Change]) -> None:
    """By person and hour, whatever the rounds: two bookings that meet must not wait for each other in a ring."""
    wanted = [(person_id, *times_of(c.after), c.after.id) for c in changes for person_id in c.people]
    for person_id, start, end, round_id in sorted(wanted):
        if not tx.slots.claim(person_id=person_id, round_id=round_id, start=start, end=end):
            raise StaleRecord("slot_claims")


def _seat(tx: Transaction, round_: Round, change: _Change) -> None:
    """What somebody said about this very time goes on to count."""
    said = {} if change.moved else {seat.person_id: seat.state for seat in change.was}
    tx.seats.remove(round_id=round_.id)
    for index, person_id in enumerate(change.people):
        state = said.get(person_id, SeatState.SEATED)
        tx.seats.add(Seat(round_id=round_.id, index=index, person_id=person_id, pool=round_.pools[index], state=state))


def _say_who_sits(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, change: _Change) -> None:
    """A new time takes back all that was to be said of the old one. Where only somebody else sits there, whoever stays
    keeps what they have heard and what is still to come; what they were told shows who sits there now."""
    was = {seat.person_id for seat in change.was}
    unheard = _take_back(tx, round_) if change.moved else {}
    people = tx.people.by_ids(was | set(change.people))
    for person_id in change.people:
        person, new = people[person_id], person_id not in was
        first = unheard.get(person_id)
        topic = Topic.ON_PANEL if new else _news(change, None if first is None else Topic(first.topic))
        if topic is not None:
            was_at = _known_time(change, first)
            briefed = announce(tx, at, topic, to=person, loop=loop, round_=round_, previous=was_at, anew=new)
            if round_.state is RoundState.INVITED:
                remind(tx, at, loop, round_, person, briefed=briefed, anew=new)
        redraw_invitations(tx, at, round_, person)
        refresh_home(tx, at, person)
    for person_id in sorted(was - set(change.people)):
        release_person(tx, at, loop, change.before, people[person_id])
    if round_.state is RoundState.INVITED:
        remind_manager(tx, at, loop, round_, [people[p] for p in change.people], end=times_of(round_)[1])


def _take_back(tx: Transaction, round_: Round) -> dict[str, Effect]:
    """Returns whom news of this round had not reached yet, and the first of it."""
    waiting = [
        effect for effect in tx.outbox.all(round_id=round_.id, topic=NEWS, kind=EffectKind.POST) if is_waiting(effect)
    ]
    waiting.sort(key=lambda effect: NEWS.index(Topic(effect.topic)), reverse=True)
    tx.outbox.supersede("moved", round_id=round_.id, topic=OF_ONE_TIME)
    return {effect.person_id: effect for effect in waiting if effect.person_id}


def _known_time(change: _Change, unheard: Effect | None) -> datetime | None:
    """The time that somebody knows: of a round that moved twice before they could hear of it, the first one. None where it
    is back at that."""
    told = None if unheard is None else unheard.payload.get("previous")
    known = change.before.start if told is None else datetime.fromisoformat(told)
    return None if known == change.after.start else known


def _news(change: _Change, unheard: Topic | None) -> Topic | None:
    """What is new for somebody who sits there as before. News of the old time that had not reached them is told of the
    new one instead."""
    if change.moved:
        return unheard or Topic.MOVED
    return Topic.CONFIRMED if change.invites else None


def announce(
    tx: Transaction,
    at: Circumstances,
    topic: Topic,
    *,
    to: Person,
    loop: Loop,
    round_: Round,
    previous: datetime | None = None,
    anew: bool = False,
) -> bool:
    """News of a round to one of its interviewers. Returns whether the brief is in it, as it would have come at the same
    moment."""
    start, _ = times_of(round_)
    brief = round_.state is RoundState.INVITED and brief_comes_with_news(
        start=start, zone=to.zone, holidays=tx.holidays.days(), now=at.now
    )
    more = {"previous": previous.isoformat()} if previous and topic is Topic.MOVED else {}
    tell(tx, at, topic, to=to, loop=loop, round_=round_, anew=anew, payload={"brief": brief, **more})
    return brief


def redraw_invitations(tx: Transaction, at: Circumstances, round_: Round, person: Person) -> None:
    """Brings what somebody was told of a round up to date, so that no button is left that has become wrong."""
    retell(tx, at, *NEWS, Topic.BRIEF, round_id=round_.id, person_id=person.id)


def release_person(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, person: Person) -> None:
    """Tells someone that they are free again, and takes back what they would have been reminded of; also that they are
    free, where an earlier time has not reached them yet."""
    unsaid = (*OF_ONE_TIME, Topic.RELEASED)
    tx.outbox.supersede("released", round_id=round_.id, person_id=person.id, topic=unsaid)
    start = round_.start.isoformat() if round_.start else ""
    tell(tx, at, Topic.RELEASED, to=person, loop=loop, round_=round_, anew=True, payload={"previous": start})
    redraw_invitations(tx, at, round_, person)
    refresh_home(tx, at, person)


def remind(
    tx: Transaction,
    at: Circumstances,
    loop: Loop,
    round_: Round,
    person: Person,
    *,
    briefed: bool,
    anew: bool = False,
) -> None:
    """Writes down every reminder of one interviewer: briefs, the ask, the ladder. `anew` for somebody who may come back
    into a seat: those of theirs that were taken back when they left it stay so."""
    start, end = times_of(round_)
    holidays = tx.holidays.days()
    planned = interview_reminders(
        start=start, end=end, zone=person.zone, holidays=holidays, now=at.now, briefed=briefed
    )
    for step in (*planned, *feedback_ladder(end=end, zone=person.zone, holidays=holidays)):
        say_when(tx, at, step, to=person.id, loop=loop, round_=round_, anew=anew)


def remind_manager(
    tx: Transaction, at: Circumstances, loop: Loop, round_: Round, panel: Sequence[Person], *, end: datetime
) -> None:
    """The hiring manager hears of feedback that is still missing after everybody's second reminder. `end` is when these
    people's ladders begin: with the interview's end, or when one of them took a seat over."""
    tx.outbox.supersede("panel_changed", round_id=round_.id, topic=Topic.FEEDBACK_ESCALATED)
    manager = tx.people.get(id=loop.hiring_manager_id)
    holidays = tx.holidays.days()
    steps = [escalation(end=end, interviewer_zone=p.zone, manager_zone=manager.zone, holidays=holidays) for p in panel]
    due = max(step.due for step in steps)
    say(tx, at, Topic.FEEDBACK_ESCALATED, to=manager.id, loop=loop, round_=round_, due=due, anew=True)


def times_of(round_: Round) -> tuple[datetime, datetime]:
    """Start and end of a round that has them."""
    if round_.start is None or round_.end is None:
        raise ValueError(f"round {round_.id} has no time")
    return round_.start, round_.end
