"""Faults on demand: which calls fail, how, and how often. The stand-in asks here before and after it does a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from threading import Lock
from typing import Any

from sandbox.google.refusals import Refused

TOKEN = "token"
"""The name under which calls of the token endpoint are counted and made to fail."""

_RATE = {"rateLimitExceeded": "Rate Limit Exceeded", "userRateLimitExceeded": "User Rate Limit Exceeded"}


class Moment(StrEnum):
    """`BEFORE`: the call is not carried out. `AFTER`: it is, and the answer is another one or none."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to fail: an error answer, or no answer (`seconds` of silence, 0 to break the connection at once)."""

    moment: Moment
    answer: Refused | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class _Armed:
    methods: str
    fault: Fault | Callable[[], None]
    left: int | None


class Faults:
    """Switches. `methods` is a pattern over method ids (`calendar.events.*`, `token`); None for `times` is for ever."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._armed: list[_Armed] = []

    def rate_limit(
        self,
        methods: str = "calendar.*",
        *,
        times: int | None = None,
        status: int = 403,
        reason: str = "rateLimitExceeded",
        retry_after: int | None = None,
    ) -> None:
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        answer = Refused(status, reason, _RATE[reason], domain="usageLimits", headers=headers)
        self._arm(methods, Fault(moment=Moment.BEFORE, answer=answer), times)

    def quota_exceeded(self, methods: str = "calendar.*", *, times: int | None = None) -> None:
        answer = Refused(403, "quotaExceeded", "Calendar usage limits exceeded.", domain="usageLimits")
        self._arm(methods, Fault(moment=Moment.BEFORE, answer=answer), times)

    def refuse(self, methods: str, *, status: int, reason: str, times: int | None = None) -> None:
        self._arm(methods, Fault(moment=Moment.BEFORE, answer=Refused(status, reason, reason)), times)

    def server_error(
        self,
        methods: str = "calendar.*",
        *,
        times: int | None = None,
        status: int = 503,
        moment: Moment = Moment.BEFORE,
    ) -> None:
        self._arm(methods, Fault(moment=moment, answer=Refused(status, "backendError", "Backend Error")), times)

    def lose_answer(self, methods: str = "calendar.*", *, times: int | None = None) -> None:
        """The call is carried out, then the connection breaks."""
        self._arm(methods, Fault(moment=Moment.AFTER), times)

    def hang(
        self, methods: str = "calendar.*", *, seconds: float, times: int | None = None, moment: Moment = Moment.BEFORE
    ) -> None:
        """Silence until the client gives up, `seconds` at most; then the connection breaks."""
        self._arm(methods, Fault(moment=moment, seconds=seconds), times)

    def meanwhile(self, methods: str, happens: Callable[[], None], *, times: int | None = 1) -> None:
        """Something happens just before the call is carried out: a slot is taken, somebody edits the event by hand."""
        self._arm(methods, happens, times)

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    def armed(self) -> tuple[Fault, ...]:
        """The faults that calls may still meet, as they were switched on."""
        with self._lock:
            return tuple(one.fault for one in self._armed if isinstance(one.fault, Fault) and one.left != 0)

    def strike(self, method: str) -> Fault | None:
        """Counts a call: runs what happens meanwhile, and hands out the first fault that fits."""
        fault: Fault | None = None
        for armed in self._fitting(method):
            if callable(armed):
                armed()
            else:
                fault = armed
        return fault

    def _arm(self, methods: str, fault: Fault | Callable[[], None], times: int | None) -> None:
        with self._lock:
            self._armed.append(_Armed(methods, fault, times))

    def _fitting(self, method: str) -> list[Fault | Callable[[], None]]:
        found: list[Fault | Callable[[], None]] = []
        with self._lock:
            for armed in self._armed:
                first_of_its_kind = callable(armed.fault) or not any(isinstance(one, Fault) for one in found)
                if armed.left != 0 and first_of_its_kind and fnmatchcase(method, armed.methods):
                    found.append(armed.fault)
                    armed.left = None if armed.left is None else armed.left - 1
        return found


async def break_off(receive: Any, *, after: float = 0.0) -> None:
    """Ends a call without an answer: waits until the client has gone or `after` seconds are over, then cuts the line.

    ASGI has no way to cut a connection, so this takes the transport from uvicorn's request cycle, whose bound method
    `receive` is.
    """
    if after:
        try:
            async with asyncio.timeout(after):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            pass
    receive.__self__.transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
