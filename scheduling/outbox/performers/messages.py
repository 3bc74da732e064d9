"""Messages: posted once, found again when the answer was lost, edited in place."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

from models.records.delivery import Effect
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic, View
from scheduling.outbox.compose import A_LITTLE_LATE, NotNow, compose
from scheduling.outbox.performers.drawings import card_drawing, drawing, shows_already
from scheduling.outbox.settlement import MOMENT_PASSED, Outside, Settlement, Then, done, later, may_be_done, skipped
from scheduling.outbox.unheard import tell_of_unheard
from scheduling.outbox.wishes import find_in_workspace, is_waiting, redraw, redraw_card
from scheduling.ports import PermanentFault, TransientFault
from scheduling.queries.worklist import worklist
from scheduling.rules.reminders import told_at

LOOK_BACK = timedelta(minutes=2)
"""The workspace's clock may be behind ours when a message is looked for."""

POSTING = 0.25
"""A post that is begun ends within this part of a lease (15 of 60 seconds). Where less is left of it (the process was
suspended, say), somebody else may look for the message before it is there, and post it as well."""

UNKNOWN_PERSON_WAIT = timedelta(minutes=1)
ASKED_ENOUGH = 2
"""With growing waits: whoever has to know that somebody can't be reached hears so within five minutes."""


def mark(secret: bytes, key: str) -> str:
    """The opaque key in a message's metadata, by which it is found again; every app in the workspace can read it."""
    return hmac.new(secret, f"message {key}".encode(), hashlib.sha256).hexdigest()[:40]


def post(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """One message to one person. After an unknown outcome the history is read first, also where it is not to be said any
    more: found is adopted and brought up to date, else it is sent once."""
    with outside.uow.reading() as tx:
        view = compose(tx, effect, at.now)
        reader = tx.people.find(id=effect.person_id or "")
    silent = isinstance(view, NotNow)
    if reader is None or (silent and not _may_be_there(effect, at)) or (silent and reader.slack_id is None):
        return _not_now(effect, view if isinstance(view, NotNow) else NotNow(reason="reader_gone"))
    if reader.slack_id is None:
        return _nowhere(outside, effect, at, reader)
    channel = reader.dm_channel or outside.messenger.open_dm(reader.slack_id)
    if found := _found(outside, effect, channel, at):
        return done(f"{channel}/{found}", then=_adopt(effect, reader, channel))
    if isinstance(view, NotNow):
        return _not_now(effect, view)
    if effect.until is not None and at.now >= effect.until:
        return skipped(MOMENT_PASSED)
    ts = _say(outside, effect, channel, view)
    return done(f"{channel}/{ts}", then=_keep_up(effect, reader, channel, view))


def edit(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """Redraws a message that was sent; nothing to do where it is gone or was never sent."""
    with outside.uow.reading() as tx:
        sent = tx.outbox.find(id=effect.payload["of"])
        view = NotNow(reason="never_sent") if sent is None else compose(tx, sent, at.now, redraw=True)
        if isinstance(view, NotNow) or sent is None or "/" not in sent.remote_ref:
            return skipped(view.reason if isinstance(view, NotNow) else "never_sent")
        drawn = drawing(view)
        if shows_already(tx, effect, drawn, at):
            return _unchanged(drawn)
    channel, ts = sent.remote_ref.split("/")
    return _redraw(outside, channel, ts, Topic(sent.topic), view, drawn)


def draw_card(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """The one status card of a loop: posted the first time, edited in place ever after."""
    with outside.uow.reading() as tx:
        loop = tx.loops.find(id=effect.loop_id or "")
        if loop is None:
            return skipped("loop_gone")
        reader = tx.people.get(id=loop.coordinator_id)
        view = compose(tx, replace(effect, topic=Topic.CARD, person_id=reader.id), at.now, redraw=True)
        if isinstance(view, NotNow):
            return skipped(view.reason)
        drawn = card_drawing(view, at.now)
        if loop.card_ts and shows_already(tx, effect, drawn, at):
            return _unchanged(drawn)
        tried = not loop.card_ts and bool(tx.outbox.last_tried_before(effect))
        morning = told_at(at.now, zone=reader.zone, holidays=tx.holidays.days())
    if loop.card_ts and loop.card_channel:
        return _redraw(outside, loop.card_channel, loop.card_ts, Topic.CARD, view, drawn)
    if reader.slack_id is None:
        return _nowhere(outside, effect, at, reader)
    channel = reader.dm_channel or outside.messenger.open_dm(reader.slack_id)
    first = replace(effect, key=f"card/{loop.id}", topic=Topic.CARD, created_at=loop.created_at)
    if found := _found(outside, first, channel, at, tried=tried):
        return done(f"{channel}/{found}", then=_keep_card(loop.id, reader, channel, found, adopted=True))
    if morning > at.now > loop.created_at + A_LITTLE_LATE:
        return later("night", morning, anew=True)
    ts = _say(outside, first, channel, view)
    return replace(done(f"{channel}/{ts}", then=_keep_card(loop.id, reader, channel, ts)), drawn=drawn)


def publish_home(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """App Home of one person as it is now."""
    with outside.uow.reading() as tx:
        reader = tx.people.find(id=effect.person_id or "")
        if reader is None or not reader.active or reader.slack_id is None:
            return skipped("reader_gone")
        view = worklist(tx, reader, at.now)
    outside.messenger.publish_home(slack_id=reader.slack_id, view=view)
    return done()


def _may_be_there(effect: Effect, at: Circumstances) -> bool:
    return may_be_done(effect) or at.unknown_since is not None


def _found(outside: Outside, effect: Effect, channel: str, at: Circumstances, *, tried: bool = False) -> str | None:
    """The `ts` of a message whose outcome was unknown, where it had arrived; or which another wish `tried` to send before."""
    if not (tried or _may_be_there(effect, at)):
        return None
    first = effect.created_at if tried else effect.first_try_at or effect.created_at
    since = min(first, at.unknown_since or at.now) - LOOK_BACK
    return outside.messenger.find(channel=channel, mark=mark(outside.secret, effect.key), since=since)


def _say(outside: Outside, effect: Effect, channel: str, view: View) -> str:
    if effect.lease_until is not None and effect.last_try_at is not None:
        needed = (effect.lease_until - effect.last_try_at) * POSTING
        if outside.clock.now() > effect.lease_until - needed:
            raise TransientFault("lease_short")
    opaque = mark(outside.secret, effect.key)
    return outside.messenger.post(channel=channel, topic=Topic(effect.topic), view=view, mark=opaque)


def _unchanged(drawn: str) -> Settlement:
    return replace(skipped("unchanged"), drawn=drawn)


def _redraw(outside: Outside, channel: str, ts: str, topic: Topic, view: View, drawn: str) -> Settlement:
    try:
        outside.messenger.edit(channel=channel, ts=ts, topic=topic, view=view)
    except PermanentFault as fault:
        if fault.reason in ("message_not_found", "cant_update_message"):
            return skipped(fault.reason)
        raise
    return replace(done(f"{channel}/{ts}"), drawn=drawn)


def _not_now(effect: Effect, why: NotNow) -> Settlement:
    if why.again is not None:
        return later(why.reason, why.again, anew=True)
    gone = why.reason == "reader_gone"
    return skipped(why.reason, then=(lambda tx, at: tell_of_unheard(tx, at, effect)) if gone else None)


def _nowhere(outside: Outside, effect: Effect, at: Circumstances, reader: Person) -> Settlement:
    """The workspace has not told us yet who this person is there: ask, and try again. Given up once it was asked several
    times and knew nobody; as long as it can't be asked, the message waits."""
    with outside.uow() as tx:
        asking = any(is_waiting(asked) for asked in tx.outbox.all(target=f"resolve:{reader.id}"))
        if not asking:
            find_in_workspace(tx, at, reader)
    if effect.attempts > ASKED_ENOUGH and not asking:
        raise PermanentFault("not_in_workspace")
    return later("not_in_workspace", at.now + UNKNOWN_PERSON_WAIT * effect.attempts)


def _keep_channel(reader: Person, channel: str) -> Then:
    def then(tx: Transaction, at: Circumstances) -> None:
        if reader.dm_channel == channel:
            return
        person = tx.people.lock(id=reader.id)
        if person is not None and person.dm_channel != channel:
            tx.people.save(replace(person, dm_channel=channel))

    return then


def _keep_up(effect: Effect, reader: Person, channel: str, said: View) -> Then:
    """Somebody may have changed what it is about while Slack took it: they found no message yet to redraw. Who changes a loop
    holds its lock until that is stored, so one of the two sees the other."""

    def then(tx: Transaction, at: Circumstances) -> None:
        loop = tx.loops.lock(id=effect.loop_id) if effect.loop_id else None
        _keep_channel(reader, channel)(tx, at)
        if loop is not None:
            shown = compose(tx, effect, at.now, redraw=True)
            if not isinstance(shown, NotNow) and drawing(shown) != drawing(said):
                redraw(tx, at, effect)

    return then


def _adopt(effect: Effect, reader: Person, channel: str) -> Then:
    """Nobody could bring it up to date as long as it was not known to be there; whoever is at it just now holds the loop."""

    def then(tx: Transaction, at: Circumstances) -> None:
        if effect.loop_id:
            tx.loops.lock(id=effect.loop_id)
        _keep_channel(reader, channel)(tx, at)
        redraw(tx, at, effect)

    return then


def _keep_card(loop_id: str, reader: Person, channel: str, ts: str, *, adopted: bool = False) -> Then:
    def then(tx: Transaction, at: Circumstances) -> None:
        loop = tx.loops.lock(id=loop_id)  # the loop before the person, as everybody does: else two wait for each other
        _keep_channel(reader, channel)(tx, at)
        if loop is not None:
            saved = tx.loops.save(replace(loop, card_channel=channel, card_ts=ts))
            if adopted:
                redraw_card(tx, at, saved)

    return then
