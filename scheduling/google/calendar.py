"""The organiser's Google Calendar as the `Calendar` port.

Repeating any write is safe: an insert meets its own id, a change finds nothing left to do, a deletion is done already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from scheduling.google import codec
from scheduling.google.key_files import CredentialsProblem
from scheduling.google.probe import CalendarProbe, probe_calendar
from scheduling.google.refusals import AuthFault, Expected
from scheduling.ports import (
    BusyTimes,
    Clock,
    EventChanges,
    EventDraft,
    Interval,
    PermanentFault,
    StoredEvent,
    TransientFault,
)

if TYPE_CHECKING:
    from scheduling.google.wire import Wire

CALENDARS_PER_QUERY = 50
"""Google's limit of calendars in one free/busy query."""

LONGEST_QUERY = timedelta(days=60)
"""Google refuses free/busy queries of more than about three months."""

LOOK_BACK = timedelta(days=60)
"""How far back a full read goes; no loop of 21 days has anything to learn from older events."""

_PAGE = 2500
_ATTEMPTS = 4
T = TypeVar("T")


class GoogleCalendar:
    """Events are on the calendar whose id is `calendar_id` (the organiser's address). `clock` bounds full reads.
    `by_consent` is for the hints of a probe: whose access it is decides what to do about it. `connect` is called once, when
    the calendar is first asked for something: Google's client takes a fifth of the time of a start."""

    def __init__(
        self, connect: Callable[[], Wire], *, calendar_id: str, clock: Clock, by_consent: bool = False
    ) -> None:
        self._connect = connect
        self._connecting = Lock()
        self._connected: Wire | None = None
        self._calendar_id = calendar_id
        self._clock = clock
        self._by_consent = by_consent

    @classmethod
    def from_settings(
        cls,
        *,
        organiser: str,
        clock: Clock,
        service_account_file: Path | None = None,
        oauth_token_file: Path | None = None,
        api_url: str | None = None,
        timeout: float = 10.0,
    ) -> GoogleCalendar:
        """With exactly one of the two files; ValueError for none or both. It is read when the calendar is first asked for
        something (a private key takes 30 ms): what is plainly wrong with it is told where settings are checked."""
        if (service_account_file is None) == (oauth_token_file is None):
            raise ValueError("either a service account file or an OAuth token file is needed, not both")

        def connect() -> Wire:
            from scheduling.google.credentials import oauth_user, service_account
            from scheduling.google.wire import Wire

            try:
                if service_account_file is not None:
                    credentials = service_account(service_account_file, organiser=organiser)
                else:
                    assert oauth_token_file is not None
                    credentials = oauth_user(oauth_token_file)
                return Wire(credentials, api_url=api_url, timeout=timeout)
            except CredentialsProblem as problem:  # the file looked good when the process started
                raise AuthFault("credentials") from problem

        return cls(connect, calendar_id=organiser, clock=clock, by_consent=oauth_token_file is not None)

    @property
    def _wire(self) -> Wire:
        with self._connecting:
            if self._connected is None:
                self._connected = self._connect()
            return self._connected

    def busy(self, *, emails: Sequence[str], start: datetime, end: datetime) -> BusyTimes:
        """See the port. Long stretches are asked in parts; who is unknown in one part is unknown."""
        people = list(dict.fromkeys(emails))
        busy: dict[str, tuple[Interval, ...]] = dict.fromkeys(people, ())
        unknown: dict[str, str] = {}
        for begins, ends in _parts(start, end):
            for at in range(0, len(people), CALENDARS_PER_QUERY):
                chunk = people[at : at + CALENDARS_PER_QUERY]
                answer = self._free_busy(codec.free_busy_body(chunk, begins, ends))
                for email in chunk:
                    times = _well_formed(codec.busy_times, answer, email)
                    if isinstance(times, str):
                        unknown.setdefault(email, times)
                    else:
                        busy[email] += times
        return BusyTimes(busy={who: times for who, times in busy.items() if who not in unknown}, unknown=unknown)

    def insert(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        request = self._wire.events.insert(
            calendarId=self._calendar_id,
            body=_well_formed(codec.event_body, draft),
            conferenceDataVersion=1,
            sendUpdates=_updates(notify),
        )
        try:
            return _stored(self._wire.send(request, writes=True, expect=frozenset((409,))), wrote=True)
        except Expected:
            found = self._read(draft.event_id)
        if found is None:  # the id is taken, but what took it cannot be read yet
            raise TransientFault("conflict", maybe_done=True)
        if found["status"] == "cancelled":
            raise PermanentFault("event_id_cancelled")
        return self._make_like(draft, found, notify=notify)

    def change(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        return self._make_like(draft, self._read(draft.event_id), notify=notify)

    def cancel(self, event_id: str, *, notify: bool) -> None:
        request = self._wire.events.delete(calendarId=self._calendar_id, eventId=event_id, sendUpdates=_updates(notify))
        try:
            self._wire.send(request, writes=True, expect=frozenset((404, 410)))
        except Expected:
            return

    def get(self, event_id: str) -> StoredEvent | None:
        found = self._read(event_id)
        return None if found is None else _stored(found)

    def changes(self, token: str | None) -> EventChanges:
        """See the port. A full read reaches `LOOK_BACK` into the past."""
        if token is not None:
            try:
                return self._collect({"syncToken": token}, full=False)
            except Expected:  # stale (410), or of another calendar (400): read everything
                pass
        since = (self._clock.now() - LOOK_BACK).isoformat(timespec="seconds")
        return self._collect({"timeMin": since}, full=True)

    def probe(self, *, address: str | None = None) -> CalendarProbe:
        """Tries what Hirebot will need, step by step, for the doctor; `address` is whose free/busy is asked (the
        organiser's by default). Changes nothing and raises nothing."""
        return probe_calendar(
            check_token=lambda: self._wire.check_token(),  # a file that cannot be used is one of its answers
            read_calendar=lambda: self._wire.send(
                self._wire.events.list(calendarId=self._calendar_id, maxResults=1), writes=False
            ),
            read_busy=self.busy,
            address=address or self._calendar_id,
            now=self._clock.now(),
            by_consent=self._by_consent,
        )

    def close(self) -> None:
        if self._connected is not None:
            self._connected.close()

    def _make_like(self, draft: EventDraft, found: dict[str, Any] | None, *, notify: bool) -> StoredEvent:
        """Reads, patches what differs on the condition that nothing changed in between, and reads again if it did."""
        for _ in range(_ATTEMPTS):
            if found is None or found["status"] == "cancelled":
                raise PermanentFault("event_gone")
            patch = _well_formed(codec.patch_body, found, draft.beside(_stored(found)))
            if not patch:
                return _stored(found)
            request = self._wire.events.patch(
                calendarId=self._calendar_id,
                eventId=draft.event_id,
                body=patch,
                conferenceDataVersion=1,
                sendUpdates=_updates(notify),
            )
            request.headers["If-Match"] = found["etag"]
            try:
                answer = self._wire.send(request, writes=True, expect=frozenset((404, 410, 412)))
                return _stored(answer, wrote=True)
            except Expected:
                found = self._read(draft.event_id)
        raise TransientFault("conflict")

    def _read(self, event_id: str) -> dict[str, Any] | None:
        request = self._wire.events.get(calendarId=self._calendar_id, eventId=event_id)
        try:
            found = self._wire.send(request, writes=False, expect=frozenset((404, 410)))
        except Expected as told:
            return {"id": event_id, "status": "cancelled"} if told.refusal.status == 410 else None
        _stored(found)  # whoever reads on may rely on its form
        return found

    def _free_busy(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._wire.send(self._wire.free_busy.query(body=body), writes=False)

    def _collect(self, query: dict[str, str], *, full: bool) -> EventChanges:
        """All pages of a list. An event that changes while pages are read may be told twice: the later one counts."""
        found: dict[str, StoredEvent] = {}
        page: str | None = None
        expect = frozenset() if full else frozenset((400, 410))
        while True:
            request = self._wire.events.list(
                calendarId=self._calendar_id, showDeleted=True, maxResults=_PAGE, pageToken=page, **query
            )
            answer = self._wire.send(request, writes=False, expect=expect)
            found |= {event.event_id: event for event in _well_formed(codec.own_events, answer)}
            if "nextSyncToken" in answer:
                return EventChanges(events=tuple(found.values()), next_token=answer["nextSyncToken"], full=full)
            if answer.get("nextPageToken") in (None, page):
                raise TransientFault("bad_answer")
            page = answer["nextPageToken"]


def _parts(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """At least one part, even of an empty stretch: Google is the one to refuse it."""
    while end - start > LONGEST_QUERY:
        yield start, start + LONGEST_QUERY
        start += LONGEST_QUERY
    yield start, end


def _updates(notify: bool) -> str:
    return "all" if notify else "none"


def _stored(raw: dict[str, Any], *, wrote: bool = False) -> StoredEvent:
    try:
        return codec.stored_event(raw)
    except codec.Malformed:
        raise TransientFault("bad_answer", maybe_done=wrote) from None


def _well_formed(read: Callable[..., T], *given: Any) -> T:
    try:
        return read(*given)
    except codec.Malformed:
        raise TransientFault("bad_answer") from None
    except codec.BadDraft:
        raise PermanentFault("invalid_request") from None
