"""The one transition table of loops and rounds. Whoever changes a state asks `next_loop_state` or `next_round_state`.

docs/states.md is `states_document()`; a test holds it there.
"""

from __future__ import annotations

from enum import StrEnum

from models.records.loops import LoopState as L
from models.records.loops import RoundState as R


class LoopEvent(StrEnum):
    OPTIONS_FOUND = "options_found"
    LOOK_AGAIN = "look_again"
    CHOSEN = "chosen"
    SLOT_TAKEN = "slot_taken"
    BOOKED = "booked"
    LAST_FEEDBACK_IN = "last_feedback_in"
    ROUND_REOPENED = "round_reopened"
    OFFER = "offer"
    NO = "no"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


class RoundEvent(StrEnum):
    HOLD = "hold"
    INVITE = "invite"
    LOSE_TIME = "lose_time"
    END = "end"
    NOT_HELD = "not_held"
    FEEDBACK_COMPLETE = "feedback_complete"
    ADVANCE = "advance"
    STOP = "stop"
    RELEASE = "release"


LIVE_LOOP = (L.PLANNING, L.PROPOSED, L.BOOKING, L.RUNNING, L.DEBRIEF)
ENDED_LOOP = (L.OFFER, L.NO, L.WITHDRAWN, L.CANCELLED)
DONE_ROUND = (R.ADVANCED, R.STOPPED, R.RELEASED)
ON_CALENDAR = (R.HELD, R.INVITED)
"""A round that is OPEN is on no calendar, also where a time is planned for it."""

LOOP_TRANSITIONS: dict[tuple[L, LoopEvent], L] = {
    (L.PLANNING, LoopEvent.OPTIONS_FOUND): L.PROPOSED,
    (L.PLANNING, LoopEvent.LOOK_AGAIN): L.PLANNING,
    (L.PROPOSED, LoopEvent.LOOK_AGAIN): L.PLANNING,
    (L.PROPOSED, LoopEvent.CHOSEN): L.BOOKING,
    (L.BOOKING, LoopEvent.SLOT_TAKEN): L.PLANNING,
    (L.BOOKING, LoopEvent.BOOKED): L.RUNNING,
    (L.RUNNING, LoopEvent.LAST_FEEDBACK_IN): L.DEBRIEF,
    (L.DEBRIEF, LoopEvent.ROUND_REOPENED): L.RUNNING,
    (L.DEBRIEF, LoopEvent.OFFER): L.OFFER,
    (L.RUNNING, LoopEvent.NO): L.NO,
    (L.DEBRIEF, LoopEvent.NO): L.NO,
    **{(state, LoopEvent.WITHDRAW): L.WITHDRAWN for state in LIVE_LOOP},
    **{(state, LoopEvent.CANCEL): L.CANCELLED for state in LIVE_LOOP},
}

ROUND_TRANSITIONS: dict[tuple[R, RoundEvent], R] = {
    (R.OPEN, RoundEvent.HOLD): R.HELD,
    (R.OPEN, RoundEvent.INVITE): R.INVITED,
    (R.HELD, RoundEvent.INVITE): R.INVITED,
    (R.HELD, RoundEvent.LOSE_TIME): R.OPEN,
    (R.INVITED, RoundEvent.LOSE_TIME): R.OPEN,
    (R.INVITED, RoundEvent.END): R.FEEDBACK,
    (R.FEEDBACK, RoundEvent.NOT_HELD): R.OPEN,
    (R.FEEDBACK, RoundEvent.FEEDBACK_COMPLETE): R.VERDICT,
    (R.VERDICT, RoundEvent.ADVANCE): R.ADVANCED,
    (R.VERDICT, RoundEvent.STOP): R.STOPPED,
    **{(s, RoundEvent.RELEASE): R.RELEASED for s in (R.OPEN, R.HELD, R.INVITED, R.FEEDBACK, R.VERDICT)},
}


class ForbiddenTransition(Exception):
    """A bug: a use case asked for a change that the table does not have, without refusing it first."""


def next_loop_state(state: L, event: LoopEvent) -> L:
    """Raises ForbiddenTransition where the table has no such step."""
    try:
        return LOOP_TRANSITIONS[state, event]
    except KeyError:
        raise ForbiddenTransition(f"loop {state} on {event}") from None


def next_round_state(state: R, event: RoundEvent) -> R:
    """Raises ForbiddenTransition where the table has no such step."""
    try:
        return ROUND_TRANSITIONS[state, event]
    except KeyError:
        raise ForbiddenTransition(f"round {state} on {event}") from None


def loop_allows(state: L, event: LoopEvent) -> bool:
    return (state, event) in LOOP_TRANSITIONS


_LOOP_MEANING = {
    L.PLANNING: "Looking for times; the planner is at work or found none.",
    L.PROPOSED: "Options lie before the coordinator.",
    L.BOOKING: "An option was chosen; availability is being read once more.",
    L.RUNNING: "Booked. Rounds are held one after the other.",
    L.DEBRIEF: "All feedback is in; the hiring manager decides.",
    L.OFFER: "Ended: we make an offer.",
    L.NO: "Ended: our no.",
    L.WITHDRAWN: "Ended: the candidate withdrew.",
    L.CANCELLED: "Ended without a decision about the candidate.",
}
_ROUND_MEANING = {
    R.OPEN: "No agreed time (a planned one may stand there where holds are off).",
    R.HELD: "On the interviewers' calendars, without the candidate.",
    R.INVITED: "On the calendars of interviewers and candidate.",
    R.FEEDBACK: "The interview is over; scorecards are owed.",
    R.VERDICT: "Every scorecard is in; the hiring manager's word is owed.",
    R.ADVANCED: "Passed on to the next round (or to the offer).",
    R.STOPPED: "The loop ended with this round.",
    R.RELEASED: "Not needed any more; taken off the calendars.",
}


def states_document() -> str:
    """The Markdown of docs/states.md."""
    parts = [
        "# States\n",
        "Generated from `scheduling/rules/lifecycle.py` by `python3 start.py docs`; a test holds it there.\n",
    ]
    parts += _section("Loop", _LOOP_MEANING, [(str(a), str(e), str(b)) for (a, e), b in LOOP_TRANSITIONS.items()])
    parts += _section("Round", _ROUND_MEANING, [(str(a), str(e), str(b)) for (a, e), b in ROUND_TRANSITIONS.items()])
    return "\n".join(parts)


def _section(title: str, meaning: dict[L, str] | dict[R, str], steps: list[tuple[str, str, str]]) -> list[str]:
    lines = [f"## {title}\n", "| state | meaning |", "| --- | --- |"]
    lines += [f"| `{state}` | {words} |" for state, words in meaning.items()]
    lines += ["", "```mermaid", "stateDiagram-v2", *(f"    {a} --> {b}: {e}" for a, e, b in steps), "```", ""]
    lines += ["| from | on | to |", "| --- | --- | --- |", *(f"| `{a}` | {e} | `{b}` |" for a, e, b in steps), ""]
    return lines
