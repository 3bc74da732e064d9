"""Two transactions that meet, in an order that is always the same."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import text

from models.unit_of_work import Transaction
from tests.world import World


def begun_meanwhile(world: World, tx: Transaction, step: Callable[[], object]) -> threading.Thread:
    """The step got as far as it gets before `tx` ends. On SQLite that is no further than its beginning."""
    thread = threading.Thread(target=step)
    thread.start()
    held_up = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    if world.uow.engine.dialect.name == "postgresql":
        while thread.is_alive() and not tx.loops.connection.execute(held_up).scalar():
            thread.join(0.01)
    return thread
