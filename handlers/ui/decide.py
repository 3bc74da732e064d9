"""The form for the decision: offer, no, or the candidate withdrew. Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.presenters.phrases import still_missing
from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, input_block, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.inputs import radio
from handlers.ui.reason import read_reason, reason_block
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline
from models.records.loops import LoopState
from scheduling.intents import Decide
from scheduling.views.loops import LoopView

_ENDING = "ending"
_ENDINGS = (
    (LoopState.OFFER.value, "We make an offer"),
    (LoopState.NO.value, "It is a no from us"),
    (LoopState.WITHDRAWN.value, "The candidate withdrew"),
)


def build(loop: LoopView) -> dict[str, Any]:
    ready = loop.state is LoopState.DEBRIEF
    endings = _ENDINGS if ready else _ENDINGS[1:]
    blocks = [
        section(f"How does it end for {bold(inline(loop.candidate))}, {inline(loop.opening)}?"),
        *([] if ready else [section(f"⏳ {bold('No offer yet.')} Still missing: {still_missing(loop)}.")]),
        input_block(_ENDING, "Decision", radio(endings)),
        reason_block("Why?", hint="Kept with the decision."),
        context("⚠️ This ends the loop: interviews ahead come off the calendars and reminders stop."),
    ]
    return modal(Form.DECIDE, "Decide", blocks, ref=Ref(loop=loop.id), submit="Decide", close="Back")


def parse(sent: Submission) -> Decide | FieldErrors:
    filled = Filled(sent.values)
    among = [value for value, _ in _ENDINGS]
    ending = filled.choice(_ENDING, among=among, missing="Please choose how the loop ends.")
    reason = read_reason(filled, missing="Please give the reason in a sentence or two.")
    if filled.problems:
        return filled.errors
    return Decide(actor_id=sent.actor_id, loop_id=sent.ref.loop, ending=LoopState(ending), reason=reason)
