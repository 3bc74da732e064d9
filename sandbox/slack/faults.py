"""Switches that make the Web API misbehave, the way Slack and networks do.

    switch = workspace.faults.lose_answer("chat.postMessage", times=1)

Patterns are those of file names (`chat.*`); posts to response URLs go by the name `response_url`. The first switch that matches a call, is on, and wins its draw is taken for that call. `times` counts down to off;
without it the switch stays on until `off()`. `share` draws from a seeded generator, so a run can be repeated.
"""

from __future__ import annotations

import asyncio
import random
import threading
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class FaultKind(StrEnum):
    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    LOSE_ANSWER = "lose_answer"
    HANG = "hang"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`done` tells whether the method is carried out before the fault shows."""

    kind: FaultKind
    pattern: str
    share: float = 1.0
    done: bool = False
    retry_after: float = 30.0
    status: int = 503
    error: str = ""
    seconds: float = 60.0


class Gate:
    """Closed until opened, once; may be waited for on any event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = False
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = []

    async def wait(self, seconds: float) -> None:
        """Returns when the gate opens, or after `seconds` of real time."""
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[None] = loop.create_future()
        with self._lock:
            if self._open:
                return
            self._waiting.append((loop, opened))
        await asyncio.wait([opened], timeout=seconds)

    def open(self) -> None:
        with self._lock:
            self._open = True
            waiting, self._waiting = self._waiting, []
        for loop, opened in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_fulfil, opened)


def _fulfil(opened: asyncio.Future[None]) -> None:
    if not opened.done():
        opened.set_result(None)


class FaultSwitch:
    """One fault that is on. `hits` counts the calls it has spoiled."""

    def __init__(self, fault: Fault, *, times: int | None) -> None:
        self.fault = fault
        self.hits = 0
        self.gate = Gate()
        self._left = times

    @property
    def is_on(self) -> bool:
        return self._left is None or self._left > 0

    def off(self) -> None:
        """No further call is spoiled; calls that hang are released."""
        self._left = 0
        self.gate.open()

    def hit(self) -> None:
        self.hits += 1
        if self._left is not None:
            self._left -= 1


class Faults:
    """Guarded by the workspace's lock where calls are served; the switches may be thrown from any thread."""

    def __init__(self, *, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._switches: list[FaultSwitch] = []

    def rate_limit(
        self, pattern: str = "*", *, retry_after: float = 30.0, times: int | None = None, share: float = 1.0
    ) -> FaultSwitch:
        """429 with Retry-After; the call is not carried out."""
        return self._on(
            Fault(kind=FaultKind.RATE_LIMIT, pattern=pattern, retry_after=retry_after, share=share), times=times
        )

    def server_error(
        self,
        pattern: str = "*",
        *,
        status: int = 503,
        done: bool = False,
        times: int | None = None,
        share: float = 1.0,
    ) -> FaultSwitch:
        """A 5xx; with `done` the call was carried out all the same."""
        return self._on(
            Fault(kind=FaultKind.SERVER_ERROR, pattern=pattern, status=status, done=done, share=share), times=times
        )

    def lose_answer(
        self, pattern: str = "*", *, done: bool = True, times: int | None = None, share: float = 1.0
    ) -> FaultSwitch:
        """The connection is reset instead of an answer; with `done` (the default) after the call was carried out."""
        return self._on(Fault(kind=FaultKind.LOSE_ANSWER, pattern=pattern, done=done, share=share), times=times)

    def hang(
        self,
        pattern: str = "*",
        *,
        seconds: float = 60.0,
        done: bool = False,
        times: int | None = None,
        share: float = 1.0,
    ) -> FaultSwitch:
        """No answer for `seconds` of real time, or until the switch is off. Without `done` the call is carried out only
        afterwards, and not at all if the app has hung up by then."""
        return self._on(
            Fault(kind=FaultKind.HANG, pattern=pattern, seconds=seconds, done=done, share=share), times=times
        )

    def refuse(self, pattern: str = "*", *, error: str, times: int | None = None, share: float = 1.0) -> FaultSwitch:
        """`{"ok": false, "error": error}`: token_revoked, channel_not_found, internal_error ..."""
        return self._on(Fault(kind=FaultKind.REFUSE, pattern=pattern, error=error, share=share), times=times)

    def all_off(self) -> None:
        for switch in self._switches:
            switch.off()
        self._switches.clear()

    def switches(self) -> tuple[FaultSwitch, ...]:
        """Those that are on, in the order in which they are asked."""
        return tuple(switch for switch in self._switches if switch.is_on)

    def take(self, method: str) -> FaultSwitch | None:
        """The switch that spoils this call, counted; None when the call may go its way."""
        for switch in list(self._switches):
            if not (switch.is_on and fnmatchcase(method, switch.fault.pattern)):
                continue
            if switch.fault.share >= 1.0 or self._random.random() < switch.fault.share:
                switch.hit()
                return switch
        return None

    def _on(self, fault: Fault, *, times: int | None) -> FaultSwitch:
        switch = FaultSwitch(fault, times=times)
        self._switches.append(switch)
        return switch
