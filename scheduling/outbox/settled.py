"""What has answered a message already, as a word for its view: then it is redrawn with that instead of its buttons."""

from __future__ import annotations

from models.records.delivery import Effect
from models.records.loops import EventState, Round, RoundState, SeatState
from scheduling.messages import Topic
from scheduling.queries.facts import LoopFacts
from scheduling.rules.lifecycle import LIVE_LOOP

ROUND_BOUND = (Topic.ON_PANEL, Topic.MOVED, Topic.CONFIRMED, Topic.BRIEF, Topic.BRIEF_SHORT)
"""Messages about a round at one time; not to be sent any more once it has another."""
OF_ONE_TIME = (*ROUND_BOUND, Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED, Topic.FEEDBACK_ESCALATED)
"""What is said about a round at one time: with the time it is taken back, and not said where it could not be."""
CALENDAR_NEWS = (
    Topic.GUEST_DECLINED,
    Topic.CANDIDATE_DECLINED,
    Topic.EVENT_MOVED,
    Topic.EVENT_DELETED,
    Topic.NOT_HELD,
)
"""Messages that ask what to do about a round; a new time or a new person answers them."""
AHEAD = (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)


def panel_settled(facts: LoopFacts, round_: Round, reader_id: str, effect: Effect) -> str:
    """Of a message to one interviewer; empty while it still wants an answer."""
    topic = Topic(effect.topic)
    if topic in (Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED):
        return _feedback_settled(facts, round_, reader_id)
    return _invitation_settled(facts, round_, reader_id, effect) if topic in ROUND_BOUND else ""


def _feedback_settled(facts: LoopFacts, round_: Round, reader_id: str) -> str:
    live = facts.loop.state in LIVE_LOOP
    if (round_.id, reader_id) in facts.cards:
        return "feedback_in" if live else "feedback_kept"
    if round_.start is None or round_.state in (RoundState.OPEN, RoundState.HELD):
        return "not_held"
    if facts.seat(round_.id, reader_id) is None:
        return "handed_off"
    return "" if live else "over"


def _invitation_settled(facts: LoopFacts, round_: Round, reader_id: str, effect: Effect) -> str:
    seat = facts.seat(round_.id, reader_id)
    if seat is None or round_.start is None or round_.state is RoundState.RELEASED:
        return "released"
    if round_.state not in AHEAD:
        return "took_place"
    if seat.state is SeatState.DECLINED:
        return "declined"
    return "moved" if _was_moved(round_, effect) else ""


def calendar_settled(facts: LoopFacts, round_: Round, effect: Effect) -> str:
    """Of news from the calendar: the round was moved, the person replaced, things were kept or put back."""
    if facts.loop.state not in LIVE_LOOP:
        return "over"
    topic = Topic(effect.topic)
    if topic is Topic.NOT_HELD:
        return "" if round_.start is None else "moved"
    if topic is Topic.EVENT_MOVED:
        return _by_hand_settled(round_, effect)
    if _was_moved(round_, effect):
        return "moved"
    if topic is Topic.GUEST_DECLINED:
        seat = facts.seat(round_.id, effect.payload.get("who", ""))
        declined = seat is not None and seat.state is SeatState.DECLINED
        return "replaced" if seat is None else "" if declined else "kept"
    if topic is Topic.CANDIDATE_DECLINED:
        return "" if round_.candidate_declined and round_.candidate_kept_at is None else "kept"
    return "" if round_.event is EventState.GONE else "restored"


def _by_hand_settled(round_: Round, effect: Effect) -> str:
    """Of a time that somebody set by hand: open as long as the calendar has it and nobody has said what counts."""
    found = effect.payload.get("found")
    if round_.found_start is not None:
        here = found == round_.found_start.isoformat()
        return "" if here and not _was_moved(round_, effect) else "over"
    if round_.start is not None and found == round_.start.isoformat():
        return "accepted"
    return "moved" if _was_moved(round_, effect) else "restored"


def _was_moved(round_: Round, effect: Effect) -> bool:
    """Whether the round has another time than when the message was written down."""
    return bool(effect.payload.get("revision", round_.revision) != round_.revision)
