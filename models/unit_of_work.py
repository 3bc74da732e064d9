"""One transaction around one use case: everything in it happens, or nothing does. `commit` stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, Engine

from models.engine import patient, reading_options
from models.repositories.audit import Audit
from models.repositories.bookmarks import Bookmarks
from models.repositories.delivery import Inbox, Outbox
from models.repositories.feedback import Checklists, Drafts, Proposals, Scorecards, Verdicts
from models.repositories.forecasts import Forecasts
from models.repositories.loops import Loops, Rounds, Seats, SlotClaims
from models.repositories.people import Holidays, Openings, People, Pools


class Transaction:
    """The collections of records, all on one connection and one transaction. Each is made when it is first asked for: most
    transactions need two or three."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def people(self) -> People:
        return People(self._connection)

    @cached_property
    def pools(self) -> Pools:
        return Pools(self._connection)

    @cached_property
    def openings(self) -> Openings:
        return Openings(self._connection)

    @cached_property
    def holidays(self) -> Holidays:
        return Holidays(self._connection)

    @cached_property
    def loops(self) -> Loops:
        return Loops(self._connection)

    @cached_property
    def rounds(self) -> Rounds:
        return Rounds(self._connection)

    @cached_property
    def seats(self) -> Seats:
        return Seats(self._connection)

    @cached_property
    def slots(self) -> SlotClaims:
        return SlotClaims(self._connection)

    @cached_property
    def scorecards(self) -> Scorecards:
        return Scorecards(self._connection)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self._connection)

    @cached_property
    def verdicts(self) -> Verdicts:
        return Verdicts(self._connection)

    @cached_property
    def checklists(self) -> Checklists:
        return Checklists(self._connection)

    @cached_property
    def proposals(self) -> Proposals:
        return Proposals(self._connection)

    @cached_property
    def forecasts(self) -> Forecasts:
        return Forecasts(self._connection)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self._connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._connection)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self._connection)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        return Bookmarks(self._connection)


class UnitOfWork:
    """`with uow() as tx:` commits when the block ends, rolls back when it raises. `with uow.reading() as tx:` sees
    one moment and cannot write. No network call may stand inside either. Whoever would have to wait longer to write than
    their `patience` (seconds; None where they wait as others do) is told that the store is not available."""

    def __init__(self, engine: Engine, *, patience: Callable[[], float | None] = lambda: None) -> None:
        self.engine = engine
        self._patience = patience

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        with self.engine.connect() as connection:
            if (seconds := self._patience()) is not None:
                connection.execution_options(**patient(seconds))
            yield Transaction(connection)
            connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with self.engine.connect().execution_options(**reading_options(self.engine)) as connection:
            yield Transaction(connection)
