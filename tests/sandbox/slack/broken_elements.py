"""Messages in which one element breaks one rule, and Slack's objection."""

from __future__ import annotations

from typing import Any

from tests.sandbox.slack.payload_parts import in_actions, in_input, number_input, select, text_input
from tests.sandbox.slack.site import button, menu, plain

BROKEN_ELEMENTS: dict[str, tuple[Any, str]] = {
    "button text too long": (
        in_actions(button("a", "x" * 76)),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "button value too long": (
        in_actions(button("a", value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "button value null": (
        in_actions(button("a", value=None)),
        "must provide a string [json-pointer:/blocks/0/elements/0/value]",
    ),
    "button disabled": (
        in_actions(button("a", disabled=True)),
        "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]",
    ),
    "button style": (
        in_actions(button("a", style="warning")),
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ),
    "action id too long": (
        in_actions(button("a" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    "no options": (
        in_actions(select(options=[])),
        "must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]",
    ),
    "101 options": (
        in_actions(select(options=menu(*(str(n) for n in range(101))))),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "neither options nor groups": (
        in_actions({"type": "static_select"}),
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    "option text too long": (
        in_actions(select(options=[{"text": plain("x" * 76), "value": "v"}])),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    "option value too long": (
        in_actions(select(options=[{"text": plain("x"), "value": "v" * 151}])),
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    "option with a url": (
        in_actions(select(options=[{"text": plain("x"), "value": "v", "url": ""}])),
        "invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]",
    ),
    "initial option from elsewhere": (
        in_actions(select(initial_option=menu("three")[0])),
        "must match one of the options or option_groups [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "initial option null": (
        in_actions(select(initial_option=None)),
        "must provide an object [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "initial options empty": (
        in_actions({"type": "checkboxes", "options": menu("one"), "initial_options": []}),
        "must provide at least 1 items [json-pointer:/blocks/0/elements/0/initial_options]",
    ),
    "more initial options than may be chosen": (
        in_actions(
            {
                "type": "multi_static_select",
                "options": menu("one", "two"),
                "initial_options": menu("one", "two"),
                "max_selected_items": 1,
            }
        ),
        "no more than 1 items allowed [json-pointer:/blocks/0/elements/0/initial_options]",
    ),
    "placeholder too long": (
        in_actions(select(placeholder=plain("x" * 151))),
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]",
    ),
    "eleven radio buttons": (
        in_actions({"type": "radio_buttons", "options": menu(*"abcdefghijk")}),
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "six in an overflow": (
        in_actions({"type": "overflow", "options": menu(*"abcdef")}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "a date that is none": (
        in_actions({"type": "datepicker", "initial_date": "2026-02-30"}),
        "must be a valid date (YYYY-MM-DD) [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "a time that is none": (
        in_actions({"type": "timepicker", "initial_time": "25:00"}),
        "must be a valid time (HH:mm) [json-pointer:/blocks/0/elements/0/initial_time]",
    ),
    "confirm without deny": (
        in_actions(button("a", confirm={"title": plain("x"), "text": plain("x"), "confirm": plain("Yes")})),
        "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    "confirm button too long": (
        in_actions(
            button(
                "a",
                confirm={"title": plain("x"), "text": plain("x"), "confirm": plain("x" * 31), "deny": plain("No")},
            )
        ),
        "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]",
    ),
    "label too long": (
        [{"type": "input", "label": plain("x" * 2001), "element": text_input()}],
        "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
    ),
    "initial value too long": (
        in_input(text_input(initial_value="x" * 3001)),
        "must be less than 3001 characters [json-pointer:/blocks/0/element/initial_value]",
    ),
    "max length too long": (
        in_input(text_input(max_length=3001)),
        "must be less than 3001 [json-pointer:/blocks/0/element/max_length]",
    ),
    "initial value over max length": (
        in_input(text_input(max_length=3, initial_value="four")),
        "must be less than 4 characters [json-pointer:/blocks/0/element/initial_value]",
    ),
    "number as a number": (
        in_input(number_input(min_value=1)),
        "must provide a string [json-pointer:/blocks/0/element/min_value]",
    ),
    "initial number under the minimum": (
        in_input(number_input(min_value="2", initial_value="1")),
        "must not be less than min_value [json-pointer:/blocks/0/element/initial_value]",
    ),
    "decimal where none is allowed": (
        in_input(number_input(initial_value="1.5")),
        "must be a whole number [json-pointer:/blocks/0/element/initial_value]",
    ),
    "button in an input block": (
        in_input(button("a")),
        "unsupported type: button [json-pointer:/blocks/0/element/type]",
    ),
    "dispatch on nothing": (
        in_input(text_input(dispatch_action_config={"trigger_actions_on": []})),
        "must provide at least 1 items [json-pointer:/blocks/0/element/dispatch_action_config/trigger_actions_on]",
    ),
}
