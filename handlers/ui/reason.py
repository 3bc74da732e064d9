"""The one field most forms have: a reason in the sender's own words. Pure."""

from __future__ import annotations

from handlers.ui.blocks import Block, input_block
from handlers.ui.filled import Filled
from handlers.ui.inputs import text_input

_REASON = "reason"


def reason_block(label: str, *, hint: str = "", placeholder: str = "", optional: bool = False) -> Block:
    return input_block(
        _REASON, label, text_input(multiline=True, placeholder=placeholder), hint=hint, optional=optional
    )


def read_reason(filled: Filled, *, missing: str = "") -> str:
    """As typed; `missing` is said where a reason is wanted and none was given."""
    return filled.text(_REASON, missing=missing)
