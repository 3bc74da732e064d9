"""Local days, business days and people's reading hours; correct over DST because wall time is always rebuilt in the zone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LOOP_DAYS = 21
"""Four rounds in three weeks [playbook]: the loop's deadline is the end of this day, the kickoff being day 1."""

READING_FROM, READING_TO = time(9), time(18)
"""Nobody gets a message outside these hours of their own, unless the interview is today."""


@cache
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local_date(moment: datetime, zone_name: str) -> date:
    return moment.astimezone(zone(zone_name)).date()


def at(day: date, wall: time, zone_name: str) -> datetime:
    """The UTC moment of a wall time. One that does not exist (spring) lands after the gap; of two, the first is taken."""
    return datetime.combine(day, wall, zone(zone_name)).astimezone(UTC)


def is_business_day(day: date, holidays: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in holidays


def next_business_day(day: date, holidays: Collection[date] = (), count: int = 1) -> date:
    """The `count`-th business day after `day` (not counting `day` itself)."""
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day, holidays)
    return day


def previous_business_day(day: date, holidays: Collection[date] = ()) -> date:
    day -= timedelta(days=1)
    while not is_business_day(day, holidays):
        day -= timedelta(days=1)
    return day


def business_days_between(first: date, last: date, holidays: Collection[date] = ()) -> int:
    """How many business days lie after `first`, up to and including `last`."""
    span = (last - first).days
    return sum(is_business_day(first + timedelta(days=n), holidays) for n in range(1, span + 1))


def reading_time(moment: datetime, zone_name: str, holidays: Collection[date] = ()) -> datetime:
    """`moment` itself within the reader's 09:00 to 18:00 on a business day, or else the next such 09:00."""
    local = moment.astimezone(zone(zone_name))
    if is_business_day(local.date(), holidays) and READING_FROM <= local.time() < READING_TO:
        return moment
    if is_business_day(local.date(), holidays) and local.time() < READING_FROM:
        return at(local.date(), READING_FROM, zone_name)
    return at(next_business_day(local.date(), holidays), READING_FROM, zone_name)


def loop_day(kickoff: date, on: date) -> int:
    """Which day of the loop a local date is; the kickoff is day 1."""
    return (on - kickoff).days + 1


def last_day(kickoff: date) -> date:
    """Day 21, a local date of the loop's home zone."""
    return kickoff + timedelta(days=LOOP_DAYS - 1)


def deadline(kickoff: date, zone_name: str) -> datetime:
    """The moment at which day 21 ends in the loop's home zone; not 504 hours after the kickoff where DST changes."""
    return at(kickoff + timedelta(days=LOOP_DAYS), time(0), zone_name)
