"""Layout blocks and which of them each surface takes."""

from __future__ import annotations

from typing import Any

from sandbox.slack.block_rules.elements import BUTTONS, ELSEWHERE, INPUTS, MENUS, PICKERS, context_text, image
from sandbox.slack.block_rules.figures import data_visualization, table
from sandbox.slack.block_rules.objects import any_text, block_id, exactly_one, kind, plain
from sandbox.slack.block_rules.rich_text import rich_text
from sandbox.slack.block_rules.schema import WEB_URL, Finding, Rule, array, boolean, both, by_type, fields, string


def _text_or_fields(value: Any, pointer: str, findings: list[Finding]) -> None:
    if "text" not in value and "fields" not in value:
        findings.append(Finding(pointer=pointer, message="must define either `text` or `fields`"))


def _context_element(value: Any, pointer: str, findings: list[Finding]) -> None:
    is_image = isinstance(value, dict) and value.get("type") == "image"
    (image if is_image else context_text)(value, pointer, findings)


_accessory = by_type({**BUTTONS, **MENUS, **PICKERS, "image": image}, elsewhere=ELSEWHERE)
_action = by_type({**BUTTONS, **MENUS, **PICKERS}, elsewhere=ELSEWHERE)
_input_element = by_type({**MENUS, **PICKERS, **INPUTS}, elsewhere=ELSEWHERE)
_id: dict[str, Rule] = {"block_id": block_id}

header = fields(required={"type": kind, "text": plain(most=150)}, optional=_id)
section = both(
    fields(
        required={"type": kind},
        optional={
            **_id,
            "text": any_text(most=3000),
            "fields": array(any_text(most=2000), least=1, most=10),
            "accessory": _accessory,
            "expand": boolean,
        },
    ),
    _text_or_fields,
)
divider = fields(required={"type": kind}, optional=_id)
context = fields(required={"type": kind, "elements": array(_context_element, least=1, most=10)}, optional=_id)
actions = fields(required={"type": kind, "elements": array(_action, least=1, most=25)}, optional=_id)
input_block = fields(
    required={"type": kind, "label": plain(most=2000), "element": _input_element},
    optional={**_id, "hint": plain(most=2000), "optional": boolean, "dispatch_action": boolean},
)
picture = both(
    fields(
        required={"type": kind, "alt_text": string(most=2000)},
        optional={
            **_id,
            "title": plain(most=2000),
            "image_url": string(most=3000, pattern=WEB_URL, called="URL"),
            "slack_file": fields(required={}, optional={"id": string(most=30), "url": string(most=3000)}),
        },
    ),
    exactly_one("image_url", "slack_file"),
)
markdown = fields(required={"type": kind, "text": string(most=12_000)}, optional=_id)

_EVERYWHERE: dict[str, Rule] = {
    "header": header,
    "section": section,
    "divider": divider,
    "context": context,
    "actions": actions,
    "input": input_block,
    "image": picture,
    "rich_text": rich_text,
}
_ELSEWHERE = frozenset(
    {"video", "file", "call", "context_actions", "task_card", "plan", "alert", "card", "container", "carousel"}
)

message_block = by_type(
    {**_EVERYWHERE, "markdown": markdown, "table": table, "data_visualization": data_visualization},
    elsewhere=_ELSEWHERE,
)
view_block = by_type(_EVERYWHERE, elsewhere=_ELSEWHERE)
