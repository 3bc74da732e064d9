"""What was written down while the clock was ahead, once it is right again: it must not wait until it is that late."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, or_, select, update

from models.records.delivery import EffectState, InboxState
from models.repositories.rows import one_of
from models.tables.delivery import inbox, outbox
from models.tables.types import UTCDateTime

_AHEAD = bindparam("ahead", type_=UTCDateTime())
_NOW = bindparam("now", type_=UTCDateTime())

LEASED_AHEAD = and_(outbox.c.state == EffectState.SENDING, outbox.c.last_try_at > _AHEAD, outbox.c.lease_until > _AHEAD)
CUT_LEASES = update(outbox).where(LEASED_AHEAD).values(lease_until=_AHEAD)

NEWEST = select(outbox.c.created_at).order_by(outbox.c.id.desc()).limit(1)

_TO_BE_TRIED_AGAIN = and_(
    one_of(outbox.c.state, (EffectState.RETRY, EffectState.AMBIGUOUS)), outbox.c.last_try_at > _AHEAD
)
_WISHED_FOR_AT_ONCE = and_(
    outbox.c.state == EffectState.PENDING, outbox.c.created_at > _AHEAD, outbox.c.due_at == outbox.c.created_at
)
TRY_NOW = (
    update(outbox)
    .where(outbox.c.due_at > _AHEAD, or_(_TO_BE_TRIED_AGAIN, _WISHED_FOR_AT_ONCE))
    .values(due_at=_NOW, version=outbox.c.version + 1)
)
"""What has a time of its own (a reminder) keeps it: whoever planned it did not look at the clock."""

_PUT_OFF_AHEAD = and_(inbox.c.state == InboxState.NEW, inbox.c.next_try_at > _AHEAD)
WAITING_INPUTS = select(inbox.c.id).where(_PUT_OFF_AHEAD).limit(1)
FREE_INPUTS = update(inbox).where(_PUT_OFF_AHEAD).values(next_try_at=None, version=inbox.c.version + 1)
