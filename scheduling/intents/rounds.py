"""What people want of one round: its seats, its event, its feedback, its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from models.records.feedback import Rating, Recommendation, VerdictChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """An interviewer says "can't make it" about an own seat."""

    kind: ClassVar[str] = "decline"
    actor_id: str
    loop_id: str
    round_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAsIs:
    """The coordinator leaves things as they are after a decline."""

    kind: ClassVar[str] = "keep_as_is"
    actor_id: str
    loop_id: str
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCalendar:
    """The coordinator keeps a time that somebody set by hand in the calendar."""

    kind: ClassVar[str] = "accept_calendar"
    actor_id: str
    loop_id: str
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreEvent:
    """The coordinator wants the calendar back as it was booked (after a move or a deletion by hand)."""

    kind: ClassVar[str] = "restore_event"
    actor_id: str
    loop_id: str
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitScorecard:
    """An interviewer's feedback; a second one is an amendment, kept as a new version."""

    kind: ClassVar[str] = "submit_scorecard"
    actor_id: str
    loop_id: str
    round_id: str
    recommendation: Recommendation
    ratings: tuple[Rating, ...]
    red_flags: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    kind: ClassVar[str] = "save_draft"
    actor_id: str
    loop_id: str
    round_id: str
    fields: dict[str, str]
    typed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DidNotHappen:
    kind: ClassVar[str] = "did_not_happen"
    actor_id: str
    loop_id: str
    round_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """Somebody else sat in the actor's place and gives the feedback."""

    kind: ClassVar[str] = "hand_off"
    actor_id: str
    loop_id: str
    round_id: str
    to_person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeFeedback:
    """The actor asks to be reminded of an owed scorecard one business day later."""

    kind: ClassVar[str] = "snooze_feedback"
    actor_id: str
    loop_id: str
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveVerdict:
    kind: ClassVar[str] = "give_verdict"
    actor_id: str
    loop_id: str
    round_id: str
    choice: VerdictChoice
    reason: str = ""
