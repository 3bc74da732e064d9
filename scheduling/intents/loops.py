"""What people want of a whole loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.records.feedback import ChecklistKind
from models.records.loops import Candidate, LoopState
from models.records.people import DaysOff, Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLoop:
    """Start a loop. `loop_id` is chosen by whoever acknowledges, so that a repeated submission is the same loop."""

    kind: ClassVar[str] = "new_loop"
    actor_id: str
    loop_id: str
    opening_id: str
    candidate: Candidate
    kickoff: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAvailability:
    """`seen` as in `EditPerson`."""

    kind: ClassVar[str] = "edit_availability"
    actor_id: str
    loop_id: str
    windows: tuple[Hours, ...]
    days_off: tuple[DaysOff, ...]
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPlan:
    """Look for times for every round that has none or still lies ahead."""

    kind: ClassVar[str] = "find_plan"
    actor_id: str
    loop_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindMove:
    """Look for another time for one round (and for those after it that must follow)."""

    kind: ClassVar[str] = "find_move"
    actor_id: str
    loop_id: str
    round_id: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindReplacement:
    """Look for somebody else for one seat, at the same time."""

    kind: ClassVar[str] = "find_replacement"
    actor_id: str
    loop_id: str
    round_id: str
    person_id: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """What was asked for is agreed for this loop: plan it so. `remedy` counts within the proposal or, where `proposal_id` is
    empty, within the newest alert that the loop is late; `ask` and `person` are those of its first part, so that no other
    one is meant."""

    kind: ClassVar[str] = "agree"
    actor_id: str
    loop_id: str
    proposal_id: str
    remedy: int
    ask: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    kind: ClassVar[str] = "book"
    actor_id: str
    loop_id: str
    proposal_id: str
    option: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Ends a loop without a decision about the candidate (`withdrew` false), or because the candidate withdrew."""

    kind: ClassVar[str] = "cancel"
    actor_id: str
    loop_id: str
    withdrew: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """How the loop ends: `ending` is OFFER, NO or WITHDRAWN."""

    kind: ClassVar[str] = "decide"
    actor_id: str
    loop_id: str
    ending: LoopState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseNudges:
    """Silence the nudges of one loop through `until` (a local date of the loop); the clock goes on."""

    kind: ClassVar[str] = "pause_nudges"
    actor_id: str
    loop_id: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TickItem:
    kind: ClassVar[str] = "tick_item"
    actor_id: str
    loop_id: str
    checklist: ChecklistKind
    index: int
