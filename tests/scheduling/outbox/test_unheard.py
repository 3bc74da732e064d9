"""Who ran a loop has left: what they would have heard, somebody else hears of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.views.loops import TroubleView
from tests.rehearsed import under_way
from tests.world import World, slack_id, user


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    """The coordinator of a loop under way has left."""
    world = under_way(uow)
    world.directory.put(replace(user("mara"), deactivated=True))
    world.does(i.NoteUser(actor_id="jonas", slack_id=slack_id("mara")))
    return world


def unheard(world: World, name: str) -> int:
    """How often this person heard that there is news which nobody hears."""
    views = [said.view for said in world.heard(name, Topic.TROUBLE)]
    return sum(isinstance(view, TroubleView) and view.what == "unheard" for view in views)


def declines(world: World, index: int) -> None:
    (name,) = world.panel(index)
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=world.round(index).id, reason=""))


def test_news_for_a_coordinator_who_has_left_is_told_to_the_hiring_manager_and_the_admins_once_a_day(
    world: World,
) -> None:
    assert [0, 0] == [unheard(world, name) for name in ("ada", "jonas")]
    declines(world, 1)
    declines(world, 2)
    world.wait(hours=30)
    assert [1, 1] == [unheard(world, name) for name in ("ada", "jonas")]
    assert [] == world.errors


def test_that_the_feedback_of_somebody_who_left_is_lost_is_not_lost_itself(world: World) -> None:
    (name,) = world.panel(0)
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=10))
    world.directory.put(replace(user(name), deactivated=True))
    world.does(i.NoteUser(actor_id="jonas", slack_id=slack_id(name)))
    world.wait(days=1)
    assert [1, 1] == [unheard(world, name) for name in ("ada", "jonas")]


def test_of_a_loop_that_has_ended_nobody_is_told_anything_more(world: World) -> None:
    world.does(i.Cancel(actor_id="jonas", loop_id="L1", withdrew=True, reason=""))
    world.wait(days=30)
    assert [0, 0] == [unheard(world, name) for name in ("ada", "jonas")]
    assert () == world.broken()
