"""What every test may ask for: databases on both engines. And what none may do: reach another machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from sqlalchemy import Engine

from models.engine import make_engine
from models.unit_of_work import UnitOfWork
from tests.databases import DIALECTS, Databases, Dialect
from tests.loopback import forbid_other_machines
from tests.migrated import MigratedDatabases
from tests.postgres import PostgresServer, running_postgres

forbid_other_machines()

# The same examples in every run: a red build is then about the change it builds. `--hypothesis-profile=explore` looks
# for new ones. No deadline, because a shared machine's slowness is no fault of the code.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", max_examples=1000, deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where databases come from. A server is started for the first test that needs one, once per worker."""
    with ExitStack() as session:

        @cache
        def server() -> PostgresServer:
            return session.enter_context(running_postgres())

        room = session.enter_context(in_memory()) or tmp_path_factory.mktemp("databases")
        yield Databases(server=server, room=room)


@contextmanager
def in_memory() -> Iterator[Path | None]:
    """A directory that is no disk, where the system has one: thousands of databases are made and thrown away, and what it
    costs to make each commit outlast a power cut is not what is tested."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield None
        return
    with TemporaryDirectory(prefix="hirebot-", dir=memory) as room:
        yield Path(room)


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
