"""The form behind "it did not happen". Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.reason import read_reason, reason_block
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline
from scheduling.intents import DidNotHappen
from scheduling.views.feedback import ScorecardFormView


def build(view: ScorecardFormView) -> dict[str, Any]:
    blocks = [
        section(f"{bold(inline(view.round_name))} with {bold(inline(view.candidate))} didn't take place."),
        reason_block("What happened?", placeholder="The candidate could not join: no connection."),
        context("The coordinator hears at once and gets new times to choose from. Nobody owes feedback on this one."),
    ]
    ref = Ref(loop=view.loop_id, round=view.round_id)
    return modal(Form.NOT_HELD, "It didn't happen", blocks, ref=ref, submit="Save", close="Back")


def parse(sent: Submission) -> DidNotHappen | FieldErrors:
    filled = Filled(sent.values)
    reason = read_reason(filled, missing="Please say in a few words what happened, so that the next date holds.")
    if filled.problems:
        return filled.errors
    return DidNotHappen(actor_id=sent.actor_id, loop_id=sent.ref.loop, round_id=sent.ref.round, reason=reason)
