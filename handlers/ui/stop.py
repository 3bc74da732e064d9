"""The form behind the verdict "stop": the loop ends here, and the reason is wanted. Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.reason import read_reason, reason_block
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline
from models.records.feedback import VerdictChoice
from scheduling.intents import GiveVerdict
from scheduling.views.loops import LoopView, RoundView


def build(loop: LoopView, round_: RoundView) -> dict[str, Any]:
    blocks = [
        section(
            f"The loop of {bold(inline(loop.candidate))} ends here, after {bold(inline(round_.name))}.\n"
            "⚠️ Every later interview comes off the calendars and all reminders stop. "
            "This can't be taken back."
        ),
        reason_block("Why?", hint="Kept with the decision, for the coordinator and for later."),
    ]
    ref = Ref(loop=loop.id, round=round_.id)
    return modal(Form.STOP, "Stop this loop", blocks, ref=ref, submit="Stop the loop", close="Back")


def parse(sent: Submission) -> GiveVerdict | FieldErrors:
    filled = Filled(sent.values)
    reason = read_reason(filled, missing="Please give the reason: it is what the candidate's answer is made of.")
    if filled.problems:
        return filled.errors
    return GiveVerdict(
        actor_id=sent.actor_id,
        loop_id=sent.ref.loop,
        round_id=sent.ref.round,
        choice=VerdictChoice.STOP,
        reason=reason,
    )
