"""What is shown after an acknowledgement: beside each other, in time or not at all, and a bug in one is logged."""

from __future__ import annotations

import logging
from functools import partial
from threading import Barrier, Event

import pytest

from bot.echoes import Echoes

LONG = 30.0
"""More seconds than any of these takes."""


def meet(barrier: Barrier) -> None:
    barrier.wait(timeout=LONG)


def test_a_view_that_slack_does_not_take_for_long_holds_up_no_other_one() -> None:
    echoes, side_by_side = Echoes(latest_seconds=LONG), Barrier(3)

    for _ in range(2):
        echoes(partial(meet, side_by_side))
    side_by_side.wait(timeout=LONG)

    echoes.close()


def test_what_has_waited_too_long_to_be_opened_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    echoes, shown = Echoes(latest_seconds=-1), Event()

    echoes(shown.set)
    echoes.close(wait=True)

    assert not shown.is_set()
    assert ["echo_too_late"] == [record.message for record in caplog.records]


def test_a_bug_in_what_is_shown_is_logged_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    echoes, shown = Echoes(latest_seconds=LONG), Event()

    def breaks() -> None:
        raise KeyError("nothing of anybody")

    echoes(breaks)
    echoes(shown.set)
    echoes.close(wait=True)

    assert shown.is_set()
    assert [(logging.ERROR, "echo_broke")] == [(record.levelno, record.message) for record in caplog.records]


def test_whoever_is_acknowledged_while_the_bot_stops_is_shown_nothing_and_stays_acknowledged() -> None:
    echoes, shown = Echoes(latest_seconds=LONG), Event()
    echoes.close(wait=True)

    echoes(shown.set)

    assert not shown.is_set()
