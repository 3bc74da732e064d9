"""Inbox and outbox: the tables behind "acknowledged is never lost, said once and on time"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from models.records.delivery import (
    UNDONE,
    WAITING,
    Effect,
    EffectKind,
    EffectState,
    Flow,
    InboxRow,
    InboxState,
)
from models.repositories import set_back
from models.repositories.claiming import PRESSING, SKEW
from models.repositories.claiming import held as held_up
from models.repositories.claiming import ready as ready_now
from models.repositories.rows import Rows, Shape, asks, one_of, shape_of, take_turns
from models.tables.delivery import inbox, outbox
from models.tables.types import UTCDateTime

_CLAIM_TURN = 4_812_020
"""Which turn is taken; any constant that no other advisory lock of this program uses."""


class Inbox(Rows[InboxRow]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, inbox, InboxRow)

    def next(self, now: datetime) -> InboxRow | None:
        """The oldest unprocessed row that may be tried now; locked until this transaction ends. Of one person nothing while
        somebody works on what they said before: a correction must not be overtaken by what it corrects."""
        row = self.connection.execute(_NEXT_INPUT, {"now": now}).first()
        return None if row is None else self._record(row)

    def any_due(self, now: datetime) -> bool:
        return self.connection.execute(_due_input(), {"now": now}).first() is not None

    def waits_ahead(self, now: datetime) -> bool:
        """Whether one waits longer than any does: it was put off before the clock was set back."""
        return self.connection.execute(set_back.WAITING_INPUTS, {"ahead": now + SKEW}).first() is not None

    def try_now(self, now: datetime) -> None:
        """Those that were put off while the clock was ahead."""
        self.connection.execute(set_back.FREE_INPUTS, {"ahead": now + SKEW})

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
        when |= {"ahead": now + SKEW} if pace or flow else {}
        when |= {} if flow is None else {"begun": now - flow.within, "most": flow.most}
        ready = self.connection.execute(ready_now(bool(pace), flow is not None), when).scalars().all()
        if not ready:
            return ()
        taken = {"ready": ready, "owner": owner, "now": now, "leased": now + lease}
        claimed = self.connection.execute(_CLAIM, taken)
        return sorted((self._record(row) for row in claimed), key=lambda effect: ready.index(effect.id))

    def stop_claims(self) -> None:
        """Nobody takes an effect before this transaction has ended."""
        take_turns(self.connection, _CLAIM_TURN)

    def any_due(self, now: datetime) -> bool:
        """Whether there may be something to claim, or a lease that ran out or has to be cut."""
        when = {"now": now, "ahead": now + SKEW}
        return any(self.connection.execute(asked, when).first() is not None for asked in _due_effects())

    def expired(self, now: datetime) -> int:
        """Turns effects whose lease ran out into `ambiguous`; returns how many. Fences off their former owners.

        A lease that was given before the clock was set back is cut first, and ends in a minute from now: whoever is still
        at it has time to end, and where nobody is, nobody waits until the clock is where it was.
        """
        self.connection.execute(set_back.CUT_LEASES, {"ahead": now + SKEW})
        return self.connection.execute(_EXPIRE, {"now": now}).rowcount

    def was_ahead(self, now: datetime) -> bool:
        """Whether the newest effect, or the last one tried, is later than now can be: the clock was set back since."""
        newest = _moment(self.connection, set_back.NEWEST)
        return any(moment is not None and moment > now + SKEW for moment in (newest, self.last_tried()))

    def try_now(self, now: datetime) -> None:
        """What failed or was wished for at once while the clock was ahead. Reminders keep the times that they were given."""
        self.connection.execute(set_back.TRY_NOW, {"ahead": now + SKEW, "now": now})

    def supersede(self, reason: str, **key: Any) -> int:
        """Takes back what has not been tried yet and matches `key` (loop_id, round_id, person_id, topic, target, kind). With a
        topic that is what was still to be said: the redraw of a message that was said carries its topic as well."""
        if "topic" in key:
            key = {"kind": EffectKind.POST, **key}
        given = {f"of_{name}": value for name, value in key.items()}
        return self.connection.execute(_superseding(shape_of(key)), given | {"why": reason}).rowcount

    def next_due(self, *, after: datetime | None = None) -> datetime | None:
        """The soonest of all that waits, or of what is due later than `after`: what is due already may be held up by
        another one of its target."""
        if after is None:
            return _moment(self.connection, _NEXT_DUE)
        return _moment(self.connection, _NEXT_DUE_AFTER, after=after)

    def last_tried_before(self, effect: Effect) -> Sequence[Effect]:
        """What was tried last of the same target and kind, beside `effect` itself: by the clock and by the order in which it
        was wished for, which differ where the clock was set back or an older one was tried again."""
        key = {"id": effect.id, "target": effect.target, "kind": effect.kind}
        return [self._record(row) for row in self.connection.execute(_TRIED_BEFORE, key).all()]

    def last_tried(self) -> datetime | None:
        """When anything was tried last. Asked kind by kind, which reads the end of an index and not the table."""
        moments = [_moment(self.connection, _LAST_TRIED, kind=kind) for kind in EffectKind]
        return max((moment for moment in moments if moment is not None), default=None)

    def count(self, *states: EffectState, topic: str | None = None) -> int:
        """Of all topics, or of one."""
        counted = select(func.count()).where(outbox.c.state.in_(states))
        return _count(self.connection, counted if topic is None else counted.where(outbox.c.topic == topic))

    def overdue(self, before: datetime) -> int:
        """How many effects should have been tried before `before` and were not."""
        where = and_(one_of(outbox.c.state, WAITING), outbox.c.due_at < before)
        return _count(self.connection, select(func.count()).where(where))

    def held(self, before: datetime) -> int:
        """How many of those wait only until an older message of their conversation is tried again."""
        return int(self.connection.execute(held_up(), {"before": before}).scalar_one())

    def crowd(self, by: datetime) -> tuple[int, datetime | None]:
        """How many messages wait that are due by then, and since when the first one is."""
        due = and_(one_of(outbox.c.state, WAITING), outbox.c.due_at <= by, outbox.c.kind == EffectKind.POST)
        count, since = self.connection.execute(select(func.count(), func.min(outbox.c.due_at)).where(due)).one()
        return count, since

    def coming(self, limit: int = 100) -> Sequence[Effect]:
        """What will be said next, soonest first."""
        query = (
            select(outbox).where(one_of(outbox.c.state, WAITING)).order_by(outbox.c.due_at, outbox.c.id).limit(limit)
        )
        return [self._record(row) for row in self.connection.execute(query).all()]

    def latest_post(self, *, topic: str, **key: Any) -> Effect | None:
        """The newest message of this topic that was really sent (its `remote_ref` says where it is)."""
        of = {"topic": topic, "kind": EffectKind.POST, **key}
        row = self.connection.execute(_latest_sent(shape_of(of)), of).first()
        return None if row is None else self._record(row)


# Statements of every step of the relay and the inbox: to make them anew took longer than to execute them.


def _may_be_tried(rows: FromClause) -> ColumnElement[bool]:
    now = bindparam("now", type_=UTCDateTime())
    return and_(rows.c.state == InboxState.NEW, or_(rows.c.next_try_at.is_(None), rows.c.next_try_at <= now))


_EARLIER = inbox.alias("earlier")
_SAID_BEFORE = exists().where(
    _EARLIER.c.actor_id == inbox.c.actor_id, _EARLIER.c.id < inbox.c.id, _may_be_tried(_EARLIER)
)
_NEXT_INPUT = (
    select(inbox)
    .where(_may_be_tried(inbox), ~_SAID_BEFORE)
    .order_by(inbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_EXPIRE = (
    update(outbox)
    .where(outbox.c.state == EffectState.SENDING, outbox.c.lease_until < bindparam("now", type_=UTCDateTime()))
    .values(state=EffectState.AMBIGUOUS, reason="lease_expired", version=outbox.c.version + 1)
)

_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ready", expanding=True)))
    .values(
        state=EffectState.SENDING,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("leased"),
        attempts=outbox.c.attempts + 1,
        first_try_at=func.coalesce(outbox.c.first_try_at, bindparam("now", type_=UTCDateTime())),
        last_try_at=bindparam("now", type_=UTCDateTime()),
        version=outbox.c.version + 1,
    )
    .returning(outbox)
)
_NEXT_DUE = select(func.min(outbox.c.due_at)).where(one_of(outbox.c.state, WAITING))
_NEXT_DUE_AFTER = _NEXT_DUE.where(outbox.c.due_at > bindparam("after", type_=UTCDateTime()))
_LAST_TRIED = select(func.max(outbox.c.last_try_at)).where(outbox.c.kind == bindparam("kind"))

_BEFORE = (
    outbox.c.target == bindparam("target"),
    outbox.c.kind == bindparam("kind"),
    outbox.c.id != bindparam("id"),
    outbox.c.last_try_at.is_not(None),
)
_BY_CLOCK = select(outbox.c.id).where(*_BEFORE).order_by(outbox.c.last_try_at.desc(), outbox.c.id.desc()).limit(1)
_BY_ORDER = select(func.max(outbox.c.id)).where(*_BEFORE)
_TRIED_BEFORE = select(outbox).where(
    or_(outbox.c.id == _BY_CLOCK.scalar_subquery(), outbox.c.id == _BY_ORDER.scalar_subquery())
)


@cache
def _due_input() -> Select[Any]:
    return select(inbox.c.id).where(_may_be_tried(inbox)).limit(1)


@cache
def _due_effects() -> tuple[Select[Any], ...]:
    now = bindparam("now", type_=UTCDateTime())
    due = select(outbox.c.id).where(one_of(outbox.c.state, WAITING), outbox.c.due_at <= now)
    expired = select(outbox.c.id).where(outbox.c.state == EffectState.SENDING, outbox.c.lease_until < now)
    return due.limit(1), expired.limit(1), select(outbox.c.id).where(set_back.LEASED_AHEAD).limit(1)


@cache
def _latest_sent(shape: Shape) -> Select[Any]:
    equal = [asks(outbox.c[name], how, parameter=name) for name, how in shape]
    return select(outbox).where(*equal, outbox.c.remote_ref != "").order_by(outbox.c.id.desc()).limit(1)


@cache
def _superseding(shape: Shape) -> Update:
    equal = [asks(outbox.c[name], how, parameter=f"of_{name}") for name, how in shape]
    waiting = one_of(outbox.c.state, UNDONE)
    values = {"state": EffectState.SUPERSEDED, "reason": bindparam("why"), "version": outbox.c.version + 1}
    return update(outbox).where(*equal, waiting).values(values)


def _count(connection: Connection, query: Select[int]) -> int:
    return int(connection.execute(query).scalar_one())


def _moment(connection: Connection, query: Select[Any], **given: Any) -> datetime | None:
    value: datetime | None = connection.execute(query, given).scalar_one_or_none()
    return value
