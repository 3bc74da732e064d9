"""Nudges are quiet for some days, with a reason: what waits, what comes again when, and what is pointless by then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models.records.loops import Round
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.rules.business_time import local_date
from scheduling.views.loops import LoopNewsView
from tests.rehearsed import under_way
from tests.world import World


def pauses(world: World, *, days: int) -> None:
    """From today on; with no days, a pause is ended: it lasts until tonight."""
    until = local_date(world.now, world.loop().zone) + timedelta(days=days)
    world.does(i.PauseNudges(actor_id="mara", loop_id="L1", until=until, reason="The candidate is travelling."))


def end_of(round_: Round) -> datetime:
    assert round_.end is not None
    return round_.end


def days_heard(world: World, name: str, topic: Topic) -> list[int]:
    """Days of the loop (1 is the kickoff, a Monday) on which this person heard of a topic."""
    return [(said.at.date() - world.loop().kickoff).days + 1 for said in world.heard(name, topic)]


def test_paused_nudges_wait_and_the_clock_does_not(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.wait(days=20)
    until = world.loop().kickoff + timedelta(days=24)  # day 25, a Thursday
    world.does(i.PauseNudges(actor_id="mara", loop_id="L1", until=until, reason="The candidate is travelling."))
    world.wait(days=7)
    assert days_heard(world, "mara", Topic.OVERDUE) == [26]
    news = world.heard("mara", Topic.OVERDUE)[-1].view
    assert isinstance(news, LoopNewsView)
    assert news.loop.day >= 26


def test_a_pause_that_never_ends_is_refused(uow: UnitOfWork) -> None:
    world = under_way(uow)
    far = world.loop().kickoff + timedelta(days=400)
    world.does(i.PauseNudges(actor_id="mara", loop_id="L1", until=far, reason="x"))
    assert world.last_notice("mara") == "too_far"


def test_a_pause_that_is_ended_early_lets_the_verdict_be_asked_for_on_the_next_morning(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)  # on day 2
    pauses(world, days=28)
    world.wait(days=6)
    assert [] == world.heard("jonas", Topic.VERDICT_OWED)
    pauses(world, days=0)  # on day 8
    world.wait(days=5)
    [nudge] = world.heard("jonas", Topic.VERDICT_OWED)  # of both steps the later one
    assert (9, 8) == ((nudge.at.date() - world.loop().kickoff).days + 1, nudge.at.hour)


def test_after_a_pause_that_is_ended_early_overdue_nudges_come_on_each_business_day(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.wait(days=17)
    pauses(world, days=28)
    world.wait(days=6)
    assert [] == world.heard("jonas", Topic.OVERDUE)
    pauses(world, days=0)  # on day 24, a Wednesday
    world.wait(days=6)
    assert [25, 26, 29, 30] == days_heard(world, "jonas", Topic.OVERDUE) == days_heard(world, "mara", Topic.OVERDUE)


def test_a_pause_that_is_made_longer_keeps_the_nudges_quiet(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    pauses(world, days=2)
    world.wait(days=1)
    pauses(world, days=10)  # on day 3, until day 13, a Saturday
    world.wait(days=14)
    assert [15] == days_heard(world, "jonas", Topic.VERDICT_OWED)


def test_who_ends_a_pause_before_a_ladder_is_over_gets_its_steps_one_by_one(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    pauses(world, days=20)
    pauses(world, days=0)
    world.wait(days=6)
    assert [3, 4] == days_heard(world, "jonas", Topic.VERDICT_OWED)


def test_the_manager_hears_of_missing_feedback_a_business_day_after_what_a_pause_has_put_off(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (who,) = world.panel(0)
    world.until(end_of(world.round(0)) + timedelta(minutes=5))  # on day 2
    pauses(world, days=10)
    world.wait(days=10)
    assert [] == world.heard(who, Topic.FEEDBACK_OWED) == world.heard("jonas", Topic.FEEDBACK_ESCALATED)
    world.wait(days=5)
    assert ([15], [16]) == (
        days_heard(world, who, Topic.FEEDBACK_OWED),
        days_heard(world, "jonas", Topic.FEEDBACK_ESCALATED),
    )


@pytest.mark.parametrize("until", [20, 24], ids=["until the last day", "past it"])
def test_a_note_of_day_15_is_not_said_on_the_last_day_or_after_it(uow: UnitOfWork, until: int) -> None:
    world = under_way(uow)
    world.wait(days=13)
    pauses(world, days=until - 14)
    world.wait(days=14)
    assert [] == world.heard("mara", Topic.DAY_NOTE)


def test_a_note_of_day_15_is_said_after_a_pause_while_days_are_left(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.wait(days=13)
    pauses(world, days=2)  # until day 16
    world.wait(days=3)
    assert [17] == days_heard(world, "mara", Topic.DAY_NOTE)


def test_after_an_outage_the_manager_hears_a_business_day_after_the_reminder_that_it_had_put_off(
    uow: UnitOfWork,
) -> None:
    world = under_way(uow)
    (name,), end = world.panel(0), world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    world.clock.set(
        (end + timedelta(days=3)).replace(hour=10)
    )  # the second reminder was due a day ago, this one an hour
    world.settle()
    world.wait(days=4)
    [reminded], [told] = world.heard(name, Topic.FEEDBACK_OWED), world.heard("jonas", Topic.FEEDBACK_ESCALATED)
    assert (4, 0) == (reminded.at.weekday(), told.at.weekday())
