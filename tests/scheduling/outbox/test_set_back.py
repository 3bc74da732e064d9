"""A clock that was ahead is set right: nobody waits until it is as late as it was then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.records.delivery import InboxState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.inbox import receive, set_aside
from scheduling.messages import Topic
from scheduling.outbox.wishes import answer
from scheduling.ports import TransientFault
from tests.rehearsed import under_way
from tests.world import World

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("ahead", [HOUR, timedelta(days=3)], ids=["hour", "days"])
def test_what_failed_while_the_clock_was_ahead_is_tried_again_once_it_is_right(
    uow: UnitOfWork, ahead: timedelta
) -> None:
    world = World(uow)
    world.clock.advance(ahead)
    with uow() as tx:
        answer(tx, world.engine.circumstances(), to="otto", code="paused")
    world.messenger.fail("post", TransientFault("server_error"), times=1)
    world.engine.run_until_idle()
    world.clock.advance(-ahead)
    with uow() as tx:
        answer(tx, world.engine.circumstances(), to="otto", code="snoozed")
    world.wait(minutes=10)
    assert 2 == len(world.heard("otto"))


def test_what_was_asked_for_while_the_clock_was_ahead_is_said_once_it_is_right(uow: UnitOfWork) -> None:
    world = World(uow)
    world.clock.advance(timedelta(days=3))
    with uow() as tx:
        answer(tx, world.engine.circumstances(), to="otto", code="paused")
    world.clock.advance(-timedelta(days=3))
    world.wait(minutes=10)
    assert 1 == len(world.heard("otto"))


def test_a_round_moved_while_the_clock_was_ahead_is_moved_in_the_calendar_once_it_is_right(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(3).id))
    world.clock.advance(HOUR)
    world.calendar.fail("change", TransientFault("server_error"), times=1)
    world.books()
    world.clock.advance(-HOUR)
    world.wait(minutes=10)
    event = world.calendar.get(world.round(3).event_id or "")
    assert event is not None
    assert world.round(3).start == event.start


def test_an_input_that_failed_while_the_clock_was_ahead_is_tried_again_once_it_is_right(uow: UnitOfWork) -> None:
    world = World(uow)
    world.clock.advance(HOUR)
    at = world.engine.circumstances()
    with uow() as tx:
        receive(tx, at, i.OpenHome(actor_id="otto"), dedupe_key="k")
        set_aside(tx, at, tx.inbox.get(dedupe_key="k"), "OverflowError")
    world.clock.advance(-HOUR)
    world.settle()
    with uow.reading() as tx:
        assert tx.inbox.get(dedupe_key="k").state is InboxState.DONE


def test_a_reminder_that_was_written_down_while_the_clock_was_ahead_still_comes_when_it_is_due(uow: UnitOfWork) -> None:
    world = World(uow)
    world.clock.advance(HOUR)
    world.booked()
    world.clock.advance(-HOUR)
    world.wait(minutes=10)
    end, (who,) = world.round(0).end, world.panel(0)
    assert end is not None
    world.until(end - timedelta(minutes=1))
    assert [] == world.heard(who, Topic.FEEDBACK_ASK)
    world.until(end + timedelta(minutes=1))
    assert 1 == len(world.heard(who, Topic.FEEDBACK_ASK))
