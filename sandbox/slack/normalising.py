"""What Slack adds to blocks when it stores them: ids that were left out, and the defaults of texts and inputs.

An app gets its own blocks back changed in these ways, so code that compares them as a whole breaks on real Slack too.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sandbox.slack.block_rules.surfaces import elements_of
from sandbox.slack.minting import Minter
from sandbox.slack.payload import JsonObject

_WITHOUT_ACTION_ID = frozenset({"image", "plain_text", "mrkdwn"})


def stored_blocks(blocks: list[JsonObject], mint: Minter) -> list[JsonObject]:
    """A completed copy of valid blocks."""
    copies = deepcopy(blocks)
    for block in copies:
        block.setdefault("block_id", mint.token(5))
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
        if block["type"] != "rich_text":
            for _, element in elements_of(block):
                if element.get("type") not in _WITHOUT_ACTION_ID:
                    element.setdefault("action_id", mint.token(5))
        _complete_texts(block)
    return copies


def _complete_texts(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _complete_texts(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for inner in value.values():
            _complete_texts(inner)


def stored_text(text: JsonObject | None) -> JsonObject | None:
    """A title, submit or close text."""
    return None if text is None else {"emoji": True, **text}
