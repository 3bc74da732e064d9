"""What lasts is told to the admins in Slack: once of a kind and day, however long it lasts and however many look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.alarms import Alarms
from bot.watchdog import Watchdog
from models.records.delivery import Effect, EffectKind
from models.unit_of_work import UnitOfWork
from scheduling.messages import Topic
from scheduling.ports import PermanentFault
from scheduling.ticks import Heartbeat
from scheduling.views.loops import TroubleView
from tests.bot.test_watchdog import Seconds
from tests.world import World


class Watched:
    """Two processes that look at one world."""

    def __init__(self, world: World) -> None:
        self.world, self.seconds, self.problem = world, Seconds(), ""
        self.heartbeat = Heartbeat(clock=world.clock)
        self.processes = [
            Alarms(
                world.uow,
                world.engine.circumstances,
                Watchdog(self.heartbeat),
                listening=lambda: self.problem,
                monotonic=self.seconds,
            )
            for _ in range(2)
        ]

    def look(self, *, minutes: int, settling: bool = True) -> None:
        """Once a minute, as they do; without `settling` nothing that is due is done."""
        for _ in range(minutes):
            for process in self.processes:
                process.look()
            if settling:
                self.world.settle()
            self.seconds.passed += 60
            self.world.clock.advance(timedelta(minutes=1))

    def told(self) -> list[tuple[str, str]]:
        """What the admin has heard by now, and why."""
        self.world.settle()
        with self.world.uow.reading() as tx:
            sent = [effect for effect in tx.outbox.all(topic=Topic.TROUBLE, person_id="ada") if effect.remote_ref]
            return [(effect.payload["what"], effect.payload["reason"]) for effect in sent]


@pytest.fixture
def watched(uow: UnitOfWork) -> Watched:
    return Watched(World(uow))


def test_as_long_as_all_is_well_nobody_hears_anything(watched: Watched) -> None:
    watched.look(minutes=10)

    assert [] == watched.told()


def test_a_backlog_of_five_minutes_is_told_once_a_day(watched: Watched) -> None:
    now = watched.world.now
    late = Effect(key="late", kind=EffectKind.POST, topic="notice", target="dm:otto", due_at=now, created_at=now)
    with watched.world.uow() as tx:
        tx.outbox.add(late)
    watched.look(minutes=20, settling=False)
    with watched.world.uow() as tx:
        tx.outbox.remove(key="late")

    assert [("backlog", "")] == watched.told()


def test_many_messages_at_once_are_told_once_before_they_are_due_with_when_the_last_one_leaves(
    watched: Watched,
) -> None:
    now = watched.world.now
    due = now + timedelta(minutes=3, seconds=30)
    with watched.world.uow() as tx:
        for number in range(300):
            kind, key, target = EffectKind.POST, f"brief{number}", f"dm:{number}"
            tx.outbox.add(Effect(key=key, kind=kind, topic="brief", target=target, due_at=due, created_at=now))
    watched.look(minutes=3)
    assert [] == watched.world.heard("ada", Topic.TROUBLE)
    watched.look(minutes=1)
    [told] = watched.world.heard("ada", Topic.TROUBLE)
    assert isinstance(told.view, TroubleView)
    assert ("burst", 300, (due, due + timedelta(seconds=75))) == (told.view.what, told.view.count, told.view.lasts)
    watched.look(minutes=3, settling=False)
    with watched.world.uow() as tx:
        tx.outbox.remove(topic="brief")
    assert [("burst", "")] == watched.told()


def test_a_way_from_slack_that_is_gone_for_five_minutes_is_told_and_a_short_gap_is_not(watched: Watched) -> None:
    for minutes, problem in ((4, "socket: not connected to Slack"), (1, ""), (4, "socket: not connected to Slack")):
        watched.problem = problem
        watched.look(minutes=minutes)
    assert [] == watched.told()

    watched.look(minutes=4)
    assert [("socket", "not_connected")] == watched.told()


def test_a_tick_that_fails_for_five_minutes_is_told_and_told_again_the_next_day(watched: Watched) -> None:
    watched.heartbeat.failed("sync_calendar")
    watched.look(minutes=10)
    assert [("tick", "sync_calendar")] == watched.told()

    watched.world.clock.advance(timedelta(days=1))
    watched.look(minutes=10)
    assert [("tick", "sync_calendar")] * 2 == watched.told()

    watched.heartbeat.beat("sync_calendar")
    watched.world.clock.advance(timedelta(days=1))
    watched.look(minutes=10)
    assert [("tick", "sync_calendar")] * 2 == watched.told()


def test_a_process_that_ends_itself_leaves_word_for_the_next_one_to_say(watched: Watched) -> None:
    for process in watched.processes:
        process.gave_up(["watch_time"])

    assert [("gave_up", "watch_time")] == watched.told()


def test_of_many_things_given_up_for_one_reason_the_admins_hear_once_and_the_coordinator_of_each(
    watched: Watched,
) -> None:
    world = watched.world
    world.booked()
    before = len(world.heard("mara", Topic.TROUBLE))
    for name in ("rita", "ron", "emil"):
        world.messenger.fail("post", PermanentFault("channel_not_found"))
        with world.uow() as tx:
            key, now = f"news of {name}", world.now
            tx.outbox.add(
                Effect(
                    key=key,
                    kind=EffectKind.POST,
                    topic="notice",
                    target=f"dm:{name}",
                    person_id=name,
                    loop_id="L1",
                    payload={"code": "done"},
                    due_at=now,
                    created_at=now,
                )
            )
        world.settle()

    assert [("notice", "channel_not_found")] == watched.told()
    assert before + 3 == len(world.heard("mara", Topic.TROUBLE))
