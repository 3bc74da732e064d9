"""Blocks as lines of text: buttons as [Button], menus as [Menu ▾], fields with what is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.slack.payload import JsonObject
from sandbox.slack.rendering.dates import date_text
from sandbox.slack.rendering.mrkdwn import Reader, mrkdwn_text
from sandbox.slack.rendering.rich import rich_lines
from sandbox.slack.view_state import FIELD, Values

_RULE = "-" * 24


def block_lines(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    writer = _WRITERS.get(block["type"])
    return [f"({block['type']})"] if writer is None else writer(block, reader, values)


def text_of(text: Any, reader: Reader) -> str:
    """A text object; plain_text shows what it says, markup and all."""
    if not isinstance(text, dict):
        return ""
    said = str(text.get("text", ""))
    return mrkdwn_text(said, reader) if text.get("type") == "mrkdwn" else said


def element_text(block: JsonObject, element: JsonObject, reader: Reader, values: Values) -> str:
    kind = element["type"]
    if kind == "button":
        return f"[{text_of(element['text'], reader)}]"
    if kind == "image":
        return f"(image: {element['alt_text']})"
    if kind == "overflow":
        return "[…]"
    filled = _filled(block, element, reader, values)
    if kind in ("radio_buttons", "checkboxes"):
        marked = filled.split("\n") if filled else []
        labels = [text_of(option["text"], reader) for option in element["options"]]
        return " ".join(f"({'x' if label in marked else ' '}) {label}" for label in labels)
    if kind.endswith("_input"):
        return f"[{filled or text_of(element.get('placeholder'), reader) or '          '}]"
    shown = ", ".join(filled.split("\n")) or text_of(element.get("placeholder"), reader) or "choose"
    return f"[{shown} ▾]"


def _filled(block: JsonObject, element: JsonObject, reader: Reader, values: Values) -> str:
    state = values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
    value = None if state is None else state.get(FIELD[element["type"]])
    parts = value if isinstance(value, list) else [] if value is None else [value]
    return "\n".join(_named(part, element, reader) for part in parts)


def _named(part: Any, element: JsonObject, reader: Reader) -> str:
    if isinstance(part, dict):
        return text_of(part["text"], reader)
    if element["type"] == "datetimepicker":
        return date_text(int(part), "{date_short} {time}", zone=reader.zone, now=reader.now) or str(part)
    if element["type"].endswith(("users_select", "channels_select", "conversations_select")):
        return reader.name_of(str(part))
    return str(part)


def _header(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    return [text_of(block["text"], reader).upper()]


def _section(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    lines = text_of(block.get("text"), reader).splitlines()
    for field in block.get("fields", []):
        lines += [f"  {line}" for line in text_of(field, reader).splitlines()]
    if "accessory" in block:
        lines.append(element_text(block, block["accessory"], reader, values))
    return lines


def _row(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    return ["  ".join(element_text(block, element, reader, values) for element in block["elements"])]


def _context(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    parts = [
        text_of(e, reader) if e["type"] != "image" else element_text(block, e, reader, values)
        for e in block["elements"]
    ]
    return [f"· {line}" for line in "  ".join(parts).splitlines()]


def _input(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    optional = " (optional)" if block.get("optional") else ""
    lines = [
        f"{text_of(block['label'], reader)}{optional}:",
        f"  {element_text(block, block['element'], reader, values)}",
    ]
    return lines + ([f"  · {text_of(block['hint'], reader)}"] if "hint" in block else [])


def _image(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    return [f"(image: {text_of(block.get('title'), reader) or block['alt_text']})"]


def _table(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    return [" | ".join(_cell(cell, reader) for cell in row) for row in block["rows"]]


def _cell(cell: JsonObject, reader: Reader) -> str:
    if cell["type"] == "rich_text":
        return " ".join(rich_lines(cell, reader))
    return str(cell.get("text", cell.get("value", "")))


def _chart(block: JsonObject, reader: Reader, values: Values) -> list[str]:
    chart = block["chart"]
    if chart["type"] == "pie":
        points = ", ".join(f"{part['label']} {part['value']}" for part in chart["segments"])
        return [f"(chart: {block['title']}: {points})"]
    lines = [f"(chart: {block['title']})"]
    for series in chart["series"]:
        points = ", ".join(f"{point['label']} {point['value']}" for point in series["data"])
        lines.append(f"  {series['name']}: {points}")
    return lines


_WRITERS: dict[str, Callable[[JsonObject, Reader, Values], list[str]]] = {
    "header": _header,
    "section": _section,
    "divider": lambda block, reader, values: [_RULE],
    "context": _context,
    "actions": _row,
    "input": _input,
    "image": _image,
    "rich_text": lambda block, reader, values: rich_lines(block, reader),
    "markdown": lambda block, reader, values: str(block["text"]).splitlines(),
    "table": _table,
    "data_visualization": _chart,
}
