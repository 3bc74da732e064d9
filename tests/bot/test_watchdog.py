"""Ticks that no longer end are noticed, and nothing else is: no change of the clock, no failure of the outside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.watchdog import Watchdog
from sandbox.clock import SteppedClock
from scheduling.ticks import Heartbeat
from tests.world import MONDAY


class Seconds:
    """A monotonic counter that a test moves."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


class Ticking:
    def __init__(self) -> None:
        self.clock, self.seconds = SteppedClock(MONDAY), Seconds()
        self.heartbeat = Heartbeat(clock=self.clock, periods={"watch_time": timedelta(seconds=30)})
        self.watchdog = Watchdog(self.heartbeat, monotonic=self.seconds)
        self.heartbeat.beat("watch_time")
        self.watchdog.ages()

    def pass_time(self, seconds: float) -> None:
        self.seconds.passed += seconds
        self.clock.advance(timedelta(seconds=seconds))


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


def test_a_tick_in_time_is_not_missed(ticking: Ticking) -> None:
    for _ in range(20):
        ticking.pass_time(30)
        ticking.heartbeat.beat("watch_time")
        assert [] == ticking.watchdog.missed()


def test_a_tick_that_no_longer_ends_is_missed_after_three_turns(ticking: Ticking) -> None:
    ticking.pass_time(119)
    assert [] == ticking.watchdog.missed()

    ticking.pass_time(3)
    assert ["watch_time"] == ticking.watchdog.missed()


def test_a_tick_that_fails_each_time_still_comes_to_its_end(ticking: Ticking) -> None:
    for _ in range(20):
        ticking.pass_time(30)
        ticking.heartbeat.failed("watch_time")
        assert [] == ticking.watchdog.missed()

    assert {"watch_time": 20} == ticking.watchdog.failures()


def test_a_tick_that_failed_and_then_hangs_is_missed(ticking: Ticking) -> None:
    ticking.heartbeat.failed("watch_time")
    ticking.watchdog.ages()
    ticking.pass_time(130)

    assert ["watch_time"] == ticking.watchdog.missed()


@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_jumps_kills_nobody(ticking: Ticking, jump: timedelta) -> None:
    ticking.clock.advance(jump)
    ticking.seconds.passed += 1

    assert [] == ticking.watchdog.missed()


def test_before_anything_ticks_nothing_is_missed() -> None:
    assert [] == Watchdog(Heartbeat(clock=SteppedClock(MONDAY))).missed()
