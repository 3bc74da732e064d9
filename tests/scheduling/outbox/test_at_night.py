"""Nothing comes outside of its reader's hours, unless the interview is today; whatever has put it off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.unit_of_work import UnitOfWork
from scheduling.messages import Topic
from tests.rehearsed import under_way
from tests.world import World

HOUR = timedelta(hours=1)


def start_of(world: World, index: int) -> datetime:
    found = world.round(index).start
    assert found is not None
    return found


def test_a_digest_does_not_come_at_night(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (who,) = world.panel(0)
    world.until(start_of(world, 0) - HOUR)
    world.clock.set(world.now.replace(hour=2) + timedelta(days=1))
    world.settle()
    world.wait(minutes=10)
    assert [] == world.heard(who, Topic.DIGEST)


def test_a_brief_comes_in_the_morning_of_the_zone_that_its_reader_has_now(uow: UnitOfWork) -> None:
    world = World(uow)
    world.booked(kickoff=date(2026, 11, 9))
    (who,) = world.panel(0)
    with uow() as tx:
        tx.people.save(replace(tx.people.get(id=who), zone="America/New_York"))
    world.until(start_of(world, 0))
    [brief] = world.heard(who, Topic.BRIEF)
    local = brief.at.astimezone(ZoneInfo("America/New_York"))
    assert 9 <= local.hour < 18, local


def test_a_brief_that_an_outage_has_put_off_into_the_night_is_said_in_the_morning(uow: UnitOfWork) -> None:
    world = World(uow)
    world.booked(kickoff=date(2026, 11, 9))
    (who,) = world.panel(0)
    world.until(datetime(2026, 11, 6, 7, 0, tzinfo=UTC))
    assert [] == world.heard(who, Topic.BRIEF)
    world.clock.set(datetime(2026, 11, 7, 1, 0, tzinfo=UTC))
    world.settle()
    assert [] == world.heard(who, Topic.BRIEF), start_of(world, 0)
