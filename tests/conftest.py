"""What every test may ask for: databases on both engines. And what none may do: reach another machine."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache

import hypothesis
import pytest
from sqlalchemy import Engine

from models.engine import make_engine
from models.unit_of_work import UnitOfWork
from sandbox.room import room
from tests.databases import DIALECTS, Databases, Dialect
from tests.loopback import forbid_other_machines
from tests.migrated import MigratedDatabases
from tests.postgres import PostgresServer, running_postgres

forbid_other_machines()

# Thousands of modules and examples stay for the whole run: to look through them again and again takes a tenth of it.
gc.set_threshold(200_000, 50, 50)

# The same examples in every run: a red build is then about the change it builds. `--hypothesis-profile=explore` looks
# for new ones. No deadline, because a shared machine's slowness is no fault of the code.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", max_examples=1000, deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: some tests wait for a process, a browser or a lease, and somebody can work meanwhile."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where databases come from. A server is started for the first test that needs one, once per worker."""
    with ExitStack() as session:

        @cache
        def server() -> PostgresServer:
            return session.enter_context(running_postgres())

        yield Databases(server=server, room=session.enter_context(room("hirebot-tests")))


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    """Runs the test once per engine."""
    wanted: Dialect = request.param
    return wanted


@pytest.fixture
def database_url(databases: Databases, dialect: Dialect) -> Iterator[str]:
    """An empty database of the test's own, on SQLite and then on PostgreSQL."""
    with databases.fresh(dialect) as url:
        yield url


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> Iterator[MigratedDatabases]:
    with ExitStack() as session:
        yield MigratedDatabases(databases, session)


@pytest.fixture
def migrated_url(migrated: MigratedDatabases, dialect: Dialect) -> Iterator[str]:
    """A database with the newest schema and nothing in it, the test's own for as long as it runs."""
    with migrated.lend(dialect) as url:
        yield url


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    made = make_engine(migrated_url)
    yield made
    made.dispose()


@pytest.fixture
def uow(engine: Engine) -> UnitOfWork:
    """The unit of work on a migrated database, on SQLite and then on PostgreSQL."""
    return UnitOfWork(engine)
