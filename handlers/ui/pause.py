"""The form that silences the nudges of a loop for some days. Builds and parses it. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, input_block, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.inputs import day_picker
from handlers.ui.reason import read_reason, reason_block
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline
from scheduling.intents import PauseNudges
from scheduling.views.loops import LoopView

_UNTIL = "until"
_USUAL = timedelta(days=3)


def build(loop: LoopView, *, today: date) -> dict[str, Any]:
    until = loop.nudges_paused_until or today
    blocks = [
        section(f"No nudges about {bold(inline(loop.candidate))} for a while."),
        input_block(_UNTIL, "Until the end of", day_picker(initial=max(until, today + _USUAL))),
        reason_block("Why?", placeholder="The candidate asked for a week to think."),
        context("The candidate waits either way, so the 21 days go on. Interviews and their reminders stay."),
    ]
    return modal(Form.PAUSE, "Quiet the nudges", blocks, ref=Ref(loop=loop.id), submit="Quiet them", close="Cancel")


def parse(sent: Submission) -> PauseNudges | FieldErrors:
    filled = Filled(sent.values)
    until = filled.day(_UNTIL, missing="Please pick the last quiet day.")
    reason = read_reason(filled, missing="Please give the reason: the others will wonder.")
    if filled.problems or until is None:
        return filled.errors
    return PauseNudges(actor_id=sent.actor_id, loop_id=sent.ref.loop, until=until, reason=reason)
