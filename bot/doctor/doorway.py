"""Whether a process runs here, and in HTTP mode whether a request that Slack would sign gets in: here, and from outside."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from bot.config import Given
from bot.doctor.finding import Finding, note, skipped, well, wrong
from bot.signature import SIGNATURE, TIMESTAMP
from bot.slack_wire import bypasses_proxy
from scheduling.ports import Clock

_SECONDS = 5.0
_MOST_BYTES = 10_000
_EVENTS = "/slack/events"
_CHALLENGE = "hirebot-doctor"
_READINESS = re.compile(r"ready|[a-z_]+: .+")
_SECRET_WRONG = "SLACK_SIGNING_SECRET is not the one that it was started with: restart it"
_PROXY = "let the proxy hand on /slack/events unchanged, body and X-Slack-* headers included (docs/operations.md)"


class _NotReached(Exception):
    """Nobody answered; in a word why."""


def look_at_process(given: Given) -> Iterator[Finding]:
    if not _has_address(given):
        return
    at = _own_address(given)
    try:
        status, body = _ask(f"{at}/readyz")
    except _NotReached:
        yield note("process", f"nothing answers at {at}", "start it: `python3 start.py run`")
        return
    lines = body.decode("utf-8", "replace").splitlines()
    if not lines or not all(map(_READINESS.fullmatch, lines)):
        status = 0  # whatever answers there, we do not speak like that
    if status == 200:
        yield well("process", f"runs at {at} and is ready")
    elif status == 503:
        for line in lines:
            yield wrong("process", f"runs at {at} and says {line}", "docs/operations.md, Is it well?")
    else:
        yield wrong("process", f"something else than Hirebot answers at {at}", "choose another HIREBOT_PORT")


def look_at_door(given: Given, clock: Clock, public_url: str | None) -> Iterator[Finding]:
    """The question is the one with which Slack itself verifies an address; it is answered and leaves nothing behind."""
    if given.values["HIREBOT_MODE"] != "http":
        if public_url:
            yield note("public address", "not asked: in Socket Mode nothing comes in there", "set HIREBOT_MODE=http")
        return
    if not given.sound("SLACK_SIGNING_SECRET"):
        yield skipped("signed requests", "SLACK_SIGNING_SECRET")
        return
    if _has_address(given):
        yield from _knock("signed requests", _own_address(given), given, clock, here=True)
    if public_url:
        yield from _knock("public address", public_url.rstrip("/").removesuffix(_EVENTS), given, clock, here=False)


def _knock(name: str, at: str, given: Given, clock: Clock, *, here: bool) -> Iterator[Finding]:
    body = json.dumps({"type": "url_verification", "challenge": _CHALLENGE}).encode()
    signed = {"Content-Type": "application/json", **_signature(given, body, clock)}
    unsigned = {"Content-Type": "application/json"}
    try:
        status, answer = _ask(at + _EVENTS, body, signed)
        stranger, _ = _ask(at + _EVENTS, body, unsigned)
    except _NotReached as why:
        if not here:
            yield wrong(
                name, f"{at} does not answer ({why})", "is the proxy up, its certificate valid, the name public?"
            )
        return  # that nothing runs here is told already
    if status == 200 and _CHALLENGE.encode() in answer and stranger == 401:
        yield well(name, f"{at}{_EVENTS} takes what is signed as Slack signs, and nothing else")
    elif status == 401:
        yield wrong(
            name, f"{at}{_EVENTS} refuses a signed request", _SECRET_WRONG if here else f"{_SECRET_WRONG}; or {_PROXY}"
        )
    else:
        yield wrong(name, f"{at}{_EVENTS} answers {status}, as Hirebot would not", "restart it" if here else _PROXY)


def _signature(given: Given, body: bytes, clock: Clock) -> dict[str, str]:
    secret, now = given.values["SLACK_SIGNING_SECRET"].encode(), str(int(clock.now().timestamp()))
    digest = hmac.new(secret, b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {TIMESTAMP: now, SIGNATURE: f"v0={digest}"}


def _has_address(given: Given) -> bool:
    return given.sound("HIREBOT_HOST", "HIREBOT_PORT") and given.values["HIREBOT_PORT"] != "0"


def _own_address(given: Given) -> str:
    host = given.values["HIREBOT_HOST"]
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not listened on
    return (
        f"http://[{near}]:{given.values['HIREBOT_PORT']}"
        if ":" in near
        else f"http://{near}:{given.values['HIREBOT_PORT']}"
    )


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Whoever redirects must not get the signature."""


def _ask(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    opener = build_opener(_NoRedirects(), *([ProxyHandler({})] if bypasses_proxy(url) else []))
    try:
        request = Request(url, data=body, headers=dict(headers or {}))  # noqa: S310  # own setting, or typed by the operator
        with opener.open(request, timeout=_SECONDS) as answer:
            return answer.status, answer.read(_MOST_BYTES)
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read(_MOST_BYTES)
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise _NotReached(type(getattr(error, "reason", None) or error).__name__) from None
