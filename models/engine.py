"""Makes an engine that behaves the same on SQLite and PostgreSQL: real transactions, foreign keys, UTC."""

from __future__ import annotations

import sqlite3
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

StoreError = SQLAlchemyError
"""What any trouble with the database is raised as, for those who may not know SQLAlchemy."""


class AnotherKey(SQLAlchemyError):
    """The database was given another secret key than the one under which somebody wants to go on."""


StoreUnavailable = (OperationalError, InterfaceError, AnotherKey)
"""Trouble that lies with the database and not with what was asked of it (down, locked, a deadlock): trying again helps, in
the process that has its key at least."""

_READS = "hirebot_reads"
_PATIENCE = "hirebot_patience"
_TURN = "hirebot_turn"
_BUSY_TIMEOUT = "hirebot_busy_timeout"
_TRIES = 100
_ASKING = ("SELECT", "PRAGMA", "EXPLAIN")  # SQLAlchemy asks by PRAGMA which tables there are


def make_engine(url: str, *, busy_seconds: float = 10.0, pool_size: int = 20, durable: bool = True) -> Engine:
    """An engine for `sqlite:///...` or `postgresql://...` (psycopg 3). Opens no connection yet.

    Errors never quote what was to be stored (`hide_parameters`): they end in logs.

    SQLite: WAL, foreign keys, `synchronous=FULL` (an acknowledged input survives a power cut), and BEGIN IMMEDIATE for
    every writing transaction; with the driver's own transactions 297 of 300 slots were booked twice by 8 threads.
    Only a simulation does without being `durable`: SQLite then never waits for the disk.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed, pool_size)
    engine = create_engine(
        parsed.set(drivername=_OURS),
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        pool_size=pool_size,
        pool_use_lifo=True,
        hide_parameters=True,
        busy_seconds=busy_seconds,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    if not durable:
        event.listen(engine, "connect", _forgo_durability)
    event.listen(engine, "checkin", _give_up_turn)
    event.listen(engine, "invalidate", _give_up_turn)
    return engine


def reading_options(engine: Engine) -> dict[str, Any]:
    """Execution options of a connection that only reads: a write is an error on both engines, all its queries see one
    moment, and on SQLite it takes no write lock."""
    if engine.dialect.name == "postgresql":
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {_READS: True}


def patient(seconds: float) -> dict[str, Any]:
    """Execution options of a connection that waits no longer than this for others to write. On PostgreSQL they wait for rows
    only, and nobody holds one for long (see `_prepare_postgresql`)."""
    return {_PATIENCE: seconds}


def _postgresql(url: URL, pool_size: int) -> Engine:
    connect_args = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
    psycopg = url.set(drivername="postgresql+psycopg")
    engine = create_engine(
        psycopg,
        connect_args=connect_args,
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=10,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """A process that is stopped inside a transaction must not keep its locks, and so every replica, waiting for ever.

    Queries are planned for the values they ask for, and not compiled: what is due now are a few rows of many, but
    PostgreSQL takes a third of them for due where it does not know the moment. With 100,000 rows waiting, a claim took
    30 ms so, and takes half a millisecond now (bench/backlog.py).
    """
    settings = {"idle_in_transaction_session_timeout": "30s", "plan_cache_mode": "force_custom_plan", "jit": "off"}
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"SET {name} = '{value}'")
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself; see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _forgo_durability(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switches to WAL. Where several processes open a new file at once, SQLite refuses the switch instead of waiting, so
    wait for the others' turn by taking our own (BEGIN IMMEDIATE does heed the timeout)."""
    for _ in range(_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("COMMIT")
        else:
            return
    raise TimeoutError("the database file is too busy to be opened")


class _SQLite(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect, with transactions of our own.

    One thread of this process after the other begins to write. Left to themselves they would wait for SQLite, which
    lets a waiter sleep for up to 100 ms at a time and serves whoever comes first after that: of 16 threads some waited for
    more than a second, with the database free most of the time. Other processes are waited for by SQLite as ever.

    A dialect and not a listener for "begin": an engine with one looks for listeners at every statement.
    """

    supports_statement_cache = True

    def __init__(self, busy_seconds: float, **others: Any) -> None:
        super().__init__(**others)
        self._busy_seconds = busy_seconds
        self._turn = Lock()

    def set_connection_execution_options(self, connection: Connection, opts: Any) -> None:
        super().set_connection_execution_options(connection, opts)
        connection.info.update({name: value for name, value in opts.items() if name in (_READS, _PATIENCE)})

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Straight to the driver: there are two of these per effect, and SQLAlchemy's way takes ten times as long."""
        info, driver = dbapi_connection.info, dbapi_connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        reading, patience = info.get(_READS, False), info.get(_PATIENCE, self._busy_seconds)
        if not reading:
            begun = monotonic()
            if info.get(_TURN) is None and self._turn.acquire(timeout=patience):
                info[_TURN] = self._turn
            # Whoever has waited too long asks SQLite all the same, which says what is wrong.
            patience = max(0.0, round(patience - (monotonic() - begun), 1))
        _set_busy_timeout(driver, info, patience)
        driver.execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        _look_that_it_may(statement, context)
        cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        _look_that_it_may(statement, context)
        cursor.executemany(statement, parameters)


_OURS = "sqlite+hirebot"
registry.register("sqlite.hirebot", __name__, _SQLite.__name__)


def _look_that_it_may(statement: str, context: Any) -> None:
    """A transaction that reads does not write. SQLite is not told so: by `PRAGMA query_only` a connection forgets each time
    how its statements are executed, and two thirds of the time that SQLite took went into finding that out again."""
    if not statement.startswith(_ASKING) and context.execution_options.get(_READS):
        raise sqlite3.OperationalError("attempt to write in a transaction that only reads")


def _set_busy_timeout(driver: sqlite3.Connection, info: dict[Any, Any], seconds: float) -> None:
    """Unless the connection is set to it already."""
    if info.get(_BUSY_TIMEOUT) != seconds:
        driver.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
        info[_BUSY_TIMEOUT] = seconds


def _give_up_turn(_connection: object, record: Any, _error: object = None) -> None:
    """The connection is given back or gone: its transaction is over, whichever way, and so is what it was wanted for."""
    for wanted in (_READS, _PATIENCE):
        record.info.pop(wanted, None)
    if (turn := record.info.pop(_TURN, None)) is not None:
        turn.release()
