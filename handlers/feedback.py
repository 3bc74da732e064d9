"""Listeners about feedback: giving it, keeping drafts, the other answers, reading what is in, and the verdict."""

from __future__ import annotations

from handlers.answers import OwnRound, own_rounds
from handlers.attempts import at_once
from handlers.presenters import debrief_view, round_feedback_view
from handlers.reading import say_instead, with_round, with_scorecard, with_view
from handlers.turn import Turn
from handlers.ui import hand_off, not_held, scorecard, stop
from handlers.ui.actions import Ref
from models.records.feedback import VerdictChoice
from models.records.loops import RoundState
from scheduling.intents import GiveVerdict, SnoozeFeedback
from scheduling.views.feedback import DebriefView, RoundFeedbackView, ScorecardFormView

_NOT_BEGUN = (RoundState.OPEN, RoundState.HELD, RoundState.RELEASED)


def owed(turn: Turn) -> None:
    """The one scorecard that is owed; or a list of those that are, and of those that can be changed."""
    rounds = _own_rounds(turn)
    open_ones = [own for own in rounds if not own.given]
    if len(open_ones) == 1:
        turn.ref = Ref(loop=open_ones[0].loop.id, round=open_ones[0].round.id)
        open_scorecard(turn)
    else:
        turn.answer(own_rounds(rounds), title="Your feedback")


def typed(turn: Turn) -> None:
    """Something was typed or chosen in the scorecard: kept, whatever its state."""
    turn.take(scorecard.draft(turn.submission()))


def _own_rounds(turn: Turn) -> list[OwnRound]:
    now, name = turn.core.now(), turn.command.rest if turn.command else ""
    return [
        OwnRound(loop=loop, round=round_, given=bool(seat.feedback_in))
        for loop in turn.core.find_loops(turn.reader, name)
        for round_ in loop.rounds
        for seat in round_.seats
        if seat.who.id == turn.reader.id
        and round_.start is not None
        and round_.start <= now
        and round_.state not in _NOT_BEGUN
    ]


def _open_hand_off(turn: Turn, view: ScorecardFormView) -> None:
    if view.colleagues:
        turn.show(hand_off.build(view))
    else:
        say_instead(turn, "Everybody else takes part in this loop already, so there is nobody to hand this to.")


def _show_feedback(turn: Turn, view: RoundFeedbackView) -> None:
    turn.show(round_feedback_view(view, turn.core.now(), page=max(turn.ref.n, 0)))


def _show_debrief(turn: Turn, view: DebriefView) -> None:
    turn.show(debrief_view(view, turn.core.now(), page=max(turn.ref.n, 0)))


def _verdict(turn: Turn, choice: VerdictChoice) -> GiveVerdict:
    return GiveVerdict(actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round, choice=choice)


open_scorecard = with_scorecard(lambda turn, view: turn.show(scorecard.build(view)))
ask_not_held = with_scorecard(lambda turn, view: turn.show(not_held.build(view)))
ask_hand_off = with_scorecard(_open_hand_off)
read_round = with_view(lambda turn: turn.core.round_feedback(turn.reader, turn.ref.round), _show_feedback)
read_debrief = with_view(lambda turn: turn.core.debrief(turn.reader, turn.ref.loop), _show_debrief)
snooze = at_once(
    lambda turn: SnoozeFeedback(actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round),
    "I'll ask again one business day later.",
)
advance = at_once(
    lambda turn: _verdict(turn, VerdictChoice.ADVANCE),
    "On it goes. The next round's hold becomes an invitation now.",
)
talk = at_once(lambda turn: _verdict(turn, VerdictChoice.TALK), "Noted. Say how it goes on once you have talked.")
ask_stop = with_round(lambda turn, loop, round_: turn.show(stop.build(loop, round_)))
