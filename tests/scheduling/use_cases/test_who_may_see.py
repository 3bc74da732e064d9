"""Nothing is shown before its time or to the wrong person: in status, App Home, messages, and messages drawn anew."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.outcomes import Refused
from scheduling.queries.loops import THE_PANEL
from scheduling.views.feedback import DebriefView
from scheduling.views.loops import Ball, LoopView
from tests.rehearsed import under_way
from tests.world import World


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def ball_seen_by(world: World, name: str) -> Ball:
    view = world.core.loop(world.person(name), "L1")
    assert isinstance(view, LoopView)
    return view.ball


def names(ball: Ball) -> list[str]:
    return [person.id or person.name for person in ball.people]


def end_of(world: World, index: int) -> datetime:
    found = world.round(index).end
    assert found is not None
    return found


def after_the_last_interview(world: World) -> list[str]:
    for index in range(3):
        world.holds_round(index)
    world.until(end_of(world, 3) + timedelta(minutes=5))
    return world.panel(3)


def test_whose_feedback_is_missing_is_not_shown_to_whoever_has_not_given_theirs(world: World) -> None:
    first, second, third = after_the_last_interview(world)
    world.gives_feedback(first, 3)
    assert names(ball_seen_by(world, second)) == [second]
    assert names(ball_seen_by(world, first)) == [second, third]
    assert names(ball_seen_by(world, "mara")) == [second, third]
    assert names(ball_seen_by(world, "ada")) == [THE_PANEL.name]


def test_who_interviews_next_is_not_shown_to_interviewers_of_other_rounds(world: World) -> None:
    own, other = world.panel(0)[0], world.panel(1)[0]
    assert names(ball_seen_by(world, own)) == [own]
    hidden = ball_seen_by(world, other)
    assert (names(hidden), hidden.since) == ([THE_PANEL.name], None)


def test_whoever_was_replaced_is_not_shown_who_sits_there_now(world: World) -> None:
    gone = world.panel(3)[2]
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=world.round(3).id, person_id=gone))
    world.books()
    new = world.panel(3)[2]
    for index in range(3):
        world.holds_round(index)
    assert new != gone
    assert [said.topic for said in world.heard(gone) if f"'{new}'" in repr(said.view)] == []


def test_no_words_of_the_others_reach_anybody_before_their_own(world: World) -> None:
    first, second, third = after_the_last_interview(world)
    world.gives_feedback(first, 3, summary="a secret opinion")
    world.wait(days=3)
    for name in (second, third, "mara", "ada", "otto"):
        person = world.person(name)
        core, round_id = world.core, world.round(3).id
        shown: list[object] = [core.loop(person, "L1"), core.worklist(person), core.debrief(person, "L1")]
        shown += [core.round_feedback(person, round_id), core.find_loops(person, ""), core.openings(person)]
        shown += [core.scorecard_form(person, round_id), core.newest_proposal(person, "L1"), core.people(person)]
        assert "a secret opinion" not in repr([*shown, world.heard(name)])


def test_a_hiring_manager_on_the_panel_reads_the_others_only_after_their_own(world: World) -> None:
    first, second, third = after_the_last_interview(world)
    world.does(i.HandOff(actor_id=third, loop_id="L1", round_id=world.round(3).id, to_person_id="jonas"))
    world.gives_feedback(first, 3, summary="a secret opinion")
    world.gives_feedback(second, 3, summary="a secret opinion")
    manager = world.person("jonas")
    shown: list[object] = [world.core.debrief(manager, "L1"), world.core.round_feedback(manager, world.round(3).id)]
    assert "a secret opinion" not in repr([*shown, world.heard("jonas"), world.core.loop(manager, "L1")])
    world.gives_feedback("jonas", 3)
    debrief = world.core.debrief(manager, "L1")
    assert isinstance(debrief, DebriefView)
    assert "a secret opinion" in repr(debrief)


def test_whoever_handed_their_seat_on_is_outside_the_loop(world: World) -> None:
    first, second, third = after_the_last_interview(world)
    world.gives_feedback(first, 3, summary="a secret opinion")
    world.does(i.HandOff(actor_id=third, loop_id="L1", round_id=world.round(3).id, to_person_id="otto"))
    gone = world.person(third)
    assert isinstance(world.core.loop(gone, "L1"), Refused)
    assert world.core.worklist(gone).interviews == ()
    assert "a secret opinion" not in repr(world.heard(third))
    assert world.panel(3) == [first, second, "otto"]
