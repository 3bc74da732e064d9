"""What the relay may try now. Statements of every step: to make them anew took longer than to execute them."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Exists, Select, and_, bindparam, exists, or_, select

from models.records.delivery import HOLDS_NOBODY, WAITING, EffectKind, EffectState
from models.tables.delivery import outbox
from models.tables.types import UTCDateTime

_other = outbox.alias("other")


@cache
def ready(paced: bool) -> Select[int]:
    """Takes `now`, `limit` and, where messages are `paced`, `recent`: the moment after which none was sent."""
    now = bindparam("now", type_=UTCDateTime())
    conditions = [
        outbox.c.state.in_(WAITING),
        outbox.c.due_at <= now,
        ~_another(_other.c.state == EffectState.SENDING),
        ~_older(or_(_is_due(now), _other.c.state == EffectState.AMBIGUOUS)),
        or_(outbox.c.kind != EffectKind.POST, ~_older(_failed())),
    ]
    if paced:
        since = bindparam("recent", type_=UTCDateTime())
        recent = _another(_other.c.kind == EffectKind.POST, _other.c.last_try_at > since)
        conditions.append(or_(outbox.c.kind != EffectKind.POST, ~recent))
    query = select(outbox.c.id).where(*conditions).order_by(outbox.c.due_at, outbox.c.id)
    return query.limit(bindparam("limit")).with_for_update(skip_locked=True)


def _another(*of: ColumnElement[bool]) -> Exists:
    return exists().where(_other.c.target == outbox.c.target, _other.c.id != outbox.c.id, *of)


def _older(*of: ColumnElement[bool]) -> Exists:
    return exists().where(_other.c.target == outbox.c.target, _other.c.id < outbox.c.id, *of)


def _is_due(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(_other.c.state.in_((EffectState.PENDING, EffectState.RETRY)), _other.c.due_at <= now)


def _failed() -> ColumnElement[bool]:
    """Whether it waits for its next try because a service could not: what was said after it is not to be read before it.
    Neither what was put off on purpose, nor what fails for a reason of its own."""
    own = or_(*(_other.c.reason.startswith(reason, autoescape=True) for reason in HOLDS_NOBODY))
    return and_(_other.c.state == EffectState.RETRY, _other.c.attempts > 0, ~own)
