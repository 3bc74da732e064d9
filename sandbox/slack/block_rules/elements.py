"""Block elements: buttons, menus, pickers and inputs, each with the fields and limits Slack allows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sandbox.slack.block_rules.objects import (
    action_id,
    any_text,
    chosen_from,
    confirm,
    conversation_filter,
    dispatch_action_config,
    exactly_one,
    kind,
    listed_option,
    menu_option,
    option_group,
    overflow_option,
    plain,
    within_max_selected,
)
from sandbox.slack.block_rules.schema import (
    URL,
    WEB_URL,
    Finding,
    Rule,
    array,
    boolean,
    both,
    fields,
    integer,
    one_of,
    string,
)

_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
_some_id = string(most=255)
_placeholder = plain(most=150)


def _element(*, required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None) -> Rule:
    return fields(required={"type": kind, **(required or {})}, optional={"action_id": action_id, **(optional or {})})


def _menu(extra: Mapping[str, Rule] | None = None) -> dict[str, Rule]:
    return {"placeholder": _placeholder, "confirm": confirm, "focus_on_load": boolean, **(extra or {})}


def _date(value: Any, pointer: str, findings: list[Finding]) -> None:
    try:
        if len(str(value)) != len("2026-01-31"):
            raise ValueError
        date.fromisoformat(str(value))
    except ValueError:
        findings.append(Finding(pointer=pointer, message="must be a valid date (YYYY-MM-DD)"))


def _lengths_agree(value: Any, pointer: str, findings: list[Finding]) -> None:
    least, most = value.get("min_length"), value.get("max_length")
    initial = value.get("initial_value")
    if least is not None and most is not None and least > most:
        findings.append(Finding(pointer=f"{pointer}/min_length", message=f"must be less than {most + 1}"))
    if initial is not None and most is not None and len(initial) > most:
        findings.append(Finding(pointer=f"{pointer}/initial_value", message=f"must be less than {most + 1} characters"))
    if initial is not None and least is not None and len(initial) < least:
        findings.append(
            Finding(pointer=f"{pointer}/initial_value", message=f"must be more than {least - 1} characters")
        )


def _numbers_agree(value: Any, pointer: str, findings: list[Finding]) -> None:
    if not value.get("is_decimal_allowed"):
        findings.extend(
            Finding(pointer=f"{pointer}/{key}", message="must be a whole number")
            for key in ("initial_value", "min_value", "max_value")
            if "." in value.get(key, "")
        )
    if "initial_value" not in value:
        return
    initial = float(value["initial_value"])
    if "min_value" in value and initial < float(value["min_value"]):
        findings.append(Finding(pointer=f"{pointer}/initial_value", message="must not be less than min_value"))
    if "max_value" in value and initial > float(value["max_value"]):
        findings.append(Finding(pointer=f"{pointer}/initial_value", message="must not be more than max_value"))


_options = {"options": array(menu_option, least=1, most=100), "option_groups": array(option_group, least=1, most=100)}
_either_options = exactly_one("options", "option_groups")
_several = {"max_selected_items": integer(least=1, most=1000)}
_first_of_many = {"initial_options": array(menu_option, least=1, most=100)}
_query = {"min_query_length": integer(least=0, most=150)}
_ids = array(_some_id, least=1, most=1000)
_decimal = string(most=64, pattern=_NUMBER, called="number")
_typed = {"placeholder": _placeholder, "focus_on_load": boolean, "dispatch_action_config": dispatch_action_config}
_in_conversations = {
    "default_to_current_conversation": boolean,
    "response_url_enabled": boolean,
    "filter": conversation_filter,
}

button = _element(
    required={"text": plain(most=75)},
    optional={
        "value": string(most=2000),
        "url": string(most=3000, pattern=URL, called="URL"),
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(most=75),
    },
)
image = both(
    fields(
        required={"type": kind, "alt_text": string(most=2000)},
        optional={
            "image_url": string(most=3000, pattern=WEB_URL, called="URL"),
            "slack_file": fields(required={}, optional={"id": string(most=30), "url": string(most=3000)}),
        },
    ),
    exactly_one("image_url", "slack_file"),
)

MENUS: dict[str, Rule] = {
    "static_select": chosen_from(
        both(_element(optional=_menu({**_options, "initial_option": menu_option})), _either_options)
    ),
    "multi_static_select": chosen_from(
        both(_element(optional=_menu({**_options, **_several, **_first_of_many})), _either_options)
    ),
    "external_select": _element(optional=_menu({**_query, "initial_option": menu_option})),
    "multi_external_select": both(
        _element(optional=_menu({**_query, **_several, **_first_of_many})), within_max_selected
    ),
    "users_select": _element(optional=_menu({"initial_user": _some_id})),
    "multi_users_select": chosen_from(_element(optional=_menu({**_several, "initial_users": _ids}))),
    "conversations_select": _element(optional=_menu({**_in_conversations, "initial_conversation": _some_id})),
    "multi_conversations_select": chosen_from(
        _element(optional=_menu({**_in_conversations, **_several, "initial_conversations": _ids}))
    ),
    "channels_select": _element(optional=_menu({"response_url_enabled": boolean, "initial_channel": _some_id})),
    "multi_channels_select": chosen_from(_element(optional=_menu({**_several, "initial_channels": _ids}))),
}
PICKERS: dict[str, Rule] = {
    "datepicker": _element(optional=_menu({"initial_date": _date})),
    "timepicker": _element(
        optional=_menu({"initial_time": string(most=5, pattern=_TIME, called="time (HH:mm)"), "timezone": _some_id})
    ),
    "datetimepicker": _element(
        optional={
            "confirm": confirm,
            "focus_on_load": boolean,
            "initial_date_time": integer(least=1_000_000_000, most=9_999_999_999),
        }
    ),
    "radio_buttons": chosen_from(
        _element(
            required={"options": array(listed_option, least=1, most=10)},
            optional={"initial_option": listed_option, "confirm": confirm, "focus_on_load": boolean},
        )
    ),
    "checkboxes": chosen_from(
        _element(
            required={"options": array(listed_option, least=1, most=10)},
            optional={
                "initial_options": array(listed_option, least=1, most=10),
                "confirm": confirm,
                "focus_on_load": boolean,
            },
        )
    ),
}
BUTTONS: dict[str, Rule] = {
    "button": button,
    "overflow": _element(required={"options": array(overflow_option, least=1, most=5)}, optional={"confirm": confirm}),
}
INPUTS: dict[str, Rule] = {
    "plain_text_input": both(
        _element(
            optional={
                **_typed,
                "initial_value": string(most=3000),
                "multiline": boolean,
                "min_length": integer(least=0, most=3000),
                "max_length": integer(least=1, most=3000),
            }
        ),
        _lengths_agree,
    ),
    "email_text_input": _element(optional={**_typed, "initial_value": string(most=3000)}),
    "url_text_input": _element(optional={**_typed, "initial_value": string(most=3000)}),
    "number_input": both(
        _element(
            required={"is_decimal_allowed": boolean},
            optional={**_typed, "initial_value": _decimal, "min_value": _decimal, "max_value": _decimal},
        ),
        _numbers_agree,
    ),
}
ELSEWHERE = frozenset(
    {"rich_text_input", "file_input", "workflow_button", "icon_button", "feedback_buttons", "url_source"}
)
context_text = any_text(most=2000)
