"""A loop that will end too late: both hear at once, with what would bring it back; whatever Google does meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.records.delivery import EffectKind
from models.records.people import Hours
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.ports import TransientFault
from scheduling.views.loops import LoopNewsView, ProposalView
from tests.rehearsed import under_way
from tests.world import World

TUESDAYS = (Hours(weekday=1, start=540, end=1020),)
ALWAYS = tuple(Hours(weekday=day, start=540, end=1020) for day in range(5))


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def alert(world: World, name: str = "mara") -> LoopNewsView:
    [said] = world.heard(name, Topic.LATE_ALERT)
    assert isinstance(said.view, LoopNewsView)
    return said.view


def drags_on(world: World) -> None:
    """Four Tuesdays in a row: booked, the last one comes after day 21. It is told as soon as time is watched."""
    world.starts(windows=TUESDAYS)
    world.books()


def test_both_hear_at_once_and_what_stands_in_the_way_is_named(world: World) -> None:
    drags_on(world)
    assert [world.now] == [said.at for said in world.heard("mara", Topic.LATE_ALERT)]
    for name in ("mara", "jonas"):
        view = alert(world, name)
        assert () == view.repairs
        assert view.obstacles
    assert world.errors == []
    assert world.broken() == ()


def test_where_moving_rounds_would_help_the_fewest_are_named_first(world: World) -> None:
    world.starts(windows=TUESDAYS)
    with world.uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    world.core.take(i.Book(actor_id="mara", loop_id="L1", proposal_id=proposal.id, option=0), dedupe_key="booked first")
    more = i.EditAvailability(actor_id="mara", loop_id="L1", windows=ALWAYS, days_off=())
    world.core.take(more, dedupe_key="then more time")
    world.settle()
    view = alert(world)
    assert [(3, True, True)] == [(r.round.index, r.alone, r.end_day <= 21) for r in view.repairs]
    assert () == view.obstacles


def test_a_repair_is_what_its_button_finds(world: World) -> None:
    test_where_moving_rounds_would_help_the_fewest_are_named_first(world)
    [repair] = alert(world).repairs
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=repair.round.id))
    found = world.heard("mara", Topic.PROPOSAL)[-1].view
    assert isinstance(found, ProposalView)
    assert repair.end_day == min(option.end_day for option in found.options)


def test_without_google_both_hear_all_the_same_and_what_would_help_is_put_in_later(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    while world.loop().late_told is None:
        world.wait(hours=12)
        world.calendar.fail("busy", TransientFault("down"), times=1)
    assert len(world.heard("jonas", Topic.LATE_ALERT)) <= 1
    world.wait(days=3)
    [said] = world.heard("mara", Topic.LATE_ALERT)
    assert isinstance(said.view, LoopNewsView)
    with world.uow.reading() as tx:
        [effect] = tx.outbox.all(loop_id="L1", person_id="mara", topic=Topic.LATE_ALERT, kind=EffectKind.POST)
    assert "repairs" in effect.payload
    assert said.at - effect.created_at <= timedelta(hours=15)  # the next morning at the latest
    assert world.broken() == ()


def test_while_an_answer_is_owed_nothing_sooner_than_that_answer_is_promised(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    world.wait(days=16)
    view = alert(world)
    assert () == view.obstacles
    assert all(repair.end_day > view.loop.day + 2 for repair in view.repairs)
    world.wait(days=1)
    assert 1 == len(world.heard("mara", Topic.LATE_ALERT))


def test_a_loop_in_time_alerts_nobody(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.wait(hours=1)
    assert [] == world.heard("mara", Topic.LATE_ALERT)


def test_a_loop_that_came_back_in_time_and_slips_to_the_same_day_again_is_told_again(world: World) -> None:
    drags_on(world)
    with world.uow() as tx:  # as the watch over time leaves it once the loop is back in time
        loop = tx.loops.lock(id="L1")
        assert loop is not None
        tx.loops.save(replace(loop, late_told=None))

    world.wait(hours=1)

    assert 2 == len(world.heard("mara", Topic.LATE_ALERT))
