"""What a performer says of an effect it tried: a value, written down by the relay in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.records.delivery import Effect, EffectState
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.ports import Calendar, Clock, Directory, Messenger

Then = Callable[[Transaction, Circumstances], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """`state` is DONE, SKIPPED (with its reason) or RETRY at `due`; with `anew` as if it had been meant for then from the
    start: no attempt counts, and what was its last moment is none any more. `drawn` stands for what a message shows now.
    `then` runs in the settling transaction: what follows from the effect is written together with the fact that it was
    done. It may raise StaleRecord: then nothing is written and the effect is tried again; or PermanentFault: then nothing is
    written and the effect is given up."""

    state: EffectState
    reason: str = ""
    remote_ref: str = ""
    due: datetime | None = None
    anew: bool = False
    drawn: str = ""
    then: Then | None = None


def done(remote_ref: str = "", *, then: Then | None = None, reason: str = "") -> Settlement:
    return Settlement(state=EffectState.DONE, remote_ref=remote_ref, then=then, reason=reason)


def skipped(reason: str, *, then: Then | None = None) -> Settlement:
    return Settlement(state=EffectState.SKIPPED, reason=reason, then=then)


def later(reason: str, due: datetime, *, anew: bool = False) -> Settlement:
    return Settlement(state=EffectState.RETRY, reason=reason, due=due, anew=anew)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What performers may reach: the database between calls, the ports, and what time it has become meanwhile."""

    uow: UnitOfWork
    calendar: Calendar
    messenger: Messenger
    directory: Directory
    secret: bytes
    clock: Clock


class Performer(Protocol):
    def __call__(self, outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
        """Tries the effect outside any transaction. Raises TransientFault or PermanentFault."""


MOMENT_PASSED = "moment_passed"
UNSURE = ("lease_expired", "outcome_unknown")
"""Reasons under which an effect may have been carried out already: read back before repeating it."""


def may_be_done(effect: Effect) -> bool:
    return effect.reason in UNSURE
