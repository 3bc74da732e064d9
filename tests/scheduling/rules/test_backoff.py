"""How long to wait, and when to give up: never for a service that is down, however it says so."""

from datetime import timedelta

import pytest

from scheduling.rules.backoff import MAX_ATTEMPTS, hopeless, wait


@pytest.mark.parametrize("reason", ["connection_lost", "tls", "bad_answer", "no_calendar", "auth", "something_new"])
def test_an_effect_is_not_given_up_because_a_service_is_down(reason: str) -> None:
    assert not hopeless(10_000, reason)


@pytest.mark.parametrize("reason", ["bug:KeyError", "history_too_long"])
def test_an_effect_that_fails_by_itself_is_given_up_in_the_end(reason: str) -> None:
    assert not hopeless(MAX_ATTEMPTS - 1, reason)
    assert hopeless(MAX_ATTEMPTS, reason)


def test_the_pause_grows_to_four_minutes_and_honours_what_was_asked() -> None:
    assert [wait(n).total_seconds() for n in (1, 2, 3, 99)] == [2, 10, 30, 240]
    assert wait(1, retry_after=30) == timedelta(seconds=30)
    assert wait(1, retry_after=10**9) == timedelta(hours=1)
