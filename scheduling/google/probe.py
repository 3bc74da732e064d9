"""What the doctor asks of the calendar: a token, the organiser's events, whether we may write there, somebody's free/busy.
Each answer that is not well comes with what to do about it. Nothing is written: Google says of a list of events what the
one who reads it may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from scheduling.google.refusals import AuthFault
from scheduling.ports import BusyTimes, PermanentFault, TransientFault

MAY_WRITE = ("owner", "writer")

_DELEGATION = (
    "admin.google.com as super administrator, Security, Access and data control, API controls, Manage Domain Wide "
    "Delegation: the account's numeric client ID with both scopes of docs/google-setup.md, exactly; a change can take a "
    "while to hold"
)
_AGAIN = "sign in again: `python3 start.py google-login`"
_CONSENT = f"{_AGAIN}, and tick both boxes"
_BY_ACCOUNT = {
    "unauthorized_client": _DELEGATION,
    "access_denied": _DELEGATION,
    "invalid_scope": _DELEGATION,
    "insufficientPermissions": _DELEGATION,
    "invalid_grant": "the key was deleted, GOOGLE_ORGANISER is nobody of the organisation, or this machine's clock is "
    "wrong: console.cloud.google.com, IAM & Admin, Service Accounts, Keys",
    "invalid_client": "the account or its key was deleted: console.cloud.google.com, IAM & Admin, Service Accounts, Keys",
    "credentials": "the private key in GOOGLE_SERVICE_ACCOUNT_FILE cannot be read: make another key for the account, and download "
    "its file anew: console.cloud.google.com, IAM & Admin, Service Accounts, Keys",
}
_BY_CONSENT = {
    "invalid_grant": "the consent has ended: it was withdrawn, not used for six months, or given while the app's publishing "
    f"status is Testing, which ends it after seven days; {_AGAIN}",
    "invalid_client": f"the OAuth client was deleted or its secret changed; download its file again and {_AGAIN}",
    "unauthorized_client": f"the OAuth client may not be used any more; make another and {_AGAIN}",
    "invalid_scope": _CONSENT,
    "insufficientPermissions": _CONSENT,
    "credentials": f"GOOGLE_OAUTH_TOKEN_FILE cannot be read; {_AGAIN}",
}
_API_IS_OFF = (
    "console.cloud.google.com, the project of the key or client, APIs & Services, Library, Google Calendar API, Enable"
)
_EITHER = {
    "accessNotConfigured": _API_IS_OFF,
    "SERVICE_DISABLED": _API_IS_OFF,
    "unreachable": "Google's token address does not answer: check the network and the proxy",
}
_HINTS = {
    "auth": "Google refuses access; docs/google-setup.md leads through it again",
    "no_calendar": "the calendar of GOOGLE_ORGANISER is not there or not open to this account: is the address right, does "
    "that mailbox have Google Calendar, did the organiser sign in?",
    "read_only": "this account may only look at the calendar of GOOGLE_ORGANISER: it must be the organiser's own",
    "forbidden": "this account may not read the organiser's events",
    "quota": "the project's quota is used up; it comes back within hours",
    "ratelimited": "Google asks to slow down; try again in a minute",
    "timeout": "no answer in time: check the network and the proxy",
    "unreachable": "the address does not answer: check the network, the proxy and GOOGLE_CALENDAR_API_URL",
    "bad_answer": "something else than Google answers: check the proxy and GOOGLE_CALENDAR_API_URL",
    "tls": "the connection is not trusted: check the proxy and the certificates",
    "missing": "Google leaves this address out: is it in the same organisation?",
    "notFound": "Google knows no calendar of this address, or it is not shared with the organiser",
    "internalError": "Google could not look it up just now, so try again in a minute",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeStep:
    """`name` is `token`, `events`, `insert` or `free_busy`. `reason` is a code, empty when `ok`; `hint` is for people."""

    name: str
    ok: bool
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarProbe:
    """The steps tried, in order. Without a token nothing else is; without the events, no `insert`."""

    steps: tuple[ProbeStep, ...]

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)


class _ReadBusy(Protocol):
    def __call__(self, *, emails: list[str], start: datetime, end: datetime) -> BusyTimes: ...


def hint_for(reason: str) -> str:
    """What to do about a reason for which free/busy is unknown, or a fault of the port."""
    return _HINTS.get(reason, "")


def probe_calendar(
    *,
    check_token: Callable[[], None],
    read_calendar: Callable[[], Mapping[str, Any]],
    read_busy: _ReadBusy,
    address: str,
    now: datetime,
    by_consent: bool,
) -> CalendarProbe:
    role = ""

    def token() -> str:
        check_token()
        return ""

    def events() -> str:
        nonlocal role
        role = str(read_calendar().get("accessRole", ""))
        return ""

    def insert() -> str:
        return "" if role in MAY_WRITE else "read_only"

    def free_busy() -> str:
        answer = read_busy(emails=[address], start=now, end=now + timedelta(hours=1))
        return answer.unknown.get(address, "")

    hints = _EITHER | (_BY_CONSENT if by_consent else _BY_ACCOUNT)
    steps = [_tried("token", token, hints)]
    if steps[0].ok:
        steps.append(_tried("events", events, hints))
        if steps[1].ok:
            steps.append(_tried("insert", insert, hints))
        steps.append(_tried("free_busy", free_busy, hints))
    return CalendarProbe(steps=tuple(steps))


def _tried(name: str, attempt: Callable[[], str], hints: Mapping[str, str]) -> ProbeStep:
    """An attempt answers with a reason where it found one."""
    try:
        reason = attempt()
    except AuthFault as fault:
        hint = hints.get(fault.error, _HINTS["auth"])
        return ProbeStep(name=name, ok=False, reason=f"auth:{fault.error}", hint=hint)
    except (TransientFault, PermanentFault) as fault:
        reason = fault.reason
    return ProbeStep(name=name, ok=not reason, reason=reason, hint=hint_for(reason))
