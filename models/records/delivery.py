"""Durable delivery: what came in (inbox), what must go out (outbox), and what happened (audit)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class InboxState(StrEnum):
    NEW = "new"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One acknowledged input. `dedupe_key` is unique: the same press, retry or replay lands on the same row.

    `payload` is emptied once the row is processed (refused feedback stays); `digest` (SHA-256 of the payload as received) stays. `outcome` is
    the stable code of the one outcome.
    """

    id: int
    dedupe_key: str
    kind: str
    actor_id: str | None
    payload: dict[str, Any]
    digest: str
    received_at: datetime
    state: InboxState = InboxState.NEW
    attempts: int = 0
    next_try_at: datetime | None = None
    lease_until: datetime | None = None
    outcome: str = ""
    processed_at: datetime | None = None
    version: int = 1


class EffectKind(StrEnum):
    """What the relay can do; each has one performer."""

    POST = "post"
    EDIT = "edit"
    CARD = "card"
    HOME = "home"
    EVENT = "event"
    PLAN = "plan"
    BOOK = "book"
    RESOLVE = "resolve"


class EffectState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    RETRY = "retry"
    AMBIGUOUS = "ambiguous"
    DONE = "done"
    DEAD = "dead"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


UNDONE = (EffectState.PENDING, EffectState.RETRY)
"""States of what has certainly not been done so far, and is to be."""

WAITING = (*UNDONE, EffectState.AMBIGUOUS)
"""States from which the relay may claim an effect."""

OWN_FAULTS = ("bug:", "history_too_long")
"""How reasons begin that lie with the effect itself. All others lie with a service: tried for as long as they last."""

HOLDS_NOBODY = (*OWN_FAULTS, "not_in_workspace")
"""How reasons begin that say nothing of the next effect: what comes after it in its conversation does not wait for it, as
it does while a service is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How many messages may be begun `within` any such time, whoever they are for."""

    most: int
    within: timedelta

    def lasts(self, count: int) -> timedelta:
        """How long it takes until the last of so many has left."""
        return self.within * count / self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One durable effect: a message, a calendar change, a planning job, written with the change that wants it.

    `key` is unique and says what it is (loop / round / kind / recipient / generation). `target` names what it acts on
    (`dm:<person>`, `event:<round>`, `loop:<loop>`): effects of one target are performed one after the other, oldest
    first. `topic` is the message's kind for POST. `due_at` is the earliest moment, `until` the moment after which it
    is skipped with a reason. `version` fences: whoever settles must have the version it claimed.
    `remote_ref` is what the other side calls it (`channel/ts` of a message, an event id).
    """

    id: int = 0
    key: str
    kind: EffectKind
    target: str
    topic: str = ""
    loop_id: str | None = None
    round_id: str | None = None
    person_id: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    due_at: datetime
    until: datetime | None = None
    state: EffectState = EffectState.PENDING
    attempts: int = 0
    lease_owner: str = ""
    lease_until: datetime | None = None
    first_try_at: datetime | None = None
    last_try_at: datetime | None = None
    remote_ref: str = ""
    reason: str = ""
    created_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change, chained: `chain` is the HMAC of this entry's content and the entry before it. Ids only, no names."""

    id: int = 0
    at: datetime
    actor_id: str
    action: str
    loop_id: str | None = None
    subject: str = ""
    detail: str = ""
    chain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """A named place in a stream read step by step (the calendar's sync token)."""

    name: str
    value: str
    at: datetime
