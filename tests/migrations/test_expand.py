"""Upgrading without a pause: a step only adds, so that processes of the version before work on beside those of the new one
until they are replaced. What is no longer used is taken away a version later, when nobody writes it any more."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import text

from models.engine import make_engine
from models.records.loops import LoopState
from models.tables import metadata
from models.unit_of_work import UnitOfWork
from tests.databases import Databases, Dialect
from tests.migrated import migrate
from tests.world import World

STEPS = sorted((Path(__file__).resolve().parents[2] / "migrations" / "versions").glob("[0-9]*.py"))[1:]
ADDING = {"add_column", "create_table", "create_index"}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.stem)
def test_a_step_only_adds_what_the_version_before_need_not_know(step: Path) -> None:
    code = ast.parse(step.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(code) if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("op.")]

    assert {ast.unparse(call.func).removeprefix("op.") for call in calls} <= ADDING
    columns = [ast.unparse(call) for call in calls if ast.unparse(call.func) == "op.add_column"]
    assert [] == [column for column in columns if "nullable=True" not in column and "server_default" not in column]


def test_a_process_goes_on_with_a_schema_that_has_grown(databases: Databases, dialect: Dialect) -> None:
    with databases.fresh(dialect, prepare=migrate) as url:
        engine = make_engine(url)
        world = World(UnitOfWork(engine))
        world.booked()
        with engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN of_a_later_version VARCHAR(40)"))
            connection.execute(text("CREATE TABLE later (id INTEGER PRIMARY KEY)"))
        for index in range(4):
            world.holds_round(index)
        world.decides(LoopState.OFFER)

        assert LoopState.OFFER is world.loop().state
        assert () == world.broken()
        assert [] == world.errors
        engine.dispose()
