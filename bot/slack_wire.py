"""One call to the Slack Web API, and what became of it in the ports' words. Nothing is ever sent twice from here:
waiting, reading back and resending belong to the outbox.
"""

from __future__ import annotations

import logging
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from scheduling.ports import PermanentFault, TransientFault

_log = logging.getLogger(__name__)

RATE_PAUSE = 30.0
"""Seconds to wait where Slack limits us and does not say how long."""

TOKEN_REFUSED = frozenset(("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"))
"""The token is wrong or dead (`account_inactive`: its bot or workspace is gone)."""

_SETUP = TOKEN_REFUSED | frozenset(
    (
        "access_denied",
        "accesslimited",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
    )
)
"""Somebody has to put something right in the set-up; the backlog drains once that is done."""

_RATE = frozenset(("ratelimited", "rate_limited", "message_limit_exceeded"))
_SERVICE = frozenset(
    ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "external_error")
)
"""Slack's own trouble. It says of the first two that part of the call may have been carried out."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,60}")
_NEVER_SENT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)


class SlackAuthFault(TransientFault):
    """Slack does not let us. `code` is its own word for it."""

    def __init__(self, code: str) -> None:
        super().__init__("auth")
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Empty texts where Slack did not say; so are `scopes`. `at` is Slack's time."""

    team_id: str
    team: str
    user: str
    bot_id: str
    scopes: frozenset[str]
    at: datetime | None


def web_client(token: str, *, base_url: str, timeout: int) -> WebClient:
    """A client that gives up after `timeout` seconds and never repeats a call by itself: slack_sdk's default posts twice
    when a connection breaks after the send."""
    client = WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])
    if bypasses_proxy(base_url):
        client.proxy = None
    return client


def bypasses_proxy(url: str) -> bool:
    """Whether this address is reached directly: slack_sdk itself knows HTTPS_PROXY, but neither NO_PROXY nor loopback."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or bool(proxy_bypass(host))


class SlackWire:
    """Thread-safe: the client makes a connection per call."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def do(self, method: str, body: Mapping[str, Any], *, repeatable: bool) -> Mapping[str, Any]:
        """A call that changes something. Raises the ports' faults; one that may not be repeated says `maybe_done` where
        the request may have arrived although no answer came."""
        return self._call(method, maybe=not repeatable, json=dict(body)).data

    def ask(self, method: str, **params: str | int | bool) -> Mapping[str, Any]:
        """A call that only reads."""
        return self._call(method, maybe=False, params=params).data

    def introduce(self) -> Introduction:
        """Who we are to Slack, and what it tells beside: what the token was granted, and its own time."""
        answer = self._call("auth.test", maybe=False)
        told = {name.lower(): str(value) for name, value in answer.headers.items()}
        ids = {name: answer.data.get(name) for name in ("team_id", "team", "user", "bot_id")}
        return Introduction(
            **{name: value if isinstance(value, str) else "" for name, value in ids.items()},
            scopes=frozenset(scope.strip() for scope in told.get("x-oauth-scopes", "").split(",") if scope.strip()),
            at=_moment(told.get("date", "")),
        )

    def _call(self, method: str, *, maybe: bool, **arguments: Any) -> _Answer:
        try:
            answer = self._client.api_call(method, **arguments)
        except SlackApiError as error:
            raise _refused(method, error.response, maybe=maybe) from None
        except URLError as error:
            raise _not_sent(error, maybe=maybe) from None
        except TimeoutError:
            raise TransientFault("timeout", maybe_done=maybe) from None
        except (HTTPException, OSError):
            raise TransientFault("connection", maybe_done=maybe) from None
        except (
            ValueError,
            LookupError,
            AttributeError,
        ):  # an answer that is none: wrong charset, JSON that is no object
            raise TransientFault("server_error", maybe_done=maybe) from None
        return _Answer(answer, maybe=maybe)


class _Answer:
    """An answer with `ok`: an object, whatever is in it."""

    def __init__(self, response: SlackResponse, *, maybe: bool) -> None:
        if not isinstance(response.data, dict):
            raise TransientFault("server_error", maybe_done=maybe)
        self.data: Mapping[str, Any] = response.data
        self.headers: Mapping[str, Any] = response.headers


def _refused(method: str, response: Any, *, maybe: bool) -> TransientFault | PermanentFault:
    """For `ok: false`, and for whatever a proxy or a broken server says instead."""
    status: int = response.status_code
    told = response.data.get("error") if isinstance(response.data, dict) else None
    code = told if isinstance(told, str) and _CODE.fullmatch(told) else ""
    if status == 429 or code in _RATE:
        return TransientFault("ratelimited", retry_after=_pause(response.headers))
    if status >= 500 or status == 408 or code in _SERVICE:
        return TransientFault("server_error", retry_after=None, maybe_done=maybe)
    if not code:  # not Slack's JSON: something in between speaks
        return TransientFault("server_error", maybe_done=maybe)
    _log.warning("slack_refused", extra={"method": method, "code": code})
    return SlackAuthFault(code) if code in _SETUP else PermanentFault(code)


def _moment(date: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(date)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _pause(headers: Mapping[str, Any]) -> float:
    waits = next((str(value) for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(waits) if re.fullmatch(r"[0-9]{1,6}", waits) else RATE_PAUSE


def _not_sent(error: URLError, *, maybe: bool) -> TransientFault:
    """Broken before an answer was waited for. Only where no connection came about is it certain that nothing arrived."""
    reason = error.reason
    if isinstance(reason, _NEVER_SENT):
        return TransientFault("unreachable")
    return TransientFault("timeout" if isinstance(reason, TimeoutError) else "connection", maybe_done=maybe)
