"""Delivery over HTTP: real POST requests, signed with the signing secret, and three seconds of patience."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from sandbox.slack.delivery.requests import Answer, Kind, Outbound, Problem
from scheduling.ports import Clock

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class HttpDelivery:
    """`url` is the app's request URL (one for commands, interactions and events, as Bolt wants it). Timestamps come
    from the clock; `patience` is real seconds, shorter than Slack's three only in tests of lateness."""

    def __init__(self, url: str, *, signing_secret: str, clock: Clock, patience: float = 3.0) -> None:
        self._url = urlsplit(url)
        self._signing_secret = signing_secret
        self._clock = clock
        self._patience = patience

    def send(self, request: Outbound) -> Answer:
        content_type, body = _encoded(request)
        headers = self.signed(body, content_type=content_type)
        if request.retry_num:
            headers["X-Slack-Retry-Num"] = str(request.retry_num)
            headers["X-Slack-Retry-Reason"] = request.retry_reason or "unknown_error"
        return self.post(body, headers)

    def signed(self, body: bytes, *, content_type: str = FORM, timestamp: str | None = None) -> dict[str, str]:
        """The headers of a genuine request; attack tests take and spoil them."""
        moment = str(int(self._clock.now().timestamp())) if timestamp is None else timestamp
        digest = hmac.new(self._signing_secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": f"v0={digest}",
        }

    def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Sends any bytes with any headers: what a forger can do too."""
        port = self._url.port or (443 if self._url.scheme == "https" else 80)
        connect = http.client.HTTPSConnection if self._url.scheme == "https" else http.client.HTTPConnection
        connection = connect(str(self._url.hostname), port, timeout=self._patience)
        try:
            connection.request("POST", self._url.path or "/", body=body, headers=dict(headers))
            response = connection.getresponse()
            return _read(response.status, dict(response.headers), response.read())
        except TimeoutError:
            return Answer(problem=Problem.TIMEOUT)
        except (OSError, http.client.HTTPException):
            return Answer(problem=Problem.UNREACHABLE)
        finally:
            connection.close()


def _encoded(request: Outbound) -> tuple[str, bytes]:
    if request.kind is Kind.EVENT:
        return JSON, json.dumps(request.payload).encode()
    if request.kind is Kind.COMMAND:
        # what is no proper text (a lone surrogate) is sent as it is: bearing that is the app's business
        return FORM, urlencode(request.payload, errors="surrogatepass").encode()
    return FORM, urlencode({"payload": json.dumps(request.payload)}).encode()


def _read(status: int, headers: Mapping[str, str], content: bytes) -> Answer:
    given = {name.lower(): value for name, value in headers.items()}
    no_retry = given.get("x-slack-no-retry") == "1"
    text = content.decode("utf-8", "replace")
    if not 200 <= status < 300:
        return Answer(status=status, body=text or None, problem=Problem.HTTP_ERROR, no_retry=no_retry)
    if not text:
        return Answer(status=status)
    if given.get("content-type", "").split(";")[0].strip() != JSON:
        return Answer(status=status, body=text)
    try:
        body = json.loads(text)
    except ValueError:
        return Answer(status=status, body=text, problem=Problem.BAD_ANSWER)
    return Answer(status=status, body=body) if isinstance(body, dict) else Answer(status=status, body=text)
