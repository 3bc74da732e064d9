"""What people have typed and chosen: `state.values` of views and messages, shaped exactly as Slack sends it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from sandbox.slack.block_rules.surfaces import elements_of
from sandbox.slack.payload import JsonObject

Values = dict[str, dict[str, JsonObject]]
"""block_id -> action_id -> {"type": ..., <field>: ...}"""

FIELD: dict[str, str] = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
"""Element type -> the key its value has in the state; types that are missing here (button, overflow) keep no state."""

_INITIAL: dict[str, str] = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}


def stateful_elements(blocks: list[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    """(block_id, element) of everything that keeps a value."""
    for block in blocks:
        for _, element in elements_of(block):
            if element.get("type") in FIELD:
                yield block["block_id"], element


def initial_values(blocks: list[JsonObject]) -> Values:
    values: Values = {}
    for block_id, element in stateful_elements(blocks):
        field = FIELD[element["type"]]
        empty: Any = [] if field.endswith("s") else None
        values.setdefault(block_id, {})[element["action_id"]] = {
            "type": element["type"],
            field: deepcopy(element.get(_INITIAL[field], empty)),
        }
    return values


def carried_values(old: Values, blocks: list[JsonObject]) -> Values:
    """The state after an update. An element with the same `block_id`, `action_id` and type keeps what it had, even if
    it was empty and the update brings an initial value; everything else starts afresh."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, fresh in actions.items():
            before = old.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == fresh["type"]:
                actions[action_id] = deepcopy(before)
    return values


def with_value(values: Values, block_id: str, element: JsonObject, value: Any) -> Values:
    """A copy in which the element has `value` (as the state holds it: option objects, ids, strings)."""
    changed = deepcopy(values)
    changed.setdefault(block_id, {})[element["action_id"]] = {
        "type": element["type"],
        FIELD[element["type"]]: deepcopy(value),
    }
    return changed
