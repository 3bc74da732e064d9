"""Slack's markup as HTML: emphasis, quotes, code, links, mentions, and dates in the reader's zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from markupsafe import Markup, escape

from sandbox.page.emoji import with_emoji
from sandbox.slack.rendering.dates import date_text
from sandbox.slack.rendering.mrkdwn import Reader, unescaped

_OPEN, _SHUT = "\ue000", "\ue001"
"""Around the number of a piece that is finished markup; taken out of whatever comes in."""
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_PIECE = re.compile(r"`([^`\n]+)`|<([^<>\n]+)>")
_MARKS = (("*", "strong"), ("_", "em"), ("~", "s"))
_SPACE = r"[\s\u200b]"
"""What beside a mark, on its inner side, keeps it from being one. That a zero-width space does so too is assumed."""
_EMPHASIS = [
    (re.compile(rf"(?<![\w{c}]){c}(?!{_SPACE})([^{c}\n]+?)(?<!{_SPACE}){c}(?!\w)"), tag)
    for c, tag in ((re.escape(mark), tag) for mark, tag in _MARKS)
]
_LATE = re.compile(f"{_OPEN}(\\d+){_SHUT}")
_QUOTE = re.compile(r"^(?:&gt;|>) ?")


def drawn(text: str, reader: Reader) -> Markup:
    """`text` as Slack would draw it for the reader. Whatever is not markup of Slack's comes out as plain text."""
    clean = text.replace(_OPEN, "").replace(_SHUT, "")
    parts: list[str] = []
    position = 0
    for fence in _FENCE.finditer(clean):
        parts += [_lines(clean[position : fence.start()], reader), f"<pre>{escape(unescaped(fence.group(1)))}</pre>"]
        position = fence.end()
    return Markup("".join([*parts, _lines(clean[position:], reader)]))  # noqa: S704 - every piece was escaped


def plainly(text: str) -> Markup:
    """Plain text with its emoji and its line breaks."""
    return Markup(with_emoji(str(escape(text))).replace("\n", "<br>"))  # noqa: S704 - escaped


def _lines(text: str, reader: Reader) -> str:
    html: list[str] = []
    quoted: list[str] = []
    for line in text.split("\n") if text else []:
        if _QUOTE.match(line):
            quoted.append(_inline(_QUOTE.sub("", line), reader))
            continue
        _close_quote(quoted, html)
        html.append(_inline(line, reader) + "<br>")
    _close_quote(quoted, html)
    return "".join(html).removesuffix("<br>")


def _close_quote(quoted: list[str], html: list[str]) -> None:
    if quoted:
        html.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
        quoted.clear()


def _inline(text: str, reader: Reader) -> str:
    """Code and tokens are finished first, so that a mark inside of them means nothing."""
    finished: list[str] = []

    def put(match: re.Match[str]) -> str:
        code, token = match.groups()
        finished.append(f"<code>{escape(unescaped(code))}</code>" if code is not None else _token(token, reader))
        return f"{_OPEN}{len(finished) - 1}{_SHUT}"

    html = with_emoji(str(escape(unescaped(_PIECE.sub(put, text)))))
    for pattern, tag in _EMPHASIS:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return _LATE.sub(lambda match: finished[int(match.group(1))], html)


def _token(inner: str, reader: Reader) -> str:
    body, _, label = inner.partition("|")
    label = unescaped(label)
    if body.startswith("!date^"):
        return _date(body, label, reader)
    if body.startswith("!"):
        return _mention(f"@{label.lstrip('@') or body[1:].split('^')[0]}")
    if body.startswith("@"):
        return _mention(f"@{reader.name_of(body[1:])}")
    if body.startswith("#"):
        return _mention(f"#{label or reader.name_of(body[1:])}")
    return link(unescaped(body), label)


def _mention(name: str) -> str:
    return f'<span class="mention">{escape(name)}</span>'


def link(address: str, label: str = "") -> str:
    """A link that opens beside the page; only addresses of the web and of mail lead anywhere."""
    shown = escape(label or address.removeprefix("mailto:"))
    if not address.startswith(("https://", "http://", "mailto:")):
        return str(shown)
    return f'<a href="{escape(address)}" target="_blank" rel="noreferrer noopener">{shown}</a>'


def _date(body: str, fallback: str, reader: Reader) -> str:
    parts = body.split("^")
    if len(parts) < 3 or not parts[1].lstrip("-").isdigit():
        return str(escape(fallback))
    moment = int(parts[1])
    shown = date_text(moment, parts[2], zone=reader.zone, now=reader.now)
    if shown is None:
        return str(escape(fallback))
    local = datetime.fromtimestamp(moment, UTC).astimezone(reader.zone)
    text = with_link = (
        f'<time datetime="{local.isoformat()}" title="{local:%A %-d %B %Y, %H:%M %Z}">{escape(shown)}</time>'
    )
    return text if len(parts) < 4 else link(parts[3]).replace(">" + str(escape(parts[3])) + "<", f">{with_link}<")
