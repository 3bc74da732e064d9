"""Somebody leaves who owes feedback: nothing waits for it, and where nobody else can tell, the interview is held again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import RoundState
from models.records.people import PoolMember
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.outcomes import Refusal, Refused
from scheduling.views.loops import TroubleView
from tests.rehearsed import under_way
from tests.world import World, email, slack_id, user

LAST = 3
"""The round of three people."""


@pytest.fixture
def at_last(uow: UnitOfWork) -> World:
    """The last interview is over, and nobody has said how it was."""
    return over(under_way(uow, held=LAST), LAST)


@pytest.fixture
def alone(uow: UnitOfWork) -> World:
    """The first interview is over, and the one person who held it has not said how it was."""
    return over(under_way(uow), 0)


def over(world: World, index: int) -> World:
    end = world.round(index).end
    assert end is not None
    world.until(end + timedelta(minutes=10))
    return world


def leaves(world: World, name: str) -> None:
    world.directory.put(replace(user(name), deactivated=True))
    world.does(i.NoteUser(actor_id="ada", slack_id=slack_id(name)))


def told(world: World, name: str) -> list[tuple[str, str]]:
    """What could not be had, and of whom."""
    views = [said.view for said in world.heard(name, Topic.TROUBLE)]
    return [(view.what, view.who) for view in views if isinstance(view, TroubleView)]


def held_again(world: World, index: int) -> i.FindMove:
    return i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(index).id)


def test_the_others_feedback_is_enough_where_somebody_left(at_last: World) -> None:
    gone, *others = at_last.panel(LAST)
    leaves(at_last, gone)
    assert [("feedback_waived", gone.title())] == told(at_last, "mara")
    for name in others:
        at_last.gives_feedback(name, LAST)
    assert RoundState.VERDICT is at_last.round(LAST).state
    assert 1 == at_last.topics("jonas").count("debrief")
    assert () == at_last.broken()


def test_whoever_leaves_last_of_those_who_owe_feedback_lets_the_round_go_on(at_last: World) -> None:
    gone, *others = at_last.panel(LAST)
    for name in others:
        at_last.gives_feedback(name, LAST)
    assert RoundState.FEEDBACK is at_last.round(LAST).state
    leaves(at_last, gone)
    assert RoundState.VERDICT is at_last.round(LAST).state
    assert 1 == at_last.topics("jonas").count("debrief")


def test_whoever_leaves_during_the_interview_owes_nothing_on_it(uow: UnitOfWork) -> None:
    world = under_way(uow, held=LAST)
    start = world.round(LAST).start
    assert start is not None
    world.until(start + timedelta(minutes=10))
    gone, *others = world.panel(LAST)
    leaves(world, gone)
    over(world, LAST)
    for name in others:
        world.gives_feedback(name, LAST)
    assert RoundState.VERDICT is world.round(LAST).state


def test_of_whoever_has_given_feedback_nothing_is_said(alone: World) -> None:
    (name,) = alone.panel(0)
    alone.gives_feedback(name, 0)
    leaves(alone, name)
    assert [] == told(alone, "mara")
    assert RoundState.VERDICT is alone.round(0).state


def test_an_interview_of_which_nobody_can_tell_is_held_again_with_somebody_else(alone: World) -> None:
    (gone,) = alone.panel(0)
    leaves(alone, gone)
    assert [("feedback_lost", gone.title())] == told(alone, "mara")
    alone.does(held_again(alone, 0))
    assert RoundState.OPEN is alone.round(0).state
    alone.books()
    assert gone not in alone.panel(0)
    alone.holds_round(0)
    assert RoundState.ADVANCED is alone.round(0).state
    assert ([], ()) == (alone.errors, alone.broken())


def test_an_interview_whose_whole_panel_left_is_held_again(at_last: World) -> None:
    panel = at_last.panel(LAST)
    for name in panel:
        leaves(at_last, name)
    waived, lost = "feedback_waived", "feedback_lost"
    assert [waived, waived, lost] == [what for what, _ in told(at_last, "mara")]
    assert RoundState.FEEDBACK is at_last.round(LAST).state
    at_last.does(held_again(at_last, LAST))
    assert RoundState.OPEN is at_last.round(LAST).state


def test_an_interview_that_was_declined_by_who_left_and_took_place_can_be_held_again(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (name,) = world.panel(0)
    leaves(world, name)
    over(world, 0)
    assert RoundState.FEEDBACK is world.round(0).state
    world.does(held_again(world, 0))
    assert RoundState.OPEN is world.round(0).state


def test_an_interview_of_which_somebody_can_tell_is_not_held_again(at_last: World) -> None:
    gone, *_ = at_last.panel(LAST)
    leaves(at_last, gone)
    assert Refused(why=Refusal.ROUND_OVER) == at_last.core.check(held_again(at_last, LAST))


def test_only_who_runs_the_loop_has_an_interview_held_again(alone: World) -> None:
    (gone,) = alone.panel(0)
    leaves(alone, gone)
    assert isinstance(alone.core.check(replace(held_again(alone, 0), actor_id="otto")), Refused)


def test_whoever_comes_back_before_it_is_held_again_gives_their_feedback(alone: World) -> None:
    (name,) = alone.panel(0)
    leaves(alone, name)
    with alone.uow() as tx:
        tx.people.save(replace(tx.people.get(id=name), active=True))
    alone.gives_feedback(name, 0)
    alone.says(VerdictChoice.ADVANCE, 0)
    assert RoundState.ADVANCED is alone.round(0).state


@pytest.fixture
def planned(uow: UnitOfWork) -> World:
    """Holds are off: the second interview is planned, and on nobody's calendar."""
    world = World(uow, holds=False)
    world.booked()
    world.holds_round(0, verdict=False)
    return world


def test_whoever_leaves_before_an_interview_that_is_only_planned_is_replaced_in_it(planned: World) -> None:
    [gone] = planned.panel(1)
    start = planned.round(1).start
    leaves(planned, gone)
    assert planned.topics("mara")[-1] == "guest_declined"
    round_id = planned.round(1).id
    planned.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_id, person_id=gone))
    planned.books()
    assert planned.round(1).state is RoundState.OPEN
    planned.says(VerdictChoice.ADVANCE, 0)
    assert (planned.round(1).state, planned.round(1).start) == (RoundState.INVITED, start)
    assert gone not in planned.panel(1)
    assert planned.topics(planned.panel(1)[0]) == ["on_panel", "confirmed"]
    assert planned.broken() == ()


def test_nobody_is_invited_to_an_interview_with_somebody_who_left_since_it_was_planned(planned: World) -> None:
    [gone] = planned.panel(1)
    leaves(planned, gone)
    planned.says(VerdictChoice.ADVANCE, 0)
    assert planned.round(1).state is RoundState.OPEN
    planned.books()
    assert planned.round(1).state is RoundState.INVITED
    assert gone not in planned.panel(1)
    assert planned.broken() == ()


def test_of_a_planned_panel_one_can_be_replaced_while_another_has_no_time(uow: UnitOfWork) -> None:
    world = World(uow, holds=False)
    world.booked()
    with world.uow() as tx:
        tx.pools.add(PoolMember(pool="pm", person_id="otto"))
    gone, busy, peer = world.panel(LAST)
    last = world.round(LAST)
    assert last.start is not None
    assert last.end is not None
    leaves(world, gone)
    world.calendar.add_busy(email(busy), last.start, last.end)
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=last.id, person_id=gone))
    world.books()
    assert world.panel(LAST) == ["otto", busy, peer]
    assert world.round(LAST).state is RoundState.OPEN
    assert world.broken() == ()
