"""The ticker's workers: whoever finds what may take long wakes the next one, and what happens once is done once."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Event

from models.records.delivery import Effect, EffectKind, EffectState
from models.unit_of_work import UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.outbox.settlement import Outside, Settlement, done
from scheduling.ticks import Heartbeat, Ticker
from tests.world import World

LONG = 30.0
"""More seconds than this takes."""


def test_an_effect_that_takes_long_keeps_no_other_one_waiting(uow: UnitOfWork) -> None:
    world, side_by_side = World(uow), Barrier(3)

    def meets_the_other(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
        side_by_side.wait(timeout=LONG)
        return done()

    relay = replace(world.engine.relay, performers={EffectKind.POST: meets_the_other})
    ticker = Ticker(replace(world.engine, relay=relay), Heartbeat(clock=world.clock), world.report)
    with uow() as tx:
        for target in ("ann", "bo"):
            tx.outbox.add(
                Effect(key=target, kind=EffectKind.POST, target=target, due_at=world.now, created_at=world.now)
            )
    ticker.start()
    try:
        side_by_side.wait(timeout=LONG)
    finally:
        ticker.stop(LONG)

    with uow.reading() as tx:
        assert [EffectState.DONE] * 2 == [effect.state for effect in tx.outbox.all(kind=EffectKind.POST)]
    assert [] == world.errors


def test_a_tick_that_raises_is_counted_and_told_and_the_next_one_comes(uow: UnitOfWork) -> None:
    world, well, again = World(uow), Event(), Event()
    heartbeat = Heartbeat(clock=world.clock)
    counted: list[int] = []

    def step() -> None:
        counted.append(heartbeat.failures["mine"])
        if len(counted) <= 2:
            raise LookupError(f"turn {len(counted)}")
        (again if well.is_set() else well).set()

    ticker = Ticker(world.engine, heartbeat, world.report)
    ticker.also = (("mine", 0.05, step),)
    ticker.start()
    try:
        assert well.wait(LONG)
        assert again.wait(LONG)
    finally:
        ticker.stop(LONG)

    failed = [fields for event, fields in world.around.reports if event == "tick_failed"]
    assert [("mine", "turn 1"), ("mine", "turn 2")] == [(told["tick"], str(told["error"])) for told in failed]
    assert [0, 1, 2, 0] == counted[:4]
    assert 0 == heartbeat.failures["mine"]
