"""Databases with the newest schema for tests. On PostgreSQL one database serves test after test and is emptied in between,
because making one takes 100 ms and most tests write a handful of rows; on SQLite each test gets a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from sqlalchemy import make_url

from models.migration import upgrade
from models.tables import metadata
from tests.databases import Databases, Dialect

_EMPTY = ";".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))
_COUNT_ANEW = ";".join(f"ALTER SEQUENCE {name}_id_seq RESTART" for name in ("inbox", "outbox", "audit"))
_DISCONNECT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class MigratedDatabases:
    """Lends migrated databases, empty each time. `session` closes what is kept for the next test."""

    def __init__(self, databases: Databases, session: ExitStack) -> None:
        self._databases = databases
        self._session = session
        self._free: list[str] = []

    @contextmanager
    def lend(self, dialect: Dialect) -> Iterator[str]:
        if dialect == "sqlite":
            with self._databases.fresh(dialect, prepare=migrate) as url:
                yield url
            return
        if not self._free:
            self._free.append(self._session.enter_context(self._databases.fresh(dialect, prepare=migrate)))
        url = self._free.pop()
        yield url
        _empty(url)
        self._free.append(url)


def migrate(url: str) -> None:
    upgrade(url)


def _empty(url: str) -> None:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_DISCONNECT)
        connection.execute(f"BEGIN; {_EMPTY}; {_COUNT_ANEW}; COMMIT".encode())
