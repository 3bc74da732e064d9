"""What people want of the team, and inputs that change nothing of a loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.records.people import DaysOff


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPerson:
    """`seen` is the mark of what the form showed (see `rules.shown`); without one nothing is compared."""

    kind: ClassVar[str] = "edit_person"
    actor_id: str
    person_id: str
    pools: tuple[str, ...]
    max_per_day: int
    max_per_week: int
    days_off: tuple[DaysOff, ...]
    paused_until: date | None
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOpening:
    """`seats` has one tuple of pool names per round of the plan, in order; `seen` as in `EditPerson`."""

    kind: ClassVar[str] = "edit_opening"
    actor_id: str
    opening_id: str
    title: str
    hiring_manager_id: str
    coordinator_id: str
    seats: tuple[tuple[str, ...], ...]
    holds: bool
    active: bool
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteUser:
    """The workspace says that one of its members changed (left, became a guest, changed zone)."""

    kind: ClassVar[str] = "note_user"
    actor_id: str
    slack_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHome:
    """Somebody looked at App Home for the first time: keep it fresh from now on."""

    kind: ClassVar[str] = "open_home"
    actor_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that changes nothing (`/hire status` ...); its row only shows that it was acknowledged."""

    kind: ClassVar[str] = "asked"
    actor_id: str
    verb: str
