"""The stage: the example company, a bot playing in it, and a clock that is moved from one thing that happens to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from models.unit_of_work import UnitOfWork
from sandbox.company import Company
from sandbox.slack import Message, Person
from sandbox.story.acts import Unreachable

T = TypeVar("T")
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

    def act(self, what: Callable[[], T]) -> T:
        """Does something as a person, and once more if the bot could not be reached."""
        for left in reversed(range(TRIES)):
            try:
                result = what()
                break
            except Unreachable:
                if not left:
                    raise
                self.bot.mend()
        self.settle()
        return result

    def until(self, moment: datetime) -> None:
        """Lets time pass up to `moment`, stopping at everything that happens on the way."""
        while (due := self._next_due()) is not None and due < moment:
            self.company.clock.set(max(self.now, due))
            self.settle()
        self.company.clock.set(max(self.now, moment))
        self.settle()

    def wait(self, **by: int) -> None:
        self.until(self.now + timedelta(**by))

    def wait_for(self, holds: Callable[[], T | None], *, most_days: int = 14) -> T:
        """Lets time pass until something is the case; LookupError after `most_days`."""
        end = self.now + timedelta(days=most_days)
        while self.now < end:
            found = holds()
            if found is not None:
                return found
            due = self._next_due()
            self.company.clock.set(min(end, max(due or end, self.now + timedelta(seconds=1))))
            self.settle()
        raise LookupError("it did not happen")

    def _next_due(self) -> datetime | None:
        with self.bot.uow.reading() as tx:
            due = tx.outbox.next_due()
            ends = [r.end for loop in tx.loops.live() for r in tx.rounds.of_loop(loop.id) if r.end is not None]
        moments = [*([due] if due is not None else []), *(end for end in ends if end > self.now)]
        return min(moments, default=None)


def texts(messages: list[Message]) -> str:
    """Everything in messages as one string, for looking things up."""
    return "\n".join(f"{message.text} {message.blocks}" for message in messages)
