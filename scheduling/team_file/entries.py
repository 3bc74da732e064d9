"""A team file that has been read: what it says of the company, its people and its openings. People go by e-mail here."""

from __future__ import annotations

from dataclasses import dataclass

from models.records.openings import RoundPlan
from models.records.people import DaysOff, Holiday, Hours, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyEntry:
    """Holidays of everybody, and what holds for people who say nothing else."""

    zone: str
    work: tuple[Hours, ...]
    core: tuple[Hours, ...]
    max_per_day: int
    max_per_week: int
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """`email` is in lower case. `line` is where the person begins in the file."""

    line: int
    email: str
    name: str
    zone: str
    work: tuple[Hours, ...]
    core: tuple[Hours, ...]
    max_per_day: int
    max_per_week: int
    days_off: tuple[DaysOff, ...]
    pools: frozenset[str]
    standings: frozenset[Standing]
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningEntry:
    """`lines` says where things stand: a key of the opening, or a round's number (from 0) for its seats."""

    line: int
    key: str
    title: str
    hiring_manager: str
    coordinator: str
    rounds: tuple[RoundPlan, ...]
    compensation_region: str
    holds: bool
    slack_bdays: int
    notice_hours: int
    active: bool
    lines: dict[str | int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFile:
    holidays: tuple[Holiday, ...]
    people: tuple[PersonEntry, ...]
    openings: tuple[OpeningEntry, ...]
