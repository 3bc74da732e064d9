"""What a stage was at one moment, put back as often as it is wanted: the database row by row, the outside as a copy."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from threading import RLock
from typing import Any

from sqlalchemy import Engine, Table, insert, select, text

from models.tables import metadata
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from tests.crash.stage import Stage
from tests.world import Surroundings

copyreg.pickle(type(RLock()), lambda _: (RLock, ()))  # the copy of a lock is a free one

_NUMBERED = ("inbox", "outbox", "audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    rows: Sequence[tuple[Table, Sequence[Mapping[str, Any]]]]
    around: Surroundings
    acknowledged: frozenset[str]
    last: tuple[i.Intent, str] | None


def remembered(stage: Stage) -> Moment:
    with stage.uow.engine.connect() as connection:
        rows = [(table, connection.execute(select(table)).mappings().all()) for table in metadata.sorted_tables]
    return Moment(
        rows=[(table, [dict(row) for row in found]) for table, found in rows if found],
        around=_copied(stage.around),
        acknowledged=frozenset(stage.acknowledged),
        last=stage.last,
    )


def again(uow: UnitOfWork, moment: Moment) -> Stage:
    """`uow` is of any database with the schema: what it held is gone."""
    _put_back(uow.engine, moment)
    stage = Stage(uow, found=_copied(moment.around))
    stage.acknowledged = set(moment.acknowledged)
    stage.last = moment.last
    return stage


def _put_back(engine: Engine, moment: Moment) -> None:
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.exec_driver_sql(f"DELETE FROM {table.name}")
        for table, rows in moment.rows:
            connection.execute(insert(table), rows)
        if engine.dialect.name == "postgresql":
            held = {
                table.name: max(row["id"] for row in rows) for table, rows in moment.rows if table.name in _NUMBERED
            }
            for name in _NUMBERED:
                connection.execute(text(f"ALTER SEQUENCE {name}_id_seq RESTART WITH {held.get(name, 0) + 1}"))


def _copied(around: Surroundings) -> Surroundings:
    """What never changes (messages, events, views, people) is shared by all copies: to copy it takes most of the time."""
    fixed = [
        *around.messenger._said.values(),
        *around.messenger.homes.values(),
        *around.calendar._kept.values(),
        *around.directory._users.values(),
    ]
    return deepcopy(around, {id(one): one for one in fixed})
