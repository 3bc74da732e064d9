"""Where things are in the picture of the week."""

from __future__ import annotations

from datetime import UTC, date, datetime

from models.records.people import DaysOff, Hours, Person
from sandbox.page.week_layout import Kind, Span, Week, bounds, lay_out, monday_of

MONDAY = date(2026, 10, 12)
NOW = datetime(2026, 10, 12, 7, 0, tzinfo=UTC)
NINE_TO_FIVE = tuple(Hours(weekday=day, start=9 * 60, end=17 * 60) for day in range(5))


def someone(zone: str = "Europe/Berlin", *off: DaysOff) -> Person:
    return Person(
        id="p1",
        email="ada@lumen.example",
        name="Ada Moss",
        zone=zone,
        work=NINE_TO_FIVE,
        core=NINE_TO_FIVE,
        max_per_day=2,
        max_per_week=6,
        days_off=off,
    )


def span(start: datetime, end: datetime, kind: Kind = Kind.BOOKING) -> Span:
    return Span(start=start, end=end, kind=kind, title="Pairing", event_id="e1")


def week(*spans: Span, person: Person | None = None, zone: str = "Europe/Berlin", now: datetime = NOW) -> Week:
    return lay_out([person or someone()], [spans], monday=MONDAY, zone=zone, now=now)


def test_a_week_begins_on_monday_whatever_day_it_is() -> None:
    assert {monday_of(date(2026, 10, day)) for day in range(12, 19)} == {MONDAY}


def test_a_week_in_which_clocks_change_is_an_hour_longer() -> None:
    first, last = bounds(date(2026, 10, 19), "Europe/Berlin")

    assert (last - first).total_seconds() == (7 * 24 + 1) * 3600


def test_a_bar_is_where_the_viewers_wall_clock_shows_it() -> None:
    meeting = span(datetime(2026, 10, 13, 8, 15, tzinfo=UTC), datetime(2026, 10, 13, 9, 0, tzinfo=UTC))

    found = week(meeting)

    (bar,) = found.rows[0].cells[1].bars
    assert (found.first_hour, found.last_hour, found.quarters) == (9, 17, 32)
    assert (bar.first, bar.width) == (6, 3)
    assert f"{bar.begins:%H:%M} to {bar.ends:%H:%M}" == "10:15 to 11:00"


def test_working_hours_of_another_zone_are_shaded_where_the_viewer_meets_them() -> None:
    found = week(person=someone("America/New_York"))

    (work,) = found.rows[0].cells[0].work
    assert (found.first_hour, found.last_hour) == (15, 23)
    assert (work.first, work.width) == (1, 32)


def test_working_hours_that_cross_the_viewers_midnight_are_on_both_days() -> None:
    found = week(person=someone("America/Los_Angeles"))

    tuesday = found.rows[0].cells[1].work
    assert sorted((one.first, one.width) for one in tuesday) == [(1, 8), (18 * 4 + 1, 24)]


def test_what_crosses_midnight_is_drawn_on_both_days() -> None:
    late = span(datetime(2026, 10, 13, 20, 0, tzinfo=UTC), datetime(2026, 10, 13, 23, 0, tzinfo=UTC))

    cells = week(late).rows[0].cells

    assert [len(cell.bars) for cell in cells] == [0, 1, 1, 0, 0]


def test_days_off_are_no_working_days() -> None:
    away = DaysOff(first=date(2026, 10, 14), last=date(2026, 10, 15))

    cells = week(person=someone("Europe/Berlin", away)).rows[0].cells

    assert [cell.off for cell in cells] == [False, False, True, True, False]


def test_a_weekend_is_drawn_only_where_something_of_ours_is_on_it() -> None:
    saturday = datetime(2026, 10, 17, 8, 0, tzinfo=UTC), datetime(2026, 10, 17, 9, 0, tzinfo=UTC)

    assert len(week(span(*saturday, kind=Kind.BUSY)).days) == 5
    assert week(span(*saturday)).days[-1] == date(2026, 10, 17)


def test_what_overlaps_is_in_different_lanes() -> None:
    ten, eleven, noon = (datetime(2026, 10, 13, hour, tzinfo=UTC) for hour in (8, 9, 10))

    bars = week(span(ten, noon, Kind.BUSY), span(ten, eleven), span(eleven, noon)).rows[0].cells[1].bars

    assert [(bar.span.kind, bar.lane) for bar in bars] == [(Kind.BUSY, 1), (Kind.BOOKING, 2), (Kind.BOOKING, 2)]


def test_the_now_line_is_in_the_present_week_only() -> None:
    assert week().now == (MONDAY, 1)
    assert week(now=datetime(2026, 10, 20, 9, 0, tzinfo=UTC)).now is None


def test_only_holds_and_bookings_are_told_as_events() -> None:
    ten, eleven = (datetime(2026, 10, 13, hour, tzinfo=UTC) for hour in (8, 9))

    cell = week(span(ten, eleven, Kind.BUSY), span(ten, eleven, Kind.HOLD)).rows[0].cells[1]

    assert [bar.span.kind for bar in cell.events] == [Kind.HOLD]
