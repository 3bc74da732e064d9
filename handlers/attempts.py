"""Trying what somebody wants: refused with the reason where it would be refused, else saved and acknowledged."""

from __future__ import annotations

from collections.abc import Callable

from handlers.route import Listener
from handlers.turn import Turn
from handlers.ui.filled import FieldErrors
from handlers.ui.submission import Submission
from scheduling.intents import Intent


def looking_for(what: str) -> str:
    """What is said when a search begins; its outcome comes as a message."""
    return f"I'm looking for {what}. The loop's coordinator gets options to choose from, usually within a minute."


def at_once(make: Callable[[Turn], Intent], said: str) -> Listener:
    """A button that is an input by itself. `said` is shown where no message will show what came of it."""

    def listener(turn: Turn) -> None:
        _attempt(turn, make(turn), said)

    return listener


def submission(parse: Callable[[Submission], Intent | FieldErrors], said: str = "") -> Listener:
    """A form that was sent. With `said` it turns into these words, else it closes."""

    def listener(turn: Turn) -> None:
        read = parse(turn.submission())
        if isinstance(read, FieldErrors):
            turn.wrong(dict(read.by_block))
        else:
            _attempt(turn, read, said)

    return listener


def _attempt(turn: Turn, intent: Intent, said: str) -> None:
    """What is refused here is refused at once, beside the field; the worker asks again when it does the work."""
    refused = turn.core.check(intent)
    if refused is not None:
        turn.refuse(refused)
        return
    turn.take(intent)
    turn.done(said)
