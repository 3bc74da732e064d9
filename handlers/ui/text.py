"""Words safe to put before a reader: foreign text made inert and short enough, times in each reader's zone. Pure.

Slack reads `& < >` as control characters and `* _ ~` and back-ticks as formatting. Whatever a person typed passes
through `escape` (a paragraph), `inline` (inside a sentence) or `plain` (where Slack takes no markup at all).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

SECTION_MOST = 3000
NOTHING = "–"
"""Stands for a text that is empty: Slack refuses those."""

ELLIPSIS = "…"

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FORMATTING = frozenset("*_~`")
_ZERO_WIDTH = "\u200b"
_NEAR = 80
_JOINER = "\u200d"
_DIRECTED = frozenset({"R", "AL", "RLE", "RLO"})
# Overrides, embeddings and isolates could turn the words around them; right-to-left text itself needs none of them.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_LIVE = re.compile("[&<>*_~`]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def escape(text: str, most: int = SECTION_MOST) -> str:
    """A foreign text for mrkdwn, line breaks kept; nothing in it mentions, links or formats.

    The result has at most `most` characters as Slack counts them (astral ones as two), cut with an ellipsis. It may be
    empty.
    """
    return _fit(_cleaned(text).strip(), most, _mrkdwn_piece)


def escaped_parts(text: str, most: int = SECTION_MOST) -> list[str]:
    """The whole of a foreign text for mrkdwn, in as many parts as it needs; parted at a space where one is near."""
    rest, parts = _cleaned(text).strip(), []
    while rest:
        end = max(1, _fitting(rest, most - 2))  # a mark that comes to stand at the end of a part takes up to two more
        near = max(rest.rfind(" ", 0, end), rest.rfind("\n", 0, end)) + 1
        end = near if end < len(rest) and near > max(0, end - _NEAR) else end
        parts.append(escape(rest[:end], most))
        rest = rest[end:].strip()
    return [part for part in parts if part]


def inline(text: str, most: int = 150) -> str:
    """A foreign name or phrase inside a mrkdwn sentence: one line, never empty, unable to turn the words around it."""
    line = " ".join(_cleaned(text).split())
    if not line.isascii() and any(unicodedata.bidirectional(char) in _DIRECTED for char in line[:most]):
        return f"\u2068{_fit(line, most - 2, _mrkdwn_piece)}\u2069"
    return _fit(line, most, _mrkdwn_piece) or NOTHING


def plain(text: str, most: int) -> str:
    """A foreign text for a plain_text object (header, label, option, title): one line, never empty.

    Angle brackets become look-alikes: entities would be shown as they are typed on some surfaces, and real brackets
    must not stand anywhere.
    """
    line = " ".join(_cleaned(text).split()).replace("<", "‹").replace(">", "›")  # noqa: RUF001 - look-alikes on purpose
    return _fit(line, most, lambda chars, at: chars[at]) or NOTHING


def shorten(text: str, most: int) -> str:
    """At most `most` characters of a text as it was typed, with an ellipsis where something was cut. Not escaped."""
    return text if len(text) <= most else text[: most - 1].rstrip() + ELLIPSIS


def cut(markup: str, most: int) -> str:
    """Finished mrkdwn cut to `most` characters, never inside a token or an entity."""
    if len(markup) <= most:
        return markup
    return re.sub(r"(<[^<>]*|&[a-z]*)$", "", markup[: most - 1]).rstrip() + ELLIPSIS


def stacked(lines: Sequence[str], most: int) -> str:
    """Lines of finished mrkdwn below each other, whole ones only, as many as fit."""
    kept = 0
    while kept < len(lines) and sum(len(line) + 1 for line in lines[: kept + 1]) <= most:
        kept += 1
    return "\n".join([*lines[:kept], *([ELLIPSIS] if kept < len(lines) else [])])


def bold(words: str) -> str:
    """Words that are escaped already, in bold."""
    return f"*{words}*"


def link(url: str, label: str) -> str:
    """A link for mrkdwn; only the label where the address is not plain https with a host."""
    safe = safe_url(url)
    return f"<{safe}|{inline(label)}>" if safe else inline(label)


def safe_url(url: str) -> str | None:
    """The address, fit to stand between angle brackets; None for anything but https with a host."""
    try:
        parts = urlsplit(url)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    if not good or not url.isprintable() or len(url) > 2000 or re.search(r"[\s\"\\^`{}]", url):
        return None
    return url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")


def moment(when: datetime) -> str:
    """A moment as a token that shows each reader their own day and time."""
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}}, {{time}}|{utc_words(when)}>"


def clock_time(when: datetime) -> str:
    """Only the time of day, in the reader's own zone."""
    utc = when.astimezone(UTC)
    return f"<!date^{int(when.timestamp())}^{{time}}|{utc:%H:%M} UTC>"


def span(start: datetime, end: datetime) -> str:
    """From when to when, in the reader's own zone."""
    return f"{moment(start)} to {clock_time(end)}"


def utc_words(when: datetime) -> str:
    """A moment in words, for clients that know no date tokens: `Thu 12 Jun, 14:00 UTC`."""
    utc = when.astimezone(UTC)
    return f"{day_words(utc.date())}, {utc:%H:%M} UTC"


def day_words(day: date) -> str:
    """A calendar day that is the same for every reader (a deadline, a day off): `Thu 12 Jun`."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def joined(words: list[str] | tuple[str, ...], *, most: int = 6) -> str:
    """`Ana, Ben and Carl`; beyond `most`, `Ana, Ben and 12 more`."""
    if len(words) > most:
        return f"{', '.join(words[: most - 1])} and {len(words) - most + 1} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else NOTHING


def counted(number: int, one: str, many: str = "") -> str:
    """`1 day`, `2 days`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def first_name(name: str) -> str:
    """What a colleague would call them in passing: the first word of a name that has several, else all of it."""
    return name.split()[0] if name.split() else name


def _cleaned(text: str) -> str:
    whole = _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return _UNWANTED.sub("", whole)


def _mrkdwn_piece(chars: str, at: int) -> str:
    """One character as mrkdwn shows it literally. A zero-width space beside a formatting character keeps Slack from
    pairing it up; inside a word (`snake_case`) Slack leaves it alone, and so do we."""
    char = chars[at]
    before, after = chars[at - 1 : at], chars[at + 1 : at + 2]
    if char in _FORMATTING and not (char == "_" and before.isalnum() and after.isalnum()):
        return f"{_ZERO_WIDTH}{char}{_ZERO_WIDTH}"
    if char == ">" and before in ("", "\n"):
        return f"{_ZERO_WIDTH}&gt;"
    return _ESCAPES.get(char, char)


def _fit(text: str, most: int, piece: Callable[[str, int], str]) -> str:
    """The pieces of a text's characters, as many as fit; astral characters count twice, as in Slack's own clients."""
    if len(text) <= most and text.isascii() and not _LIVE.search(text):
        return text
    chars = text[: most + 1]
    pieces = [piece(chars, at) for at in range(len(chars))]
    if sum(map(_width, pieces)) <= most:
        return "".join(pieces)
    kept, room = 0, most - 1
    while _width(pieces[kept]) <= room:
        room -= _width(pieces[kept])
        kept += 1
    return "".join(pieces[: _whole(chars, kept)]).rstrip() + ELLIPSIS


def _fitting(text: str, most: int) -> int:
    """How many characters of a text fit when they are escaped."""
    room = most
    for at in range(len(text)):
        room -= _width(_mrkdwn_piece(text, at))
        if room < 0:
            return _whole(text, at)
    return len(text)


def _width(piece: str) -> int:
    """UTF-16 units: a piece is longer by one where it is a single astral character, which sorts after all others."""
    return len(piece) + (piece > "\uffff")


def _whole(chars: str, cut: int) -> int:
    """A place to cut at or shortly before `cut` that splits no letter from its accent and no joined emoji."""
    for at in range(cut, max(0, cut - 16), -1):
        if chars[at - 1] != _JOINER and chars[at] != _JOINER and not unicodedata.combining(chars[at]):
            return at
    return cut
