"""A backup is put back, and people do again what they did after it: that is booked and asked for again, and what it leads
to is found in the workspace and not said a second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from models.records.loops import LoopState, Round
from models.unit_of_work import UnitOfWork
from scheduling.intents import Cancel, Decline, DidNotHappen, HandOff
from scheduling.messages import Topic
from scheduling.ports import Rsvp
from tests.rehearsed import under_way
from tests.remembered import all_rows, restored
from tests.world import NAMES, World, email


def told(world: World, topic: Topic) -> dict[str, int]:
    """How often each person was told so, of those who were."""
    return {name: len(said) for name in NAMES if (said := world.heard(name, topic))}


def done_again(world: World, acts: Callable[[World], object]) -> World:
    """What people do is kept in no backup, so they do it once more; and everything it leads to has been said by then."""
    kept = all_rows(world.uow.engine)
    acts(world)
    world.wait(hours=1)
    after = restored(world, kept)
    after.settle()
    acts(after)
    after.wait(hours=1)
    return after


def test_a_booking_that_is_made_again_after_a_backup_tells_each_interviewer_once(uow: UnitOfWork) -> None:
    world = World(uow)
    world.starts()
    kept = all_rows(world.uow.engine)
    world.books()
    world.wait(hours=6)

    after = restored(world, kept)
    after.settle()
    after.books()  # their calendars are full of the events of the first booking: fresh options
    after.books()
    after.wait(hours=1)

    assert LoopState.RUNNING is after.loop().state
    assert {1} == set(told(after, Topic.ON_PANEL).values())
    assert () == after.broken()


def test_a_loop_that_is_ended_again_after_a_backup_releases_each_interviewer_once(uow: UnitOfWork) -> None:
    wish = Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="x")
    after = done_again(under_way(uow), lambda world: world.does(wish))
    assert {1} == set(told(after, Topic.RELEASED).values())


@pytest.mark.parametrize("by_hand", [False, True], ids=["pressed", "in the calendar"])
def test_a_decline_that_is_said_again_after_a_backup_is_told_once(uow: UnitOfWork, by_hand: bool) -> None:
    world = under_way(uow)
    (who,), round_ = world.panel(0), world.round(0)
    event = round_.event_id
    assert event is not None

    def decline(world: World) -> None:
        if by_hand:  # and something else happens to the event before it is read
            world.calendar.answer(email(who), event, Rsvp.DECLINED)
            world.settle()
            world.calendar.answer("l1@mail.example", event, Rsvp.TENTATIVE)
        else:
            world.does(Decline(actor_id=who, loop_id="L1", round_id=round_.id))

    assert {"mara": 1} == told(done_again(world, decline), Topic.GUEST_DECLINED)


def just_over(uow: UnitOfWork) -> tuple[World, str, Round]:
    """The first interview has ended; with who held it."""
    world = under_way(uow)
    (who,), round_ = world.panel(0), world.round(0)
    assert round_.end is not None
    world.until(round_.end + timedelta(minutes=5))
    return world, who, round_


def test_an_interview_that_is_said_again_after_a_backup_not_to_have_been_held_is_told_once(uow: UnitOfWork) -> None:
    world, who, round_ = just_over(uow)
    wish = DidNotHappen(actor_id=who, loop_id="L1", round_id=round_.id, reason="Nobody came.")
    after = done_again(world, lambda world: world.does(wish))
    assert {"mara": 1} == told(after, Topic.NOT_HELD)


def test_feedback_that_is_handed_off_again_after_a_backup_is_asked_for_and_told_once(uow: UnitOfWork) -> None:
    world, who, round_ = just_over(uow)
    wish = HandOff(actor_id=who, loop_id="L1", round_id=round_.id, to_person_id="otto")
    after = done_again(world, lambda world: world.does(wish))
    assert {who: 1, "otto": 1} == told(after, Topic.FEEDBACK_ASK)
    assert ["handed_on"] == [getattr(said.view, "code", "") for said in after.heard("mara", Topic.NOTICE)]
