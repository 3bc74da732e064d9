"""Weekly availability: what people type, and that a form shows what was stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ui.hours import DAY_END, USUAL_WEEK, read_other, week_of, windows_of
from models.records.people import Hours

TUE, WED = 1, 2


def test_without_windows_the_usual_week_is_offered() -> None:
    assert USUAL_WEEK == week_of(())


@pytest.mark.parametrize(
    "typed",
    [
        "Tue 13:00-17:00",
        "tuesday 13:00 - 17:00",
        "TUES: 13.00–17.00",
        "tu 13h00 to 17h00",
        "Tue 1pm-5 pm",
        "\n  Tue   13-17 \n",
        "Tue 13:00-15:00, 15:00-17:00",
        "Tue 13:00-16:00\nTue 15:00-17:00",
    ],
)
def test_hours_are_read_as_people_write_them(typed: str) -> None:
    other, problem = read_other(typed)
    assert "" == problem
    assert (Hours(weekday=TUE, start=13 * 60, end=17 * 60),) == windows_of((), 0, DAY_END, other)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Tue 25:00-26:00", "no clock shows"),
        ("Tue 24:00-25:00", "no clock shows"),
        ("Tue 10:60-11:00", "no clock shows"),
        ("Tue 13pm-14pm", "no clock shows"),
        ("Tue 17:00-13:00", "ends before it starts"),
        ("Tue 9-5", "ends before it starts"),
        ("Tue 13:00", "13:00-17:00"),
        ("Tuesdays maybe", "13:00-17:00"),
        ("Xyz 13:00-17:00", "Tue 13:00-17:00"),
        ("13:00-17:00", "Tue 13:00-17:00"),
        ("<!channel>", "Tue 13:00-17:00"),
        ("t 13:00-17:00", "Tue 13:00-17:00"),
        ("Tue \u0661\u0663-\u0661\u0667", "13:00-17:00"),
        ("x" * 40_000, "Tue 13:00-17:00"),
    ],
)
def test_what_cannot_be_read_is_told_with_an_example(typed: str, told: str) -> None:
    other, problem = read_other(typed)
    assert {} == other
    assert told in problem
    assert len(problem) < 200


def test_a_day_may_last_until_midnight() -> None:
    assert {TUE: [(18 * 60, DAY_END)]} == read_other("Tue 18:00-24:00")[0]


def test_a_line_takes_the_place_of_the_usual_hours_of_its_day() -> None:
    other, _ = read_other("Tue 13:00-17:00")
    assert (
        Hours(weekday=TUE, start=13 * 60, end=17 * 60),
        Hours(weekday=WED, start=9 * 60, end=18 * 60),
    ) == windows_of((TUE, WED), 9 * 60, 18 * 60, other)


@st.composite
def _weeks(draw: st.DrawFn) -> tuple[Hours, ...]:
    minutes = st.integers(0, DAY_END)
    stretches = st.tuples(st.integers(0, 6), minutes, minutes).filter(lambda s: s[1] < s[2])
    return tuple(Hours(weekday=d, start=a, end=b) for d, a, b in draw(st.lists(stretches, min_size=1, max_size=12)))


@given(windows=_weeks())
def test_a_week_survives_being_shown_and_sent_back(windows: tuple[Hours, ...]) -> None:
    week = week_of(windows)
    other, problem = read_other(week.other)
    again = windows_of(week.days, week.start, week.end, other)
    assert "" == problem
    assert _minutes(windows) == _minutes(again)
    assert again == windows_of((), 0, 1, _per_day(again))


def _minutes(windows: tuple[Hours, ...]) -> set[tuple[int, int]]:
    """Every minute of the week that is covered."""
    return {(w.weekday, minute) for w in windows for minute in range(w.start, w.end)}


def _per_day(windows: tuple[Hours, ...]) -> dict[int, list[tuple[int, int]]]:
    days: dict[int, list[tuple[int, int]]] = {}
    for window in windows:
        days.setdefault(window.weekday, []).append((window.start, window.end))
    return days
