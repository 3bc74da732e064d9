"""Everybody's day in their own wall time: odd offsets, both changes of the clocks, and oceans in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduling.rules.planning import Index, Order, Plan, Problem, plan
from scheduling.rules.planning.slots import positions
from tests.scheduling.rules.planning.calendars import change, loop, minute, person, wall_time
from tests.scheduling.rules.planning.referee import broken_rules


def starts(problem: Problem, duration: int) -> list[int]:
    """The minutes at which the only interviewer could start something of this length."""
    (someone,) = problem.interviewers.values()
    return [slot * 15 for slot in positions(Index.of(problem).calendar(someone).starts(duration))]


def planned(problem: Problem) -> Plan:
    found = plan(problem, order=Order.EARLIEST)
    assert isinstance(found, Plan)
    assert list(broken_rules(problem, found.rounds)) == []
    return found


@pytest.mark.parametrize(
    ("zone", "opens_utc"),
    [
        ("Asia/Kolkata", datetime(2026, 6, 1, 3, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 6, 1, 3, 15, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 6, 1, 7, 0, tzinfo=UTC)),
        ("America/St_Johns", datetime(2026, 6, 1, 11, 30, tzinfo=UTC)),
    ],
)
def test_the_first_start_is_nine_on_the_persons_own_clock(zone: str, opens_utc: datetime) -> None:
    ana = person("ana", zone=zone)
    problem = loop({"r": [ana]}, [(30, ("r",))], windows=(0, 24))

    (only,) = planned(problem).rounds

    assert opens_utc == problem.horizon_start + timedelta(minutes=only.start)


@pytest.mark.parametrize(
    ("zone", "before", "after", "shift"),
    [
        ("Europe/Berlin", date(2026, 3, 27), date(2026, 3, 30), -60),
        ("Europe/Berlin", date(2026, 10, 23), date(2026, 10, 26), 60),
        ("America/New_York", date(2026, 3, 6), date(2026, 3, 9), -60),
        ("America/New_York", date(2026, 10, 30), date(2026, 11, 2), 60),
        ("Australia/Lord_Howe", date(2026, 4, 3), date(2026, 4, 6), 30),
    ],
)
def test_working_hours_follow_the_clocks_when_they_change(zone: str, before: date, after: date, shift: int) -> None:
    ana, ben = person("ana", zone=zone), person("ben", zone=zone)
    problem = loop({"a": [ana], "b": [ben]}, [(60, ("a",)), (60, ("b",))], first_day=before, days=5, zone=zone)

    friday, monday = planned(problem).rounds

    assert wall_time(problem, friday.start, zone) == f"{before} 09:00"
    assert wall_time(problem, monday.start, zone) == f"{after} 09:00"
    assert monday.start - friday.start == 3 * 1440 + shift


def test_an_hour_that_is_skipped_holds_no_interview() -> None:
    """On 29 March 2026 Berlin goes from 02:00 to 03:00: 01:00 to 04:00 lasts two hours."""
    night = replace(person("ana", zone="Europe/Berlin"), work=((6, 60, 240),))
    problem = loop({"r": [night]}, [(60, ("r",))], first_day=date(2026, 3, 28), days=3, zone="Europe/Berlin")

    assert [minute(problem, date(2026, 3, 29), 1)] == starts(problem, 120)
    assert [] == starts(problem, 135)


def test_an_hour_that_comes_twice_counts_twice() -> None:
    """On 25 October 2026 Berlin has 02:00 to 03:00 twice: 01:00 to 04:00 lasts four hours."""
    night = replace(person("ana", zone="Europe/Berlin"), work=((6, 60, 240),))
    problem = loop({"r": [night]}, [(60, ("r",))], first_day=date(2026, 10, 24), days=3, zone="Europe/Berlin")

    assert [minute(problem, date(2026, 10, 25), 1)] == starts(problem, 240)
    assert 13 == len(starts(problem, 60))


def test_nine_hours_apart_still_meet_at_the_edges_of_both_days() -> None:
    ana = person("ana", zone="Europe/Berlin", hours=(9, 18))
    problem = loop({"r": [ana]}, [(60, ("r",))], zone="America/Los_Angeles", windows=(8, 18))

    (only,) = planned(problem).rounds

    assert wall_time(problem, only.start, "America/Los_Angeles") == "2026-06-01 08:00"
    assert wall_time(problem, only.start, "Europe/Berlin") == "2026-06-01 17:00"


def test_a_week_with_one_free_hour_gives_that_hour() -> None:
    ana = person("ana", zone="Asia/Kathmandu")
    problem = loop({"r": [ana]}, [(60, ("r",))], zone="Asia/Kathmandu", days=7)
    hour = minute(problem, date(2026, 6, 4), 13.25)
    busy = ((0, hour), (hour + 60, 7 * 1440))
    full = replace(problem, interviewers={"ana": replace(ana, busy=busy)})

    assert planned(full).rounds[0].start == hour


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati"])
def test_a_horizon_from_the_candidates_midnight_plans_the_same_loop_as_one_from_utc(zone: str) -> None:
    ana, ben = person("ana", zone="Europe/Berlin", load=3), person("ben", zone="Asia/Kolkata")
    here = loop({"r": [ana], "s": [ana, ben]}, [(30, ("r",)), (60, ("s",))], zone=zone, windows=(6, 22))
    as_utc = replace(here, horizon_start=here.horizon_start.astimezone(UTC))

    assert plan(here) == plan(as_utc)


def test_caps_count_by_the_persons_own_date_and_week() -> None:
    """Sunday 21:00 UTC is Monday morning in Auckland: what is booked then counts for Monday and its week there."""
    zoe = replace(person("zoe", zone="Pacific/Auckland", hours=(6, 22)), max_per_week=1)
    problem = loop({"r": [zoe]}, [(30, ("r",))], windows=(0, 24), days=16)
    sunday_evening = minute(problem, date(2026, 6, 7), 21)
    booked = change(change(problem, "zoe", booked=(sunday_evening,)), "zoe", busy=((0, 4 * 1440),))

    # Without the cap, Friday is the first free day; the week after is full, in Auckland from Sunday noon on (UTC).
    assert wall_time(problem, planned(booked).rounds[0].start, "Pacific/Auckland") == "2026-06-05 12:00"
    later = change(booked, "zoe", busy=((0, 5 * 1440),))
    assert wall_time(problem, planned(later).rounds[0].start, "Pacific/Auckland") == "2026-06-15 12:00"


def test_an_interview_of_last_week_counts_for_the_week_it_was_in_even_before_the_horizon() -> None:
    zoe = replace(person("zoe"), max_per_week=1)
    problem = loop({"r": [zoe]}, [(30, ("r",))], first_day=date(2026, 6, 3))
    tuesday = minute(problem, date(2026, 6, 2), 9)
    assert tuesday < 0
    booked = replace(problem, interviewers={"zoe": replace(zoe, booked=(tuesday,))})

    assert wall_time(problem, planned(booked).rounds[0].start, "UTC") == "2026-06-08 09:00"
