"""The card says when the loop will be decided, at the pace of the team itself once it is known."""

from __future__ import annotations

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import LoopState
from models.unit_of_work import UnitOfWork
from scheduling.messages import Topic
from scheduling.queries.outlook import team_delays
from scheduling.rules.outlook import Delays
from scheduling.views.loops import LoopView, OutlookView
from tests.rehearsed import under_way
from tests.world import World


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def delays(world: World) -> Delays:
    with world.uow.reading() as tx:
        return team_delays(tx)


def status(world: World) -> OutlookView | None:
    view = world.core.loop(world.person("mara"), "L1")
    assert isinstance(view, LoopView)
    return view.outlook


def test_a_team_that_has_answered_nothing_has_no_pace(uow: UnitOfWork) -> None:
    world = under_way(uow)

    assert Delays(feedback=[], verdict=[], decision=[]) == delays(world)


def test_it_is_said_from_the_booking_to_the_end(world: World) -> None:
    world.starts()
    assert status(world) is None
    world.books()
    assert status(world) is not None
    world.decides(LoopState.NO)
    assert status(world) is None


def test_answers_are_counted_in_business_days_from_what_they_answer(uow: UnitOfWork) -> None:
    world = under_way(uow, held=4)
    monday = world.now.weekday() == 4
    world.wait(days=3 if monday else 1)
    world.decides(LoopState.OFFER)

    found = delays(world)

    assert ([0] * 4, [0] * 3, [1]) == (list(found.feedback), list(found.verdict), list(found.decision))


def test_feedback_that_came_three_business_days_later_counts_three_and_a_talk_is_no_word_yet(uow: UnitOfWork) -> None:
    world = under_way(uow)
    start = world.round(0).start
    assert start is not None
    (who,) = world.panel(0)
    world.until(start)
    world.wait(days=5 if start.weekday() > 1 else 3)
    world.gives_feedback(who, 0)
    world.says(VerdictChoice.TALK, 0)

    assert ([3], []) == (list(delays(world).feedback), list(delays(world).verdict))


def test_the_decision_is_expected_after_the_last_round_and_the_card_says_so(uow: UnitOfWork) -> None:
    world = under_way(uow)
    last = world.round(3).start
    assert last is not None

    found = status(world)

    assert found is not None
    assert last.date() < found.likely < found.latest
    assert found.hangs_on.startswith("feedback on ")
    cards = [said.view for said in world.messenger.said if said.topic is Topic.CARD]
    assert isinstance(cards[-1], LoopView)
    assert found == cards[-1].outlook
