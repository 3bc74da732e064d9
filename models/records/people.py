"""People who take part in hiring, as the team file and the workspace describe them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Team-wide roles; roles inside a loop (coordinator, interviewer ...) follow from the loop itself."""

    ADMIN = "admin"
    AUDITOR = "auditor"
    COMPENSATION = "compensation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A weekly stretch in local wall time: `weekday` 0 is Monday; minutes after midnight, `end` exclusive, up to 1440."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOff:
    """Local dates on which someone is away, both ends included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone of the team. `zone` is an IANA name; `work` and `core` are in it.

    `slack_id` and `dm_channel` are None until the workspace has been asked. `max_per_day` and `max_per_week` cap
    interviews by the person's local date and ISO week. `paused_until` is the last local day on which the person is
    given no new interviews. `active` is false once the team file or the workspace no longer has them.
    """

    id: str
    email: str
    name: str
    zone: str
    work: tuple[Hours, ...]
    core: tuple[Hours, ...]
    max_per_day: int
    max_per_week: int
    days_off: tuple[DaysOff, ...] = ()
    paused_until: date | None = None
    standings: frozenset[Standing] = frozenset()
    slack_id: str | None = None
    dm_channel: str | None = None
    home_opened: bool = False
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMember:
    """One person's place in one pool."""

    pool: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A company holiday: nothing is held and nobody is nudged on this local date."""

    day: date
    name: str = ""
