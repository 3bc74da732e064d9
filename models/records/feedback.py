"""What interviewers and the hiring manager say: scorecards (every version kept), drafts, verdicts, checklists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Recommendation(StrEnum):
    """Forced choice of four: no middle to hide in."""

    STRONG_NO = "strong_no"
    NO = "no"
    YES = "yes"
    STRONG_YES = "strong_yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One competency: 1 to 4, or None for "not assessed"; with the evidence in the interviewer's own words."""

    competency: str
    points: int | None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """One interviewer's feedback of one round, one version of it. Versions count from 1 and are never overwritten."""

    id: str
    loop_id: str
    round_id: str
    person_id: str
    version: int
    recommendation: Recommendation
    ratings: tuple[Rating, ...]
    red_flags: tuple[str, ...]
    summary: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an interviewer has typed so far; `fields` is the form's own state, opaque here. Only its author reads it."""

    round_id: str
    person_id: str
    fields: dict[str, str]
    saved_at: datetime


class VerdictChoice(StrEnum):
    ADVANCE = "advance"
    STOP = "stop"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the hiring manager said of a round; several may follow each other (talk, then advance)."""

    id: str
    loop_id: str
    round_id: str
    person_id: str
    choice: VerdictChoice
    reason: str
    given_at: datetime


class ChecklistKind(StrEnum):
    REFERENCES = "references"
    OFFER = "offer"
    FIRST_90_DAYS = "first_90_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One thing to do after an offer; `done_by` is None while it is open."""

    loop_id: str
    kind: ChecklistKind
    index: int
    text: str
    done_by: str | None = None
    done_at: datetime | None = None
