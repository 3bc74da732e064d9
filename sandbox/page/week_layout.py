"""The week of all people in one picture, as numbers: which bar is where, in quarters of an hour of the viewer's day. Pure.

Days are local dates of the viewer and bars go by what the viewer's wall clock shows, so a meeting that crosses the
viewer's midnight is drawn on both days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.records.people import Person

DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60
QUARTER = 15
HUES = 8


class Kind(StrEnum):
    BUSY = "busy"
    HOLD = "hold"
    BOOKING = "booking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something in one person's calendar. `hue` tells loops apart; `event_id` and `answer` are there for our events."""

    start: datetime
    end: datetime
    kind: Kind
    title: str
    event_id: str = ""
    answer: str = ""
    hue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A span, or the part of it on one day. `first` counts quarters from the left edge, beginning with 1, and `width`
    is in quarters; bars that overlap have different lanes. `begins` and `ends` are the whole span's, local."""

    span: Span
    first: int
    width: int
    begins: datetime
    ends: datetime
    lane: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the axis: `first` quarter, beginning with 1, and `width` in quarters."""

    first: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of one person. `off` says that this is no working day of theirs."""

    day: date
    bars: tuple[Bar, ...]
    work: tuple[Stretch, ...]
    off: bool

    @property
    def events(self) -> tuple[Bar, ...]:
        """Holds and bookings, without what only keeps the person busy."""
        return tuple(bar for bar in self.bars if bar.span.kind is not Kind.BUSY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    person: Person
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """`first_hour` to `last_hour` (exclusive) of the viewer's day are drawn. `now` is where the present moment is:
    the day and the quarter; None when it is not in this week (or at an hour that is not drawn)."""

    days: tuple[date, ...]
    rows: tuple[Row, ...]
    first_hour: int
    last_hour: int
    now: tuple[date, int] | None

    @property
    def quarters(self) -> int:
        return (self.last_hour - self.first_hour) * 60 // QUARTER


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What of a span falls on one local day, in minutes of wall time."""

    day: date
    first: int
    last: int


def monday_of(day: date) -> date:
    return day - day.weekday() * DAY


def bounds(monday: date, zone: str) -> tuple[datetime, datetime]:
    """The viewer's week as moments, UTC."""
    edges = (datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) for day in (monday, monday + 7 * DAY))
    first, last = (edge.astimezone(UTC) for edge in edges)
    return first, last


def lay_out(
    people: Sequence[Person], calendars: Sequence[Sequence[Span]], *, monday: date, zone: str, now: datetime
) -> Week:
    """`calendars` goes with `people`. Saturday and Sunday are drawn only where something of ours is on them."""
    days = _days(monday, zone, [span for spans in calendars for span in spans])
    work = [_pieces(_working(person, monday), zone, days) for person in people]
    ours = [(s.start, s.end) for spans in calendars for s in spans if s.kind is not Kind.BUSY]
    first, last = _axis([piece for pieces in work for piece in pieces] + _pieces(ours, zone, days))
    rows = tuple(
        _row(person, spans, pieces, days=days, zone=zone, axis=(first, last))
        for person, spans, pieces in zip(people, calendars, work, strict=True)
    )
    local = now.astimezone(ZoneInfo(zone))
    mark = _on_axis(local.hour * 60 + local.minute, local.hour * 60 + local.minute + 1, (first, last))
    present = None if mark is None or local.date() not in days else (local.date(), mark.first)
    return Week(days=days, rows=rows, first_hour=first // 60, last_hour=last // 60, now=present)


def _days(monday: date, zone: str, spans: Iterable[Span]) -> tuple[date, ...]:
    week = tuple(monday + n * DAY for n in range(7))
    ours = [(span.start, span.end) for span in spans if span.kind is not Kind.BUSY]
    used = {piece.day for piece in _pieces(ours, zone, week)}
    return tuple(day for day in week if day.weekday() < 5 or day in used)


def _working(person: Person, monday: date) -> Iterator[tuple[datetime, datetime]]:
    """Working hours around the week; days off are none. One day more at either end: their Monday may be our Sunday."""
    own = ZoneInfo(person.zone)
    for day in (monday + n * DAY for n in range(-1, 8)):
        if any(day in off for off in person.days_off):
            continue
        midnight = datetime.combine(day, time(), tzinfo=own)
        for hours in person.work:
            if hours.weekday == day.weekday():
                yield midnight + timedelta(minutes=hours.start), midnight + timedelta(minutes=hours.end)


def _pieces(stretches: Iterable[tuple[datetime, datetime]], zone: str, days: Sequence[date]) -> list[_Piece]:
    return [piece for start, end in stretches for piece in _split(start, end, zone) if piece.day in days]


def _split(start: datetime, end: datetime, zone: str) -> Iterator[_Piece]:
    begins, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (start, end))
    day = begins.date()
    while day <= ends.date():
        first = begins.hour * 60 + begins.minute if day == begins.date() else 0
        last = ends.hour * 60 + ends.minute if day == ends.date() else DAY_MINUTES
        if last > first:
            yield _Piece(day=day, first=first, last=last)
        day += DAY


def _axis(pieces: Sequence[_Piece]) -> tuple[int, int]:
    """From the hour in which the first thing begins to the hour in which the last one ends, in minutes."""
    first = min((piece.first for piece in pieces), default=9 * 60)
    last = max((piece.last for piece in pieces), default=18 * 60)
    return first // 60 * 60, -(-last // 60) * 60


def _on_axis(first: int, last: int, axis: tuple[int, int]) -> Stretch | None:
    """Minutes of the day as quarters of the axis; None when outside of it."""
    first, last = max(first, axis[0]), min(last, axis[1])
    if first >= last:
        return None
    begin = (first - axis[0]) // QUARTER
    return Stretch(first=begin + 1, width=-(-(last - axis[0]) // QUARTER) - begin)


def _row(
    person: Person,
    spans: Sequence[Span],
    work: Sequence[_Piece],
    *,
    days: Sequence[date],
    zone: str,
    axis: tuple[int, int],
) -> Row:
    cells = []
    for day in days:
        shaded = [_on_axis(piece.first, piece.last, axis) for piece in work if piece.day == day]
        bars = _stacked([bar for span in spans for bar in _bars(span, day, zone, axis)])
        known = tuple(stretch for stretch in shaded if stretch is not None)
        cells.append(Cell(day=day, bars=bars, work=known, off=not known))
    return Row(person=person, cells=tuple(cells))


def _bars(span: Span, day: date, zone: str, axis: tuple[int, int]) -> Iterator[Bar]:
    for piece in _split(span.start, span.end, zone):
        place = _on_axis(piece.first, piece.last, axis) if piece.day == day else None
        if place is not None:
            own = ZoneInfo(zone)
            begins, ends = span.start.astimezone(own), span.end.astimezone(own)
            yield Bar(span=span, first=place.first, width=place.width, begins=begins, ends=ends)


def _stacked(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """In order of time, each in the first lane that is free where it begins."""
    lanes: list[int] = []
    found = []
    for bar in sorted(bars, key=lambda bar: (bar.first, -bar.width, bar.span.title)):
        lane = next((n for n, taken in enumerate(lanes) if taken <= bar.first), len(lanes))
        lanes[lane : lane + 1] = [bar.first + bar.width]
        found.append(replace(bar, lane=lane + 1))
    return tuple(found)
