"""Inbox, outbox, audit log and bookmarks: the tables behind "acknowledged is never lost, said once and on time"."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Update,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    update,
)

from models.records.delivery import (
    WAITING,
    AuditEntry,
    Bookmark,
    Effect,
    EffectKind,
    EffectState,
    Flow,
    InboxRow,
    InboxState,
)
from models.repositories.claiming import PRESSING
from models.repositories.claiming import held as held_up
from models.repositories.claiming import ready as ready_now
from models.repositories.rows import Rows, take_turns
from models.tables.delivery import audit, bookmarks, inbox, outbox
from models.tables.types import UTCDateTime

_CLAIM_TURN = 4_812_020
_AUDIT_TURN = 4_812_021
"""Which turn is taken; any constants that no other advisory lock of this program uses."""


class Inbox(Rows[InboxRow]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, inbox, InboxRow)

    def next(self, now: datetime) -> InboxRow | None:
        """The oldest unprocessed row that may be tried now; locked until this transaction ends."""
        row = self.connection.execute(_NEXT_INPUT, {"now": now}).first()
        return None if row is None else self._record(row)

    def any_due(self, now: datetime) -> bool:
        return self.connection.execute(_due_input(), {"now": now}).first() is not None

    def waiting(self) -> int:
        return _count(self.connection, select(func.count()).where(inbox.c.state == InboxState.NEW))

    def dead(self) -> int:
        return _count(self.connection, select(func.count()).where(inbox.c.state == InboxState.DEAD))

    def last_received(self, prefix: str) -> datetime | None:
        """When the newest row whose key begins so came in, of those that are still kept."""
        begins = inbox.c.dedupe_key.startswith(prefix, autoescape=True)
        return _moment(self.connection, select(func.max(inbox.c.received_at)).where(begins))

    def forget_before(self, moment: datetime, kinds: Iterable[str]) -> int:
        """Deletes processed rows of `kinds` received before `moment`; they can no longer be redelivered."""
        where = and_(inbox.c.state == InboxState.DONE, inbox.c.received_at < moment, inbox.c.kind.in_(list(kinds)))
        return self.connection.execute(inbox.delete().where(where)).rowcount


class Outbox(Rows[Effect]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, outbox, Effect)

    def claim(
        self,
        *,
        owner: str,
        now: datetime,
        lease: timedelta,
        pace: timedelta,
        limit: int,
        flow: Flow | None = None,
    ) -> Sequence[Effect]:
        """Takes up to `limit` due effects and marks them `sending` under a lease; see `claiming.ready` for which come
        first. With a `flow`, no messages once so many were begun (with a `limit` above 1 it may go over by the rest).

        An effect waits while another one of its target is under way, while an older one of its target is due or its
        outcome unknown, and for `pace` after the last message to its target; a message also while an older one of its
        conversation waits for a service to work again. Two callers never get the same effect, nor two of one target: on
        PostgreSQL they claim one after the other, so that each sees what the other took.
        """
        take_turns(self.connection, _CLAIM_TURN)
        when = {"now": now, "pressing": now + PRESSING, "limit": limit} | ({"recent": now - pace} if pace else {})
        when |= {} if flow is None else {"begun": now - flow.within, "most": flow.most}
        ready = self.connection.execute(ready_now(bool(pace), flow is not None), when).scalars().all()
        if not ready:
            return ()
        values = {
            "state": EffectState.SENDING,
            "lease_owner": owner,
            "lease_until": now + lease,
            "attempts": outbox.c.attempts + 1,
            "first_try_at": func.coalesce(outbox.c.first_try_at, literal(now, UTCDateTime())),
            "last_try_at": now,
            "version": outbox.c.version + 1,
        }
        claimed = self.connection.execute(update(outbox).where(outbox.c.id.in_(ready)).values(values).returning(outbox))
        return sorted((self._record(row) for row in claimed), key=lambda effect: ready.index(effect.id))

    def any_due(self, now: datetime) -> bool:
        """Whether there may be something to claim, or a lease that ran out."""
        return any(self.connection.execute(asked, {"now": now}).first() is not None for asked in _due_effects())

    def expired(self, now: datetime) -> int:
        """Turns effects whose lease ran out into `ambiguous`; returns how many. Fences off their former owners."""
        return self.connection.execute(_EXPIRE, {"now": now}).rowcount

    def supersede(self, reason: str, **key: Any) -> int:
        """Takes back what has not been tried yet and matches `key` (loop_id, round_id, person_id, topic, target)."""
        given = {f"of_{name}": value for name, value in key.items()}
        return self.connection.execute(_superseding(tuple(key)), given | {"why": reason}).rowcount

    def next_due(self, *, after: datetime | None = None) -> datetime | None:
        """The soonest of all that waits, or of what is due later than `after`: what is due already may be held up by
        another one of its target."""
        query = select(func.min(outbox.c.due_at)).where(outbox.c.state.in_(WAITING))
        return _moment(self.connection, query if after is None else query.where(outbox.c.due_at > after))

    def last_tried_before(self, effect: Effect) -> Effect | None:
        """What was tried last of the same target and kind, beside `effect` itself."""
        row = self.connection.execute(_TRIED_BEFORE, {"id": effect.id, "target": effect.target, "kind": effect.kind})
        found = row.first()
        return None if found is None else self._record(found)

    def last_tried(self) -> datetime | None:
        """When anything was tried last."""
        return _moment(self.connection, select(func.max(outbox.c.last_try_at)))

    def count(self, *states: EffectState) -> int:
        return _count(self.connection, select(func.count()).where(outbox.c.state.in_(states)))

    def overdue(self, before: datetime) -> int:
        """How many effects should have been tried before `before` and were not."""
        where = and_(outbox.c.state.in_(WAITING), outbox.c.due_at < before)
        return _count(self.connection, select(func.count()).where(where))

    def held(self, before: datetime) -> int:
        """How many of those wait only until an older message of their conversation is tried again."""
        return int(self.connection.execute(held_up(), {"before": before}).scalar_one())

    def crowd(self, by: datetime) -> tuple[int, datetime | None]:
        """How many messages wait that are due by then, and since when the first one is."""
        due = and_(outbox.c.state.in_(WAITING), outbox.c.due_at <= by, outbox.c.kind == EffectKind.POST)
        count, since = self.connection.execute(select(func.count(), func.min(outbox.c.due_at)).where(due)).one()
        return count, since

    def coming(self, limit: int = 100) -> Sequence[Effect]:
        """What will be said next, soonest first."""
        query = select(outbox).where(outbox.c.state.in_(WAITING)).order_by(outbox.c.due_at, outbox.c.id).limit(limit)
        return [self._record(row) for row in self.connection.execute(query)]

    def latest_post(self, *, topic: str, **key: Any) -> Effect | None:
        """The newest message of this topic that was really sent (its `remote_ref` says where it is)."""
        where = and_(
            self._equal(key), outbox.c.topic == topic, outbox.c.kind == EffectKind.POST, outbox.c.remote_ref != ""
        )
        row = self.connection.execute(select(outbox).where(where).order_by(outbox.c.id.desc()).limit(1)).first()
        return None if row is None else self._record(row)


class Audit(Rows[AuditEntry]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, audit, AuditEntry)

    def append(self, entry: AuditEntry, secret: bytes) -> None:
        """Adds one entry to the chain. Writers wait for each other until their transactions end, so that the chain has
        no fork: append last, when nothing else is left to be locked."""
        take_turns(self.connection, _AUDIT_TURN)
        last = self.connection.execute(select(audit.c.chain).order_by(audit.c.id.desc()).limit(1)).scalar() or ""
        chain = link(secret, last, entry)
        self.add(replace(entry, chain=chain))
        Bookmarks(self.connection).put(Bookmark(name=AUDIT_HEAD, value=chain, at=entry.at))

    def chain_anew(self, secret: bytes) -> None:
        """Chains every entry under another secret. Whoever may do so can alter entries: look at `broken_at` before."""
        take_turns(self.connection, _AUDIT_TURN)
        last: AuditEntry | None = None
        for entry in self.all():
            last = replace(entry, chain=link(secret, "" if last is None else last.chain, entry))
            self.save(last)
        if last is not None:
            Bookmarks(self.connection).put(Bookmark(name=AUDIT_HEAD, value=last.chain, at=last.at))

    def broken_at(self, secret: bytes) -> int | None:
        """The id of the first entry that does not follow from the one before it (or is missing at the end); None when
        the chain is whole."""
        last, number = "", 0
        query = select(audit).order_by(audit.c.id).execution_options(yield_per=1000)
        with self.connection.execute(query) as rows:
            for row in rows:
                entry = self._record(row)
                if not hmac.compare_digest(entry.chain, link(secret, last, entry)):
                    return entry.id
                last, number = entry.chain, entry.id
        head = Bookmarks(self.connection).find(name=AUDIT_HEAD)
        return None if last == ("" if head is None else head.value) else number + 1


AUDIT_HEAD = "audit_head"
"""The bookmark that holds the newest link of the chain: without it, entries cut off at the end would not be missed."""


def link(secret: bytes, last: str, entry: AuditEntry) -> str:
    """The HMAC of an entry and the link before it; an unambiguous encoding, the moment in UTC as it is read back."""
    moment = entry.at.astimezone(UTC).isoformat()
    parts = [last, moment, entry.actor_id, entry.action, entry.loop_id, entry.subject, entry.detail]
    return hmac.new(secret, json.dumps(parts).encode(), hashlib.sha256).hexdigest()


class Bookmarks(Rows[Bookmark]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, bookmarks, Bookmark)

    def put(self, bookmark: Bookmark) -> None:
        if not self.add_once(bookmark):
            self.save(bookmark)


# Statements of every step of the relay and the inbox: to make them anew took longer than to execute them.

_NEXT_INPUT = (
    select(inbox)
    .where(
        inbox.c.state == InboxState.NEW,
        or_(inbox.c.next_try_at.is_(None), inbox.c.next_try_at <= bindparam("now", type_=UTCDateTime())),
    )
    .order_by(inbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_EXPIRE = (
    update(outbox)
    .where(outbox.c.state == EffectState.SENDING, outbox.c.lease_until < bindparam("now", type_=UTCDateTime()))
    .values(state=EffectState.AMBIGUOUS, reason="lease_expired", version=outbox.c.version + 1)
)

_TRIED_BEFORE = (
    select(outbox)
    .where(
        outbox.c.target == bindparam("target"),
        outbox.c.kind == bindparam("kind"),
        outbox.c.id != bindparam("id"),
        outbox.c.last_try_at.is_not(None),
    )
    .order_by(outbox.c.last_try_at.desc(), outbox.c.id.desc())
    .limit(1)
)


@cache
def _due_input() -> Select[Any]:
    now = bindparam("now", type_=UTCDateTime())
    may_be_tried = or_(inbox.c.next_try_at.is_(None), inbox.c.next_try_at <= now)
    return select(inbox.c.id).where(inbox.c.state == InboxState.NEW, may_be_tried).limit(1)


@cache
def _due_effects() -> tuple[Select[Any], Select[Any]]:
    now = bindparam("now", type_=UTCDateTime())
    due = select(outbox.c.id).where(outbox.c.state.in_(WAITING), outbox.c.due_at <= now)
    expired = select(outbox.c.id).where(outbox.c.state == EffectState.SENDING, outbox.c.lease_until < now)
    return due.limit(1), expired.limit(1)


@cache
def _superseding(names: tuple[str, ...]) -> Update:
    equal = [outbox.c[name] == bindparam(f"of_{name}") for name in names]
    waiting = outbox.c.state.in_((EffectState.PENDING, EffectState.RETRY))
    values = {"state": EffectState.SUPERSEDED, "reason": bindparam("why"), "version": outbox.c.version + 1}
    return update(outbox).where(*equal, waiting).values(values)


def _count(connection: Connection, query: Select[int]) -> int:
    return int(connection.execute(query).scalar_one())


def _moment(connection: Connection, query: Select[Any]) -> datetime | None:
    value: datetime | None = connection.execute(query).scalar_one_or_none()
    return value
