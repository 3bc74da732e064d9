"""The form for a new loop: what it becomes, and every kind of input that it answers with a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers.ui import availability, new_loop
from models.records.loops import Candidate
from models.records.people import DaysOff, Hours
from scheduling.intents import EditAvailability, NewLoop
from tests.builders.form_views import a_new_loop_form, an_availability
from tests.handlers.ui.fill import state, submitted, told
from tests.handlers.ui.forms import sent

VIEW = new_loop.build(a_new_loop_form(), form_id="form-1")
GOOD: dict[str, Any] = {
    "candidate__name": "Ana Kovač",
    "candidate__email": "ana@example.com",
    "opening_id": "opening-1",
    "kickoff": "2025-06-10",
}


def told_of(**more: Any) -> dict[str, str]:
    return told(VIEW, **GOOD | more)


def test_a_filled_in_form_is_a_loop() -> None:
    read = submitted(
        VIEW,
        **GOOD | {"candidate__zone": "Europe/Zagreb", "candidate__resume": "https://example.com/ana.pdf"},
        windows=["0", "2"],
        other="Fri 08:00-10:00",
        days_off="2025-06-12 to 2025-06-13",
    )
    assert (
        NewLoop(
            actor_id="kim",
            loop_id=read.loop_id,
            opening_id="opening-1",
            candidate=Candidate(
                name="Ana Kovač",
                email="ana@example.com",
                zone="Europe/Zagreb",
                resume="https://example.com/ana.pdf",
                windows=(
                    Hours(weekday=0, start=540, end=1080),
                    Hours(weekday=2, start=540, end=1080),
                    Hours(weekday=4, start=480, end=600),
                ),
                days_off=(DaysOff(first=date(2025, 6, 12), last=date(2025, 6, 13)),),
            ),
            kickoff=date(2025, 6, 10),
        )
        == read
    )


def test_all_problems_are_told_at_once() -> None:
    problems = told(
        VIEW,
        candidate__name="  ",
        candidate__email="ana",
        candidate__resume="http://example.com",
        hands_on="take_home",
        windows=[],
        days_off="soon",
    )
    fields = {"candidate.name", "candidate.email", "candidate.resume", "opening_id", "hands_on", "windows", "days_off"}
    assert fields == set(problems)


@pytest.mark.parametrize("name", ["Ana\x00Kovač", "Ana\ud800", "Ana\x07", "x" * 121, "x" * 40_000, "", "   ", "\n"])
def test_a_name_that_cannot_be_kept_is_told(name: str) -> None:
    assert ["candidate.name"] == list(told_of(candidate__name=name))


@pytest.mark.parametrize(
    "name", ["<!channel>", "*Ana*", "Ana\tKovač", "  Ana  Kovač  ", "李小龍", "O'Neil", "=cmd|A1", "👩‍👩‍👧"]
)
def test_any_other_name_is_taken_on_one_line(name: str) -> None:
    read = submitted(VIEW, **GOOD | {"candidate__name": name})
    assert " ".join(name.split()) == read.candidate.name


@pytest.mark.parametrize("zone", ["EST", "GMT+25", "Etc/GMT+5", "Europe/Atlantis", "", "\x00", "x" * 5000])
def test_a_zone_is_a_city(zone: str) -> None:
    assert ["candidate.zone"] == list(told_of(candidate__zone=zone))


@pytest.mark.parametrize("day", ["2026-02-30", "today", "", "2025-6-10", "99999-01-01", "2025-06-06"])
def test_a_first_day_that_is_none_or_has_passed_is_told(day: str) -> None:
    assert ["kickoff"] == list(told_of(kickoff=day))


def test_today_is_today_where_the_candidate_is() -> None:
    late_evening = datetime(2025, 6, 9, 23, 30, tzinfo=UTC)
    values = state(VIEW, **GOOD | {"candidate__zone": "Pacific/Kiritimati", "kickoff": "2025-06-09"})
    assert ["kickoff"] == list(_parse(values, late_evening))
    values = state(VIEW, **GOOD | {"candidate__zone": "America/Los_Angeles", "kickoff": "2025-06-09"})
    assert [] == list(_parse(values, late_evening))


def _parse(values: object, now: datetime) -> dict[str, str]:
    read = new_loop.parse(replace(sent(values, kind="form-1"), now=now))
    return {} if isinstance(read, NewLoop) else dict(read.by_block)


def test_a_take_home_is_refused_kindly() -> None:
    [(field, sentence)] = told_of(hands_on="take_home").items()
    assert "hands_on" == field
    assert "pair exercise" in sentence


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"from": "18:00", "to": "09:00"}, "to"),
        ({"from": "09:00", "to": "09:00"}, "to"),
        ({"from": None}, "from"),
        ({"to": "25:00"}, "to"),
        ({"to": "9:00"}, "to"),
        ({"other": "Tue 25:00-26:00"}, "other"),
    ],
)
def test_hours_that_no_day_has_are_told(times: dict[str, Any], field: str) -> None:
    assert [field] == list(told_of(**times))


def test_hours_may_go_on_until_midnight() -> None:
    read = submitted(VIEW, **GOOD, windows=["0"], **{"from": "18:00", "to": "00:00"})
    assert (Hours(weekday=0, start=1080, end=1440),) == read.candidate.windows


def test_other_hours_alone_are_enough() -> None:
    read = submitted(VIEW, **GOOD, windows=[], other="Sat 10:00-12:00")
    assert (Hours(weekday=5, start=600, end=720),) == read.candidate.windows


def test_the_form_starts_with_what_is_known() -> None:
    view = new_loop.build(a_new_loop_form(openings=(("o1", "Data"),)), form_id="form-1", name="Ana")
    read = submitted(view, candidate__email="ana@example.com")
    assert ("Ana", "Europe/Berlin", "o1", date(2025, 6, 7)) == (
        read.candidate.name,
        read.candidate.zone,
        read.opening_id,
        read.kickoff,
    )


def test_a_candidate_s_hours_come_back_as_they_were_stored() -> None:
    stored = replace(an_availability(), seen="as it was")
    read = submitted(availability.build(stored))
    wish = EditAvailability(
        actor_id="kim", loop_id="loop-1", windows=stored.windows, days_off=stored.days_off, seen="as it was"
    )
    assert wish == read
