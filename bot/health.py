"""Whether this process can do its part, in codes that an operator can look up in docs/operations.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.keys import KeyWatch
from bot.watchdog import Watchdog
from models.engine import StoreError
from models.migration import current, is_newer, newest
from models.records.delivery import Bookmark, EffectState
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.messages import Topic
from scheduling.outbox.relay import FLOW
from scheduling.outbox.restored import PROBE
from scheduling.ports import Clock

FAILING_FROM = 3
BACKLOG_AFTER = timedelta(minutes=5)
"""Promised: what cannot be said in time, a person sees within five minutes."""

ON_TIME = timedelta(seconds=60)
"""Promised: the first attempt comes at most this long after something is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """More messages due than may leave within a minute; the first one `since` when."""

    count: int
    since: datetime

    def last(self, now: datetime) -> datetime:
        """When the last one leaves, about."""
        return max(now, self.since) + FLOW.lasts(self.count)


def burst_of(tx: Transaction, by: datetime) -> Burst | None:
    """Of what is due by then; None where all of it can leave on time."""
    count, since = tx.outbox.crowd(by)
    crowded = since is not None and FLOW.lasts(count) > ON_TIME
    return Burst(count=count, since=since) if crowded and since is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """`unheard` are messages that were to tell people of what was given up, or of other trouble."""

    effects: int
    inputs: int
    unheard: int

    @classmethod
    def of(cls, tx: Transaction) -> GivenUp:
        unheard = tx.outbox.count(EffectState.DEAD, topic=Topic.TROUBLE)
        return cls(effects=tx.outbox.count(EffectState.DEAD) - unheard, inputs=tx.inbox.dead(), unheard=unheard)

    def words(self) -> list[str]:
        """A line for what people were told of, and one for what they were not."""
        told = [f"{count} {what}" for count, what in ((self.effects, "effects"), (self.inputs, "inputs")) if count]
        who = "of each a person was to be told" if self.unheard else "the people concerned were told"
        lines = [f"{' and '.join(told)} were given up ({who})"] if told else []
        if self.unheard:
            lines.append(f"{self.unheard} messages that tell people of trouble did not reach them: tell them yourself")
        return lines


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


def write_something(uow: UnitOfWork, clock: Clock) -> None:
    """Raises StoreError where nothing can be stored: a disk that is full, a file or a server that is only to be read."""
    with uow() as tx:
        tx.bookmarks.put(Bookmark(name=PROBE, value="", at=clock.now()))


class Health:
    """`listening` tells what is wrong with the way from Slack, or nothing."""

    def __init__(
        self,
        uow: UnitOfWork,
        clock: Clock,
        watchdog: Watchdog,
        key: KeyWatch,
        *,
        database_url: str,
        listening: Callable[[], str] = lambda: "",
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._watchdog = watchdog
        self._key = key
        self._database_url = database_url
        self._newest = newest()
        self.listening = listening

    def readiness(self) -> Readiness:
        """Looks into the database, and writes a row that means nothing; may take as long as it does."""
        problems = [f"tick_late: {tick}" for tick in self._watchdog.missed()]
        problems += [problem] if (problem := self.listening()) else []
        try:
            found = self._store()
        except (StoreError, OSError):
            return Readiness(problems=("database: not reachable", *problems))
        return Readiness(problems=(*found.problems, *problems), notes=(*found.notes, *self._failing()))

    def _failing(self) -> list[str]:
        """No other process would fare better: it is Google, or the database."""
        times = self._watchdog.failures()
        return [f"tick_failing: {tick}, {n} times in a row" for tick, n in times.items() if n >= FAILING_FROM]

    def _store(self) -> Readiness:
        found = current(self._database_url)
        if found != self._newest and not is_newer(found):
            return Readiness(problems=("database: not at the version of this program; run `python3 start.py migrate`",))
        self._key.look()
        if self._key.lost:
            return Readiness(problems=("secret_key: the database has another one now; put it into HIREBOT_SECRET_KEY",))
        with self._uow.reading() as tx:
            now = self._clock.now()
            burst = burst_of(tx, now)
            problems, notes = _backlog(tx, now, burst)
            given_up = GivenUp.of(tx)
        try:
            write_something(self._uow, self._clock)
        except StoreError:
            problems.insert(0, "database: cannot be written; is its disk full, or read-only?")
        if found != self._newest:
            notes.insert(0, "database: a newer Hirebot has upgraded it; start that one here too")
        if burst is not None:
            notes.append(f"burst: {burst.count} messages are due, the last one leaves {_minute(burst.last(now))}")
        notes += [f"dead: {words}" for words in given_up.words()]
        return Readiness(problems=tuple(problems), notes=tuple(notes))


def _backlog(tx: Transaction, now: datetime, burst: Burst | None) -> tuple[list[str], list[str]]:
    """A problem, or a note where another process would fare no better: a burst that is being worked off, and what waits
    for an older message of its conversation to be tried again."""
    since = now - BACKLOG_AFTER
    overdue = tx.outbox.overdue(since)
    if not overdue:
        return [], []
    words = [f"backlog: {overdue} effects overdue by 5 minutes"]
    tried = None if burst is None else tx.outbox.last_tried()
    goes_on = tried is not None and now - tried < ON_TIME
    return ([], words) if goes_on or overdue == tx.outbox.held(since) else (words, [])


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("about %H:%M UTC")
