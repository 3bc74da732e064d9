"""What people want: one frozen value per verb, exactly as it is kept in the inbox between the acknowledgement and the work.

`actor_id` is always the person who pressed or typed, never taken from the payload. Texts are as typed (validated, not
escaped). Adding a field needs a default, so that rows written by an older version can still be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, get_args

from pydantic import TypeAdapter

from models.records.feedback import ChecklistKind, Rating, Recommendation, VerdictChoice
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
    kind: ClassVar[str] = "edit_availability"
    actor_id: str
    loop_id: str
    windows: tuple[Hours, ...]
    days_off: tuple[DaysOff, ...]


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
class Book:
    kind: ClassVar[str] = "book"
    actor_id: str
    loop_id: str
    proposal_id: str
    option: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """How the loop ends: `ending` is OFFER, NO or WITHDRAWN."""

    kind: ClassVar[str] = "decide"
    actor_id: str
    loop_id: str
    ending: LoopState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Ends a loop without a decision about the candidate (`withdrew` false), or because the candidate withdrew."""

    kind: ClassVar[str] = "cancel"
    actor_id: str
    loop_id: str
    withdrew: bool
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPerson:
    kind: ClassVar[str] = "edit_person"
    actor_id: str
    person_id: str
    pools: tuple[str, ...]
    max_per_day: int
    max_per_week: int
    days_off: tuple[DaysOff, ...]
    paused_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOpening:
    """`seats` has one tuple of pool names per round of the plan, in order."""

    kind: ClassVar[str] = "edit_opening"
    actor_id: str
    opening_id: str
    title: str
    hiring_manager_id: str
    coordinator_id: str
    seats: tuple[tuple[str, ...], ...]
    holds: bool
    active: bool


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


Intent = (
    NewLoop
    | EditAvailability
    | FindPlan
    | FindMove
    | FindReplacement
    | Book
    | Decline
    | KeepAsIs
    | AcceptCalendar
    | RestoreEvent
    | SubmitScorecard
    | SaveDraft
    | DidNotHappen
    | HandOff
    | SnoozeFeedback
    | GiveVerdict
    | Decide
    | Cancel
    | PauseNudges
    | TickItem
    | EditPerson
    | EditOpening
    | NoteUser
    | OpenHome
    | Asked
)

KINDS: dict[str, type[Any]] = {intent.kind: intent for intent in get_args(Intent)}
_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def to_payload(intent: Intent) -> dict[str, Any]:
    """The intent as JSON values; `from_payload(intent.kind, ...)` gives it back."""
    payload: dict[str, Any] = TypeAdapter(type(intent)).dump_python(intent, mode="json")
    return payload


def from_payload(kind: str, payload: dict[str, Any]) -> Intent:
    """Raises KeyError for an unknown kind and pydantic's ValidationError for a payload of another shape."""
    intent: Intent = _ADAPTERS.setdefault(kind, TypeAdapter(KINDS[kind])).validate_python(payload)
    return intent
