"""Whether this process can do its part, in codes that an operator can look up in docs/operations.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.watchdog import Watchdog
from models.engine import StoreError
from models.migration import current, newest
from models.records.delivery import EffectState
from models.unit_of_work import UnitOfWork
from scheduling.ports import Clock

BACKLOG_AFTER = timedelta(minutes=5)
"""Promised: what cannot be said in time, a person sees within five minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """`problems` make the process unfit. `notes` are for people: nothing that another process would do better."""

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        return not self.problems

    def __str__(self) -> str:
        return "\n".join([*self.problems, *self.notes] or ["ready"]) + "\n"


class Health:
    """`listening` tells what is wrong with the way from Slack, or nothing."""

    def __init__(
        self,
        uow: UnitOfWork,
        clock: Clock,
        watchdog: Watchdog,
        *,
        database_url: str,
        listening: Callable[[], str] = lambda: "",
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._watchdog = watchdog
        self._database_url = database_url
        self._newest = newest()
        self.listening = listening

    def readiness(self) -> Readiness:
        """Looks into the database; may take as long as it does."""
        problems = [f"tick_late: {tick}" for tick in self._watchdog.missed()]
        problems += [problem] if (problem := self.listening()) else []
        try:
            found = self._store()
        except (StoreError, OSError):
            return Readiness(problems=("database: not reachable", *problems))
        return Readiness(problems=(*found.problems, *problems), notes=found.notes)

    def _store(self) -> Readiness:
        if current(self._database_url) != self._newest:
            return Readiness(problems=("database: not at the version of this program; run `python3 start.py migrate`",))
        with self._uow.reading() as tx:
            overdue = tx.outbox.overdue(self._clock.now() - BACKLOG_AFTER)
            dead = tx.outbox.count(EffectState.DEAD)
        return Readiness(
            problems=(f"backlog: {overdue} effects overdue by 5 minutes",) if overdue else (),
            notes=(f"dead: {dead} effects were given up (the people concerned were told)",) if dead else (),
        )
