"""A moment of a test world, put back as often as it is wanted: the database row by row, what is around it as a copy."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping, Sequence
from copy import deepcopy
from threading import RLock
from typing import Any

from sqlalchemy import Engine, Table, insert, select, text

from models.tables import metadata
from scheduling.outbox.restored import note_restored
from tests.world import Surroundings, World

copyreg.pickle(type(RLock()), lambda _: (RLock, ()))  # the copy of a lock is a free one

Rows = Sequence[tuple[Table, Sequence[Mapping[str, Any]]]]
_NUMBERED = ("inbox", "outbox", "audit")


def all_rows(engine: Engine) -> Rows:
    """Everything in the database, as it is now; tables that are empty are left out."""
    with engine.connect() as connection:
        rows = [(table, connection.execute(select(table)).mappings().all()) for table in metadata.sorted_tables]
    return [(table, [dict(row) for row in found]) for table, found in rows if found]


def put_back(engine: Engine, kept: Rows) -> None:
    """Into any database with the schema: what it held is gone."""
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.exec_driver_sql(f"DELETE FROM {table.name}")
        for table, rows in kept:
            connection.execute(insert(table), rows)
        if engine.dialect.name == "postgresql":
            held = {table.name: max(row["id"] for row in rows) for table, rows in kept if table.name in _NUMBERED}
            for name in _NUMBERED:
                connection.execute(text(f"ALTER SEQUENCE {name}_id_seq RESTART WITH {held.get(name, 0) + 1}"))


def restored(world: World, kept: Rows) -> World:
    """The same outside, and the database as it was; said before anything else runs."""
    put_back(world.uow.engine, kept)
    after = World(world.uow, found=world.around)
    with after.uow() as tx:
        note_restored(tx, after.engine.circumstances(), actor="command line")
    return after


def copied(around: Surroundings) -> Surroundings:
    """What never changes (messages, events, views, people) is shared by all copies: to copy it takes most of the time."""
    fixed = [
        *around.messenger._said.values(),
        *around.messenger.homes.values(),
        *around.calendar._kept.values(),
        *around.directory._users.values(),
    ]
    return deepcopy(around, {id(one): one for one in fixed})
