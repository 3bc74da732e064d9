"""The part of the file about people, by e-mail address."""

from __future__ import annotations

import re

from models.records.people import Standing
from scheduling.team_file.company import MOST_PER_DAY, MOST_PER_WEEK, read_cap, read_core, read_zone
from scheduling.team_file.days import read_days_off
from scheduling.team_file.entries import CompanyEntry, PersonEntry
from scheduling.team_file.fields import Fields
from scheduling.team_file.hours import WORKING_DAYS, read_hours
from scheduling.team_file.problems import Problems, quoted
from scheduling.team_file.tree import Keyed, Node, Nothing, Text

KEYS = (
    "name",
    "zone",
    "work",
    "core",
    "max_per_day",
    "max_per_week",
    "days_off",
    "pools",
    "standings",
    "active",
)
_LONGEST_NAME, _LONGEST_EMAIL, _LONGEST_LOCAL = 200, 254, 64
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_POOL = re.compile(r"[a-z][a-z0-9_-]{0,63}")


def read_people(node: Node, company: CompanyEntry, problems: Problems) -> tuple[PersonEntry, ...]:
    """Everybody in the file, in its order; an address that stands twice counts once and is reported."""
    if not isinstance(node, Keyed) or not node.entries:
        problems.add(node.line, "people must be e-mail addresses, each with what is known of the person below it")
        return ()
    found: dict[str, PersonEntry] = {}
    for typed, value in node.entries.items():
        line, email = node.lines[typed], typed.lower()
        _check_email(email, typed, line, problems)
        if email in found:
            first = found[email].line
            problems.add(line, f"{quoted(typed)} stands in line {first} already, in other letters; keep one of them")
            continue
        found[email] = _read_person(email, line, value, company, problems)
    return tuple(found.values())


def is_pool_name(text: str) -> bool:
    return _POOL.fullmatch(text) is not None


def _check_email(email: str, typed: str, line: int, problems: Problems) -> None:
    if len(email) > _LONGEST_EMAIL or len(email.partition("@")[0]) > _LONGEST_LOCAL:
        problems.add(
            line, f"{quoted(typed)} is too long for an e-mail address; it may have {_LONGEST_EMAIL} characters"
        )
    elif not email.isascii():
        problems.add(
            line, f"{quoted(typed)} has letters that calendars do not take; write the domain as it begins with xn--"
        )
    elif not _EMAIL.fullmatch(email):
        problems.add(line, f"{quoted(typed)} is not one e-mail address; write for example ada@example.com")


def _read_person(email: str, line: int, node: Node, company: CompanyEntry, problems: Problems) -> PersonEntry:
    fields = Fields(Nothing(line) if isinstance(node, Nothing) else node, email, problems, known=KEYS)
    fields.line = line
    own_work = read_hours(fields, "work", days=WORKING_DAYS)
    work = company.work if own_work is None else own_work
    return PersonEntry(
        line=line,
        email=email,
        name=fields.text("name", longest=_LONGEST_NAME, example="Ada Lovelace"),
        zone=read_zone(fields, default=company.zone),
        work=work,
        core=read_core(fields, work, default=company.core),
        max_per_day=read_cap(fields, "max_per_day", most=MOST_PER_DAY, default=company.max_per_day),
        max_per_week=read_cap(fields, "max_per_week", most=MOST_PER_WEEK, default=company.max_per_week),
        days_off=read_days_off(fields, "days_off"),
        pools=_read_pools(fields),
        standings=_read_standings(fields),
        active=fields.flag("active", default=True),
    )


def _read_pools(fields: Fields) -> frozenset[str]:
    found: set[str] = set()
    for text in fields.texts("pools", example="[engineer, pair]"):
        if is_pool_name(text.text):
            found.add(text.text)
        else:
            fields.report(text.line, _pool_refusal(text))
    return frozenset(found)


def _pool_refusal(text: Text) -> str:
    return f"pool {quoted(text.text)} must be one word in small letters, digits, - and _, like engineer"


def _read_standings(fields: Fields) -> frozenset[Standing]:
    known = [standing.value for standing in Standing]
    typed = fields.texts("standings", example="[admin]")
    return frozenset(Standing(text.text) for text in typed if fields.word(text, "standing", known=known))
