"""What a team file makes of the records that are there, and how to say it: one line per person, opening or holiday."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from models.records.openings import Opening, RoundPlan
from models.records.people import DaysOff, Person
from scheduling.team_file.entries import OpeningEntry, PersonEntry
from scheduling.team_file.hours import week

_NEW_LOOPS_ONLY = "loops that have begun keep their rounds"


def person_of(entry: PersonEntry, stored: Person | None, *, new_id: Callable[[], str]) -> Person:
    """The person as the file has them; what only the workspace and the person know is kept."""
    base = stored or Person(
        id=new_id(), email=entry.email, name="", zone="", work=(), core=(), max_per_day=1, max_per_week=1
    )
    return replace(
        base,
        email=entry.email,
        name=entry.name,
        zone=entry.zone,
        work=entry.work,
        core=entry.core,
        max_per_day=entry.max_per_day,
        max_per_week=entry.max_per_week,
        days_off=entry.days_off,
        standings=entry.standings,
        active=entry.active,
    )


def opening_of(
    entry: OpeningEntry, stored: Opening | None, *, ids: Mapping[str, str], new_id: Callable[[], str]
) -> Opening:
    """The opening as the file has it; `ids` are those of people by e-mail."""
    manager, coordinator = ids[entry.hiring_manager], ids[entry.coordinator]
    base = stored or Opening(
        id=new_id(), key=entry.key, title="", hiring_manager_id=manager, coordinator_id=coordinator, rounds=()
    )
    return replace(
        base,
        title=entry.title,
        hiring_manager_id=manager,
        coordinator_id=coordinator,
        rounds=entry.rounds,
        compensation_region=entry.compensation_region,
        holds=entry.holds,
        slack_bdays=entry.slack_bdays,
        notice_hours=entry.notice_hours,
        active=entry.active,
    )


def person_changes(old: Person, new: Person) -> list[str]:
    """One phrase for each thing that is different, `paused_until` and what the workspace knows left aside."""
    return _differences(
        ("e-mail", old.email, new.email),
        ("name", old.name, new.name),
        ("zone", old.zone, new.zone),
        ("working hours", week(old.work), week(new.work)),
        ("core hours", week(old.core), week(new.core)),
        ("interviews a day", old.max_per_day, new.max_per_day),
        ("interviews a week", old.max_per_week, new.max_per_week),
        ("days off", _days_off(old.days_off), _days_off(new.days_off)),
        ("standings", _words(old.standings), _words(new.standings)),
        ("active", _flag(old.active), _flag(new.active)),
    )


def pool_change(old: Iterable[str], new: Iterable[str]) -> list[str]:
    return _differences(("pools", _words(old), _words(new)))


def opening_changes(old: Opening, new: Opening, names: Mapping[str, str]) -> list[str]:
    """As `person_changes`; `names` are those of people by id."""
    rounds = _round_changes(old.rounds, new.rounds)
    return [
        *_differences(
            ("title", old.title, new.title),
            ("hiring manager", names[old.hiring_manager_id], names[new.hiring_manager_id]),
            ("coordinator", names[old.coordinator_id], names[new.coordinator_id]),
            ("compensation region", old.compensation_region or "none", new.compensation_region or "none"),
            ("holds", _flag(old.holds), _flag(new.holds)),
            ("slack_bdays", old.slack_bdays, new.slack_bdays),
            ("notice_hours", old.notice_hours, new.notice_hours),
            ("active", _flag(old.active), _flag(new.active)),
        ),
        *rounds,
        *([_NEW_LOOPS_ONLY] if rounds else []),
    ]


def _round_changes(old: tuple[RoundPlan, ...], new: tuple[RoundPlan, ...]) -> list[str]:
    if len(old) != len(new):
        return [f"{len(new)} rounds instead of {len(old)}"]
    return [
        change
        for number, (was, is_now) in enumerate(zip(old, new, strict=True), start=1)
        for change in _differences(
            (f"round {number} kind", was.kind, is_now.kind),
            (f"round {number} name", was.name, is_now.name),
            (f"round {number} minutes", was.minutes, is_now.minutes),
            (f"round {number} seats", ", ".join(was.seats), ", ".join(is_now.seats)),
            (f"round {number} gap_bdays", was.gap_bdays, is_now.gap_bdays),
        )
        + ([f"round {number} focus rewritten"] if was.focus != is_now.focus else [])
    ]


def _differences(*pairs: tuple[str, Any, Any]) -> list[str]:
    return [f"{what} {new} (was {old})" for what, old, new in pairs if old != new]


def _days_off(days: tuple[DaysOff, ...]) -> str:
    said = [f"{off.first}" if off.first == off.last else f"{off.first} to {off.last}" for off in days]
    return ", ".join(said) or "none"


def _words(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "none"


def _flag(value: bool) -> str:
    return "yes" if value else "no"
