"""What may go wrong with one call to Slack or Google: how often, whether the call was carried out all the same, and what
the caller gets to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduling.ports import PermanentFault, TransientFault


class Killed(BaseException):
    """The process dies here: nothing catches it, nothing is tidied up."""


class Effect(StrEnum):
    FAULT = "fault"
    DEATH = "death"
    SLEEP = "sleep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """`carried_out`: the other side does what it was asked before the trouble is felt. `seconds` pass meanwhile."""

    kind: str
    words: str
    chance: float
    effect: Effect = Effect.FAULT
    reason: str = ""
    retry_after: float | None = None
    doubt: bool = False
    carried_out: bool = False
    permanent: bool = False
    seconds: float = 0

    def fault(self) -> TransientFault | PermanentFault:
        if self.permanent:
            return PermanentFault(self.reason)
        return TransientFault(self.reason, retry_after=self.retry_after, maybe_done=self.doubt)


_LIMITED = Trouble(chance=0.02, kind="rate limited", words="says: too many, wait", reason="ratelimited", retry_after=30)
_DOWN = Trouble(chance=0.015, kind="server error", words="answers with an error", reason="server_error")
_HANGS = Trouble(chance=0.01, kind="hang", words="hangs for ten seconds", reason="timeout", seconds=10)
_LATE_ANSWER = Trouble(
    chance=0.015,
    kind="accepted, then an error",
    words="does it and answers with an error",
    reason="server_error",
    doubt=True,
    carried_out=True,
)
_LOST = Trouble(
    chance=0.03,
    kind="answer lost",
    words="does it, and the answer is lost",
    reason="connection",
    doubt=True,
    carried_out=True,
)
_HANGS_IN_DOUBT = Trouble(
    chance=0.01, kind="hang", words="hangs for ten seconds, nothing done", reason="timeout", doubt=True, seconds=10
)
_HANGS_AFTER = Trouble(
    chance=0.01,
    kind="hang",
    words="does it and hangs for ten seconds",
    reason="timeout",
    doubt=True,
    carried_out=True,
    seconds=10,
)
_DIES_BEFORE = Trouble(chance=0.008, kind="crash", words="the process dies right before", effect=Effect.DEATH)
_DIES_AFTER = Trouble(
    chance=0.012, kind="crash", words="does it, and the process dies", effect=Effect.DEATH, carried_out=True
)
_SLEEPS = Trouble(
    chance=0.02,
    kind="paused past the lease",
    words="the worker sleeps 80 seconds, then goes on",
    effect=Effect.SLEEP,
    seconds=80,
)
_QUOTA = Trouble(chance=0.003, kind="quota used up", words="says: quota exceeded", reason="quota", retry_after=1800)
_TOKEN = Trouble(chance=0.002, kind="token dead", words="says: not authorized", reason="auth")
_REFUSED = Trouble(
    chance=0.0015, kind="refused for good", words="refuses for good", reason="channel_not_found", permanent=True
)

READING = (_LIMITED, _DOWN, _HANGS, _DIES_BEFORE)
REPEATABLE = (*READING, _LOST, _LATE_ANSWER, _DIES_AFTER, _SLEEPS)
POSTING = (_LIMITED, _DOWN, _LOST, _LATE_ANSWER, _HANGS_IN_DOUBT, _HANGS_AFTER, _DIES_BEFORE, _DIES_AFTER, _REFUSED)
BOOKING = (*REPEATABLE, _HANGS_AFTER, _QUOTA, _TOKEN)

TROUBLES: Mapping[str, tuple[Trouble, ...]] = {
    "post": POSTING,
    "edit": REPEATABLE,
    "open_dm": READING,
    "find": (*READING, _SLEEPS),
    "publish_home": REPEATABLE,
    "busy": (*READING, _SLEEPS, _QUOTA),
    "insert": BOOKING,
    "change": BOOKING,
    "cancel": BOOKING,
    "get": READING,
    "changes": READING,
    "by_email": READING,
    "by_id": READING,
}

FAULTS = frozenset(trouble.kind for troubles in TROUBLES.values() for trouble in troubles) | {
    "calendar unknown",
    "sync token stale",
    "database away",
    "outage",
    "clock set back",
    "slot taken",
    "declined by hand",
    "moved by hand",
    "deleted by hand",
    "delivered twice",
}
"""Kinds of events that are counted as faults; all others are what people felt like."""
