"""The form that ends a loop without a decision of ours, or because the candidate withdrew. Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import input_block, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.inputs import radio
from handlers.ui.reason import read_reason, reason_block
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline
from scheduling.intents import Cancel
from scheduling.views.loops import LoopView

_HOW = "withdrew"
_WITHDREW, _CALLED_OFF = "yes", "no"


def build(loop: LoopView) -> dict[str, Any]:
    choices = [(_WITHDREW, "The candidate withdrew"), (_CALLED_OFF, "We call it off")]
    blocks = [
        section(
            f"⚠️ This ends the loop of {bold(inline(loop.candidate))}, {inline(loop.opening)}.\n"
            "Every interview that lies ahead comes off the calendars, its guests are told, and all reminders stop. "
            "This can't be taken back."
        ),
        input_block(_HOW, "What happened?", radio(choices)),
        reason_block("Why?", placeholder="Took another offer."),
    ]
    return modal(Form.CANCEL, "End this loop", blocks, ref=Ref(loop=loop.id), submit="End the loop", close="Keep it")


def parse(sent: Submission) -> Cancel | FieldErrors:
    filled = Filled(sent.values)
    how = filled.choice(_HOW, among=(_WITHDREW, _CALLED_OFF), missing="Please say which of the two it is.")
    reason = read_reason(filled, missing="Please give the reason in a sentence or two.")
    if filled.problems:
        return filled.errors
    return Cancel(actor_id=sent.actor_id, loop_id=sent.ref.loop, withdrew=how == _WITHDREW, reason=reason)
