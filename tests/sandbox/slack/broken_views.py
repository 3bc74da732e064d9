"""Views that break one rule each, and Slack's objection."""

from __future__ import annotations

from typing import Any

from tests.sandbox.slack.site import home, modal, plain, text_field

BROKEN_VIEWS: dict[str, tuple[Any, str]] = {
    "not an object": ("modal", "must provide an object [json-pointer:/view]"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    "title too long": (
        modal(title=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    "submit too long": (
        modal(submit=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/submit/text]",
    ),
    "submit null": (modal(submit=None), "must provide an object [json-pointer:/view/submit]"),
    "input without submit": (
        {"type": "modal", "title": plain("T"), "blocks": [text_field("name")]},
        "must define `submit` to use `input` block [json-pointer:/view/blocks/0]",
    ),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    "metadata too long": (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    "callback id too long": (
        modal(callback_id="x" * 256),
        "must be less than 256 characters [json-pointer:/view/callback_id]",
    ),
    "a view that was read back": (
        modal(id="V1", hash="1.x"),
        "invalid additional property: id [json-pointer:/view]",
    ),
    "two with focus": (
        modal(text_field("one", focus_on_load=True), text_field("two", focus_on_load=True)),
        "only one element can have `focus_on_load` set to true [json-pointer:/view/blocks/1/element/focus_on_load]",
    ),
    "table in a modal": (
        modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}),
        "unsupported type: table [json-pointer:/view/blocks/0/type]",
    ),
    "home with a title": (home(title=plain("x")), "invalid additional property: title [json-pointer:/view]"),
    "unknown type of view": ({"type": "panel"}, "unsupported type: panel [json-pointer:/view/type]"),
}
