"""Roles being hired for, and the plan of rounds that a loop for them goes through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RoundKind(StrEnum):
    """What a round is about; decides its questions, red flags and competencies."""

    SCREEN = "screen"
    DEEP_DIVE = "deep_dive"
    HANDS_ON = "hands_on"
    DESIGN = "design"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """One round of an opening's plan. `seats` names one pool per seat (a pool may stand twice: two people).

    `gap_bdays` is the least number of business days after the round before it (ignored for the first round).
    """

    kind: RoundKind
    name: str
    minutes: int
    seats: tuple[str, ...]
    gap_bdays: int = 1
    focus: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A role being hired for. `key` is the team file's name for it.

    `holds` says whether rounds 2 and later are put on calendars ahead. `slack_bdays` is how many business days a
    balanced plan may give away to spread the load. `notice_hours` is the least time between planning and round 1.
    """

    id: str
    key: str
    title: str
    hiring_manager_id: str
    coordinator_id: str
    rounds: tuple[RoundPlan, ...]
    compensation_region: str = ""
    holds: bool = True
    slack_bdays: int = 1
    notice_hours: int = 24
    active: bool = True
    version: int = 1
