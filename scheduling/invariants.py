"""The promises as one check: used by `hirebot doctor`, the simulator, the story and the crash tests.

Returns sentences, each beginning with the invariant's number; an empty answer means that everything holds. Ids only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TypeVar

from models.records.delivery import UNDONE, WAITING, Effect, EffectKind, EffectState, InboxState
from models.records.loops import EventState, Loop, LoopState, Round, RoundState, SeatState
from models.repositories.loops import quarters
from models.unit_of_work import Transaction
from scheduling.agreement import calendar_disagreements, message_disagreements
from scheduling.messages import Topic
from scheduling.outbox.settled import OF_ONE_TIME
from scheduling.ports import StoredEvent
from scheduling.rules.lifecycle import DONE_ROUND, ENDED_LOOP, ON_CALENDAR

GRACE = timedelta(seconds=60)
CARD_GRACE = timedelta(days=5)
"""A card that was refused is tried again each working morning: a long weekend and an outage may lie before the next one."""
NOT_CLOSED = (*WAITING, EffectState.SENDING)

K = TypeVar("K")
R = TypeVar("R")


def check(
    tx: Transaction,
    *,
    now: datetime,
    secret: bytes,
    events: Iterable[StoredEvent] | None = None,
    marks: Mapping[str, int] | None = None,
) -> tuple[str, ...]:
    """Every invariant that the database can show; and held against it, where they were read before `tx` began, all
    `events` of ours in the calendar and the `marks` of all our messages in the workspace (how many carry each)."""
    checks: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: _inputs(tx),
        lambda: _scorecards(tx),
        lambda: _events(tx),
        lambda: _overlaps(tx),
        lambda: _messages(tx),
        lambda: _of_old_times(tx),
        lambda: (reminder.sentence for reminder in missing_reminders(tx, now)),
        lambda: (f"I7: the card of loop {loop.id} is not up to date" for loop in stale_cards(tx, now - CARD_GRACE)),
        lambda: _states(tx),
        lambda: _leases(tx, now),
        lambda: _audit(tx, secret),
        lambda: (d.sentence for d in calendar_disagreements(tx, events, now=now)) if events is not None else iter(()),
        lambda: message_disagreements(tx, marks, secret) if marks is not None else iter(()),
    )
    return tuple(broken for one in checks for broken in one())


def _inputs(tx: Transaction) -> Iterator[str]:
    for row in tx.inbox.all(state=InboxState.DONE):
        if not row.outcome or row.processed_at is None:
            yield f"I2: input {row.id} is processed and has no outcome"


def _scorecards(tx: Transaction) -> Iterator[str]:
    """Versions of one author and round count from 1 without a hole: none was overwritten, none is lost."""
    stored = grouped(tx.scorecards.all(), lambda card: (card.round_id, card.person_id))
    for (round_id, person_id), cards in stored.items():
        versions = sorted(card.version for card in cards)
        if versions != list(range(1, len(cards) + 1)):
            yield f"I3: scorecard of {person_id} for {round_id} has versions {versions}"
    inputs = tx.inbox.all(kind="submit_scorecard")
    for row in inputs:
        if row.outcome.startswith("refused:") and not row.payload:
            yield f"I3: input {row.id} was acknowledged, refused, and its words are gone"
    accepted = sum(row.outcome in ("stored", "amended") for row in inputs)
    if accepted != sum(map(len, stored.values())):
        yield f"I3: {accepted} scorecards were acknowledged, {sum(map(len, stored.values()))} are stored"


def _events(tx: Transaction) -> Iterator[str]:
    """A round on the calendar has its event (or the effect that will make it); one without a time has none."""
    under_way = {effect.round_id for effect in tx.outbox.all(kind=EffectKind.EVENT, state=NOT_CLOSED)}
    for round_ in tx.rounds.all():
        missing = round_.event in (EventState.NONE, EventState.WANTED) and round_.id not in under_way
        if round_.state in ON_CALENDAR and missing:
            yield f"I4: round {round_.id} is booked and nothing will put it on the calendar"
        if round_.state is RoundState.OPEN and round_.event is EventState.LIVE:
            yield f"I5: round {round_.id} has no time and a live event"


def _overlaps(tx: Transaction) -> Iterator[str]:
    """Nobody sits in two rounds at once; and every booked seat has its claim, which is what makes that impossible."""
    taken: dict[tuple[str, int], str] = {}
    claimed = {(claim.person_id, claim.slot) for claim in tx.slots.all()}
    times = {r.id: (r.start, r.end) for r in tx.rounds.all(state=ON_CALENDAR) if r.start and r.end}
    for seat in tx.seats.all(round_id=list(times)):
        for slot in quarters(*times[seat.round_id]):
            other = taken.setdefault((seat.person_id, slot), seat.round_id)
            if other != seat.round_id:
                yield f"I6: {seat.person_id} sits in {other} and {seat.round_id} at once"
            if (seat.person_id, slot) not in claimed:
                yield f"I6: the seat of {seat.person_id} in {seat.round_id} is not claimed"


def _messages(tx: Transaction) -> Iterator[str]:
    sent = Counter(e.remote_ref for e in tx.outbox.all(kind=EffectKind.POST, state=EffectState.DONE) if e.remote_ref)
    for where, count in sent.items():
        if count > 1:
            yield f"I7: {count} messages claim to be {where}"
    for effect in tx.outbox.all(kind=EffectKind.POST):
        early = effect.first_try_at is not None and effect.first_try_at < effect.due_at
        if early and effect.attempts == 1 and effect.state is EffectState.DONE:  # a retry moves `due_at` on
            yield f"I8: message {effect.id} was tried before it was due"
        if effect.state in (EffectState.SKIPPED, EffectState.SUPERSEDED, EffectState.DEAD) and not effect.reason:
            yield f"I7: message {effect.id} was not sent and no reason is given"


ALWAYS_SAID = (Topic.BRIEF_SHORT, Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED)
"""What everybody who sits in a round is told by and by, and what is written down with its booking."""


def _of_old_times(tx: Transaction) -> Iterator[str]:
    """What nobody has begun to say is taken back with the time that it is about; what is under way looks by itself."""
    rounds = {round_.id: round_ for round_ in tx.rounds.all()}
    for effect in tx.outbox.all(kind=EffectKind.POST, state=EffectState.PENDING, topic=OF_ONE_TIME):
        round_ = rounds.get(effect.round_id or "")
        if round_ is not None and effect.payload.get("revision") != round_.revision:
            yield f"I7: {effect.topic} of {effect.person_id} waits for a time that {round_.id} does not have any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingReminder:
    """Nobody will remind this person of an interview that lies ahead. `gone` is the last message that would have, and was
    taken back; 0 where there was none."""

    round: Round
    person_id: str
    topic: Topic
    gone: int

    @property
    def sentence(self) -> str:
        return f"I7: {self.topic} of {self.person_id} for {self.round.id} is not written down"


def missing_reminders(tx: Transaction, now: datetime) -> Iterator[MissingReminder]:
    coming = {r.id: r for r in tx.rounds.all(state=RoundState.INVITED) if r.start is not None and r.start > now}
    said = grouped(
        tx.outbox.all(round_id=list(coming), kind=EffectKind.POST),
        lambda effect: (effect.round_id, effect.payload.get("revision"), effect.person_id, effect.topic),
    )
    for seat in tx.seats.all(round_id=list(coming)):
        round_ = coming[seat.round_id]
        for topic in ALWAYS_SAID if seat.state is not SeatState.DECLINED else ():
            its = said.get((round_.id, round_.revision, seat.person_id, topic), [])
            if all(effect.state is EffectState.SUPERSEDED for effect in its):
                gone = max((effect.id for effect in its), default=0)
                yield MissingReminder(round=round_, person_id=seat.person_id, topic=topic, gone=gone)


def stale_cards(tx: Transaction, before: datetime) -> Iterator[Loop]:
    """Live loops whose card was never wished for, or was refused `before` and at every try since; somebody has to be there to
    read it."""
    live = tx.loops.live()
    wished = grouped(tx.outbox.all(target=[f"card:{loop.id}" for loop in live]), lambda card: card.target)
    readers = tx.people.by_ids({loop.coordinator_id for loop in live})
    for loop in live:
        cards = wished.get(f"card:{loop.id}", [])
        since = _refused_since(cards)
        if (not cards or (since is not None and since <= before)) and readers[loop.coordinator_id].active:
            yield loop


def _refused_since(cards: Sequence[Effect]) -> datetime | None:
    """None where the last one that was tried has not been refused for good."""
    tried = sorted(((card.last_try_at, card.id, card) for card in cards if card.last_try_at), reverse=True)
    refused = [moment for moment, _, _ in takewhile(lambda one: one[2].state is EffectState.DEAD, tried)]
    return refused[-1] if refused else None


def _states(tx: Transaction) -> Iterator[str]:
    rounds = grouped(tx.rounds.all(), lambda round_: round_.loop_id)
    waiting = grouped(tx.outbox.all(kind=EffectKind.POST, state=UNDONE), lambda effect: effect.loop_id)
    for loop in tx.loops.all():
        its = rounds.get(loop.id, [])
        if loop.state in ENDED_LOOP and any(r.state not in DONE_ROUND for r in its):
            yield f"I9: loop {loop.id} has ended and a round of it has not"
        if loop.state in (LoopState.PLANNING, LoopState.PROPOSED) and any(r.start for r in its):
            yield f"I9: loop {loop.id} is being planned and has a booked round"
        unsaid = [effect.topic for effect in waiting.get(loop.id, [])]
        if loop.state in ENDED_LOOP and any(topic not in ("ended", "released", "trouble") for topic in unsaid):
            yield f"I7: loop {loop.id} has ended and something about it is still to be said"


def _leases(tx: Transaction, now: datetime) -> Iterator[str]:
    for effect in tx.outbox.all(state=EffectState.SENDING):
        if effect.lease_until is None or effect.lease_until + GRACE < now:
            yield f"I10: effect {effect.id} is being sent past its lease"


def _audit(tx: Transaction, secret: bytes) -> Iterator[str]:
    broken = tx.audit.broken_at(secret)
    if broken is not None:
        yield f"I11: the audit log does not follow on from entry {broken}"


def grouped(records: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    found: dict[K, list[R]] = {}
    for record in records:
        found.setdefault(key(record), []).append(record)
    return found
