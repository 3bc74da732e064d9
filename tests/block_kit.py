"""What Slack would say of a message or a view, asked of three judges and a walker of our own.

blockkit (independent), slack_sdk's own models, and the local stand-in's rules each know limits that the others miss;
none of them counts a message's size or sees two fields that both want the cursor, so these are walked here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock

from handlers.presenters.message import Message
from handlers.ui.actions import Form, Press, decode
from sandbox.slack.block_rules import check_message, check_view, payload_too_long
from tests.sandbox.slack.blockkit_judge import refused_by_blockkit, view_refused_by_blockkit

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_SIZE = 12_000
VIEW_SIZE = 250_000
TEXT_MOST = 4_000

# Everything that Slack brings to life between angle brackets, except the one token that we send: a date.
_ALIVE = re.compile(r"<(?!!date\^\d+\^[^<>|^]+\|[^<>|]+>|https://[^<>|\s]+\|[^<>|]+>)[^>]*>?")


def assert_valid_message(message: Message) -> None:
    """Fails with everything that Slack would refuse, or bring to life, in this message."""
    blocks = list(message.blocks)
    assert [] == [f"{f.pointer}: {f.message}" for f in check_message(blocks)]
    assert not refused_by_blockkit(blocks), "blockkit refuses these blocks"
    assert not payload_too_long(blocks)
    assert len(json.dumps(blocks, ensure_ascii=False)) <= MESSAGE_SIZE
    assert 1 <= len(blocks) <= MESSAGE_BLOCKS
    assert 1 <= len(message.text.strip()) <= TEXT_MOST
    assert_nothing_alive(message.text)
    _assert_sound(blocks)


def assert_valid_modal(view: dict[str, Any]) -> None:
    """As for messages; also that the form can come back to us (callback id, readable reference)."""
    assert view["type"] == "modal"
    assert view["callback_id"] in {form.value for form in Form}
    assert len(view.get("private_metadata", "")) <= 3000
    _assert_valid_view(view)


def assert_valid_home(view: dict[str, Any]) -> None:
    assert view["type"] == "home"
    _assert_valid_view(view)


def assert_nothing_alive(text: str) -> None:
    """No mention, no channel, no link but ours, no token but a date."""
    assert [] == [found.group() for found in _ALIVE.finditer(text)]


def _assert_valid_view(view: dict[str, Any]) -> None:
    assert [] == [f"{f.pointer}: {f.message}" for f in check_view(view)]
    assert not view_refused_by_blockkit(view), "blockkit refuses this view"
    assert len(json.dumps(view)) <= VIEW_SIZE
    assert 1 <= len(view["blocks"]) <= VIEW_BLOCKS
    focused = [thing for thing in walk(view) if thing.get("focus_on_load")]
    assert len(focused) <= 1, "more than one field wants the cursor"
    _assert_sound(view["blocks"])


def _assert_sound(blocks: list[dict[str, Any]]) -> None:
    for model in SdkBlock.parse_all(blocks):
        model.to_dict()  # raises where a limit that it knows is not kept
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    assert [] == [name for name, count in ids.items() if count > 1], "block ids stand twice"
    for block in blocks:
        names = Counter(element["action_id"] for element in walk(block) if "action_id" in element)
        assert [] == [name for name, count in names.items() if count > 1], "action ids stand twice in one block"
    for thing in walk(blocks):
        if thing.get("type") == "mrkdwn":
            assert_nothing_alive(thing["text"])
            assert thing.get("verbatim") is True, "Slack would make links of addresses in foreign text"
        elif thing.get("type") in ("plain_text", "raw_text"):
            assert "<" not in thing["text"]
        if thing.get("type") in ("button", "overflow"):
            _assert_routed(thing)


def _assert_routed(element: dict[str, Any]) -> None:
    """A press of ours, about something that we can read back."""
    assert element["action_id"] in {press.value for press in Press}
    if element["type"] == "button":
        decode(element.get("value", ""))
        return
    for option in element["options"]:
        assert decode(option["value"]).kind in {press.value for press in Press}


def walk(value: object) -> Iterator[dict[str, Any]]:
    """Every object within a payload."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from walk(inner)


def texts(value: object) -> list[str]:
    """Every text that a reader sees in these blocks, in order."""
    return [thing["text"] for thing in walk(value) if thing.get("type") in ("mrkdwn", "plain_text", "raw_text")]


def buttons(value: object) -> list[str]:
    """The presses offered, entries of overflow menus included, in order."""
    found: list[str] = []
    for thing in walk(value):
        if thing.get("type") == "button":
            found.append(thing["action_id"])
        elif thing.get("type") == "overflow":
            found += [decode(option["value"]).kind for option in thing["options"]]
    return found


def as_read(blocks: object) -> str:
    """Blocks as a person reads them: dates as their fallback, zero-width characters gone, buttons in brackets."""
    lines = [_line(block) for block in blocks] if isinstance(blocks, list | tuple) else []
    return re.sub("[\u200b\u2068\u2069]", "", "\n".join(line for line in lines if line))


def _line(block: dict[str, Any]) -> str:
    kind = block["type"]
    if kind == "divider":
        return "---"
    if kind == "header":
        return f"# {block['text']['text']}"
    if kind == "table":
        return "\n".join(" | ".join(cell["text"] for cell in row) for row in block["rows"])
    if kind == "actions":
        return " ".join(_element(element) for element in block["elements"])
    shown = [
        thing["text"] for thing in [block.get("text"), *block.get("fields", []), *block.get("elements", [])] if thing
    ]
    text = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", "\n".join(shown))
    text = re.sub(r"<(https://[^|>]*)\|([^>]*)>", r"\2 (\1)", text)
    extra = f" {_element(block['accessory'])}" if "accessory" in block else ""
    return ("; ".join(text.splitlines()) if kind == "context" else text) + extra


def _element(element: dict[str, Any]) -> str:
    if element["type"] == "overflow":
        return f"[⋯ {' | '.join(option['text']['text'] for option in element['options'])}]"
    mark = {"primary": "*", "danger": "!"}.get(element.get("style", ""), "")
    return f"[{mark}{element['text']['text']}]"
