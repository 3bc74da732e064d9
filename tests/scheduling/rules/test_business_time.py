"""Local days and business days, over both DST changes and at the far ends of the world."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduling.rules.business_time import (
    at,
    business_days_between,
    deadline,
    last_day,
    loop_day,
    next_business_day,
    previous_business_day,
    reading_time,
)

FRIDAY = date(2026, 11, 20)
HOLIDAY = frozenset({date(2026, 11, 23)})


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_the_kickoff_is_day_one_and_day_21_is_twenty_days_later() -> None:
    assert loop_day(FRIDAY, FRIDAY) == 1
    assert last_day(FRIDAY) == date(2026, 12, 10)
    assert loop_day(FRIDAY, last_day(FRIDAY)) == 21


@pytest.mark.parametrize(
    ("kickoff", "zone", "hours"),
    [
        (date(2026, 11, 20), "Europe/Berlin", 504),
        (date(2026, 10, 16), "America/New_York", 505),  # clocks go back on 1 November
        (date(2026, 3, 2), "America/New_York", 503),  # and forward on 8 March
    ],
)
def test_the_deadline_is_the_end_of_a_calendar_day_not_504_hours(kickoff: date, zone: str, hours: int) -> None:
    assert deadline(kickoff, zone) - at(kickoff, time(0), zone) == timedelta(hours=hours)


def test_a_kickoff_late_on_friday_at_the_date_line_counts_from_that_friday() -> None:
    assert deadline(FRIDAY, "Pacific/Kiritimati") == utc(2026, 12, 10, 10, 0)


def test_a_wall_time_that_does_not_exist_lands_after_the_gap() -> None:
    assert at(date(2026, 3, 8), time(2, 30), "America/New_York") == utc(2026, 3, 8, 7, 30)


def test_of_a_wall_time_that_exists_twice_the_first_is_taken() -> None:
    assert at(date(2026, 11, 1), time(1, 30), "America/New_York") == utc(2026, 11, 1, 5, 30)


def test_business_days_skip_weekends_and_company_holidays() -> None:
    assert next_business_day(FRIDAY) == date(2026, 11, 23)
    assert next_business_day(FRIDAY, HOLIDAY) == date(2026, 11, 24)
    assert next_business_day(FRIDAY, HOLIDAY, 2) == date(2026, 11, 25)
    assert previous_business_day(date(2026, 11, 24), HOLIDAY) == FRIDAY
    assert business_days_between(FRIDAY, date(2026, 11, 25), HOLIDAY) == 2


@pytest.mark.parametrize(
    ("moment", "readable"),
    [
        (utc(2026, 11, 20, 9, 0), utc(2026, 11, 20, 9, 0)),  # 10:00 in Berlin: now
        (utc(2026, 11, 20, 6, 0), utc(2026, 11, 20, 8, 0)),  # 07:00: at nine
        (utc(2026, 11, 20, 17, 0), utc(2026, 11, 24, 8, 0)),  # 18:00 on Friday, Monday is a holiday: Tuesday
        (utc(2026, 11, 21, 9, 0), utc(2026, 11, 24, 8, 0)),  # Saturday
    ],
)
def test_nobody_is_written_to_outside_nine_to_six(moment: datetime, readable: datetime) -> None:
    assert reading_time(moment, "Europe/Berlin", HOLIDAY) == readable
