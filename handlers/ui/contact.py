"""A candidate's e-mail address and resume link, as typed: read strictly, refused with a friendly sentence. Pure.

The link is never fetched. It is refused where it points inside, because whoever presses it would.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_EMAIL, _LONGEST_LOCAL, _LONGEST_LINK = 254, 64, 2000
_INSIDE = frozenset(
    {"local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "test", "invalid"}
)
_NOT_IN_LINKS = re.compile(r"[\s<>|\"'`\\^{}\x00-\x1f\x7f]")
_ONE_EMAIL = "Please give one e-mail address, like mia@example.com."


def read_email(text: str) -> tuple[str, str]:
    """The address with its domain in ASCII (`münchen.de` becomes `xn--mnchen-3ya.de`), and what is wrong with it."""
    typed = text.strip()
    local, _, domain = typed.rpartition("@")
    host = _ascii_host(domain)
    if len(typed) > _LONGEST_EMAIL or len(local) > _LONGEST_LOCAL:
        return "", f"An e-mail address has at most {_LONGEST_EMAIL} characters. Please check it."
    if not _LOCAL.fullmatch(local) or host is None or not _is_domain(host):
        return "", _ONE_EMAIL
    return f"{local}@{host}", ""


def read_link(text: str) -> tuple[str, str]:
    """The link as typed, and what is wrong with it."""
    typed = text.strip()
    if len(typed) > _LONGEST_LINK:
        return "", f"A link may have {_LONGEST_LINK:,} characters; this one has {len(typed):,}."
    try:
        parts = urlsplit(typed)
        host = _ascii_host(parts.hostname or "")
        _ = parts.port
    except ValueError:
        return "", "I can't read this link. Please paste it as your browser shows it."
    if parts.scheme != "https":
        return "", "Please give a link that begins with https://."
    if _NOT_IN_LINKS.search(typed) or parts.username is not None or not host:
        return "", "I can't read this link. Please paste it as your browser shows it."
    if not _is_outside(host):
        return "", "This link points inside a network, where most readers can't go. Please use one that works anywhere."
    return typed, ""


def _ascii_host(host: str) -> str | None:
    """The host as it would be looked up, or None where it could not be. Full-width digits become plain ones here."""
    folded = unicodedata.normalize("NFKC", host).lower().rstrip(".")
    if folded.isascii():
        return folded
    try:
        return folded.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def _is_domain(host: str) -> bool:
    labels = host.split(".")
    named = all(_LABEL.fullmatch(label) for label in labels)
    return named and len(labels) > 1 and not labels[-1].isdigit() and len(host) <= 253


def _is_outside(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rsplit(".", 1)[-1]
        # `127.1`, `0x7f.1` and `2130706433` are addresses too, to a browser.
        return _is_domain(host) and not last.startswith("0x") and last not in _INSIDE
