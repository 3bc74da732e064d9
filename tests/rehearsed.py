"""Worlds in which a loop is under way. The way there is played once per engine, and every later test gets a copy of what
it led to: more than a hundred tests begin with a booked loop, and to play one takes a quarter of a second."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from threading import RLock
from typing import Any

from sqlalchemy import Table, insert, select, text

from models.tables import metadata
from models.unit_of_work import UnitOfWork
from tests.world import Surroundings, World

copyreg.pickle(type(RLock()), lambda _: (RLock, ()))  # the copy of a lock is a free one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """What the database and everything around it held."""

    rows: Sequence[tuple[Table, Sequence[Mapping[str, Any]]]]
    around: Surroundings


_PLAYED: dict[tuple[str, int], _Moment] = {}


def under_way(uow: UnitOfWork, *, held: int = 0) -> World:
    """As `World(uow)` once `L1` is booked and its first `held` rounds were held, each with a verdict to go on. `uow` is
    of an empty database."""
    moment = (uow.engine.dialect.name, held)
    if moment not in _PLAYED:
        world = under_way(uow, held=held - 1) if held else World(uow)
        if held:
            world.holds_round(held - 1)
        else:
            world.booked()
        _PLAYED[moment] = _remembered(world)
        return world
    return _again(uow, _PLAYED[moment])


def _remembered(world: World) -> _Moment:
    with world.uow.engine.connect() as connection:
        rows = [(table, connection.execute(select(table)).mappings().all()) for table in metadata.sorted_tables]
    return _Moment(
        rows=[(table, [dict(row) for row in found]) for table, found in rows if found], around=deepcopy(world.around)
    )


def _again(uow: UnitOfWork, moment: _Moment) -> World:
    with uow.engine.begin() as connection:
        for table, rows in moment.rows:
            connection.execute(insert(table), rows)
            if uow.engine.dialect.name == "postgresql" and table.name in ("inbox", "outbox", "audit"):
                last = max(row["id"] for row in rows)
                connection.execute(text(f"ALTER SEQUENCE {table.name}_id_seq RESTART WITH {last + 1}"))
    return World(uow, found=deepcopy(moment.around))
