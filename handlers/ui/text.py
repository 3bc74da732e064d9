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
_ZERO_WIDTH = "\u200b"
_NEAR = 80
_JOINER = "\u200d"
_DIRECTED = frozenset({"R", "AL", "RLE", "RLO"})
# Overrides, embeddings and isolates could turn the words around them; right-to-left text itself needs none of them.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_ACTIVE = re.compile(r"(?P<quote>^>)|[&<>*~`]|(?<![^\W_])_|_(?![^\W_])", re.MULTILINE)
_INERT = re.compile(f"{_ZERO_WIDTH}([*_~`]){_ZERO_WIDTH}|{_ZERO_WIDTH}(?=&gt;)")
_LOOK_ALIKES = {"*": "∗", "_": "＿", "~": "∼", "`": "ˋ", None: ""}  # noqa: RUF001 - on purpose
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def escape(text: str, most: int = SECTION_MOST) -> str:
    """A foreign text for mrkdwn, line breaks kept; nothing in it mentions, links or formats.

    The result has at most `most` characters as Slack counts them (astral ones as two), cut with an ellipsis. It may be
    empty.
    """
    return _fit(_cleaned(text).strip(), most, _mrkdwn)


def escaped_parts(text: str, most: int = SECTION_MOST) -> list[str]:
    """The whole of a foreign text for mrkdwn, in as many parts as it needs; parted at a space where one is near."""
    rest, parts = _cleaned(text).strip(), []
    while rest:
        # A mark that comes to stand at the end of a part takes up to two more.
        fitting = _longest(rest[:most], most - 2, _mrkdwn)
        end = max(1, fitting if fitting == len(rest) else _whole(rest, fitting))
        near = max(rest.rfind(" ", 0, end), rest.rfind("\n", 0, end)) + 1
        end = near if end < len(rest) and near > max(0, end - _NEAR) else end
        parts.append(_mrkdwn(rest[:end].rstrip()))
        rest = rest[end:].strip()
    return parts


def inline(text: str, most: int = 150) -> str:
    """A foreign name or phrase inside a mrkdwn sentence: one line, never empty, unable to turn the words around it."""
    line = " ".join(_cleaned(text).split())
    if not line.isascii() and any(unicodedata.bidirectional(char) in _DIRECTED for char in line[:most]):
        return f"\u2068{_fit(line, most - 2, _mrkdwn)}\u2069"
    return _fit(line, most, _mrkdwn) or NOTHING


def plain(text: str, most: int) -> str:
    """A foreign text for a plain_text object (header, label, option, title): one line, never empty.

    Angle brackets become look-alikes: entities would be shown as they are typed on some surfaces, and real brackets
    must not stand anywhere.
    """
    line = " ".join(_cleaned(text).split()).replace("<", "‹").replace(">", "›")  # noqa: RUF001 - look-alikes on purpose
    return _fit(line, most, str) or NOTHING


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
    """Words that are escaped already, in bold. Marks in them become look-alikes: one at the edge, with its zero-width
    space, would keep Slack from seeing where the bold begins and ends."""
    return f"*{_INERT.sub(lambda found: _LOOK_ALIKES[found.group(1)], words)}*"


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


def moment(when: datetime, *, lead: str = "") -> str:
    """A moment as a token that shows each reader their own weekday, date and time.

    `lead` are the words before it within a sentence ("since", "held for"). They go into the token, because Slack writes
    a capital "Today" where the day is the token's first word, and a small one anywhere else.
    """
    return _token(when, f"{lead} {{date_long_pretty}}, {{time}}".lstrip(), f"{lead} {utc_words(when)}".lstrip())


def day_of_moment(when: datetime, *, lead: str = "") -> str:
    """As `moment`, only the day."""
    words = day_words(when.astimezone(UTC).date())
    return _token(when, f"{lead} {{date_long_pretty}}".lstrip(), f"{lead} {words}".lstrip())


def clock_time(when: datetime) -> str:
    """Only the time of day, in the reader's own zone."""
    utc = when.astimezone(UTC)
    return _token(when, "{time}", f"{utc:%H:%M} UTC")


def span(start: datetime, end: datetime, *, lead: str = "") -> str:
    """From when to when, in the reader's own zone; `lead` as in `moment`."""
    return f"{moment(start, lead=lead)} to {clock_time(end)}"


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


def lasting(minutes: int) -> str:
    """`45 minutes`, `1 hour`, `2 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours or not rest:
        return counted(hours, "hour") if hours else counted(rest, "minute")
    return f"{hours} h {rest} min"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 day`, `2 days`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def first_name(name: str) -> str:
    """What a colleague would call them in passing: the first word of a name that has several, else all of it."""
    return name.split()[0] if name.split() else name


def _token(when: datetime, template: str, otherwise: str) -> str:
    """Slack's date token; `otherwise` is for clients that know none."""
    return f"<!date^{int(when.timestamp())}^{template}|{otherwise}>"


def _cleaned(text: str) -> str:
    whole = _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return _UNWANTED.sub("", whole)


def _mrkdwn(text: str) -> str:
    """The text as mrkdwn that shows it literally. A zero-width space beside a formatting character keeps Slack from
    pairing it up; inside a word (`snake_case`) Slack leaves it alone, and so do we."""
    return _ACTIVE.sub(_inactive, text)


def _inactive(found: re.Match[str]) -> str:
    char = found.group()
    if found.lastgroup == "quote":
        return f"{_ZERO_WIDTH}&gt;"
    return _ESCAPES.get(char) or f"{_ZERO_WIDTH}{char}{_ZERO_WIDTH}"


def _fit(text: str, most: int, show: Callable[[str], str]) -> str:
    """What `show` makes of the text, or of as much of it as leaves room for an ellipsis."""
    if len(text) <= most and _width(whole := show(text)) <= most:
        return whole
    head = text[: most + 1]
    return show(head[: _whole(head, _longest(head, most - 1, show))]).rstrip() + ELLIPSIS


def _longest(text: str, most: int, show: Callable[[str], str]) -> int:
    """How many characters from the start are at most `most` wide once they are shown."""
    if _width(show(text)) <= most:
        return len(text)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _width(show(text[:middle])) <= most else (low, middle - 1)
    return low


def _width(shown: str) -> int:
    """Characters as Slack's own clients count them: astral ones as two."""
    return len(shown) if shown.isascii() else len(shown.encode("utf-16-le")) // 2


def _whole(chars: str, place: int) -> int:
    """A place to cut at, `place` or shortly before, that splits no letter from its accent and no joined emoji."""
    for at in range(place, max(0, place - 16), -1):
        if chars[at - 1] != _JOINER and chars[at] != _JOINER and not unicodedata.combining(chars[at]):
            return at
    return place
