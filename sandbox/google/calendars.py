"""Everybody's calendars: the state behind the stand-in, with the things people do by hand.

Thread-safe. Time is the clock passed in; ids, codes and tokens come from a seeded dice, so that a story repeats itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from random import Random
from threading import RLock
from typing import Any

from sandbox.google.event_rules import end_of, start_of
from sandbox.google.events import Change, Events, Resource
from sandbox.google.faults import Faults
from sandbox.google.feed import Feed
from sandbox.google.mail import Mail, mails_of
from sandbox.google.moments import in_utc
from sandbox.google.people import Person, Stretch, Trouble, WeeklyMeeting, merged
from sandbox.google.tokens import TokenDesk
from scheduling.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that reached the stand-in. `status` is 0 when it was left without an answer. Of the token endpoint
    neither `body` nor `answer` is kept."""

    method: str
    status: int
    query: tuple[tuple[str, str], ...]
    body: Mapping[str, Any] | None
    subject: str | None
    at: datetime
    event_id: str = ""
    answer: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One line of a person's calendar as that person sees it. `answer` and `event_id` are there for events only."""

    start: datetime
    end: datetime
    title: str
    event_id: str | None = None
    answer: str | None = None
    tentative: bool = False
    meet_link: str | None = None


class Calendars:
    """One organiser's events, and people with busy times. Addresses are compared in lower case.

    `token_clock` is what tokens expire by (see `sandbox.google.tokens`).
    """

    def __init__(self, *, organiser: str, clock: Clock, token_clock: Clock, zone: str = "UTC", seed: int = 0) -> None:
        self.clock = clock
        self.organiser = organiser.lower()
        self.faults = Faults()
        self._lock = RLock()
        self._people: dict[str, Person] = {}
        self._mails: list[Mail] = []
        self._shares = {self.organiser: "owner"}
        self._calls: list[Call] = []
        dice = Random(seed)
        self.tokens = TokenDesk(clock=token_clock, dice=dice)
        self._events = Events(organiser=self.organiser, zone=zone, clock=clock, dice=dice)
        self._feed = Feed(events=self._events)
        self.person(organiser)

    # ---- people, as tests and the demo set them up

    def person(self, email: str) -> Person:
        """The person of that address, who gets an empty calendar when first named."""
        with self._lock:
            return self._people.setdefault(email.lower(), Person(email=email.lower()))

    def add_busy(self, email: str, start: datetime, end: datetime, *, title: str = "") -> None:
        with self._lock:
            self.person(email).busy.append(Stretch(start=start, end=end, title=title))

    def add_weekly(self, email: str, weekday: int, start: time, *, minutes: int, zone: str, title: str = "") -> None:
        with self._lock:
            meeting = WeeklyMeeting(weekday=weekday, start=start, minutes=minutes, zone=zone, title=title)
            self.person(email).weekly.append(meeting)

    def add_out_of_office(self, email: str, start: datetime, end: datetime) -> None:
        """Busy, and new invitations that overlap are declined by themselves."""
        with self._lock:
            self.person(email).out_of_office.append(Stretch(start=start, end=end, title="Out of office"))

    def share(self, email: str, role: str) -> None:
        """The organiser lets somebody into the calendar, as `reader` or `writer`."""
        with self._lock:
            self._shares[email.lower()] = role

    def set_trouble(self, email: str, trouble: Trouble | None) -> None:
        with self._lock:
            self.person(email).trouble = trouble

    # ---- what people do by hand

    def answer(self, email: str, event_id: str, status: str) -> None:
        """A guest answers the invitation: `accepted`, `declined`, `tentative`. Raises LookupError for no guest."""
        with self._lock:
            event = self._events.get(event_id)
            guests = [dict(guest) for guest in event.get("attendees", [])]
            next(guest for guest in guests if guest["email"] == _known(email, guests)).update(responseStatus=status)
            self._events.patch(event_id, {"attendees": guests}, if_match=None, conference=False)

    def edit_by_hand(self, event_id: str, patch: Resource) -> None:
        """The organiser edits an event in the calendar's own pages, and lets the guests know."""
        with self._lock:
            self._note(self._events.patch(event_id, patch, if_match=None, conference=True), "all")

    def move_by_hand(self, event_id: str, start: datetime, end: datetime) -> None:
        self.edit_by_hand(event_id, {"start": {"dateTime": in_utc(start)}, "end": {"dateTime": in_utc(end)}})

    def delete_by_hand(self, event_id: str) -> None:
        with self._lock:
            self._note(self._events.delete(event_id, if_match=None), "all")

    def bring_back(self, event_id: str) -> None:
        """Out of the trash: the same event, with its guests and what they answered."""
        self.edit_by_hand(event_id, {"status": "confirmed"})

    def finish_conferences(self) -> None:
        """Meet links that were pending become ready."""
        with self._lock:
            self._events.finish_conferences()

    def set_switches(
        self,
        *,
        meets_pending: bool | None = None,
        bare_deletions: bool | None = None,
        largest_page: int | None = None,
    ) -> None:
        """`meets_pending`: Meet links come later (`finish_conferences`). `bare_deletions`: deleted events are told by
        their id alone. `largest_page`: how many events one page of a list holds at most."""
        with self._lock:
            if meets_pending is not None:
                self._events.meets_pending = meets_pending
            if bare_deletions is not None:
                self._feed.bare_deletions = bare_deletions
            if largest_page is not None:
                self._feed.largest_page = largest_page

    def expire_sync_tokens(self) -> None:
        with self._lock:
            self._feed.expire_tokens()

    # ---- what can be looked at

    @property
    def mails(self) -> tuple[Mail, ...]:
        with self._lock:
            return tuple(self._mails)

    @property
    def calls(self) -> tuple[Call, ...]:
        with self._lock:
            return tuple(self._calls)

    def count(self, method: str) -> int:
        """How many calls of that method id arrived."""
        return sum(call.method == method for call in self.calls)

    def event(self, event_id: str) -> Resource:
        """The event as stored. Raises `Refused` (404) when there never was one."""
        with self._lock:
            return self._events.get(event_id)

    def live_events(self) -> list[Resource]:
        with self._lock:
            return [self._events.get(event["id"]) for event in self._live()]

    def agenda(self, email: str, start: datetime, end: datetime) -> list[AgendaItem]:
        """What the person sees between `start` and `end`, declined events included."""
        with self._lock:
            own = self.person(email).own_stretches(start, end)
            items = [AgendaItem(start=one.start, end=one.end, title=one.title) for one in own]
            items += [_item(event, answer) for event, answer in self._events_of(email.lower(), start, end)]
            return sorted(items, key=lambda item: (item.start, item.end, item.title))

    def busy(self, email: str, start: datetime, end: datetime) -> list[Stretch] | Trouble:
        """Free/busy of one address; an unknown one is `notFound`."""
        with self._lock:
            person = self._people.get(email.lower())
            if person is None:
                return Trouble.NOT_FOUND
            if person.trouble is not None:
                return person.trouble
            booked = [
                Stretch(start=start_of(event), end=end_of(event))
                for event, answer in self._events_of(person.email, start, end)
                if answer != "declined" and event.get("transparency") != "transparent"
            ]
            return merged(person.own_stretches(start, end) + booked, start, end)

    # ---- what the HTTP side does

    def role_of(self, email: str) -> str | None:
        """What somebody may do on the organiser's calendar."""
        with self._lock:
            return self._shares.get(email)

    @contextmanager
    def holding(self, *, send_updates: str) -> Iterator[tuple[Events, Feed, list[Change]]]:
        """The events under the lock; changes appended to the list are mailed as `send_updates` says."""
        with self._lock:
            changes: list[Change] = []
            yield self._events, self._feed, changes
            for change in changes:
                self._note(change, send_updates)

    @contextmanager
    def token_desk(self) -> Iterator[TokenDesk]:
        with self._lock:
            yield self.tokens

    def record(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)

    def _note(self, change: Change, send_updates: str) -> None:
        mails = mails_of(change.before, change.after, organiser=self.organiser, at=self.clock.now())
        if send_updates != "none":
            self._mails += [mail for mail in mails if send_updates == "all" or mail.to not in self._people]
        invited = {guest["email"] for guest in change.after.get("attendees", [])}
        invited -= {guest["email"] for guest in (change.before or {}).get("attendees", [])}
        for email in sorted(invited & self._people.keys()):
            if self._people[email].declines(start_of(change.after), end_of(change.after)):
                self.answer(email, change.after["id"], "declined")

    def _live(self) -> list[Resource]:
        """Live events as they are kept: to read under the lock, not to hand out."""
        latest = [change.after for change in self._events.in_order_of_change()]
        return [event for event in latest if event["status"] != "cancelled"]

    def _events_of(self, email: str, start: datetime, end: datetime) -> list[tuple[Resource, str]]:
        """Live events in the stretch that are on the person's calendar, with the person's answer."""
        found = []
        for event in self._live():
            answers = {guest["email"]: guest["responseStatus"] for guest in event.get("attendees", [])}
            if email == self.organiser:
                answers.setdefault(email, "accepted")
            if email in answers and start_of(event) < end.astimezone(UTC) and end_of(event) > start.astimezone(UTC):
                found.append((event, answers[email]))
        return found


def _known(email: str, guests: Sequence[Mapping[str, Any]]) -> str:
    if email.lower() not in {guest["email"] for guest in guests}:
        raise LookupError("no guest of that address")
    return email.lower()


def _item(event: Resource, answer: str) -> AgendaItem:
    return AgendaItem(
        start=start_of(event),
        end=end_of(event),
        title=event.get("summary", ""),
        event_id=event["id"],
        answer=answer,
        tentative=event["status"] == "tentative",
        meet_link=event.get("hangoutLink"),
    )
