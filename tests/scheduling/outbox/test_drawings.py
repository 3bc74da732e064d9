"""A message is edited where it would show something else than it does, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.records.delivery import EffectKind
from models.unit_of_work import UnitOfWork
from scheduling.intents import PauseNudges
from scheduling.messages import Topic, View
from scheduling.outbox.relay import LEASE
from scheduling.outbox.wishes import redraw, redraw_card
from scheduling.ports import TransientFault
from scheduling.views.loops import LoopView, PanelView
from tests.rehearsed import under_way
from tests.world import World, scorecard


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    """The first interview is over, and its interviewer was asked how it went."""
    world = under_way(uow)
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=10))
    world.messenger.calls.clear()
    return world


def draws_the_card(world: World) -> None:
    with world.uow() as tx:
        redraw_card(tx, world.engine.circumstances(), tx.loops.get(id="L1"))
    world.settle()


def draws_the_question(world: World) -> None:
    with world.uow() as tx:
        [asked] = tx.outbox.all(kind=EffectKind.POST, topic=Topic.FEEDBACK_ASK, round_id=world.round(0).id)
        redraw(tx, world.engine.circumstances(), asked)
    world.settle()


def paused_until(world: World, day: int) -> None:
    world.does(PauseNudges(actor_id="mara", loop_id="L1", until=date(2026, 11, day), reason="A holiday."))


def question(world: World) -> PanelView:
    [said] = world.heard(world.panel(0)[0], Topic.FEEDBACK_ASK)
    assert isinstance(said.view, PanelView)
    return said.view


def test_a_card_that_shows_the_same_already_is_not_drawn_again(world: World) -> None:
    draws_the_card(world)
    draws_the_card(world)
    assert [] == world.messenger.calls


def test_a_card_of_which_nobody_knows_what_it_shows_is_drawn_again(world: World) -> None:
    paused_until(world, 9)
    world.messenger.fail("edit", TransientFault("connection"), after=True)
    paused_until(world, 10)
    with world.uow() as tx:
        tx.loops.save(replace(tx.loops.get(id="L1"), nudges_paused_until=date(2026, 11, 9)))
    world.wait(minutes=1)
    [card] = world.heard("mara", Topic.CARD)
    assert isinstance(card.view, LoopView)
    assert date(2026, 11, 9) == card.view.nudges_paused_until


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_card_that_waits_to_be_drawn_is_not_drawn_before_a_change_that_counts_on_it_is_there(world: World) -> None:
    """Another process comes to it while the change is still being made."""
    with world.uow() as tx:
        redraw_card(tx, world.engine.circumstances(), tx.loops.get(id="L1"))
    with world.uow() as tx:
        changed = tx.loops.save(replace(tx.loops.get(id="L1"), nudges_paused_until=date(2026, 11, 9)))
        redraw_card(tx, world.engine.circumstances(), changed)
        world.engine.relay_due()
    world.engine.relay_due()
    [card] = world.heard("mara", Topic.CARD)
    assert isinstance(card.view, LoopView)
    assert date(2026, 11, 9) == card.view.nudges_paused_until


def test_a_card_that_was_last_drawn_while_the_clock_was_ahead_is_not_taken_for_what_it_showed_then(
    world: World,
) -> None:
    right = world.now
    for moment, day in (
        (right + timedelta(hours=1), 10),
        (right + timedelta(minutes=1), 11),
        (right + timedelta(minutes=2), 10),
    ):
        world.clock.set(moment)
        world.does(PauseNudges(actor_id="mara", loop_id="L1", until=date(2026, 11, day), reason=""))
    [card] = world.heard("mara", Topic.CARD)
    assert isinstance(card.view, LoopView)
    assert date(2026, 11, 10) == card.view.nudges_paused_until


def test_a_message_that_was_drawn_shows_the_same_the_next_time_without_a_call(world: World) -> None:
    draws_the_question(world)
    draws_the_question(world)
    assert ["edit"] == world.messenger.calls


def test_a_worker_that_wakes_up_after_its_lease_leaves_no_old_words_in_a_message(world: World) -> None:
    real = world.messenger.edit
    name = world.panel(0)[0]

    def slow(*, channel: str, ts: str, topic: Topic, view: View) -> None:
        """While the worker sleeps, the question is answered, and somebody else shows that."""
        world.messenger.edit = real  # type: ignore[method-assign]  # once is enough
        world.clock.advance(LEASE + timedelta(seconds=10))
        world.core.take(scorecard(name, world.round(0).id), dedupe_key="meanwhile")
        world.engine.run_until_idle()
        assert "feedback_in" == question(world).settled
        real(channel=channel, ts=ts, topic=topic, view=view)

    world.messenger.edit = slow  # type: ignore[method-assign]  # the worker sleeps right before it calls
    draws_the_question(world)
    assert "feedback_in" == question(world).settled
