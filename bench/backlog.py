"""How long a step of the relay takes with ever more rows waiting: `python bench/backlog.py [--rows N ...]`.

Fills the outbox with messages that are due next year, over as many conversations as a company has people, and an equal
number that was said long ago, on SQLite and PostgreSQL. Then asks what every tick asks: is a lease over, is anything due?
Prints the Markdown table of docs/performance.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import click
from sqlalchemy import Engine, text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.engine import make_engine
from models.migration import upgrade
from models.records.delivery import Effect, EffectKind, EffectState
from models.unit_of_work import UnitOfWork
from tests.postgres import running_postgres

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PEOPLE = 500
ENGINES = ("SQLite", "PostgreSQL")

_FILL = """
    INSERT INTO outbox (key, kind, target, topic, payload, due_at, state, attempts, lease_owner, remote_ref, reason,
                        created_at, version)
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :rows)
    SELECT :state || n, 'post', 'dm:p' || (n % :people), 'reminder', '{}', :due, :state, 0, '', '', '', :made, 1
    FROM numbers
"""


@click.command()
@click.option("--rows", type=click.IntRange(1), multiple=True, default=(10_000, 100_000, 1_000_000), show_default=True)
@click.option("--repeats", type=click.IntRange(1), default=301, show_default=True)
def main(rows: tuple[int, ...], repeats: int) -> None:
    """How long a step of the relay takes with ever more rows waiting."""
    click.echo("| rows waiting | database | nothing is due | one message is due: claimed and settled |")
    click.echo("| ---: | --- | ---: | ---: |")
    for count in rows:
        for name in ENGINES:
            with database(name) as engine:
                fill(engine, count)
                idle, busy = measured(UnitOfWork(engine), repeats)
            click.echo(f"| {count:,} | {name} | {idle * 1000:.2f} ms | {busy * 1000:.2f} ms |")


@contextmanager
def database(name: str) -> Iterator[Engine]:
    """A migrated database that is gone afterwards."""
    with ExitStack() as until_done:
        if name == "PostgreSQL":
            server = until_done.enter_context(running_postgres())
            server.create("backlog")
            url = server.url("backlog")
        else:
            url = f"sqlite:///{until_done.enter_context(TemporaryDirectory())}/backlog.db"
        upgrade(url)
        engine = make_engine(url)
        yield engine
        engine.dispose()


def fill(engine: Engine, rows: int) -> None:
    """As many that wait as were sent; what the engine knows of its tables is brought up to date."""
    made = NOW - timedelta(days=300)
    with engine.begin() as connection:
        for state, due in (("pending", NOW + timedelta(days=300)), ("done", made)):
            values = {"rows": rows, "people": PEOPLE, "state": state, "due": _stored(due), "made": _stored(made)}
            connection.execute(text(_FILL), values)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def measured(uow: UnitOfWork, repeats: int) -> tuple[float, float]:
    """Seconds of a tick that finds nothing, and of one that finds a message: the middle of many."""
    idle = [_seconds(lambda: _claimed(uow)) for _ in range(repeats)]
    busy = []
    for number in range(repeats):
        with uow() as tx:
            key, target = f"now{number}", f"dm:p{number % PEOPLE}"
            tx.outbox.add(
                Effect(key=key, kind=EffectKind.POST, target=target, topic="notice", due_at=NOW, created_at=NOW)
            )
        busy.append(_seconds(lambda: _claimed(uow, settle=True)))
    return median(idle), median(busy)


def _claimed(uow: UnitOfWork, *, settle: bool = False) -> None:
    with uow() as tx:
        tx.outbox.expired(NOW)
        found = tx.outbox.claim(owner="bench", now=NOW, lease=timedelta(seconds=60), pace=timedelta(seconds=1), limit=1)
    assert len(found) == settle
    if settle:
        with uow() as tx:
            tx.outbox.save(replace(found[0], state=EffectState.DONE, remote_ref="C1:1.0"))


def _seconds(step: Callable[[], None]) -> float:
    start = perf_counter()
    step()
    return perf_counter() - start


def _stored(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    main()
