"""Messages whose blocks break one rule each, and Slack's objection."""

from __future__ import annotations

from typing import Any

from tests.sandbox.slack.payload_parts import bars, chart, in_actions, text_input
from tests.sandbox.slack.site import actions, button, plain, section

BROKEN_BLOCKS: dict[str, tuple[Any, str]] = {
    "not a list": ({"type": "divider"}, "must provide an array [json-pointer:/blocks]"),
    "fifty-one blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "no type": ([{"text": plain("x")}], "missing required field: type [json-pointer:/blocks/0]"),
    "unknown type": ([{"type": "banner"}], "unsupported type: banner [json-pointer:/blocks/0/type]"),
    "unknown key": (
        [{"type": "divider", "text": "x"}],
        "invalid additional property: text [json-pointer:/blocks/0]",
    ),
    "section too long": ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "empty section": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "section without anything": (
        [{"type": "section"}],
        "must define either `text` or `fields` [json-pointer:/blocks/0]",
    ),
    "eleven fields": (
        [{"type": "section", "fields": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "field too long": (
        [{"type": "section", "fields": [plain("x" * 2001)]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    "emoji in mrkdwn": (
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}],
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "text as a string": (
        [{"type": "section", "text": "x"}],
        "must provide an object [json-pointer:/blocks/0/text]",
    ),
    "header in mrkdwn": (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "header too long": (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "action id twice in a block": (
        [actions(button("a"), button("a"))],
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    "block id twice": (
        [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}],
        '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ),
    "block id too long": (
        [{"type": "divider", "block_id": "b" * 256}],
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    "no elements": ([actions()], "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
    "twenty-six buttons": (
        [actions(*(button(str(n)) for n in range(26)))],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "input in actions": (
        in_actions(text_input()),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "button in context": (
        [{"type": "context", "elements": [button("a")]}],
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "eleven in context": (
        [{"type": "context", "elements": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "image without alt text": (
        [{"type": "image", "image_url": "https://x.test/a.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "two tables": (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
        "no more than 1 table blocks allowed [json-pointer:/blocks/1]",
    ),
    "uneven rows": (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], [{"type": "raw_text", "text": "x"}] * 2]}],
        "all rows must have the same number of cells [json-pointer:/blocks/0/rows]",
    ),
    "three charts": ([chart()] * 3, "no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2]"),
    "chart title too long": (
        [chart(title="x" * 51)],
        "must be less than 51 characters [json-pointer:/blocks/0/title]",
    ),
    "slice of nothing": (
        [chart(chart={"type": "pie", "segments": [{"label": "x", "value": 0}]})],
        "must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]",
    ),
    "bars that miss a category": (
        [bars(labels=["Mon"], categories=["Mon", "Tue"])],
        "labels must match axis_config categories [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    "markdown over its total": (
        [{"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "x" * 7000}],
        "must be less than 12001 characters [json-pointer:/blocks]",
    ),
}
