"""What came of an input: done, or refused with a reason a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why nothing was changed. Stable codes; `handlers/presenters/refusals.py` has the words."""

    NOT_ALLOWED = "not_allowed"
    NOT_ON_TEAM = "not_on_team"
    UNKNOWN_LOOP = "unknown_loop"
    UNKNOWN_ROUND = "unknown_round"
    UNKNOWN_PROPOSAL = "unknown_proposal"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_OPENING = "unknown_opening"
    LOOP_ENDED = "loop_ended"
    LOOP_BUSY = "loop_busy"
    PROPOSAL_STALE = "proposal_stale"
    ALREADY_BOOKED = "already_booked"
    ALREADY_DONE = "already_done"
    ROUND_NOT_BOOKED = "round_not_booked"
    ROUND_OVER = "round_over"
    TOO_EARLY = "too_early"
    NOT_ON_PANEL = "not_on_panel"
    ALREADY_ON_PANEL = "already_on_panel"
    NO_VIEW_OF_THEIR_OWN = "no_view_of_their_own"
    HELD = "held"
    FEEDBACK_MISSING = "feedback_missing"
    VERDICT_NOT_DUE = "verdict_not_due"
    DECISION_NOT_DUE = "decision_not_due"
    IN_THE_PAST = "in_the_past"
    TOO_FAR = "too_far"
    SAME_CANDIDATE = "same_candidate"
    CANDIDATE_IS_COLLEAGUE = "candidate_is_colleague"
    TAKE_HOME_LATER = "take_home_later"
    CHANGED_MEANWHILE = "changed_meanwhile"
    STILL_SEATED = "still_seated"
    BAD_INPUT = "bad_input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The change was made. `code` is a stable word for the audit trail and the inbox."""

    code: str = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was changed. `detail` completes the sentence (a date, a round's name), never other people's feedback.
    `field` names the intent's field to correct, where it is one."""

    why: Refusal
    detail: str = ""
    field: str = ""


Outcome = Done | Refused
