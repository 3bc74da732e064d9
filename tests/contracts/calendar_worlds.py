"""The two calendars that the contract is about, each with the same levers for what people do behind its back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

import pytest

from sandbox.google.people import Trouble
from sandbox.memory.calendar import FakeCalendar
from scheduling.google.codec import event_id
from scheduling.ports import Calendar, EventDraft, Rsvp
from tests.google_site import GoogleSite

KINDS = ("fake", "google")
ANN, BEN, CANDIDATE = "ann@acme.test", "ben@acme.test", "kim@mail.test"
DAY = datetime(2026, 3, 10, tzinfo=UTC)
SECRET = b"s" * 32
ID = event_id("loop-1", 0, generation=1, secret=SECRET)

DRAFT = EventDraft(
    event_id=ID,
    summary="Interview: screen",
    description="What to bring",
    start=DAY.replace(hour=10),
    end=DAY.replace(hour=11),
    zone="Europe/Berlin",
    guests=(ANN, BEN),
    private={"round": "r-1"},
)


def at(hour: int, minute: int = 0) -> datetime:
    return DAY.replace(hour=hour, minute=minute)


class World(Protocol):
    """The calendar under test, and what people do to it behind its back."""

    calendar: Calendar

    def add_busy(self, email: str, start: datetime, end: datetime) -> None: ...
    def set_unknown(self, email: str, reason: str) -> None: ...
    def answer(self, email: str, event_id: str, answer: Rsvp) -> None: ...
    def move_by_hand(self, event_id: str, start: datetime, end: datetime) -> None: ...
    def delete_by_hand(self, event_id: str) -> None: ...
    def bring_back(self, event_id: str) -> None: ...
    def expire_sync_tokens(self) -> None: ...
    def finish_conferences(self) -> None: ...
    def links_come_later(self) -> None: ...
    def mails(self) -> list[tuple[str, str]]: ...


class FakeWorld:
    def __init__(self) -> None:
        self._fake = FakeCalendar(people=(ANN, BEN))
        self.calendar: Calendar = self._fake
        self.add_busy = self._fake.add_busy
        self.set_unknown = self._fake.set_unknown
        self.answer = self._fake.answer
        self.move_by_hand = self._fake.move_by_hand
        self.delete_by_hand = self._fake.delete_by_hand
        self.bring_back = self._fake.bring_back
        self.expire_sync_tokens = self._fake.expire_sync_tokens
        self.finish_conferences = self._fake.finish_conferences

    def links_come_later(self) -> None:
        self._fake.meets_pending = True

    def mails(self) -> list[tuple[str, str]]:
        return [(kind, to) for kind, to, _ in self._fake.mails]


class GoogleWorld:
    def __init__(self, site: GoogleSite) -> None:
        self._calendars = site.calendars
        self.calendar: Calendar = site.adapter()
        for email in (ANN, BEN):
            self._calendars.person(email)
        self.move_by_hand = self._calendars.move_by_hand
        self.delete_by_hand = self._calendars.delete_by_hand
        self.bring_back = self._calendars.bring_back
        self.expire_sync_tokens = self._calendars.expire_sync_tokens
        self.finish_conferences = self._calendars.finish_conferences

    def add_busy(self, email: str, start: datetime, end: datetime) -> None:
        self._calendars.add_busy(email, start, end)

    def set_unknown(self, email: str, reason: str) -> None:
        self._calendars.set_trouble(email, Trouble(reason))

    def answer(self, email: str, event_id: str, answer: Rsvp) -> None:
        self._calendars.answer(email, event_id, answer.value)

    def links_come_later(self) -> None:
        self._calendars.set_switches(meets_pending=True)

    def mails(self) -> list[tuple[str, str]]:
        return [(mail.kind.value, mail.to) for mail in self._calendars.mails]


def open_world(kind: str, request: pytest.FixtureRequest) -> World:
    """The world of one of `KINDS`."""
    return FakeWorld() if kind == "fake" else GoogleWorld(request.getfixturevalue("google"))
