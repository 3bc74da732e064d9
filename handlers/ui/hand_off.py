"""The form that hands the feedback to whoever really sat there. Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, input_block, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.inputs import NAME_MOST, menu
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline, shorten
from scheduling.intents import HandOff
from scheduling.views.feedback import ScorecardFormView

_PERSON = "to_person_id"


def build(view: ScorecardFormView) -> dict[str, Any]:
    """`view.colleagues` must not be empty."""
    choices = [(who.id, shorten(who.name, NAME_MOST)) for who in view.colleagues]
    blocks = [
        section(f"{bold(inline(view.round_name))} with {bold(inline(view.candidate))}"),
        input_block(_PERSON, "Who was there in your place?", menu(choices, placeholder="Choose a colleague")),
        context("They are asked for the feedback from now on. What you have typed yourself is not passed on."),
    ]
    ref = Ref(loop=view.loop_id, round=view.round_id)
    return modal(Form.HAND_OFF, "Hand off", blocks, ref=ref, submit="Hand off", close="Back")


def parse(sent: Submission) -> HandOff | FieldErrors:
    filled = Filled(sent.values)
    person_id = filled.choice(_PERSON, missing="Please choose who was there.")
    if filled.problems:
        return filled.errors
    return HandOff(actor_id=sent.actor_id, loop_id=sent.ref.loop, round_id=sent.ref.round, to_person_id=person_id)
