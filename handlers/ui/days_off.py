"""Days off as people type them, one per line: `2026-12-24` or `2026-12-24 to 2026-12-28`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from models.records.people import DaysOff

EXAMPLE = "2026-12-24 to 2026-12-28"
_MOST = 60
_LONGEST = timedelta(days=366)
_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_LINE = re.compile(rf"({_DAY})(?:\s*(?:to|until|till|\.\.|-|–|—)\s*({_DAY}))?", re.IGNORECASE)


def read_days_off(text: str) -> tuple[tuple[DaysOff, ...], str]:
    """The days, in the order typed, and one friendly sentence about what could not be read (empty: all is well)."""
    found: list[DaysOff] = []
    for line in re.split(r"[\n,;]", text):
        if not line.strip():
            continue
        days = _read_line(line.strip())
        if isinstance(days, str):
            return (), days
        found.append(days)
    if len(found) > _MOST:
        return (), f"That is {len(found)} entries; {_MOST} is the most that fit. Longer stretches can share one line."
    return tuple(found), ""


def write_days_off(days_off: Iterable[DaysOff]) -> str:
    """The text that `read_days_off` reads back."""
    return "\n".join(f"{d.first}" if d.first == d.last else f"{d.first} to {d.last}" for d in days_off)


def _read_line(line: str) -> DaysOff | str:
    match = _LINE.fullmatch(line)
    if match is None:
        return f"I can't read “{line[:40]}”. Please write days like {EXAMPLE}, one stretch per line."
    days = [_read_day(day) for day in match.groups() if day is not None]
    wrong = next((day for day in days if isinstance(day, str)), None)
    if wrong is not None:
        return f"There is no {wrong} in the calendar. Please check the date."
    first, last = min(_dates(days)), max(_dates(days))
    if _dates(days) != sorted(_dates(days)):
        return f"{last} comes after {first}: please put the first day first."
    if last - first > _LONGEST:
        return f"{first} to {last} is more than a year. Please check the dates."
    return DaysOff(first=first, last=last)


def _read_day(text: str) -> date | str:
    year, month, day = (int(part) for part in text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return text


def _dates(days: Iterable[date | str]) -> list[date]:
    return [day for day in days if isinstance(day, date)]
