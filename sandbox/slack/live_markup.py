"""Finds markup that takes effect: mentions that ring people, and links that hide where they lead.

Tests use it to show that what a user typed never came alive: whatever was escaped is not found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.slack.messages import Message
from sandbox.slack.views import View

_TOKEN = re.compile(r"<([^<>]+)>")
_SPECIAL = re.compile(r"^!(channel|here|everyone|group)(\||$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMarkup:
    """`kind` is broadcast, user, usergroup, channel or link; `pointer` says where in the message or view."""

    kind: str
    target: str
    pointer: str

    @property
    def is_mention(self) -> bool:
        return self.kind in ("broadcast", "user", "usergroup")


def live_markup(shown: Message | View) -> list[LiveMarkup]:
    """All live markup of a message (its `text` included, which is what notifications show) or of a view."""
    found = list(_in_blocks(shown.blocks, "/blocks"))
    if isinstance(shown, Message):
        return [*_in_text(shown.text, "/text"), *found]
    return found


def mentions(shown: Message | View) -> list[LiveMarkup]:
    return [markup for markup in live_markup(shown) if markup.is_mention]


def _in_text(text: str, pointer: str) -> Iterator[LiveMarkup]:
    for inner in _TOKEN.findall(text):
        kind = _kind(inner)
        if kind is not None:
            target = inner.split("|", 1)[0].lstrip("@#!")
            yield LiveMarkup(kind=kind, target=target, pointer=pointer)


def _kind(inner: str) -> str | None:
    if _SPECIAL.match(inner):
        return "broadcast"
    if inner.startswith("!subteam^"):
        return "usergroup"
    if re.match(r"^@[UW]\w+", inner):
        return "user"
    if re.match(r"^#[CG]\w+", inner):
        return "channel"
    if re.match(r"^[a-zA-Z][a-zA-Z0-9+.\-]*:", inner):
        return "link"
    return None


def _in_blocks(value: Any, pointer: str) -> Iterator[LiveMarkup]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _in_blocks(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind in ("mrkdwn", "markdown"):
            yield from _in_text(str(value.get("text", "")), f"{pointer}/text")
        elif kind in _RICH:
            yield LiveMarkup(kind=_RICH[kind][0], target=str(value.get(_RICH[kind][1])), pointer=pointer)
        else:
            for key, inner in value.items():
                yield from _in_blocks(inner, f"{pointer}/{key}")


_RICH = {
    "user": ("user", "user_id"),
    "usergroup": ("usergroup", "usergroup_id"),
    "broadcast": ("broadcast", "range"),
    "link": ("link", "url"),
}
