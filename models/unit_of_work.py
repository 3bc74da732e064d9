"""One transaction around one use case: everything in it happens, or nothing does. `commit` stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from models.engine import reading_options
from models.repositories.delivery import Audit, Bookmarks, Inbox, Outbox
from models.repositories.feedback import Checklists, Drafts, Proposals, Scorecards, Verdicts
from models.repositories.forecasts import Forecasts
from models.repositories.loops import Loops, Rounds, Seats, SlotClaims
from models.repositories.people import Holidays, Openings, People, Pools


@dataclass(frozen=True, slots=True)
class Transaction:
    """The collections of records, all on one connection and one transaction."""

    people: People
    pools: Pools
    openings: Openings
    holidays: Holidays
    loops: Loops
    rounds: Rounds
    seats: Seats
    slots: SlotClaims
    scorecards: Scorecards
    drafts: Drafts
    verdicts: Verdicts
    checklists: Checklists
    proposals: Proposals
    forecasts: Forecasts
    inbox: Inbox
    outbox: Outbox
    audit: Audit
    bookmarks: Bookmarks


class UnitOfWork:
    """`with uow() as tx:` commits when the block ends, rolls back when it raises. `with uow.reading() as tx:` sees
    one moment and cannot write. No network call may stand inside either."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        with self.engine.connect() as connection:
            yield _transaction(connection)
            connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with self.engine.connect().execution_options(**reading_options(self.engine)) as connection:
            yield _transaction(connection)


def _transaction(connection: Connection) -> Transaction:
    return Transaction(
        people=People(connection),
        pools=Pools(connection),
        openings=Openings(connection),
        holidays=Holidays(connection),
        loops=Loops(connection),
        rounds=Rounds(connection),
        seats=Seats(connection),
        slots=SlotClaims(connection),
        scorecards=Scorecards(connection),
        drafts=Drafts(connection),
        verdicts=Verdicts(connection),
        checklists=Checklists(connection),
        proposals=Proposals(connection),
        forecasts=Forecasts(connection),
        inbox=Inbox(connection),
        outbox=Outbox(connection),
        audit=Audit(connection),
        bookmarks=Bookmarks(connection),
    )
