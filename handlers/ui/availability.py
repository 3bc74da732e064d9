"""The form that changes when a candidate can. Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.hours import week_of
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline
from handlers.ui.week_fields import days_off_block, read_days_off_field, read_week, week_blocks
from scheduling.intents import EditAvailability
from scheduling.views.loops import AvailabilityView


def build(view: AvailabilityView) -> dict[str, Any]:
    blocks = [
        section(f"When {bold(inline(view.candidate))} can, in {inline(view.zone)}"),
        *week_blocks(week_of(view.windows)),
        days_off_block(view.days_off),
        context("Interviews that are booked stay where they are. New times are looked for within these hours."),
    ]
    ref = Ref(loop=view.loop_id, seen=view.seen)
    return modal(Form.AVAILABILITY, "Availability", blocks, ref=ref, submit="Save", close="Cancel")


def parse(sent: Submission) -> EditAvailability | FieldErrors:
    filled = Filled(sent.values)
    windows, days_off = read_week(filled), read_days_off_field(filled)
    if filled.problems:
        return filled.errors
    return EditAvailability(
        actor_id=sent.actor_id, loop_id=sent.ref.loop, windows=windows, days_off=days_off, seen=sent.ref.seen
    )
