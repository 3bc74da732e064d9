"""The rich_text block as lines of text."""

from __future__ import annotations

from sandbox.slack.payload import JsonObject
from sandbox.slack.rendering.dates import date_text
from sandbox.slack.rendering.mrkdwn import Reader


def rich_lines(block: JsonObject, reader: Reader) -> list[str]:
    lines: list[str] = []
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            ordered = part["style"] == "ordered"
            for number, item in enumerate(part["elements"], start=1 + part.get("offset", 0)):
                mark = f"{number}." if ordered else "•"
                lines.append(f"{'  ' * part.get('indent', 0)}{mark} {_inline(item, reader)}")
        else:
            mark = "> " if part["type"] == "rich_text_quote" else ""
            lines += [f"{mark}{line}" for line in _inline(part, reader).splitlines()]
    return lines


def _inline(part: JsonObject, reader: Reader) -> str:
    return "".join(_piece(element, reader) for element in part["elements"])


def _piece(element: JsonObject, reader: Reader) -> str:
    kind = element["type"]
    if kind == "text":
        return str(element["text"])
    if kind == "link":
        return f"{element['text']} ({element['url']})" if "text" in element else str(element["url"])
    if kind == "user":
        return f"@{reader.name_of(element['user_id'])}"
    if kind == "channel":
        return f"#{reader.name_of(element['channel_id'])}"
    if kind == "broadcast":
        return f"@{element['range']}"
    if kind == "emoji":
        return f":{element['name']}:"
    if kind == "date":
        shown = date_text(element["timestamp"], element["format"], zone=reader.zone, now=reader.now)
        return str(element.get("fallback", "")) if shown is None else shown
    return ""
