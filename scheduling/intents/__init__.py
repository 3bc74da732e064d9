"""What people want: one frozen value per verb, exactly as it is kept in the inbox between the acknowledgement and the work.

`actor_id` is always the person who pressed or typed, never taken from the payload. Texts are as typed (validated, not
escaped). Adding a field needs a default, so that rows written by an older version can still be read.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from scheduling.intents.loops import (
    Book,
    Cancel,
    Decide,
    EditAvailability,
    FindMove,
    FindPlan,
    FindReplacement,
    NewLoop,
    PauseNudges,
    TickItem,
)
from scheduling.intents.rounds import (
    AcceptCalendar,
    Decline,
    DidNotHappen,
    GiveVerdict,
    HandOff,
    KeepAsIs,
    RestoreEvent,
    SaveDraft,
    SnoozeFeedback,
    SubmitScorecard,
)
from scheduling.intents.team import (
    Asked,
    EditOpening,
    EditPerson,
    NoteUser,
    OpenHome,
)

__all__ = [
    "KINDS",
    "AcceptCalendar",
    "Asked",
    "Book",
    "Cancel",
    "Decide",
    "Decline",
    "DidNotHappen",
    "EditAvailability",
    "EditOpening",
    "EditPerson",
    "FindMove",
    "FindPlan",
    "FindReplacement",
    "GiveVerdict",
    "HandOff",
    "Intent",
    "KeepAsIs",
    "NewLoop",
    "NoteUser",
    "OpenHome",
    "PauseNudges",
    "RestoreEvent",
    "SaveDraft",
    "SnoozeFeedback",
    "SubmitScorecard",
    "TickItem",
    "from_payload",
    "to_payload",
]

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


def to_payload(intent: Intent) -> dict[str, Any]:
    """The intent as JSON values; `from_payload(intent.kind, ...)` gives it back."""
    payload: dict[str, Any] = _adapter(intent.kind).dump_python(intent, mode="json")
    return payload


def from_payload(kind: str, payload: dict[str, Any]) -> Intent:
    """Raises KeyError for an unknown kind and pydantic's ValidationError for a payload of another shape."""
    intent: Intent = _adapter(kind).validate_python(payload)
    return intent


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    """Made once per kind: making one takes as long as all the rest of an acknowledgement."""
    return TypeAdapter(KINDS[kind])
