"""The form that asks which round to move. Builds and parses it. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, input_block, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.inputs import menu
from handlers.ui.submission import Submission
from handlers.ui.text import bold, day_words, inline, shorten
from models.records.loops import RoundState
from scheduling.intents import FindMove
from scheduling.views.loops import LoopView, RoundView

_ROUND = "round_id"
_AHEAD = (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)


def movable(loop: LoopView, now: datetime) -> tuple[RoundView, ...]:
    """The rounds that still lie ahead."""
    return tuple(r for r in loop.rounds if r.state in _AHEAD and (r.start is None or r.start > now))


def build(loop: LoopView, *, now: datetime, zone: str) -> dict[str, Any]:
    """`movable(loop, now)` must not be empty. `zone` is the reader's: menus can't show each reader their own time."""
    rounds = movable(loop, now)
    choices = [(r.id, _label(r, zone)) for r in rounds]
    chosen = rounds[0].id if len(rounds) == 1 else ""
    blocks = [
        section(f"Another time for {bold(inline(loop.candidate))}"),
        input_block(_ROUND, "Which round?", menu(choices, chosen=chosen, placeholder="Choose a round")),
        context(
            f"Times are in {inline(zone)}. Nothing moves yet: I look for times, and you choose one. "
            "Later rounds follow where they must."
        ),
    ]
    return modal(Form.MOVE, "Move a round", blocks, ref=Ref(loop=loop.id), submit="Find times", close="Cancel")


def parse(sent: Submission) -> FindMove | FieldErrors:
    filled = Filled(sent.values)
    round_id = filled.choice(_ROUND, missing="Please choose the round to move.")
    if filled.problems:
        return filled.errors
    return FindMove(actor_id=sent.actor_id, loop_id=sent.ref.loop, round_id=round_id)


def _label(round_: RoundView, zone: str) -> str:
    name = f"{round_.index + 1}. {shorten(round_.name, 45)}"
    if round_.start is None:
        return f"{name} · no time yet"
    local = round_.start.astimezone(ZoneInfo(zone))
    return f"{name} · {day_words(local.date())}, {local:%H:%M}"
