"""The stage: the example company, a bot playing in it, and a clock that is moved from one thing that happens to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from models.records.delivery import EffectState
from models.unit_of_work import UnitOfWork
from sandbox.company import Company
from sandbox.slack import Person
from sandbox.story.acts import Refused, Unreachable

TRIES = 5


class Bot(Protocol):
    """A running bot. `uow` looks into its database; the story only reads there."""

    uow: UnitOfWork

    def settle(self) -> None:
        """Everything that is due at the present time has been done when this returns."""

    def mend(self) -> None:
        """Makes sure that somebody answers again: starts the process anew where it died."""


class Stage:
    """Acts are tried again, as people do, when nobody answered; after each the bot comes to rest."""

    def __init__(self, company: Company, bot: Bot, after_step: Callable[[], None] = lambda: None) -> None:
        self.company = company
        self.bot = bot
        self._after_step = after_step

    @property
    def now(self) -> datetime:
        return self.company.clock.now()

    def person(self, name: str) -> Person:
        return self.company.people[name]

    def settle(self) -> None:
        self.bot.settle()
        self._after_step()

    def act(self, what: Callable[[], object]) -> None:
        """Does something as a person, and tries again if nobody answered. Whoever tries again and finds the button gone
        or is told that it is done already knows that it was taken the first time."""
        unheard = 0
        while unheard < TRIES:
            try:
                what()
                break
            except Unreachable:
                unheard += 1
                self.bot.mend()
            except (LookupError, Refused):
                if not unheard:
                    raise
                break
        self.settle()

    def until(self, moment: datetime) -> None:
        """Lets time pass up to `moment`, stopping at everything that happens on the way."""
        self.settle()
        while (due := self.next_due()) is not None and due < moment:
            self.company.clock.set(due)
            self.settle()
        self.company.clock.set(max(self.now, moment))
        self.settle()

    def next_due(self) -> datetime | None:
        """When the next thing is due: something to say or do, an interview's end, or the end of a lease whose holder was
        killed; None when nothing is planned. What is due now had its turn; where it could not be done, it waits for
        something that comes later."""
        with self.bot.uow.reading() as tx:
            due = tx.outbox.next_due(after=self.now)
            held = [effect.lease_until for effect in tx.outbox.all(state=EffectState.SENDING)]
            ends = [r.end for loop in tx.loops.live() for r in tx.rounds.of_loop(loop.id) if r.end is not None]
        free = [until + timedelta(seconds=1) for until in held if until is not None]
        moments = [*([due] if due is not None else []), *(moment for moment in (*free, *ends) if moment > self.now)]
        return min(moments, default=None)
