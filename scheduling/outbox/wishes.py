"""How a use case asks for effects: messages, card and calendar updates, planning jobs. Everything lands in the outbox
within the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from models.records.delivery import WAITING, AuditEntry, Effect, EffectKind, EffectState
from models.records.loops import Loop, Round
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.rules.reminders import Planned, told_at

SHOWS_STATE = (EffectKind.EVENT, EffectKind.CARD, EffectKind.EDIT, EffectKind.HOME)


def say(
    tx: Transaction,
    at: Circumstances,
    topic: Topic,
    *,
    to: str,
    loop: Loop | None = None,
    round_: Round | None = None,
    due: datetime | None = None,
    until: datetime | None = None,
    nth: int = 0,
    about: str = "",
    anew: bool = False,
    payload: dict[str, Any] | None = None,
) -> None:
    """One message to one person. The key is (loop, round and its revision, topic, person, nth, about): asking twice for
    the same message is asking once. `about` tells apart what has no number (a proposal, whom it is about).

    `anew` is for what may happen again (somebody comes back into a seat, declines once more): then it is said again,
    numbered by how often it was. Whoever asks holds the loop, so nobody else takes the same number; and where a backup was
    put back, the same act has the same number as then, and finds what was said."""
    place = "" if round_ is None else f"{round_.id}.{round_.revision}"
    key = "/".join(("post", "" if loop is None else loop.id, place, topic, to, str(nth), about))
    tx.outbox.add_once(
        Effect(
            key=_unused(tx, key) if anew else key,
            kind=EffectKind.POST,
            target=f"dm:{to}",
            topic=topic,
            loop_id=None if loop is None else loop.id,
            round_id=None if round_ is None else round_.id,
            person_id=to,
            payload={"nth": nth, **({} if round_ is None else {"revision": round_.revision}), **(payload or {})},
            due_at=due or at.now,
            until=until,
            created_at=at.now,
        )
    )


def say_when(
    tx: Transaction,
    at: Circumstances,
    step: Planned,
    *,
    to: str,
    loop: Loop,
    round_: Round | None = None,
    about: str = "",
    anew: bool = False,
) -> None:
    """As `say`, at the time that a rule planned."""
    say(
        tx,
        at,
        step.topic,
        to=to,
        loop=loop,
        round_=round_,
        due=step.due,
        until=step.until,
        nth=step.nth,
        about=about,
        anew=anew,
    )


def tell(
    tx: Transaction,
    at: Circumstances,
    topic: Topic,
    *,
    to: Person,
    loop: Loop,
    round_: Round | None = None,
    **more: Any,
) -> None:
    """As `say`, in the reader's working hours (or at once when the interview is today)."""
    start = None if round_ is None else round_.start
    due = told_at(at.now, zone=to.zone, holidays=tx.holidays.days(), interview=start)
    say(tx, at, topic, to=to.id, loop=loop, round_=round_, due=due, **more)


def answer(
    tx: Transaction,
    at: Circumstances,
    *,
    to: str,
    code: str,
    detail: str = "",
    loop_id: str = "",
) -> None:
    """A short answer to something this person asked for just now: each press has its own."""
    payload = {"code": code, "detail": detail, "loop": loop_id}
    say(tx, at, Topic.NOTICE, to=to, about=at.new_id(), payload=payload)


def retell(tx: Transaction, at: Circumstances, *topics: Topic, proposal: str = "", **key: Any) -> None:
    """Redraws messages of these topics that were sent already, so that they show what has become of them; with `proposal`
    only those about that one."""
    sent = tx.outbox.all(topic=topics, kind=EffectKind.POST, state=EffectState.DONE, **key)
    redraw(tx, at, *(message for message in sent if not proposal or message.payload.get("proposal") == proposal))


def redraw(tx: Transaction, at: Circumstances, *sent: Effect) -> None:
    """Brings messages that were sent up to date."""
    to_redraw = {f"edit:{message.id}": message for message in sent}
    waiting = {effect.target for effect in _not_begun(tx, *to_redraw)}
    for target, message in to_redraw.items():
        if target not in waiting:
            ids = {"loop_id": message.loop_id, "round_id": message.round_id, "person_id": message.person_id}
            _add(tx, at, EffectKind.EDIT, target, topic=message.topic, payload={"of": message.id}, **ids)


def agree_again(tx: Transaction, at: Circumstances, effect: Effect, *, made: str = "") -> None:
    """Its worker slept past the lease and went on: somebody else has done it meanwhile, and what was written last may be
    what was true before. What shows a state is brought up to date once more; a message is not said again. An event that was
    `made` so, and is no longer the round's, is taken off; whom it has invited hears that."""
    if effect.kind not in SHOWS_STATE or "cancel" in effect.payload:
        return
    ids = {"loop_id": effect.loop_id, "round_id": effect.round_id, "person_id": effect.person_id}
    payload = {**effect.payload, "anyway": True}
    _add(tx, at, effect.kind, effect.target, topic=effect.topic, payload=payload, **ids)
    if made and effect.kind is EffectKind.EVENT:
        round_ = tx.rounds.get(id=effect.round_id)
        if round_.event_id != made:
            take_off(tx, at, round_, made, notify=True)


def is_waiting(effect: Effect) -> bool:
    """Whether the effect is still to be performed or under way."""
    return effect.state in WAITING or effect.state is EffectState.SENDING


def redraw_card(tx: Transaction, at: Circumstances, loop: Loop) -> bool:
    """Brings the loop's status card up to date; several wishes before it is done are one. Returns whether this is the first."""
    return _once_pending(tx, at, kind=EffectKind.CARD, target=f"card:{loop.id}", loop_id=loop.id)


def redraw_card_of(tx: Transaction, at: Circumstances, loop: Loop, day: date, *, due: datetime | None = None) -> None:
    """As `redraw_card`, once for this day: what a card says of the day and of the end would be wrong on the next."""
    key = f"{EffectKind.CARD}/{loop.id}/{day.isoformat()}"
    if tx.outbox.find(key=key) is None:  # most of the time; the unique key decides between two who find nothing
        card = Effect(
            key=key,
            kind=EffectKind.CARD,
            target=f"card:{loop.id}",
            loop_id=loop.id,
            due_at=due or at.now,
            created_at=at.now,
        )
        tx.outbox.add_once(card)


def refresh_home(tx: Transaction, at: Circumstances, person: Person) -> None:
    """Brings the person's App Home up to date, if they have ever opened it."""
    if person.home_opened:
        _once_pending(tx, at, kind=EffectKind.HOME, target=f"home:{person.id}", person_id=person.id)


def settle_event(tx: Transaction, at: Circumstances, round_: Round) -> None:
    """Makes the calendar agree with the round as it stands when the relay comes to it. An older event that still waits to
    be taken off is no such wish."""
    target = f"event:{round_.id}"
    waiting = _not_begun(tx, target)
    if all("cancel" in effect.payload for effect in waiting):
        _add(tx, at, EffectKind.EVENT, target, loop_id=round_.loop_id, round_id=round_.id)


def cancel_event(tx: Transaction, at: Circumstances, round_: Round) -> None:
    """Takes this very event off the calendar, whatever the round becomes afterwards (a new time gets a new event)."""
    take_off(tx, at, round_, round_.event_id or "", notify=round_.candidate_invited)


def take_off(tx: Transaction, at: Circumstances, round_: Round, event_id: str, *, notify: bool = False) -> None:
    """Takes an event off the calendar that is not the round's (any more)."""
    gone = {"cancel": event_id, "notify": notify}
    ids = {"loop_id": round_.loop_id, "round_id": round_.id}
    _add(tx, at, EffectKind.EVENT, f"event:{round_.id}", payload=gone, **ids)


def look_for_times(tx: Transaction, at: Circumstances, loop: Loop, *, actor: str, **job: Any) -> None:
    """A planning job; `job` says what kind (`kind`, `round_id`, `person_id`, `because`)."""
    _add(tx, at, EffectKind.PLAN, f"loop:{loop.id}", loop_id=loop.id, payload={"actor": actor, **job})


def book_option(tx: Transaction, at: Circumstances, loop: Loop, *, proposal_id: str, option: int, actor: str) -> None:
    payload = {"proposal": proposal_id, "option": option, "actor": actor}
    _add(tx, at, EffectKind.BOOK, f"loop:{loop.id}", loop_id=loop.id, payload=payload)


def find_in_workspace(tx: Transaction, at: Circumstances, person: Person) -> None:
    """Asks the workspace who this person is there (id, whether they left)."""
    _once_pending(tx, at, kind=EffectKind.RESOLVE, target=f"resolve:{person.id}", person_id=person.id)


def record(
    tx: Transaction,
    at: Circumstances,
    *,
    actor: str,
    action: str,
    loop_id: str | None = None,
    subject: str = "",
    detail: str = "",
) -> None:
    """One audit entry per change. `subject` and `detail` carry ids and codes, never names or texts."""
    entry = AuditEntry(at=at.now, actor_id=actor, action=action, loop_id=loop_id, subject=subject, detail=detail)
    tx.audit.append(entry, at.secret)


def _once_pending(tx: Transaction, at: Circumstances, *, kind: EffectKind, target: str, **ids: Any) -> bool:
    new = all(effect.due_at > at.now for effect in _not_begun(tx, target))
    if new:
        _add(tx, at, kind, target, **ids)
    return new


def _not_begun(tx: Transaction, *targets: str) -> Sequence[Effect]:
    """What will be done to the targets anyway, and is not begun before this change is there: else it would show what was
    true before, and nothing would show the change."""
    return tx.outbox.hold(target=targets, state=EffectState.PENDING) if targets else ()


def _unused(tx: Transaction, key: str) -> str:
    """The key itself, or the first of `key.1`, `key.2` ... that no effect has."""
    numbered = (f"{key}.{n}" if n else key for n in count())
    return next(name for name in numbered if tx.outbox.find(key=name) is None)


def _add(tx: Transaction, at: Circumstances, kind: EffectKind, target: str, **fields: Any) -> None:
    key = f"{kind}/{target}/{at.new_id()}"
    tx.outbox.add(Effect(key=key, kind=kind, target=target, due_at=at.now, created_at=at.now, **fields))
