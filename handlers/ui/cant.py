"""The form behind "can't make it". Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.reason import read_reason, reason_block
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline, moment
from scheduling.intents import Decline
from scheduling.views.loops import LoopView, RoundView


def build(loop: LoopView, round_: RoundView) -> dict[str, Any]:
    when = f"\n{moment(round_.start)}" if round_.start else ""
    blocks = [
        section(f"{bold(inline(round_.name))} with {bold(inline(loop.candidate))}{when}"),
        reason_block(
            "Is there something the coordinator should know?",
            placeholder="On leave that week. Thursday afternoon would work.",
            optional=True,
        ),
        context(
            f"{inline(loop.coordinator.name)} hears at once and finds somebody else or another time. The candidate isn't told."
        ),
    ]
    ref = Ref(loop=loop.id, round=round_.id)
    return modal(Form.CANT, "Can't make it", blocks, ref=ref, submit="Tell them", close="Back")


def parse(sent: Submission) -> Decline | FieldErrors:
    filled = Filled(sent.values)
    reason = read_reason(filled)
    if filled.problems:
        return filled.errors
    return Decline(actor_id=sent.actor_id, loop_id=sent.ref.loop, round_id=sent.ref.round, reason=reason)
