"""What Google's error answers mean for us: which are worth repeating, when, and under which of our reasons. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scheduling.ports import PermanentFault, TransientFault

QUOTA_PAUSE = 3600.0
"""Seconds to wait once a quota is used up: it comes back by the hour or day, not by the second."""

_LONGEST_PAUSE = 86_400.0
_RATE = frozenset(("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"))
_QUOTA = frozenset(("quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"))
_SETUP = frozenset(
    ("authError", "insufficientPermissions", "accessNotConfigured", "forbiddenForServiceAccounts", "SERVICE_DISABLED")
)


class AuthFault(TransientFault):
    """Google does not let us: no token to be had, or one that does not open this. `error` is Google's own code for it
    (`invalid_grant`, `unauthorized_client`, `accessNotConfigured` ...)."""

    def __init__(self, error: str) -> None:
        super().__init__("auth")
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An error answer. `reason` is Google's own word for it (letters only, never user data) or empty. `by_api` is false
    when the body is not the API's: then something on the way answered, and the status says nothing about an event."""

    status: int
    reason: str
    by_api: bool = True
    retry_after: float | None = None


class Expected(Exception):
    """A refusal that the caller said it has an answer to."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def read_refusal(status: int, headers: Mapping[str, str], content: bytes) -> Refusal:
    """Reads the answer of whatever sends one: Google, or a proxy in between that speaks HTML."""
    waits = str(headers.get("retry-after", ""))
    seconds = min(float(waits), _LONGEST_PAUSE) if re.fullmatch(r"\d{1,9}", waits) else None
    error = _error(content)
    return Refusal(status=status, reason=_reason(error or {}), by_api=error is not None, retry_after=seconds)


def fault_of(refusal: Refusal, *, writes: bool) -> TransientFault | PermanentFault:
    """The port's fault for a refusal that the method asked has no answer to.

    Whatever somebody has to put right in the set-up (access, scopes, the calendar itself) is transient: the backlog
    drains once that is done.
    """
    status, reason, pause = refusal.status, refusal.reason, refusal.retry_after
    if reason in _QUOTA:
        return TransientFault("quota", retry_after=max(pause or 0.0, QUOTA_PAUSE))
    if status == 429 or reason in _RATE:
        return TransientFault("ratelimited", retry_after=pause)
    if status == 401 or reason in _SETUP:
        return AuthFault(reason or "refused")
    if status >= 500 or status == 408:
        return TransientFault("server_error", retry_after=pause, maybe_done=writes)
    if not refusal.by_api or status < 400:  # a proxy that forbids, redirects or wants a login first
        return TransientFault("bad_answer")
    if status == 404:
        return TransientFault("no_calendar")
    if status in (409, 412):
        return TransientFault("conflict")
    return PermanentFault({400: "invalid_request", 403: "forbidden", 410: "gone"}.get(status, "refused"))


def _error(content: bytes) -> dict[str, Any] | None:
    try:
        error = json.loads(content)["error"]
    except (ValueError, LookupError, TypeError):
        return None
    return error if isinstance(error, dict) else None


def _reason(error: Mapping[str, Any]) -> str:
    try:
        told = error["errors"][0]["reason"] if error.get("errors") else error.get("status", "")
    except (LookupError, TypeError):
        return ""
    return told if isinstance(told, str) and re.fullmatch(r"[A-Za-z_]{1,64}", told) else ""
