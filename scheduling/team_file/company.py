"""The part of the file about the company: holidays, and what holds for people who say nothing else."""

from __future__ import annotations

from models.records.people import Hours
from scheduling.team_file.days import read_holidays
from scheduling.team_file.entries import CompanyEntry
from scheduling.team_file.fields import Fields
from scheduling.team_file.hours import WORKING_DAYS, check_core, clipped, read_hours
from scheduling.team_file.problems import Problems, quoted
from scheduling.team_file.tree import Node
from scheduling.team_file.zones import is_zone, suggested_zone

KEYS = ("zone", "work", "core", "max_per_day", "max_per_week", "holidays")
MOST_PER_DAY, MOST_PER_WEEK = 12, 60
PER_DAY, PER_WEEK = 2, 6
LONGEST_ZONE = 64

_WORK = tuple(Hours(weekday=day, start=9 * 60, end=18 * 60) for day in WORKING_DAYS)
_CORE = tuple(Hours(weekday=day, start=10 * 60, end=16 * 60) for day in WORKING_DAYS)


def read_company(node: Node, problems: Problems) -> CompanyEntry:
    fields = Fields(node, "company", problems, known=KEYS)
    own_work = read_hours(fields, "work", days=WORKING_DAYS)
    work = _WORK if own_work is None else own_work
    return CompanyEntry(
        zone=read_zone(fields, default="UTC"),
        work=work,
        core=read_core(fields, work, default=_CORE),
        max_per_day=read_cap(fields, "max_per_day", most=MOST_PER_DAY, default=PER_DAY),
        max_per_week=read_cap(fields, "max_per_week", most=MOST_PER_WEEK, default=PER_WEEK),
        holidays=read_holidays(fields, "holidays"),
    )


def read_zone(fields: Fields, *, default: str) -> str:
    typed = fields.text("zone", longest=LONGEST_ZONE, default=default)
    if is_zone(typed) or fields.node("zone") is None:
        return typed
    near = suggested_zone(typed)
    hint = f"write {near}" if near else "write area and city, like Europe/Berlin or America/New_York"
    fields.report(fields.line_of("zone"), f"zone {quoted(typed)} is not the full name of a time zone; {hint}")
    return default


def read_core(fields: Fields, work: tuple[Hours, ...], *, default: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """Own core hours must lie inside `work`; those of the company are cut to fit."""
    own = read_hours(fields, "core", days={hours.weekday for hours in work})
    if own is None:
        return clipped(default, work)
    check_core(fields, work, own)
    return own


def read_cap(fields: Fields, key: str, *, most: int, default: int) -> int:
    return fields.number(key, least=1, most=most, default=default)
