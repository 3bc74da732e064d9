"""Dates: company holidays and days off."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date

from models.records.people import DaysOff, Holiday
from scheduling.team_file.fields import Fields
from scheduling.team_file.problems import quoted
from scheduling.team_file.tree import Keyed, Listed, Text

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEARS = range(2000, 2101)
_LONGEST_NAME = 120


def read_holidays(fields: Fields, key: str) -> tuple[Holiday, ...]:
    """Dates with their names, in order of time."""
    node = fields.node(key)
    if node is None:
        return ()
    if not isinstance(node, Keyed):
        fields.report(node.line, f"{key} must be lines like “2026-12-25: Christmas Day”")
        return ()
    names = Fields(node, f"{fields.place}, {key}", fields.problems, known=list(node.entries))
    found: dict[date, Holiday] = {}
    for typed, line in node.lines.items():
        day = read_date(fields, key, typed, line)
        if day is not None:
            found[day] = Holiday(day=day, name=names.text(typed, longest=_LONGEST_NAME, default=""))
    return tuple(found[day] for day in sorted(found))


def read_days_off(fields: Fields, key: str) -> tuple[DaysOff, ...]:
    """Single dates and stretches “2026-08-03 to 2026-08-14”, in order of time."""
    node = fields.node(key)
    items = node.items if isinstance(node, Listed) else () if node is None else (node,)
    found: set[tuple[date, date]] = set()
    for item in items:
        if not isinstance(item, Text):
            fields.report(item.line, f"{key} must be dates like 2026-08-03 or “2026-08-03 to 2026-08-14”")
            continue
        first_text, _, last_text = item.text.partition(" to ")
        first = read_date(fields, key, first_text.strip(), item.line)
        last = read_date(fields, key, last_text.strip(), item.line) if last_text else first
        if first and last and last < first:
            fields.report(item.line, f"{key} {quoted(item.text)} ends before it begins; turn the dates round")
        elif first and last:
            found.add((first, last))
    return tuple(DaysOff(first=first, last=last) for first, last in sorted(found))


def read_date(fields: Fields, key: str, typed: str, line: int) -> date | None:
    match = _DATE.fullmatch(typed)
    if match is None:
        fields.report(line, f"{key}: {quoted(typed)} is not a date; write year-month-day, like 2026-12-24")
        return None
    year, month, day = (int(part) for part in match.groups())
    if year not in _YEARS or not 1 <= month <= 12:
        fields.report(line, f"{key}: {typed} does not exist in our calendar; years are 2000 to 2100, months 01 to 12")
        return None
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        fields.report(line, f"{key}: {typed} does not exist: {month_name[month]} {year} has {days} days")
        return None
    return date(year, month, day)
