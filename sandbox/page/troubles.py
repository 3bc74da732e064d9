"""The trouble that Slack and Google can be put into: one at a time for each, kept by the stand-ins' own switches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.google.faults import Fault as GoogleFault
from sandbox.google.faults import Faults as GoogleFaults
from sandbox.google.faults import Moment
from sandbox.page.world import Demo
from sandbox.slack.faults import FaultKind
from sandbox.slack.faults import Faults as SlackFaults

SECONDS = 5.0
PATIENCE = 30
SLACK, GOOGLE = "slack", "google"
NONE = "none"
_WRITES = "calendar.events.[dipu]*"
"""Inserts, patches, updates, deletions. Reading still works, or nobody could find out what became of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to be in trouble: what happens, and what to watch for."""

    code: str
    name: str
    what: str


SLACK_CHOICES = (
    Choice(code=NONE, name="Works", what="Every call is answered."),
    Choice(code="slow", name="Slow", what="Each call takes 5 seconds. A form opened now may come too late."),
    Choice(
        code="wait", name="Asks for patience", what="429, try again in 30 seconds. Messages wait, and none is lost."
    ),
    Choice(code="fail", name="Fails", what="503 to everything. Hirebot tries again, at longer and longer intervals."),
    Choice(code="refuse", name="Refuses", what="The bot's token is revoked. Nothing can be said until it is mended."),
    Choice(
        code="lose",
        name="Loses answers",
        what="Messages arrive, but Hirebot isn't told. It looks for them before it would say anything twice.",
    ),
)
GOOGLE_CHOICES = (
    Choice(code=NONE, name="Works", what="Every call is answered."),
    Choice(code="slow", name="Silent", what="No answer for 5 seconds, then the line breaks. Nothing is carried out."),
    Choice(code="wait", name="Asks for patience", what="429, try again in 30 seconds. Plans and bookings wait."),
    Choice(code="fail", name="Fails", what="503 to everything. Hirebot tries again, at longer and longer intervals."),
    Choice(code="refuse", name="Refuses", what="403: the organiser's account may not do this any more."),
    Choice(
        code="lose",
        name="Loses answers",
        what="Events are written, but Hirebot isn't told. It meets its own event again and books nothing twice.",
    ),
)
CHOICES = {SLACK: SLACK_CHOICES, GOOGLE: GOOGLE_CHOICES}

_SLACK: dict[str, Callable[[SlackFaults], object]] = {
    "slow": lambda faults: faults.hang(seconds=SECONDS),
    "wait": lambda faults: faults.rate_limit(retry_after=PATIENCE),
    "fail": lambda faults: faults.server_error(),
    "refuse": lambda faults: faults.refuse(error="token_revoked"),
    "lose": lambda faults: faults.lose_answer("chat.postMessage"),
}
_SLACK_KINDS = {
    FaultKind.HANG: "slow",
    FaultKind.RATE_LIMIT: "wait",
    FaultKind.SERVER_ERROR: "fail",
    FaultKind.REFUSE: "refuse",
    FaultKind.LOSE_ANSWER: "lose",
}
_GOOGLE: dict[str, Callable[[GoogleFaults], object]] = {
    "slow": lambda faults: faults.hang(seconds=SECONDS),
    "wait": lambda faults: faults.rate_limit(status=429, retry_after=PATIENCE),
    "fail": lambda faults: faults.server_error(),
    "refuse": lambda faults: faults.refuse("calendar.*", status=403, reason="forbidden"),
    "lose": lambda faults: faults.lose_answer(_WRITES),
}
_GOOGLE_STATUSES = {429: "wait", 503: "fail", 403: "refuse"}


def current(demo: Demo) -> dict[str, str]:
    """The code of each service's trouble, read back from its switches."""
    with demo.workspace.look():
        slack = [_SLACK_KINDS[switch.fault.kind] for switch in demo.workspace.faults.switches()]
    google = [_google_code(fault) for fault in demo.company.calendars.faults.armed()]
    return {SLACK: next(iter(slack), NONE), GOOGLE: next(iter(google), NONE)}


def switch(demo: Demo, service: str, code: str) -> None:
    """Puts the service into this trouble and out of any other. Raises LookupError for what there is not. It does not
    wait for its turn: calls that hang hold everything up, and are let go by this."""
    if code not in {choice.code for choice in CHOICES[service]}:
        raise LookupError(code)
    if service == SLACK:
        with demo.workspace.change():
            demo.workspace.faults.all_off()
            if code != NONE:
                _SLACK[code](demo.workspace.faults)
        return
    demo.company.calendars.faults.clear()
    if code != NONE:
        _GOOGLE[code](demo.company.calendars.faults)


def _google_code(fault: GoogleFault) -> str:
    if fault.answer is None:
        return "lose" if fault.moment is Moment.AFTER else "slow"
    return _GOOGLE_STATUSES.get(fault.answer.status, "fail")
