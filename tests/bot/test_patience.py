"""How long a request may wait: from when it came, whatever it waited for before."""

from __future__ import annotations

import time

import pytest

from bot.patience import LEAST_SECONDS, MOST_SECONDS, of_request, seconds_left


def test_what_is_for_no_request_is_in_no_hurry() -> None:
    with of_request(time.monotonic()):
        pass
    assert seconds_left() is None


def test_a_request_waits_from_when_it_came() -> None:
    with of_request(time.monotonic() - 1):
        assert pytest.approx(MOST_SECONDS - 1, abs=0.2) == seconds_left()


def test_one_that_came_long_ago_still_waits_for_whoever_writes_just_then() -> None:
    with of_request(time.monotonic() - 60):
        assert LEAST_SECONDS == seconds_left()
