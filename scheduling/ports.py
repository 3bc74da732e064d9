"""What the core asks of the outside world, and the only two ways the outside may fail it.

Adapters live at the edges (`bot/` for Slack and wall time, `scheduling/google/` for the calendar); tests use the fakes
that mirror these protocols. Nothing here knows Slack, Google or SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from scheduling.messages import Topic, View
from scheduling.views.team import WorklistView


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class TransientFault(Exception):
    """The other side could not serve us now; the same call may succeed later.

    `reason` is a stable short code (`ratelimited`, `timeout`, `server_error`, `auth`, `quota` ...), never user data.
    `retry_after` is what the other side asked for, in seconds. `maybe_done` is true when the request may have been
    carried out although no answer came: read back before repeating an effect that cannot be repeated freely.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None, maybe_done: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.maybe_done = maybe_done


class PermanentFault(Exception):
    """The other side refused for good (`channel_not_found`, `invalid_blocks`, `forbidden` ...); repeating is useless."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# ---------------------------------------------------------------------------------------------------- calendar


class EventStatus(StrEnum):
    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class Rsvp(StrEnum):
    NEEDS_ACTION = "needsAction"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Interval:
    """A half-open stretch of time `[start, end)`, both aware, UTC."""

    start: datetime
    end: datetime


PUT_FOR = "put_for"
"""The private key of an event that tells for what it was put where it is: another time of ours has another value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """An event as we want it on the organiser's calendar.

    `event_id` is chosen by us (base32hex, see `scheduling.google.codec.event_id`). `zone` is the IANA zone the event is
    shown in. `guests` are e-mail addresses; existing guests keep their RSVP when an event is changed. `private` holds
    opaque keys only (never a name): it is readable by whoever can read the organiser's calendar. `meet_request` is a
    stable id that makes asking for a Meet link repeatable; None means no link is asked for. `overruled` are times that were
    set by hand and do not count.
    """

    event_id: str
    summary: str
    description: str
    start: datetime
    end: datetime
    zone: str
    guests: tuple[str, ...]
    status: EventStatus = EventStatus.CONFIRMED
    private: Mapping[str, str] = field(default_factory=dict)
    meet_request: str | None = None
    overruled: frozenset[datetime] = frozenset()

    def beside(self, found: StoredEvent) -> EventDraft:
        """This draft at the time that somebody has set by hand since the event was put there for the same."""
        put_for = found.private.get(PUT_FOR)
        if put_for is None or put_for != self.private.get(PUT_FOR) or found.start is None or found.end is None:
            return self
        return self if found.start in self.overruled else replace(self, start=found.start, end=found.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event as the calendar has it. A cancelled one may carry nothing but `event_id`, `etag`, `status`, `private`."""

    event_id: str
    etag: str
    status: EventStatus
    summary: str = ""
    start: datetime | None = None
    end: datetime | None = None
    zone: str | None = None
    rsvps: Mapping[str, Rsvp] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)
    meet_link: str | None = None
    html_link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyTimes:
    """Free/busy of several calendars. Whoever is in `unknown` (missing from the answer, or answered with an error,
    reason code as value) must never be taken for free."""

    busy: Mapping[str, tuple[Interval, ...]]
    unknown: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanges:
    """What changed since a sync token. `full` is true when the token was missing or stale and everything was read
    again; the caller then compares instead of applying. `next_token` is stored with the outcome."""

    events: tuple[StoredEvent, ...]
    next_token: str
    full: bool


class Calendar(Protocol):
    """The organiser's calendar. Every method raises TransientFault or PermanentFault and nothing else."""

    def busy(self, *, emails: Sequence[str], start: datetime, end: datetime) -> BusyTimes:
        """Free/busy of `emails` in `[start, end)`, asked in chunks of 50 [Google's limit per query]."""

    def insert(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        """Creates the event; idempotent by `draft.event_id`.

        When the id exists already: the same content is adopted, other content is changed to the draft's, and a
        cancelled one raises PermanentFault("event_id_cancelled") (the caller goes on to the next generation).
        """

    def change(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        """Makes the event look like `draft`; repeatable: when it does already, nothing is written and nobody mailed.

        Guests who stay keep their RSVP, but for a moved event whoever declined is asked again. A time that was set by
        hand since stays (`EventDraft.beside`): the answer tells it. On 412 the event is read again, merged and retried. A
        missing or cancelled one raises PermanentFault("event_gone").
        """

    def cancel(self, event_id: str, *, notify: bool) -> None:
        """Deletes the event; one that is already gone is fine."""

    def get(self, event_id: str) -> StoredEvent | None:
        """The event, cancelled ones included; None when there never was one."""

    def changes(self, token: str | None) -> EventChanges:
        """Own events (those that carry our private key) changed since `token`; a stale token leads to a full read."""


# ---------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackUser:
    """What the workspace says of a person. `outsider` is true for guests, bots, apps and people of other workspaces."""

    user_id: str
    email: str | None
    name: str
    zone: str | None
    outsider: bool
    deactivated: bool

    @property
    def belongs(self) -> bool:
        """Whether they are a member whom we may talk to."""
        return not (self.outsider or self.deactivated)


class Directory(Protocol):
    """Who is who in the workspace. Raises TransientFault or PermanentFault."""

    def by_email(self, email: str) -> SlackUser | None: ...

    def by_id(self, user_id: str) -> SlackUser | None: ...


class Messenger(Protocol):
    """Says things in the workspace. Raises TransientFault or PermanentFault and nothing else.

    `mark` is an opaque key that travels in the message's metadata: it lets a message be found again when the answer to
    `post` was lost. It carries no personal data.
    """

    def open_dm(self, slack_id: str) -> str:
        """The id of the direct conversation with this person; repeatable."""

    def post(self, *, channel: str, topic: Topic, view: View, mark: str) -> str:
        """Posts and returns the message's `ts`. Never repeated by the adapter itself after the request may have gone
        out: TransientFault(maybe_done=True) instead."""

    def edit(self, *, channel: str, ts: str, topic: Topic, view: View) -> None:
        """Replaces a message's content; repeatable. PermanentFault("message_not_found") when it is gone."""

    def find(self, *, channel: str, mark: str, since: datetime) -> str | None:
        """The `ts` of the message with this mark posted at or after `since`, if it arrived."""

    def publish_home(self, *, slack_id: str, view: WorklistView) -> None:
        """Replaces the person's App Home; repeatable."""
