"""What lasts for minutes, hours and days: limits, dead tokens, clocks that jump. All is caught up with, nothing said twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models.records.delivery import EffectState, InboxState
from models.records.people import Standing
from models.unit_of_work import UnitOfWork
from scheduling.invariants import check
from scheduling.messages import Topic
from scheduling.outbox.relay import FLOW, LEASE
from scheduling.outbox.wishes import answer, is_waiting
from scheduling.ports import TransientFault
from scheduling.views.loops import TroubleView
from tests.rehearsed import under_way
from tests.world import NAMES, SECRET, World, new_loop

HOUR = timedelta(hours=1)
ADMINS = ("ada", "otto")
OF_CALENDAR = ("busy", "insert", "change", "cancel")
OF_MESSENGER = ("open_dm", "post", "edit", "find", "publish_home")


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


class Killed(BaseException):
    """The process dies here: nothing catches it."""


def before_each(port: object, methods: tuple[str, ...], happens: Callable[[], None]) -> None:
    """Calls `happens` before each of these calls; it may raise."""

    def call_of(method: str) -> Callable[..., object]:
        real = getattr(port, method)

        def call(*args: Any, **named: Any) -> object:
            happens()
            return real(*args, **named)

        return call

    for method in methods:
        setattr(port, method, call_of(method))


def dies_after_saying(world: World, then: Callable[[], object]) -> None:
    """The next message is there, `then` happens, and the process is gone before it could write that down."""
    real = world.messenger.post

    def once(**named: Any) -> str:
        world.messenger.post = real  # type: ignore[method-assign]  # once is enough
        real(**named)
        then()
        raise Killed

    world.messenger.post = once  # type: ignore[method-assign]  # the process ends within the call
    with pytest.raises(Killed):
        world.settle()


def say_something(world: World, *codes: str, to: str) -> None:
    for code in codes:
        with world.uow() as tx:
            answer(tx, world.engine.circumstances(), to=to, code=code)


def said_twice(world: World) -> list[str]:
    return [mark for mark, count in Counter(said.mark for said in world.messenger.said).items() if count > 1]


def dead(world: World) -> list[object]:
    with world.uow.reading() as tx:
        return [*tx.outbox.all(state=EffectState.DEAD), *tx.inbox.all(state=InboxState.DEAD)]


def left_over(world: World) -> list[str]:
    """What should have been done by now and was not."""
    with world.uow.reading() as tx:
        effects = tx.outbox.all()
    late = [e for e in effects if (is_waiting(e) and e.due_at <= world.now) or e.state is EffectState.SENDING]
    return [f"{e.kind} {e.topic} {e.state} {e.reason}" for e in late]


def everything_broken(world: World) -> tuple[str, ...]:
    """What does not hold, the workspace and the calendar included."""
    marks = Counter(said.mark for said in world.messenger.said)
    with world.uow.reading() as tx:
        return check(tx, now=world.now, secret=SECRET, events=world.calendar.listed(), marks=marks)


def alerts(world: World, name: str) -> list[tuple[date, str, str]]:
    """The day, what and why of each message about trouble that this person got."""
    told = [(said.at.date(), said.view) for said in world.heard(name, Topic.TROUBLE)]
    return [(day, view.what, view.reason) for day, view in told if isinstance(view, TroubleView)]


def all_is_well(world: World) -> None:
    assert said_twice(world) == []
    assert dead(world) == []
    assert left_over(world) == []
    assert world.errors == []
    assert everything_broken(world) == ()


def with_two_admins(world: World) -> None:
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id="otto"), standings=frozenset({Standing.ADMIN})))


def refused_for_two_days(world: World, port: object, methods: tuple[str, ...], fault: TransientFault) -> None:
    """From now on; a second loop is entered on the second day. Afterwards it is mended and ten minutes pass."""
    mended = world.now + timedelta(days=2)

    def refuse() -> None:
        if world.now < mended:
            raise fault

    before_each(port, methods, refuse)
    world.books("L1")
    for hours in range(2, 48, 2):
        world.clock.advance(2 * HOUR)
        if hours == 26:
            world.core.take(new_loop("L2", now=world.now, name="Ben"), dedupe_key="second")
        world.settle()
    assert dead(world) == []
    world.clock.set(mended)
    world.settle()
    world.wait(minutes=10)


@pytest.mark.parametrize(
    "fault",
    [TransientFault("auth"), TransientFault("quota", retry_after=3600)],
    ids=["token", "quota"],
)
def test_a_dead_token_or_quota_of_google_is_one_alert_a_day_and_the_backlog_of_two_days_drains(
    world: World, fault: TransientFault
) -> None:
    with_two_admins(world)
    world.starts(kickoff=date(2026, 11, 9))
    began = world.now.date()
    refused_for_two_days(world, world.calendar, OF_CALENDAR, fault)
    days = [began + timedelta(days=n) for n in range(3)]
    for name in ADMINS:
        assert alerts(world, name) == [(day, "service", fault.reason) for day in days]
    world.wait(hours=1)
    assert len(world.calendar.live_events()) == 4
    assert world.loop("L2").state == "proposed"
    all_is_well(world)


def test_a_slack_token_revoked_for_two_days_is_one_alert_once_it_is_mended_and_the_backlog_drains(
    world: World,
) -> None:
    with_two_admins(world)
    world.starts(kickoff=date(2026, 11, 9))
    refused_for_two_days(world, world.messenger, OF_MESSENGER, TransientFault("auth"))
    for name in ADMINS:
        assert alerts(world, name) == [(world.now.date(), "service", "auth")]
    assert all("on_panel" in world.topics(name) for index in range(4) for name in world.panel(index))
    assert world.topics("mara").count("proposal") == 2
    assert len(world.calendar.live_events()) == 4
    all_is_well(world)


def test_a_loop_is_booked_while_every_second_call_is_told_to_come_back_in_thirty_seconds(world: World) -> None:
    calm, calls = world.now + timedelta(minutes=10), Counter[str]()

    def every_second() -> None:
        calls["all"] += 1
        if world.now < calm and calls["all"] % 2 == 0:
            calls["refused"] += 1
            raise TransientFault("ratelimited", retry_after=30)

    before_each(world.calendar, OF_CALENDAR, every_second)
    before_each(world.messenger, OF_MESSENGER, every_second)
    world.starts()
    world.wait(minutes=2)
    world.books()
    assert world.now < calm
    world.wait(minutes=15)
    assert calls["refused"] > 10
    assert len(world.calendar.live_events()) == 4
    assert all("on_panel" in world.topics(name) for index in range(4) for name in world.panel(index))
    all_is_well(world)


def about_to_be_briefed(uow: UnitOfWork) -> tuple[World, datetime]:
    """A second before the short brief of the first round is due, and the moment it is due."""
    world = under_way(uow)
    start = world.round(0).start
    assert start is not None
    due = start - timedelta(minutes=15)
    world.until(due - timedelta(seconds=1))
    return world, due


def test_what_was_due_in_an_outage_of_three_seconds_is_said_once_afterwards(uow: UnitOfWork) -> None:
    world, due = about_to_be_briefed(uow)
    assert all(world.heard(name, Topic.BRIEF_SHORT) == [] for name in world.panel(0))
    world.clock.set(due + timedelta(seconds=2))
    world.settle()
    for name in world.panel(0):
        assert [said.at for said in world.heard(name, Topic.BRIEF_SHORT)] == [world.now]
        assert world.heard(name, Topic.DIGEST) == []
    world.wait(minutes=5)
    assert all(len(world.heard(name, Topic.BRIEF_SHORT)) == 1 for name in world.panel(0))
    all_is_well(world)


def test_a_clock_that_jumps_an_hour_ahead_and_back_while_something_is_being_said_doubles_and_loses_nothing(
    uow: UnitOfWork,
) -> None:
    world, due = about_to_be_briefed(uow)
    world.clock.set(due)
    dies_after_saying(world, lambda: world.clock.advance(HOUR))
    assert left_over(world) != []
    world.settle()
    assert left_over(world) == []
    world.clock.advance(-HOUR)
    world.settle()
    world.wait(hours=3)
    assert all(len(world.heard(name, Topic.BRIEF_SHORT)) == 1 for name in world.panel(0))
    assert all(len(world.heard(name, Topic.FEEDBACK_ASK)) == 1 for name in world.panel(0))
    all_is_well(world)


def test_what_was_begun_while_the_clock_was_an_hour_ahead_is_taken_over_when_it_is_right_again(uow: UnitOfWork) -> None:
    world, due = about_to_be_briefed(uow)
    world.clock.set(due + HOUR)
    dies_after_saying(world, lambda: world.clock.advance(-HOUR))
    assert world.engine.has_work()
    world.settle()
    assert any("sending" in line for line in left_over(world))
    world.clock.advance(LEASE + timedelta(seconds=10))
    world.settle()
    assert left_over(world) == []
    world.wait(hours=3)
    assert all(len(world.heard(name, Topic.FEEDBACK_ASK)) == 1 for name in world.panel(0))
    all_is_well(world)


def test_after_a_clock_that_was_an_hour_ahead_a_conversation_goes_on_within_a_minute(world: World) -> None:
    relay = replace(world.engine.relay, pace=timedelta(seconds=1))
    world.clock.advance(HOUR)
    for name in NAMES:
        say_something(world, *"abc", to=name)
    for _ in range(3):
        while relay.run_once():
            pass
        world.clock.advance(timedelta(seconds=10))
    assert len(world.messenger.said) > FLOW.most - len(NAMES)
    before = len(world.messenger.said)
    world.clock.advance(-HOUR)
    say_something(world, "d", to="ada")
    assert relay.run_once() == 1
    assert len(world.messenger.said) == before + 1
    assert relay.run_once() == 0


def test_a_clock_that_jumps_three_days_ahead_takes_over_what_was_being_said_and_says_what_is_due(
    uow: UnitOfWork,
) -> None:
    world, due = about_to_be_briefed(uow)
    world.clock.set(due)
    dies_after_saying(world, lambda: world.clock.advance(timedelta(days=3)))
    assert any("sending" in line for line in left_over(world))
    world.settle()
    world.wait(hours=3)
    for name in world.panel(0):
        told = world.topics(name)
        assert [told.count(topic) for topic in (Topic.BRIEF_SHORT, Topic.FEEDBACK_OWED, Topic.DIGEST)] == [1, 1, 1]
    all_is_well(world)


def test_an_alarm_that_nobody_could_be_told_is_told_once_slack_is_back_where_the_trouble_lasts(uow: UnitOfWork) -> None:
    world = World(uow, now=datetime(2026, 11, 2, 0, 10, tzinfo=UTC))
    slack_is_back = world.now + timedelta(hours=13)
    before_each(world.calendar, ("busy",), lambda: refuses(TransientFault("auth")))
    before_each(world.messenger, ("post",), lambda: refuses(TransientFault("server_error"), world.now < slack_is_back))
    world.starts(kickoff=date(2026, 11, 9))
    world.wait(hours=14)
    told = [said.view for said in world.heard("ada", Topic.TROUBLE) if isinstance(said.view, TroubleView)]
    assert [("service", "auth")] == [(view.what, view.reason) for view in told]


def refuses(fault: TransientFault, now: bool = True) -> None:
    if now:
        raise fault
