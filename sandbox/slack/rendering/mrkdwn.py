"""The text of messages: mentions by name, links, dates in the reader's zone, escaping undone. Emphasis marks stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.slack.rendering.dates import date_text

_TOKEN = re.compile(r"<([^<>\n]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Through whose eyes a text is read. `name_of` maps ids of people and channels to what is shown for them."""

    zone: ZoneInfo
    now: datetime
    name_of: Callable[[str], str]


def mrkdwn_text(text: str, reader: Reader) -> str:
    return unescaped(_TOKEN.sub(lambda match: _token(match.group(1), reader), text))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(inner: str, reader: Reader) -> str:
    body, _, label = inner.partition("|")
    if body.startswith("!date^"):
        return _date(body, label, reader)
    if body.startswith("!"):
        return f"@{label.lstrip('@') or body[1:].split('^')[0]}"
    if body.startswith("@"):
        return f"@{reader.name_of(body[1:])}"
    if body.startswith("#"):
        return f"#{label or reader.name_of(body[1:])}"
    return f"{label} ({body})" if label else body


def _date(body: str, fallback: str, reader: Reader) -> str:
    parts = body.split("^")
    if len(parts) < 3 or not parts[1].lstrip("-").isdigit():
        return fallback
    shown = date_text(int(parts[1]), parts[2], zone=reader.zone, now=reader.now)
    return fallback if shown is None else shown
