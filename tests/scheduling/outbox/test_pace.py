"""In a conversation one message comes after the other, whatever fails; and where many are due, not all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.unit_of_work import UnitOfWork
from scheduling.messages import Topic
from scheduling.outbox.relay import FLOW
from scheduling.outbox.wishes import answer
from scheduling.ports import PermanentFault, TransientFault
from tests.world import NAMES, World


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def answers(world: World, *codes: str, to: str = "otto") -> None:
    for code in codes:
        with world.uow() as tx:
            answer(tx, world.engine.circumstances(), to=to, code=code)


def heard(world: World, name: str = "otto") -> list[str]:
    return [str(getattr(said.view, "code", "")) for said in world.heard(name, Topic.NOTICE)]


@pytest.mark.parametrize("fault", [TransientFault("server_error"), TransientFault("timeout", maybe_done=True)])
def test_a_message_that_has_to_be_tried_again_is_not_passed_by_a_later_one(world: World, fault: TransientFault) -> None:
    world.messenger.fail("post", fault)
    answers(world, "first", "second")
    world.settle()
    assert [] == heard(world)
    answers(world, "third")
    world.wait(minutes=3)
    assert ["first", "second", "third"] == heard(world)


def test_a_message_that_is_refused_for_good_lets_the_later_ones_through_at_once(world: World) -> None:
    world.messenger.fail("post", PermanentFault("invalid_blocks"))
    answers(world, "first", "second")
    world.settle()
    assert ["second"] == heard(world)


def test_all_conversations_together_get_no_more_messages_than_the_workspace_takes(world: World) -> None:
    relay = replace(world.engine.relay, pace=timedelta(seconds=1))
    for name in NAMES:
        answers(world, "first", "second", "third", to=name)
    left = []
    for _ in range(12):
        left.append(sum(iter(relay.run_once, 0)))
        world.clock.advance(timedelta(seconds=1))
    assert 3 * len(NAMES) > FLOW.most
    assert FLOW.most == sum(left[:10])
    assert 3 * len(NAMES) == sum(left)
