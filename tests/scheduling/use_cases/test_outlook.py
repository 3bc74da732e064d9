"""The card says when the loop will be decided, at the pace of the team itself once it is known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.records.feedback import VerdictChoice
from models.records.forecasts import ForecastMade
from models.records.loops import LoopState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.queries.outlook import how_it_forecast, team_delays
from scheduling.rules.outlook import Delays
from scheduling.views.forecasts import OutlookView
from scheduling.views.loops import LoopView, ProposalView
from tests.rehearsed import under_way
from tests.world import World, email


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


def forecasts(world: World) -> list[ForecastMade]:
    with world.uow.reading() as tx:
        return list(tx.forecasts.all(loop_id="L1"))


def card(world: World) -> LoopView:
    view = [said.view for said in world.messenger.said if said.topic is Topic.CARD][-1]
    assert isinstance(view, LoopView)
    return view


def test_what_is_said_is_kept_from_the_booking_on_and_only_what_is_new(world: World) -> None:
    world.booked()
    world.settle()

    [first] = forecasts(world)

    told = status(world)
    assert told is not None
    assert (1, 0, told.likely, told.latest, None) == (first.n, first.stage, first.likely, first.latest, first.ended_on)


def test_feedback_that_does_not_come_moves_the_forecast_on_the_card_day_by_day(world: World) -> None:
    world.booked()
    end = world.round(0).end
    assert end is not None
    world.until(end)
    world.wait(days=9)

    kept = forecasts(world)

    assert kept == sorted(kept, key=lambda each: each.likely)
    assert len({each.likely for each in kept}) > 3
    shown = card(world).outlook
    assert shown is not None
    assert (kept[-1].likely, kept[-1].latest) == (shown.likely, shown.latest)


def test_when_the_loop_is_decided_every_forecast_gets_its_error_and_the_card_says_the_first(world: World) -> None:
    world.booked()
    for index in range(4):
        world.holds_round(index)
    world.wait(days=3)
    world.decides(LoopState.NO)

    kept, ended = forecasts(world), world.now.date()
    assert {ended} == {each.ended_on for each in kept}
    assert [(ended - each.likely).days for each in kept] == [each.error_days for each in kept]
    assert sorted({each.stage for each in kept}) == [0, 1, 2, 3, 4]
    seen = card(world).foreseen
    assert seen is not None
    assert kept[0].error_days == seen.ended - seen.likely
    with world.uow.reading() as tx:
        assert [0, 1, 2, 3, 4] == [each.stage for each in how_it_forecast(tx)]


@pytest.mark.parametrize("withdrew", [True, False])
def test_a_loop_that_is_called_off_says_nothing_about_forecasts(world: World, withdrew: bool) -> None:
    world.booked()
    world.does(i.Cancel(actor_id="mara", loop_id="L1", withdrew=withdrew, reason="because"))

    assert [None] == [each.error_days for each in forecasts(world)]
    assert card(world).foreseen is None


def test_nor_does_a_no_after_an_early_round(world: World) -> None:
    world.booked()
    world.holds_round(0, verdict=False)
    world.says(VerdictChoice.STOP, 0, reason="because")

    assert {None} == {each.error_days for each in forecasts(world)}


def test_a_round_whose_time_went_by_is_expected_on_the_first_day_that_was_found_for_it(world: World) -> None:
    world.booked()
    world.holds_round(0, verdict=False)
    lost = world.round(1).end
    assert lost is not None
    for name in ("emil", "eva"):
        world.calendar.add_busy(email(name), lost, lost + timedelta(days=9))
    world.until(lost)
    world.says(VerdictChoice.ADVANCE, 0)

    found = world.core.newest_proposal(world.person("mara"), "L1")

    assert isinstance(found, ProposalView)
    assert (lost + timedelta(days=9)).date() <= min(o.rounds[1].start.date() for o in found.options)
    loop = world.core.loop(world.person("mara"), "L1")
    assert isinstance(loop, LoopView)
    assert loop.forecast is not None
    assert "Deep-dive (nothing free sooner)" == loop.forecast.decided_by
    assert loop.forecast.on >= min(o.rounds[1].start.date() for o in found.options)
