"""Reading a loop or a round before something is shown of it; what the reader may not know is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from handlers.presenters.phrases import has_ended
from handlers.route import Listener
from handlers.turn import Turn
from handlers.ui.notice import notice
from scheduling.outcomes import Refusal, Refused
from scheduling.views.feedback import ScorecardFormView
from scheduling.views.loops import LoopView, RoundView

V = TypeVar("V")


def with_view(read: Callable[[Turn], V | Refused], show: Callable[[Turn, V], None]) -> Listener:
    """A listener that reads a view and shows it."""

    def listener(turn: Turn) -> None:
        view = read(turn)
        if isinstance(view, Refused):
            turn.refuse(view)
        else:
            show(turn, view)

    return listener


def with_loop(show: Callable[[Turn, LoopView], None]) -> Listener:
    return with_view(lambda turn: turn.core.loop(turn.reader, turn.ref.loop), show)


def with_live_loop(show: Callable[[Turn, LoopView], None]) -> Listener:
    """For what is of no use any more once the loop has ended."""

    def going_on(turn: Turn, loop: LoopView) -> None:
        if has_ended(loop):
            turn.refuse(Refused(why=Refusal.LOOP_ENDED))
        else:
            show(turn, loop)

    return with_loop(going_on)


def with_round(show: Callable[[Turn, LoopView, RoundView], None]) -> Listener:
    """For what is about one round of a loop that goes on."""

    def found(turn: Turn, loop: LoopView) -> None:
        round_ = next((r for r in loop.rounds if r.id == turn.ref.round), None)
        if round_ is None:
            turn.refuse(Refused(why=Refusal.UNKNOWN_ROUND))
        else:
            show(turn, loop, round_)

    return with_live_loop(found)


def with_scorecard(show: Callable[[Turn, ScorecardFormView], None]) -> Listener:
    """For what an interviewer says about a round of their own."""
    return with_view(lambda turn: turn.core.scorecard_form(turn.reader, turn.ref.round), show)


def say_instead(turn: Turn, words: str) -> None:
    """Words in place of a form that would have nothing to offer."""
    turn.show(notice("Nothing to choose", words))
