"""Several real processes with nothing between them but one PostgreSQL: whatever becomes of them, nothing is lost, nothing
comes twice, and no conversation hears faster than one process alone would speak."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from models.records.delivery import EffectState
from tests.bot.fleet import (
    SENDERS,
    Fleet,
    Senders,
    at_rest,
    broken_promises,
    closest,
    fleet,
    given_up,
    marks_seen_twice,
    out_of_order,
    told,
    until,
)
from tests.databases import Databases
from tests.postgres import running_postgres

FORMS = 4
LEASE = timedelta(seconds=2)
CRASHES = 2


def said_as_much(replicas: Fleet, least: int) -> bool:
    return sum(told(replicas).values()) >= least


def taken_over(replicas: Fleet, effects: list[int]) -> bool:
    with replicas.uow.reading() as tx:
        return all(tx.outbox.get(id=number).state is EffectState.DONE for number in effects)


def test_of_three_replicas_two_are_killed_and_one_is_paused_past_its_lease_and_each_thing_happens_once(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.fresh("postgresql") as url, fleet(url, tmp_path, lease=LEASE) as replicas:
        replicas.start(0, 1, 2)
        replicas.company.slack.workspace.faults.hang(
            "chat.postMessage", seconds=0.2, done=True
        )  # there, and not told yet
        with Senders(replicas, forms=FORMS):
            until(lambda: said_as_much(replicas, len(SENDERS) // 2))
            replicas.kill(0)
            replicas.kill(1)
            held = replicas.pause_at_work(2)
            replicas.start(0, 1)
            until(lambda: taken_over(replicas, held))
            replicas.go_on(2)
        assert replicas.processes[2].wait_for("fenced")["id"] in held
        until(lambda: at_rest(replicas))

        assert {f"{name}{number}": 1 for name in SENDERS for number in range(FORMS)} == told(replicas)
        assert len(SENDERS) * FORMS == len(replicas.acknowledged)
        assert [] == marks_seen_twice(replicas)
        assert [] == out_of_order(replicas)
        assert () == broken_promises(replicas)
        assert [] == given_up(replicas)
        assert closest(replicas, 3) > 1


def test_a_postgresql_that_crashes_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with running_postgres(synchronous_commit="on") as server:
        server.create("hirebot")
        with fleet(server.url("hirebot"), tmp_path, lease=LEASE) as alone:
            alone.start(0)
            alone.company.slack.workspace.faults.hang("chat.postMessage", seconds=0.2, done=True)
            with Senders(alone, forms=FORMS):
                for crash in range(CRASHES):
                    until(partial(said_as_much, alone, (crash + 1) * len(SENDERS)))
                    server.crash()
                    until(server.answers)
            until(lambda: at_rest(alone))

            assert {f"{name}{number}": 1 for name in SENDERS for number in range(FORMS)} == told(alone)
            assert [] == marks_seen_twice(alone)
            assert () == broken_promises(alone)
            assert [] == given_up(alone)
            assert alone.processes[0].child.poll() is None
