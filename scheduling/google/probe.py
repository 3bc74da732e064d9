"""What the doctor asks of the calendar: a token, the organiser's events, somebody's free/busy; each with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from scheduling.google.wire import AuthFault
from scheduling.ports import BusyTimes, PermanentFault, TransientFault

_HINTS = {
    "auth": "Google refuses access: check the key or token file, the delegation of both scopes, and that the Calendar "
    "API is enabled in the project",
    "no_calendar": "the organiser's calendar is not there or not open to this account",
    "forbidden": "this account may not read the organiser's events",
    "quota": "the project's quota is used up; it comes back within hours",
    "ratelimited": "Google asks to slow down; try again in a minute",
    "timeout": "no answer in time: check the network and the proxy",
    "unreachable": "the address does not answer: check the network, the proxy and the base address",
    "tls": "the connection is not trusted: check the proxy and the certificates",
    "missing": "Google did not answer for this address: is it in the same organisation, with free/busy shared?",
    "notFound": "Google knows no calendar of this address, or it is not shared with the organiser",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeStep:
    """`name` is `token`, `events` or `free_busy`. `reason` is a code, empty when `ok`; `hint` is for people."""

    name: str
    ok: bool
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarProbe:
    """The steps tried, in order; what comes after a failed one is not tried."""

    steps: tuple[ProbeStep, ...]

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)


class _ReadBusy(Protocol):
    def __call__(self, *, emails: list[str], start: datetime, end: datetime) -> BusyTimes: ...


def probe_calendar(
    *,
    check_token: Callable[[], None],
    read_calendar: Callable[[], object],
    read_busy: _ReadBusy,
    address: str,
    now: datetime,
) -> CalendarProbe:
    def free_busy() -> str:
        answer = read_busy(emails=[address], start=now, end=now + timedelta(hours=1))
        return answer.unknown.get(address, "")

    steps: list[ProbeStep] = []
    for name, attempt in (("token", check_token), ("events", read_calendar), ("free_busy", free_busy)):
        steps.append(_tried(name, attempt))
        if not steps[-1].ok:
            break
    return CalendarProbe(steps=tuple(steps))


def _tried(name: str, attempt: Callable[[], object]) -> ProbeStep:
    try:
        told = attempt()
    except AuthFault as fault:
        return ProbeStep(name=name, ok=False, reason=f"auth:{fault.error}", hint=_HINTS["auth"])
    except (TransientFault, PermanentFault) as fault:
        return ProbeStep(name=name, ok=False, reason=fault.reason, hint=_HINTS.get(fault.reason, ""))
    if name == "free_busy" and told:
        return ProbeStep(name=name, ok=False, reason=str(told), hint=_HINTS.get(str(told), ""))
    return ProbeStep(name=name, ok=True)
