"""The database is given another secret key while a process still works under the old one: that one begins nothing any more,
and loses nothing of what it took."""

from __future__ import annotations

from datetime import date

import pytest

from models.engine import AnotherKey
from models.records.delivery import EffectState, InboxState
from models.unit_of_work import UnitOfWork
from scheduling.intents import PauseNudges
from tests.waiting import begun_meanwhile
from tests.world import World

NEW_SECRET = b"what another key leads to"


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    world = World(uow)
    world.booked()
    return world


def gets_another_key(world: World) -> None:
    with world.uow() as tx:
        tx.audit.chain_anew(NEW_SECRET, world.now)


def test_under_the_old_key_nothing_is_said_any_more(world: World) -> None:
    said = len(world.messenger.said)
    gets_another_key(world)
    with world.uow.reading() as tx:
        due = tx.outbox.next_due()
    assert due is not None
    world.clock.set(due)

    with pytest.raises(AnotherKey):
        world.engine.relay_due()

    assert said == len(world.messenger.said)
    with world.uow.reading() as tx:
        assert 0 == tx.outbox.count(EffectState.SENDING)


def test_whoever_takes_something_while_the_key_is_changed_has_taken_nothing(world: World) -> None:
    said = len(world.messenger.said)
    with world.uow.reading() as tx:
        due = tx.outbox.next_due()
    assert due is not None
    world.clock.set(due)
    told: list[type[Exception]] = []

    def relay() -> None:
        try:
            world.engine.relay_due()
        except AnotherKey:
            told.append(AnotherKey)

    with world.uow() as tx:
        tx.outbox.stop_claims()
        assert tx.audit.all()  # it has begun: SQLite lets nobody else write from here on
        meanwhile = begun_meanwhile(world, tx, relay)
        tx.audit.chain_anew(NEW_SECRET, world.now)
    meanwhile.join()

    assert ([AnotherKey], said) == (told, len(world.messenger.said))


def test_an_input_that_is_taken_under_the_old_key_waits_untried_for_a_process_with_the_new_one(world: World) -> None:
    gets_another_key(world)
    pause = PauseNudges(actor_id="mara", loop_id="L1", until=date(2026, 12, 1), reason="")
    world.core.take(pause, dedupe_key="pause")

    with pytest.raises(AnotherKey):
        world.engine.work_inbox()

    with world.uow.reading() as tx:
        [waits] = tx.inbox.all(state=InboxState.NEW)
        assert (0, "") == (waits.attempts, waits.outcome)
        assert None is tx.audit.broken_at(NEW_SECRET)
