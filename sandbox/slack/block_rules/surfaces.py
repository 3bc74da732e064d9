"""Whole payloads: a message's blocks, a modal, a home tab, the options of an external menu."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sandbox.slack.block_rules.blocks import message_block, view_block
from sandbox.slack.block_rules.objects import exactly_one, kind, menu_option, option_group, plain
from sandbox.slack.block_rules.schema import Finding, Rule, array, boolean, both, by_type, fields, string
from sandbox.slack.payload import JsonObject

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_TOTAL = 12_000
# No number is documented. Reports put the refusal near 13,200 characters of blocks, containers included, so the
# serialised length is counted: that is the strictest reading.
MESSAGE_TOTAL = 13_200

_metadata: dict[str, Rule] = {
    "private_metadata": string(most=3000, least=0),
    "callback_id": string(most=255, least=0),
    "external_id": string(most=255, least=0),
}
_modal = fields(
    required={"type": kind, "title": plain(most=24), "blocks": array(view_block, least=0, most=VIEW_BLOCKS)},
    optional={
        **_metadata,
        "submit": plain(most=24),
        "close": plain(most=24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_home = fields(
    required={"type": kind, "blocks": array(view_block, least=0, most=VIEW_BLOCKS)}, optional=dict(_metadata)
)
_message_blocks = array(message_block, least=0, most=MESSAGE_BLOCKS)
_options = both(
    fields(
        required={},
        optional={
            "options": array(menu_option, least=0, most=100),
            "option_groups": array(option_group, least=0, most=100),
        },
    ),
    exactly_one("options", "option_groups"),
)


def check_message(blocks: Any, *, pointer: str = "/blocks") -> list[Finding]:
    """The blocks of a message (an empty list is a message without blocks)."""
    findings: list[Finding] = []
    _message_blocks(blocks, pointer, findings)
    if isinstance(blocks, list):
        _ids_are_unique(blocks, pointer, findings)
        _at_most(2, "data_visualization", blocks, pointer, findings)
        _at_most(1, "table", blocks, pointer, findings)
        written = [b.get("text") for b in blocks if isinstance(b, dict) and b.get("type") == "markdown"]
        if sum(len(text) for text in written if isinstance(text, str)) > MARKDOWN_TOTAL:
            findings.append(Finding(pointer=pointer, message=f"must be less than {MARKDOWN_TOTAL + 1} characters"))
    return findings


def check_view(view: Any, *, allowed: tuple[str, ...] = ("modal", "home"), pointer: str = "/view") -> list[Finding]:
    """A whole view. `allowed` are the types the method takes (`views.publish`: home; `views.open`: modal)."""
    findings: list[Finding] = []
    shapes = {name: rule for name, rule in {"modal": _modal, "home": _home}.items() if name in allowed}
    by_type(shapes)(view, pointer, findings)
    if isinstance(view, dict) and isinstance(view.get("blocks"), list):
        blocks = view["blocks"]
        _ids_are_unique(blocks, f"{pointer}/blocks", findings)
        _one_focus(blocks, f"{pointer}/blocks", findings)
        if view.get("type") == "modal" and "submit" not in view:
            findings.extend(
                Finding(pointer=f"{pointer}/blocks/{index}", message="must define `submit` to use `input` block")
                for index, block in enumerate(blocks)
                if isinstance(block, dict) and block.get("type") == "input"
            )
    return findings


def check_options(answer: Any) -> list[Finding]:
    """What an app answers to a `block_suggestion`."""
    findings: list[Finding] = []
    _options(answer, "", findings)
    return findings


def payload_too_long(blocks: Any) -> bool:
    """Whether a message is refused with `msg_blocks_too_long`."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MESSAGE_TOTAL


def elements_of(block: Any) -> Iterator[tuple[str, JsonObject]]:
    """(pointer inside the block, element) for every element a block holds."""
    if not isinstance(block, dict):
        return
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield f"/{key}", block[key]
    if isinstance(block.get("elements"), list):
        for index, element in enumerate(block["elements"]):
            if isinstance(element, dict):
                yield f"/elements/{index}", element


def _ids_are_unique(blocks: list[Any], pointer: str, findings: list[Finding]) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        name = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(name, str):
            if name in seen:
                findings.append(
                    Finding(pointer=f"{pointer}/{index}/block_id", message=f'`block_id` "{name}" already exists')
                )
            seen.add(name)
        _actions_are_unique(block, f"{pointer}/{index}", findings)


def _actions_are_unique(block: Any, pointer: str, findings: list[Finding]) -> None:
    seen: set[str] = set()
    for inner, element in elements_of(block):
        name = element.get("action_id")
        if isinstance(name, str):
            if name in seen:
                findings.append(
                    Finding(pointer=f"{pointer}{inner}/action_id", message=f'`action_id` "{name}" already exists')
                )
            seen.add(name)


def _one_focus(blocks: list[Any], pointer: str, findings: list[Finding]) -> None:
    focused = [
        f"{pointer}/{index}{inner}/focus_on_load"
        for index, block in enumerate(blocks)
        for inner, element in elements_of(block)
        if element.get("focus_on_load") is True
    ]
    findings.extend(
        Finding(pointer=place, message="only one element can have `focus_on_load` set to true") for place in focused[1:]
    )


def _at_most(most: int, block_type: str, blocks: list[Any], pointer: str, findings: list[Finding]) -> None:
    places = [i for i, block in enumerate(blocks) if isinstance(block, dict) and block.get("type") == block_type]
    findings.extend(
        Finding(pointer=f"{pointer}/{index}", message=f"no more than {most} {block_type} blocks allowed")
        for index in places[most:]
    )
