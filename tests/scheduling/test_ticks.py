"""The ticker's workers: whoever finds what may take long wakes the next one, and what happens once is done once."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier

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
