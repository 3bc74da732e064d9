"""Worlds in which a loop is under way. The way there is played once per engine, and every later test gets a copy of what
it led to: more than a hundred tests begin with a booked loop, and to play one takes a quarter of a second."""

from __future__ import annotations

from models.unit_of_work import UnitOfWork
from tests.remembered import Rows, all_rows, copied, put_back
from tests.world import Surroundings, World

_PLAYED: dict[tuple[str, int], tuple[Rows, Surroundings]] = {}


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
        _PLAYED[moment] = all_rows(uow.engine), copied(world.around)
        return world
    rows, around = _PLAYED[moment]
    put_back(uow.engine, rows)
    return World(uow, found=copied(around))
