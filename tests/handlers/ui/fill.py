"""Filling in a built form the way a person does, and reading it with its own parser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.ui.actions import Form, decode
from handlers.ui.filled import FieldErrors
from handlers.ui.submission import Submission
from sandbox.slack.view_state import FIELD, initial_values
from tests.builders.views import NOW
from tests.handlers.ui.forms import PARSERS


def state(view: Mapping[str, Any], **filled: Any) -> dict[str, Any]:
    """The view's `state.values` with these fields (by block_id, dots as double underscores) changed. Choices are given
    by their value, several as a list, texts and dates as they are; None empties a field."""
    values = initial_values(view["blocks"])
    for name, value in filled.items():
        [(action_id, held)] = values[_block(values, name)].items()
        field = FIELD[held["type"]]
        values[_block(values, name)] = {action_id: {"type": held["type"], field: _in_state(field, value)}}
    return values


def submitted(view: Mapping[str, Any], **filled: Any) -> Any:
    """What the form's parser makes of it."""
    ref = decode(view["private_metadata"])
    sent = Submission(values=state(view, **filled), ref=ref, actor_id="kim", now=NOW)
    return PARSERS[Form(view["callback_id"])](sent)


def told(view: Mapping[str, Any], **filled: Any) -> dict[str, str]:
    """The sentences that the form answers with, by field; empty when it was read."""
    read = submitted(view, **filled)
    return dict(read.by_block) if isinstance(read, FieldErrors) else {}


def _block(values: Mapping[str, Any], name: str) -> str:
    wanted = name.replace("__", ".")
    return next(block for block in values if block in (name, wanted) or _slug(block) == name)


def _slug(block: str) -> str:
    """`rating:Latency and cost` as `rating_latency_and_cost`."""
    return "".join(char if char.isalnum() else "_" for char in block.lower())


def _in_state(field: str, value: Any) -> Any:
    if field == "selected_option":
        return None if value is None else {"value": value}
    if field == "selected_options":
        return [{"value": each} for each in value]
    return value
