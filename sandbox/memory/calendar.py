"""The `Calendar` port in memory, as strict as Google where a caller can notice it.

`tests/contracts/test_calendar.py` holds it and the real adapter to one behaviour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import available_timezones

from sandbox.memory.faults import Faults
from scheduling.ports import (
    BusyTimes,
    Calendar,
    EventChanges,
    EventDraft,
    EventStatus,
    Interval,
    PermanentFault,
    Rsvp,
    StoredEvent,
)

_ZONES = available_timezones()
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    event: StoredEvent
    description: str
    number: int


class FakeCalendar(Faults):
    """Everybody's calendars. `people` have one, and whoever is made busy gets one; all others are `notFound`.

    `calls` are the names of the methods called; `mails` are (kind, address, event id), kinds as in the sandbox.
    """

    def __init__(self, *, people: Sequence[str] = ()) -> None:
        super().__init__()
        self.mails: list[tuple[str, str, str]] = []
        self.meets_pending = False
        self._busy: dict[str, list[Interval]] = {email.lower(): [] for email in people}
        self._unknown: dict[str, str] = {}
        self._kept: dict[str, _Kept] = {}
        self._links_pending: set[str] = set()
        self._number = 0
        self._epoch = 0

    # ---- the port

    def busy(self, *, emails: Sequence[str], start: datetime, end: datetime) -> BusyTimes:
        with self.during("busy"):
            if end <= start and emails:
                raise PermanentFault("invalid_request")
            unknown = {who: why for who in emails if (why := self._why_unknown(who.lower()))}
            known = dict.fromkeys(who for who in emails if who not in unknown)
            return BusyTimes(busy={who: self._busy_of(who.lower(), start, end) for who in known}, unknown=unknown)

    def insert(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        with self.during("insert"):
            _check(draft)
            kept = self._kept.get(draft.event_id)
            if kept is not None and kept.event.status is EventStatus.CANCELLED:
                raise PermanentFault("event_id_cancelled")
            return self._make_like(draft, notify=notify)

    def change(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        with self.during("change"):
            kept = self._kept.get(draft.event_id)
            if kept is None or kept.event.status is EventStatus.CANCELLED:
                raise PermanentFault("event_gone")
            _check(draft)
            return self._make_like(draft, notify=notify)

    def cancel(self, event_id: str, *, notify: bool) -> None:
        with self.during("cancel"):
            self._cancel(event_id, notify=notify)

    def get(self, event_id: str) -> StoredEvent | None:
        with self.during("get"):
            kept = self._kept.get(event_id)
            return None if kept is None else kept.event

    def changes(self, token: str | None) -> EventChanges:
        with self.during("changes"):
            fresh = token is not None and re.fullmatch(rf"sync-{self._epoch}-\d+", token)
            since = int(token.rsplit("-", 1)[1]) if token is not None and fresh else 0
            found = sorted((kept for kept in self._kept.values() if kept.number > since), key=lambda kept: kept.number)
            events = tuple(kept.event for kept in found)
            return EventChanges(events=events, next_token=f"sync-{self._epoch}-{self._number}", full=not fresh)

    @property
    def number(self) -> int:
        """Goes up with every change of any event."""
        return self._number

    # ---- what people do by hand, and what goes wrong

    def add_busy(self, email: str, start: datetime, end: datetime) -> None:
        self._busy.setdefault(email.lower(), []).append(Interval(start=start, end=end))

    def set_unknown(self, email: str, reason: str = "missing") -> None:
        """`missing`, `notFound` or `internalError` from now on."""
        self._unknown[email.lower()] = reason

    def answer(self, email: str, event_id: str, answer: Rsvp) -> None:
        with self._lock:
            kept = self._kept[event_id]
            if email.lower() not in kept.event.rsvps:
                raise LookupError("no guest of that address")
            self._keep(replace(kept.event, rsvps={**kept.event.rsvps, email.lower(): answer}), kept.description)

    def move_by_hand(self, event_id: str, start: datetime, end: datetime) -> None:
        with self._lock:
            kept = self._kept[event_id]
            self._keep(replace(kept.event, start=start, end=end), kept.description)
            self.mails += [("update", guest, event_id) for guest in kept.event.rsvps]

    def delete_by_hand(self, event_id: str) -> None:
        with self._lock:
            self._cancel(event_id, notify=True)

    def bring_back(self, event_id: str) -> None:
        """Out of the trash: the same event, with its guests and what they answered."""
        with self._lock:
            kept = self._kept[event_id]
            self._keep(replace(kept.event, status=EventStatus.CONFIRMED), kept.description)

    def expire_sync_tokens(self) -> None:
        self._epoch += 1

    def finish_conferences(self) -> None:
        with self._lock:
            for event_id in sorted(self._links_pending):
                kept = self._kept[event_id]
                self._keep(replace(kept.event, meet_link=_link(event_id)), kept.description)
            self._links_pending.clear()

    def recover(self) -> None:
        """Nothing fails any more."""
        with self._lock:
            self._armed.clear()

    def listed(self) -> list[StoredEvent]:
        """All events there ever were, cancelled ones as well."""
        return [kept.event for kept in self._kept.values()]

    def live_events(self) -> list[StoredEvent]:
        return [kept.event for kept in self._kept.values() if kept.event.status is not EventStatus.CANCELLED]

    # ---- inside

    def _why_unknown(self, email: str) -> str | None:
        if email in self._unknown:
            return self._unknown[email]
        return None if email in self._busy else "notFound"

    def _busy_of(self, email: str, start: datetime, end: datetime) -> tuple[Interval, ...]:
        taken = list(self._busy.get(email, []))
        for event in self.live_events():
            if event.rsvps.get(email, Rsvp.DECLINED) is not Rsvp.DECLINED and event.start and event.end:
                taken.append(Interval(start=event.start, end=event.end))
        merged: list[Interval] = []
        for one in sorted(Interval(start=max(one.start, start), end=min(one.end, end)) for one in taken):
            if one.start >= one.end:
                continue
            if merged and one.start <= merged[-1].end:
                one = Interval(start=merged[-1].start, end=max(merged.pop().end, one.end))
            merged.append(one)
        return tuple(merged)

    def _make_like(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        kept = self._kept.get(draft.event_id)
        before = kept.event if kept else None
        draft = draft.beside(before) if before else draft
        guests = dict.fromkeys(guest.lower() for guest in draft.guests)
        wanted = StoredEvent(
            event_id=draft.event_id,
            etag=before.etag if before else "",
            status=draft.status,
            summary=draft.summary,
            start=_whole_seconds(draft.start),
            end=_whole_seconds(draft.end),
            zone=draft.zone,
            rsvps={guest: _answer(before, draft, guest) for guest in guests},
            private={**(before.private if before else {}), **draft.private},
            meet_link=self._meet_link(before, draft),
            html_link=f"https://www.google.com/calendar/event?eid={draft.event_id}",
        )
        seen = replace(wanted, private=before.private) if before else None
        if kept is not None and seen == kept.event and kept.description == draft.description:
            return kept.event
        if notify:
            self._mail(kept, wanted, draft.description)
        return self._keep(wanted, draft.description)

    def _meet_link(self, before: StoredEvent | None, draft: EventDraft) -> str | None:
        had = before.meet_link if before else None
        if draft.meet_request is None or had is not None or draft.event_id in self._links_pending:
            return had
        if self.meets_pending:
            self._links_pending.add(draft.event_id)
            return None
        return _link(draft.event_id)

    def _keep(self, event: StoredEvent, description: str) -> StoredEvent:
        self._number += 1
        stored = replace(event, etag=f'"{self._number}"')
        self._kept[event.event_id] = _Kept(event=stored, description=description, number=self._number)
        return stored

    def _cancel(self, event_id: str, *, notify: bool) -> None:
        kept = self._kept.get(event_id)
        if kept is None or kept.event.status is EventStatus.CANCELLED:
            return
        if notify:
            self.mails += [("cancellation", guest, event_id) for guest in kept.event.rsvps]
        self._keep(replace(kept.event, status=EventStatus.CANCELLED), kept.description)

    def _mail(self, kept: _Kept | None, after: StoredEvent, description: str) -> None:
        before = kept.event if kept else None
        old, new = set(before.rsvps if before else ()), set(after.rsvps)
        seen = ("summary", "start", "end", "status")
        changed = kept is not None and kept.description != description
        changed = changed or any(getattr(before, name) != getattr(after, name) for name in seen if before)
        kinds = (("invitation", new - old), ("update", old & new if changed else set()), ("cancellation", old - new))
        self.mails += [(kind, guest, after.event_id) for kind, guests in kinds for guest in sorted(guests)]


def _check(draft: EventDraft) -> None:
    wrong = (
        not re.fullmatch(r"[a-v0-9]{5,1024}", draft.event_id)
        or draft.start.tzinfo is None
        or draft.end.tzinfo is None
        or draft.end < draft.start
        or draft.zone not in _ZONES
        or not all(_EMAIL.fullmatch(guest) for guest in draft.guests)
    )
    if wrong:
        raise PermanentFault("invalid_request")


def _answer(before: StoredEvent | None, draft: EventDraft, guest: str) -> Rsvp:
    if before is None or guest not in before.rsvps:
        return Rsvp.NEEDS_ACTION
    moved = (before.start, before.end) != (_whole_seconds(draft.start), _whole_seconds(draft.end))
    declined = before.rsvps[guest] is Rsvp.DECLINED
    return Rsvp.NEEDS_ACTION if moved and declined else before.rsvps[guest]


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _link(event_id: str) -> str:
    return f"https://meet.google.com/{event_id[:3]}-{event_id[3:7]}-{event_id[7:10]}"


_held_to: type[Calendar] = FakeCalendar
