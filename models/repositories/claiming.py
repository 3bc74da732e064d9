"""What the relay may try now. Statements of every step: to make them anew took longer than to execute them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Exists, Integer, Select, and_, bindparam, case, exists, func, or_, select

from models.records.delivery import HOLDS_NOBODY, UNDONE, WAITING, EffectKind, EffectState
from models.repositories.rows import one_of
from models.tables.delivery import outbox
from models.tables.types import UTCDateTime

PRESSING = timedelta(minutes=15)
"""What is pointless so soon goes first. As long as the short brief comes before its interview."""

SKEW = timedelta(minutes=1)
"""No clock of another process is further ahead than this. What was tried later than that was tried before the clock was set
back, and tells nothing of how long ago that was."""

HOLDING_TRIES = 12
"""How often a message is tried, over half an hour, until the later ones of its conversation no longer wait for it: it may
be the one message that a service stumbles over."""

_other, _left = outbox.alias("other"), outbox.alias("left_before")


@cache
def ready(paced: bool, flows: bool) -> Select[int]:
    """Takes `now`, `pressing`, `limit` and, where messages are `paced`, `recent`: the moment after which none was sent;
    where all of them together are, `begun` and `most`: since when, and how many at most; where either, `ahead`: until when.

    First comes what is pointless in a moment, then what has no last moment (somebody asked, or it is news) or is about no
    loop (an alarm), then the reminders, that of the nearest interview first: a reminder's last moment is where its
    interview begins. What waits behind another one in its conversation takes that one along.
    """
    now = bindparam("now", type_=UTCDateTime())
    conditions = [
        one_of(outbox.c.state, WAITING),
        outbox.c.due_at <= now,
        ~_another(_other.c.state == EffectState.SENDING),
        ~_older(or_(_is_due(now), _other.c.state == EffectState.AMBIGUOUS)),
        or_(outbox.c.kind != EffectKind.POST, ~_older(_failed())),
    ]
    if paced:
        since = bindparam("recent", type_=UTCDateTime())
        sent = (_other.c.kind == EffectKind.POST, _other.c.state != EffectState.SKIPPED)
        recent = _another(*sent, _between(_other.c.last_try_at, since))
        conditions.append(or_(outbox.c.kind != EffectKind.POST, ~recent))
    if flows:
        conditions.append(or_(outbox.c.kind != EffectKind.POST, _room()))
    query = select(outbox.c.id).where(*conditions).order_by(*_urgency(now), outbox.c.due_at, outbox.c.id)
    return query.limit(bindparam("limit")).with_for_update(skip_locked=True)


@cache
def held() -> Select[int]:
    """How many messages that were due `before` wait for an older one of their conversation to be tried again."""
    late = and_(one_of(outbox.c.state, WAITING), outbox.c.due_at < bindparam("before", type_=UTCDateTime()))
    return select(func.count()).where(late, outbox.c.kind == EffectKind.POST, _older(_failed()))


def _urgency(now: ColumnElement[datetime]) -> tuple[ColumnElement[Any], ...]:
    """Of the most urgent one that is due in its conversation, from itself on: the first one is in the way of all."""
    pressing = _other.c.until <= bindparam("pressing", type_=UTCDateTime())
    news = or_(_other.c.until.is_(None), _other.c.loop_id.is_(None))
    rank = case((pressing, 0), (news, 1), else_=2)
    moment = case((news, _other.c.due_at), else_=_other.c.until)
    waiting = and_(one_of(_other.c.state, WAITING), _other.c.due_at <= now)
    line = and_(_other.c.target == outbox.c.target, _other.c.id >= outbox.c.id, waiting)
    most = select(func.min(rank)).where(line).scalar_subquery()
    return most, select(func.min(moment)).where(line).scalar_subquery()


def _room() -> ColumnElement[bool]:
    """Asked once per statement. What was skipped has not left: what nobody needs any more after an outage takes no turn
    of what somebody waits for."""
    begun = bindparam("begun", type_=UTCDateTime())
    sent = (_left.c.kind == EffectKind.POST, _left.c.state != EffectState.SKIPPED)
    left = select(func.count()).where(*sent, _between(_left.c.last_try_at, begun))
    return left.scalar_subquery() < bindparam("most", type_=Integer())


def _between(tried: ColumnElement[datetime | None], since: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(tried > since, tried <= bindparam("ahead", type_=UTCDateTime()))


def _another(*of: ColumnElement[bool]) -> Exists:
    return exists().where(_other.c.target == outbox.c.target, _other.c.id != outbox.c.id, *of)


def _older(*of: ColumnElement[bool]) -> Exists:
    return exists().where(_other.c.target == outbox.c.target, _other.c.id < outbox.c.id, *of)


def _is_due(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(one_of(_other.c.state, UNDONE), _other.c.due_at <= now)


def _failed() -> ColumnElement[bool]:
    """Whether it waits for its next try because a service could not: what was said after it is not to be read before it.
    Neither what was put off on purpose, nor what fails for a reason of its own."""
    own = or_(*(_other.c.reason.startswith(reason, autoescape=True) for reason in HOLDS_NOBODY))
    return and_(_other.c.state == EffectState.RETRY, _other.c.attempts.between(1, HOLDING_TRIES), ~own)
