"""Messages and views that Slack takes, many of them right at a limit."""

from __future__ import annotations

from typing import Any

from tests.sandbox.slack.payload_parts import bars, chart, in_actions, select
from tests.sandbox.slack.site import actions, button, home, menu, modal, plain, section, text_field

VALID_MESSAGES: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "header": [{"type": "header", "text": plain("x" * 150)}],
    "section at its limit": [section("x" * 3000)],
    "ten fields": [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 200}] * 10}],
    "accessory": [section("x") | {"accessory": button("go")}],
    "divider and context": [{"type": "divider"}, {"type": "context", "elements": [plain("x")]}],
    "buttons": [actions(button("a", style="primary"), button("b", value="v" * 2000, url="https://x.test"))],
    "same action in two blocks": [actions(button("a")), actions(button("a"))],
    "select with an initial option": in_actions(select(initial_option=menu("one")[0])),
    "option groups": in_actions(
        {"type": "static_select", "option_groups": [{"label": plain("Group"), "options": menu("one")}]}
    ),
    "pickers": [
        actions(
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-01-31"},
            {"type": "timepicker", "action_id": "t", "initial_time": "23:59"},
            {"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1767603600},
        )
    ],
    "overflow": in_actions({"type": "overflow", "options": menu("1", "2", "3", "4", "5")}),
    "image": [{"type": "image", "image_url": "https://x.test/a.png", "alt_text": "A chart"}],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}],
        }
    ],
    "table": [{"type": "table", "rows": [[{"type": "raw_text", "text": "Name"}]]}],
    "pie chart": [chart()],
    "bar chart": [bars(labels=["Mon", "Tue"], categories=["Mon", "Tue"])],
    "fifty blocks": [{"type": "divider"}] * 50,
}

VALID_VIEWS: dict[str, dict[str, Any]] = {
    "modal": modal(text_field("name")),
    "modal without input needs no submit": {"type": "modal", "title": plain("T"), "blocks": [section("x")]},
    "a hundred blocks": modal(*[{"type": "divider"}] * 100),
    "everything at its limit": modal(
        private_metadata="x" * 3000, callback_id="x" * 255, external_id="x" * 255, notify_on_close=True
    ),
    "empty metadata": modal(private_metadata="", callback_id=""),
    "home": home(section("x"), actions(button("a"))),
}
