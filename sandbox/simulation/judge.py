"""Holds a world to what was promised: the product's own `check`, and what only an onlooker can know. It sees what people
were acknowledged, what reached them and when, and what went into the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from models.records.delivery import EffectState, InboxRow, InboxState
from models.records.feedback import Scorecard
from models.records.loops import RoundState
from models.unit_of_work import Transaction
from sandbox.simulation.habits import MARKER
from sandbox.simulation.manners import told_well
from sandbox.simulation.ports import loop_of
from sandbox.simulation.secrecy import others_words
from sandbox.simulation.team import email
from scheduling import intents as i
from scheduling.engine import FORGETTABLE
from scheduling.invariants import check
from scheduling.messages import Topic, View
from scheduling.outbox.wishes import is_waiting
from scheduling.ports import EventStatus, PermanentFault, StoredEvent, TransientFault
from scheduling.views.team import WorklistView

if TYPE_CHECKING:
    from sandbox.simulation.world import World

SECRETS = ("Secretname", "secret.example", MARKER)
"""What no log line may hold: the candidates' names and addresses, and anybody's words."""
DAYS_BETWEEN = 8
"""How often the judge goes through everything while the world goes on; it is slow."""


class Judge:
    def __init__(self, world: World) -> None:
        self._world = world
        self._days = 0

    # ---- as it happens

    def posted(self, name: str, topic: Topic, view: View, mark: str) -> None:
        world, now = self._world, self._world.clock.now()
        world.story.note("posted", now, name, topic, mark)
        self.seen(name, view)
        for sentence in told_well(name, topic, view, now):
            self._breaks(f"{sentence} ({topic} to {name}, {loop_of(view)})")
        world.people.hear(name, topic, view)

    def seen(self, name: str, view: View | WorklistView) -> None:
        for sentence in others_words(name, view):
            self._breaks(sentence)

    def reported(self, event: str, fields: Mapping[str, object]) -> None:
        error = fields.get("error")
        self._world.story.note("reported", event, str(fields.get("state", "")), str(fields.get("reason", "")))
        if error is not None and not isinstance(error, (TransientFault, PermanentFault)):
            self._breaks(f"a bug: {event}, {type(error).__name__}: {str(error).partition(chr(10))[0]}")
        line = repr({key: value for key, value in fields.items() if key != "error"})
        if any(secret in line for secret in SECRETS):
            self._breaks(f"I12: a log line of {event} holds what nobody may read there")

    # ---- now and then, and at the end

    def in_between(self) -> None:
        self._days += 1
        if self._days % DAYS_BETWEEN == 0:
            self._look(at_rest=False)

    def at_rest(self) -> None:
        self._look(at_rest=True)

    def _look(self, *, at_rest: bool) -> None:
        world = self._world
        events = world.calendar.listed()
        marks = Counter(said.mark for said in world.messenger.said)
        settled = world.calendar_settled()
        with world.uow.reading() as tx:
            now = world.clock.now()
            broken = [
                *check(tx, now=now, secret=world.secret, events=events if settled else None, marks=marks),
                *self._inputs(tx, at_rest=at_rest),
                *(_invited(tx, events, now) if settled else ()),
                *(self._left_over(tx) if at_rest else ()),
            ]
            if at_rest:
                self._note_state(tx)
        for sentence in broken:
            self._breaks(sentence)

    def _inputs(self, tx: Transaction, *, at_rest: bool) -> list[str]:
        """I1 and I3, from the lists of those who were acknowledged."""
        rows = {row.dedupe_key: row for row in tx.inbox.all()}
        broken, given = [], {}
        acknowledged = {a.key: a.intent for a in self._world.people.acknowledged}
        for key, intent in acknowledged.items():
            row = rows.get(key)
            if row is None and intent.kind not in FORGETTABLE:
                broken.append(f"I1: {intent.kind} of {intent.actor_id} was acknowledged and is not there")
            elif row is not None and isinstance(intent, i.SubmitScorecard):
                broken += _kept(row, intent, at_rest=at_rest)
                if row.outcome in ("stored", "amended"):
                    given[row.processed_at, row.id] = intent
        return broken + _same_words(tx, [given[order] for order in sorted(given, key=str)])

    def _left_over(self, tx: Transaction) -> list[str]:
        new = [row for row in tx.inbox.all() if row.state is not InboxState.DONE]
        broken = [f"I2: input {row.kind} of {row.actor_id} is {row.state} in the end ({row.outcome})" for row in new]
        now = self._world.clock.now()
        for state in (EffectState.PENDING, EffectState.RETRY, EffectState.AMBIGUOUS, EffectState.SENDING):
            late = [e for e in tx.outbox.all(state=state) if e.due_at < now - timedelta(hours=2)]
            broken += [f"I7: effect {e.kind} {e.topic} is {e.state} in the end ({e.reason})" for e in late]
        return broken

    def _note_state(self, tx: Transaction) -> None:
        note = self._world.story.note
        for effect in tx.outbox.all():
            note(
                effect.id,
                effect.key,
                str(effect.state),
                effect.reason,
                effect.attempts,
                sorted(effect.payload.items(), key=str),
            )
        for loop in tx.loops.all():
            note(loop.id, str(loop.state), loop.end_reason)

    def _breaks(self, sentence: str) -> None:
        self._world.story.breaks(self._world.clock.now(), sentence)


def _invited(tx: Transaction, events: Sequence[StoredEvent], now: datetime) -> list[str]:
    """Whom each event has as guests, from seats and candidate, whatever the product thinks that an event should be."""
    by_id, broken = {event.event_id: event for event in events}, []
    for round_ in (*tx.rounds.all(state=RoundState.INVITED), *tx.rounds.all(state=RoundState.HELD)):
        event = by_id.get(round_.event_id or "")
        if event is None or event.status is EventStatus.CANCELLED or event.start is None or event.start <= now:
            continue
        if any(is_waiting(effect) for effect in tx.outbox.all(target=f"event:{round_.id}")):
            continue
        loop = tx.loops.get(id=round_.loop_id)
        guests = {email(seat.person_id) for seat in tx.seats.of_round(round_.id)}
        guests |= {loop.candidate.email} if round_.state is RoundState.INVITED else set()
        if guests != set(event.rsvps):
            broken.append(f"I4: the event of {round_.id} has other guests than its round")
        if event.zone != loop.zone:
            broken.append(f"I4: the event of {round_.id} is in another zone than its loop")
    return broken


def _kept(row: InboxRow, intent: i.SubmitScorecard, *, at_rest: bool) -> list[str]:
    """Whatever was not stored as a scorecard still stands in its row, word by word."""
    if row.outcome in ("stored", "amended") and row.state is InboxState.DONE:
        return []
    if row.state is InboxState.DONE and row.payload == i.to_payload(intent):
        return []
    if row.state is not InboxState.DONE and not at_rest:
        return []
    return [f"I3: feedback of {intent.actor_id} on {intent.round_id} was acknowledged and is lost ({row.outcome})"]


def _same_words(tx: Transaction, given: list[i.SubmitScorecard]) -> list[str]:
    stored: dict[tuple[str, str], list[Scorecard]] = {}
    for card in sorted(tx.scorecards.all(), key=lambda card: card.version):
        stored.setdefault((card.round_id, card.person_id), []).append(card)
    wanted: dict[tuple[str, str], list[i.SubmitScorecard]] = {}
    for intent in given:
        wanted.setdefault((intent.round_id, intent.actor_id), []).append(intent)
    broken = []
    for key in sorted(stored.keys() | wanted.keys()):
        cards = [(c.recommendation, c.ratings, c.red_flags, c.summary) for c in stored.get(key, [])]
        words = [(w.recommendation, w.ratings, w.red_flags, w.summary) for w in wanted.get(key, [])]
        if any(word not in cards for word in words):
            broken.append(f"I3: what {key[1]} said of {key[0]} is not stored as it was acknowledged")
    return broken
