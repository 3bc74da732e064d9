"""Brings a database to the newest schema: all missing steps in one transaction, one process at a time.

Alembic is loaded only where there is a step to take: most starts find none, and wait for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, make_url, text

from models.engine import make_engine, reading_options
from models.repositories.rows import take_turns
from models.tables import metadata

STEPS = "migrations:"
"""The package that holds the steps, wherever it is installed."""

_MIGRATION_TURN = 4_812_022
_WAIT_SECONDS = 120.0


class UnknownRevision(Exception):
    """The database was upgraded by a newer Hirebot than this one; it is left as it is."""


def upgrade(url: str, *, steps: str = STEPS) -> list[str]:
    """Applies what is missing, oldest first, and returns the revisions applied; an empty list when there was nothing.

    All steps share one transaction: a failure or a crash in any of them leaves the schema as it was. Processes that
    start at once wait for each other, and only the first one finds work. Creates a SQLite file and its folder.
    """
    _make_place(url)
    engine = make_engine(url, busy_seconds=_WAIT_SECONDS, pool_size=1)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _defer_foreign_keys)
    with _disposed(engine), engine.connect() as connection:
        take_turns(connection, _MIGRATION_TURN)
        known = _known_revisions(steps)
        found = _revision(connection)
        if found is not None and found not in known:
            raise UnknownRevision(f"the database is at revision {found}, which this version does not know")
        applied = _apply(connection, steps) if found != known[0] else []
        _check_foreign_keys(connection)
        connection.commit()
    return applied


def empty(engine: Engine) -> None:
    """Deletes all that is stored and lets numbers begin at 1 again; for databases that hold nothing but made-up data."""
    tables = [table.name for table in metadata.sorted_tables]
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE"))
        for table in reversed(metadata.sorted_tables) if engine.dialect.name == "sqlite" else ():
            connection.execute(table.delete())


def current(url: str) -> str | None:
    """The revision the database is at; None for one that was never upgraded. Creates nothing, and writes nothing into a
    file that is empty."""
    file = database_file(url)
    if file is not None and (not file.exists() or (file.is_file() and file.stat().st_size == 0)):
        return None
    engine = make_engine(url, pool_size=1)
    with _disposed(engine), engine.connect().execution_options(**reading_options(engine)) as connection:
        return _revision(connection)


def newest(*, steps: str = STEPS) -> str:
    """The revision that this version of Hirebot works with."""
    return _known_revisions(steps)[0]


def is_newer(revision: str | None, *, steps: str = STEPS) -> bool:
    """Whether a later version has upgraded the database. Each step only adds, so this version goes on with it."""
    return revision is not None and revision not in _known_revisions(steps)


def is_current(url: str) -> bool:
    """Whether the database has the schema that this version works with: neither older nor newer."""
    return current(url) == newest()


def _known_revisions(steps: str) -> list[str]:
    """Newest first: each step's file begins with its number."""
    folder = files(steps.removesuffix(":")) if steps.endswith(":") else Path(steps)
    names = (file.name for file in (folder / "versions").iterdir())
    return sorted((name.removesuffix(".py").split("_")[0] for name in names if name.endswith(".py")), reverse=True)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _apply(connection: Connection, steps: str) -> list[str]:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationInfo

    applied: list[str] = []

    def note(*, step: MigrationInfo, **_: object) -> None:
        applied.extend(step.up_revision_ids)

    config = Config()
    config.set_main_option("script_location", steps.replace("%", "%%"))
    config.attributes.update(connection=connection, on_version_apply=note)
    command.upgrade(config, "head")
    return applied


def _defer_foreign_keys(connection: Any, _record: object) -> None:
    """SQLite rebuilds a table to alter it, which its foreign keys would forbid; the pragma works outside transactions only."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"the upgrade would break {len(broken)} references; nothing was changed")


def _make_place(url: str) -> None:
    """What candidates and interviewers wrote is in that file: nobody else of the machine is to read it. SQLite gives the
    files beside it the same mode."""
    file = database_file(url)
    if file is not None and not _is_uri(url):  # a URI of SQLite's says itself how it is opened
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)


def database_file(url: str) -> Path | None:
    """Where a SQLite database is; None for any other."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database.removeprefix("file:"))


def _is_uri(url: str) -> bool:
    return (make_url(url).database or "").startswith("file:")


@contextmanager
def _disposed(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()
