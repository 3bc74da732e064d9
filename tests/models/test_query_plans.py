"""What runs every second finds its rows by an index, however long the history has grown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from models.records.delivery import EffectState, Flow
from models.unit_of_work import Transaction, UnitOfWork
from tests.models.samples import NOW, effect, inbox_row
from tests.world import World

SECOND = timedelta(seconds=1)

ASKED_OFTEN: dict[str, Callable[[Transaction], object]] = {
    "claim": lambda tx: tx.outbox.claim(owner="w", now=NOW, lease=SECOND, pace=SECOND, limit=10),
    "claim in a flow": lambda tx: tx.outbox.claim(
        owner="w", now=NOW, lease=SECOND, pace=SECOND, limit=1, flow=Flow(most=40, within=SECOND)
    ),
    "crowd": lambda tx: tx.outbox.crowd(NOW),
    "drawn before": lambda tx: tx.outbox.last_tried_before(effect(id=1)),
    "any effect due": lambda tx: tx.outbox.any_due(NOW),
    "any input due": lambda tx: tx.inbox.any_due(NOW),
    "expired": lambda tx: tx.outbox.expired(NOW),
    "next due": lambda tx: tx.outbox.next_due(),
    "next due later": lambda tx: tx.outbox.next_due(after=NOW),
    "overdue": lambda tx: tx.outbox.overdue(NOW),
    "held": lambda tx: tx.outbox.held(NOW),
    "count": lambda tx: tx.outbox.count(EffectState.DEAD),
    "supersede": lambda tx: tx.outbox.supersede("moved", round_id="r1"),
    "is one pending": lambda tx: tx.outbox.hold(target="card:l1", state=EffectState.PENDING),
    "add once": lambda tx: tx.outbox.add_once(effect("again")),
    "next input": lambda tx: tx.inbox.next(NOW),
    "inputs waiting": lambda tx: tx.inbox.waiting(),
    "receive": lambda tx: tx.inbox.add_once(inbox_row("again")),
    "person": lambda tx: tx.people.by_email("ada@example.com"),
    "actor": lambda tx: tx.people.who_says("U1", "key"),
    "when anything was tried": lambda tx: tx.outbox.last_tried(),
    "live loops": lambda tx: tx.loops.live(),
    "rounds": lambda tx: tx.rounds.all(loop_id="l1"),
    "answers of the team": lambda tx: tx.rounds.answered(100),
    "newest forecast": lambda tx: tx.forecasts.newest("l1"),
    "forecasts that came true": lambda tx: tx.forecasts.came_true(100),
    "ended rounds": lambda tx: tx.rounds.ended_by(NOW),
    "my seats": lambda tx: tx.seats.of_person("p1"),
    "scorecards": lambda tx: tx.scorecards.latest_of_loop("l1"),
}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # its planner goes by rules, so that this is no gamble
@pytest.mark.parametrize("asked", ASKED_OFTEN)
def test_no_table_is_read_from_end_to_end(uow: UnitOfWork, asked: str) -> None:
    with uow() as tx:
        tx.outbox.add(effect("due"))
        tx.inbox.add(inbox_row("new"))
    with uow() as tx, _statements(uow) as statements:
        ASKED_OFTEN[asked](tx)
        plans = [_plan(tx, *statement) for statement in list(statements)]
    assert statements
    assert [step for plan in plans for step in plan if step.startswith("SCAN")] == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_booking_looks_through_nothing_that_was_said_of_other_loops(uow: UnitOfWork) -> None:
    world = World(uow)
    world.starts()
    with _statements(uow) as statements:
        world.books()
    asked = dict(each for each in statements if each[0].startswith("SELECT outbox."))
    with uow.reading() as tx:
        steps = [(step, statement) for statement, given in asked.items() for step in _plan(tx, statement, given)]
    assert [statement for step, statement in steps if step.startswith("SEARCH outbox") and "(kind=?)" in step] == []


@contextmanager
def _statements(uow: UnitOfWork) -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    event.listen(uow.engine, "before_cursor_execute", note)
    yield seen
    event.remove(uow.engine, "before_cursor_execute", note)


def _plan(tx: Transaction, statement: str, parameters: Any) -> list[str]:
    rows = tx.people.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [str(row[-1]) for row in rows]
