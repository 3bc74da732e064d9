"""One message or view as a person sees it: what its texts look like, and what is filled into its fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from markupsafe import Markup, escape

from sandbox.page.mrkdwn import drawn, link, plainly
from sandbox.slack.payload import JsonObject
from sandbox.slack.rendering.mrkdwn import Reader
from sandbox.slack.view_state import FIELD, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """`place` is how the page names it when something is done in it. `errors` are by block."""

    place: str
    reader: Reader
    values: Values
    errors: Mapping[str, str] = field(default_factory=dict)

    def text(self, text: JsonObject | None) -> Markup:
        """A text object."""
        if not text:
            return Markup("")
        said = str(text["text"])
        return drawn(said, self.reader) if text["type"] == "mrkdwn" else plainly(said)

    def marked(self, text: str) -> Markup:
        """Text with Slack's markup."""
        return drawn(text, self.reader)

    def value(self, block: JsonObject, element: JsonObject) -> Any:
        """What is filled in: text, an option, a list of options; empty text or an empty list if nothing is."""
        kept = self.values.get(block["block_id"], {}).get(element["action_id"], {})
        value = kept.get(FIELD[element["type"]])
        return value if value is not None else ""

    def chosen(self, block: JsonObject, element: JsonObject) -> set[str]:
        """The values of the options that are chosen."""
        value = self.value(block, element)
        options = value if isinstance(value, list) else [value] if value else []
        return {str(option["value"]) for option in options}

    def id(self, block: JsonObject, element: JsonObject) -> str:
        """Of the field on the page."""
        return f"{self.place}-{block['block_id']}-{element['action_id']}".replace(" ", "_")

    def menu_id(self, menu: JsonObject) -> str:
        """Of an overflow menu on the page, by what it offers: a message that is edited gets new block ids, and a menu that
        still offers the same stays open over that."""
        offers = json.dumps([menu["action_id"], *(option["value"] for option in menu["options"])])
        return f"{self.place}-menu-{crc32(offers.encode()):08x}"

    def rich(self, part: JsonObject) -> Markup:
        """A line of rich text."""
        return Markup("").join(self._piece(piece) for piece in part["elements"])

    def _piece(self, piece: JsonObject) -> Markup:
        kind = piece["type"]
        if kind == "text":
            html = plainly(str(piece["text"]))
        elif kind == "link":
            html = Markup(link(str(piece["url"]), str(piece.get("text", ""))))  # noqa: S704 - `link` escapes
        elif kind == "emoji":
            html = plainly(f":{piece['name']}:")
        elif kind == "user":
            html = drawn(f"<@{piece['user_id']}>", self.reader)
        elif kind == "date":
            html = drawn(
                f"<!date^{piece['timestamp']}^{piece['format']}|{escape(piece.get('fallback', ''))}>", self.reader
            )
        else:
            html = Markup("")
        for style, tag in (("bold", "strong"), ("italic", "em"), ("strike", "s"), ("code", "code")):
            if piece.get("style", {}).get(style):
                html = Markup("<{0}>{1}</{0}>").format(Markup(tag), html)  # noqa: S704 - a tag of ours
        return html
