"""The database of one world, and a unit of work that the process may die in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from models.engine import make_engine
from models.migration import current, empty, upgrade
from models.unit_of_work import Transaction, UnitOfWork


class NotEmpty(Exception):
    """A database that somebody may need: simulating would empty it."""


class MortalUnitOfWork(UnitOfWork):
    """Calls `before` when everything is said and not yet committed, `after` once it is; either may raise."""

    before: Callable[[], None] = staticmethod(lambda: None)
    after: Callable[[], None] = staticmethod(lambda: None)

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        with super().__call__() as tx:
            yield tx
            self.before()
        self.after()


@contextmanager
def databases(url: str | None) -> Iterator[Callable[[], MortalUnitOfWork]]:
    """Gives an empty database with the newest schema each time it is asked; the one before is gone then. Without `url`
    they are files of SQLite that no power cut has to spare."""
    if url is not None:
        with _one_emptied(url) as give:
            yield give
        return
    with TemporaryDirectory() as room:
        template, place = Path(room, "template.db"), Path(room, "world.db")
        upgrade(f"sqlite:///{template}")
        engine = make_engine(f"sqlite:///{place}", durable=False)

        def fresh() -> MortalUnitOfWork:
            engine.dispose()
            for left in Path(room).glob("world.db*"):
                left.unlink()
            shutil.copyfile(template, place)
            return MortalUnitOfWork(engine)

        try:
            yield fresh
        finally:
            engine.dispose()


@contextmanager
def _one_emptied(url: str) -> Iterator[Callable[[], MortalUnitOfWork]]:
    if current(url) is not None:
        raise NotEmpty
    upgrade(url)
    engine = make_engine(url)

    def fresh() -> MortalUnitOfWork:
        empty(engine)
        return MortalUnitOfWork(engine)

    try:
        yield fresh
    finally:
        engine.dispose()
