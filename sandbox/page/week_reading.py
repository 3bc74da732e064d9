"""Reads the week and single events: from everybody's calendars, and from the bot's database whose event is whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.records.loops import Loop, Round
from models.records.people import Person
from sandbox.google.calendars import AgendaItem
from sandbox.google.event_rules import end_of, start_of
from sandbox.page.asked import Viewer
from sandbox.page.week_layout import HUES, Kind, Span, Week, bounds, lay_out
from sandbox.page.world import Demo


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody invited. `short` names them in `/as/<short>/`; the candidate has no account and so none."""

    email: str
    name: str
    answer: str
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """One of our events for its panel; `begins` and `ends` are in the viewer's zone."""

    event_id: str
    title: str
    kind: Kind
    hue: int
    begins: datetime
    ends: datetime
    description: str
    meet_link: str
    guests: tuple[Guest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    candidate: str
    hue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Which loop and round an event belongs to."""

    loop: Loop
    round: Round
    hue: int

    @property
    def title(self) -> str:
        return f"{self.loop.candidate.name} – {self.round.name}"


def read_week(demo: Demo, monday: date, by: Viewer) -> tuple[Week, tuple[LegendEntry, ...]]:
    """The viewer's own row comes first, everybody else's as in the team file."""
    known, people = _known_events(demo), _people(demo)
    rank = list(demo.company.emails.values())
    mine = demo.company.emails[by.name]
    rows = sorted(people.values(), key=lambda p: (p.email != mine, rank.index(p.email) if p.email in rank else 999))
    start, end = bounds(monday, by.zone)
    agendas = [demo.company.calendars.agenda(person.email, start, end) for person in rows]
    calendars = [[_span(item, known) for item in agenda] for agenda in agendas]
    week = lay_out(rows, calendars, monday=monday, zone=by.zone, now=demo.now)
    shown = {item.event_id for agenda in agendas for item in agenda}
    legend = {one.loop.id: one for event_id, one in known.items() if event_id in shown}
    entries = [LegendEntry(candidate=one.loop.candidate.name, hue=one.hue) for one in legend.values()]
    return week, tuple(sorted(entries, key=lambda entry: entry.candidate))


def read_event(demo: Demo, event_id: str, by: Viewer) -> EventDetail | None:
    """None when it is not on the calendar (any more)."""
    raw = next((one for one in demo.company.calendars.live_events() if one["id"] == event_id), None)
    if raw is None:
        return None
    one, zone = _known_events(demo).get(event_id), ZoneInfo(by.zone)
    return EventDetail(
        event_id=event_id,
        title=one.title if one else str(raw.get("summary", "")),
        kind=Kind.HOLD if raw["status"] == "tentative" else Kind.BOOKING,
        hue=one.hue if one else 0,
        begins=start_of(raw).astimezone(zone),
        ends=end_of(raw).astimezone(zone),
        description=str(raw.get("description", "")),
        meet_link=str(raw.get("hangoutLink", "")),
        guests=_guests(demo, raw, one),
    )


def _guests(demo: Demo, raw: Mapping[str, Any], one: _Known | None) -> tuple[Guest, ...]:
    shorts = {email.lower(): short for short, email in demo.company.emails.items()}
    names = {email: person.name for email, person in _people(demo).items()}
    if one is not None:
        names[one.loop.candidate.email.lower()] = f"{one.loop.candidate.name} (candidate)"
    return tuple(
        Guest(
            email=guest["email"],
            name=names.get(guest["email"], guest["email"]),
            answer=guest["responseStatus"],
            short=shorts.get(guest["email"], ""),
        )
        for guest in raw.get("attendees", [])
    )


def _span(item: AgendaItem, known: Mapping[str, _Known]) -> Span:
    one = known.get(item.event_id or "")
    kind = Kind.BUSY if item.event_id is None else Kind.HOLD if item.tentative else Kind.BOOKING
    return Span(
        start=item.start,
        end=item.end,
        kind=kind,
        title=one.title if one else item.title,
        event_id=item.event_id or "",
        answer=item.answer or "",
        hue=one.hue if one else 0,
    )


def _people(demo: Demo) -> dict[str, Person]:
    with demo.bot.uow.reading() as tx:
        return {person.email.lower(): person for person in tx.people.all(active=True)}


def _known_events(demo: Demo) -> dict[str, _Known]:
    """Our live events by id. A loop keeps its colour for as long as the demo runs."""
    raw = demo.company.calendars.live_events()
    rounds = {str(one["id"]): _round_id(one) for one in raw}
    with demo.bot.uow.reading() as tx:
        order = sorted(tx.loops.all(), key=lambda loop: (loop.created_at, loop.id))
        places = {loop.id: (number % HUES, loop) for number, loop in enumerate(order)}
        found = {event_id: tx.rounds.find(id=round_id) for event_id, round_id in rounds.items()}
    return {
        event_id: _Known(loop=places[round_.loop_id][1], round=round_, hue=places[round_.loop_id][0])
        for event_id, round_ in found.items()
        if round_ is not None and round_.loop_id in places
    }


def _round_id(raw: Mapping[str, Any]) -> str:
    return str(raw.get("extendedProperties", {}).get("private", {}).get("round", ""))
