"""Days off as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ui.days_off import read_days_off, write_days_off
from models.records.people import DaysOff

CHRISTMAS = DaysOff(first=date(2026, 12, 24), last=date(2026, 12, 28))


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-24 to 2026-12-28",
        "2026-12-24 - 2026-12-28",
        "2026-12-24–2026-12-28",
        "  2026-12-24 UNTIL 2026-12-28\n\n",
        "2026-12-24..2026-12-28",
    ],
)
def test_a_stretch_is_read_as_people_write_it(typed: str) -> None:
    assert ((CHRISTMAS,), "") == read_days_off(typed)


def test_one_day_is_a_stretch_of_one() -> None:
    assert ((DaysOff(first=date(2026, 5, 1), last=date(2026, 5, 1)),), "") == read_days_off("2026-5-1")


def test_several_entries_stand_on_lines_or_between_commas() -> None:
    days, problem = read_days_off("2026-01-01, 2026-01-06\n2026-12-24 to 2026-12-28")
    assert (3, "") == (len(days), problem)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-02-30", "no 2026-02-30 in the calendar"),
        ("2026-13-01", "no 2026-13-01 in the calendar"),
        ("0000-01-01", "no 0000-01-01 in the calendar"),
        ("2026-12-28 to 2026-12-24", "put the first day first"),
        ("2026-01-01 to 2028-01-01", "more than a year"),
        ("next week", "2026-12-24 to 2026-12-28"),
        ("24.12.2026", "2026-12-24 to 2026-12-28"),
        ("२०२६-०१-०१", "2026-12-24 to 2026-12-28"),
        ("x" * 40_000, "2026-12-24 to 2026-12-28"),
        ("2026-01-01\n" * 61, "61 entries"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(typed: str, told: str) -> None:
    days, problem = read_days_off(typed)
    assert () == days
    assert told in problem
    assert len(problem) < 200


@given(st.lists(st.tuples(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(0, 366)), max_size=20))
def test_what_is_written_is_read_back(stretches: list[tuple[date, int]]) -> None:
    days = tuple(DaysOff(first=first, last=first + timedelta(days=more)) for first, more in stretches)
    assert (days, "") == read_days_off(write_days_off(days))
