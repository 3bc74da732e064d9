"""The switches: which calls fail, how often, and what of them is done all the same."""

from __future__ import annotations

import httpx
import pytest

from sandbox.google.faults import Faults, Moment
from tests.google_site import ORGANISER, GoogleSite

EVENTS = f"/calendars/{ORGANISER}/events"
EVENT = {"id": "abc01", "start": {"dateTime": "2026-03-10T10:00:00Z"}, "end": {"dateTime": "2026-03-10T11:00:00Z"}}


def test_a_fault_strikes_the_named_calls_as_often_as_told(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.faults.rate_limit("calendar.events.l*", times=2, retry_after=5)

    answers = [api.get(EVENTS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert answers[0].headers["retry-after"] == "5"
    assert answers[0].json()["error"]["errors"][0] == {
        "domain": "usageLimits",
        "reason": "rateLimitExceeded",
        "message": "Rate Limit Exceeded",
    }


def test_a_fault_without_number_stays_until_it_is_cleared(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.faults.quota_exceeded()
    struck = [api.get(EVENTS).status_code for _ in range(3)]
    google.calendars.faults.clear()

    assert (struck, api.get(EVENTS).status_code) == ([403, 403, 403], 200)


@pytest.mark.parametrize(("moment", "kept"), [(Moment.BEFORE, 0), (Moment.AFTER, 1)])
def test_a_server_error_comes_before_or_after_the_work(
    api: httpx.Client, google: GoogleSite, moment: Moment, kept: int
) -> None:
    google.calendars.faults.server_error("calendar.events.insert", times=1, moment=moment)

    assert api.post(EVENTS, json=EVENT).status_code == 503
    assert len(google.calendars.live_events()) == kept


def test_a_lost_answer_breaks_the_connection_after_the_work(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.faults.lose_answer("calendar.events.insert", times=1)

    with pytest.raises(httpx.RemoteProtocolError):
        api.post(EVENTS, json=EVENT)

    assert len(google.calendars.live_events()) == 1
    assert google.calendars.calls[-1].status == 0


@pytest.mark.parametrize(("moment", "kept"), [(Moment.BEFORE, 0), (Moment.AFTER, 1)])
def test_a_hanging_call_is_silent_until_the_client_gives_up(
    api: httpx.Client, google: GoogleSite, moment: Moment, kept: int
) -> None:
    google.calendars.faults.hang("calendar.events.insert", seconds=60, times=1, moment=moment)

    with pytest.raises(httpx.ReadTimeout):
        api.post(EVENTS, json=EVENT, timeout=0.1)

    assert len(google.calendars.live_events()) == kept


def test_a_hang_ends_by_itself_with_a_broken_connection(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.faults.hang("calendar.events.list", seconds=0.05, times=1)

    with pytest.raises(httpx.RemoteProtocolError):
        api.get(EVENTS)


def test_what_happens_meanwhile_happens_before_the_call_and_beside_a_fault() -> None:
    faults, happened = Faults(), []
    faults.meanwhile("calendar.events.insert", lambda: happened.append("taken"))
    faults.server_error("calendar.events.insert", times=1)
    faults.rate_limit("calendar.events.insert", times=1)

    first, second = faults.strike("calendar.events.insert"), faults.strike("calendar.events.insert")

    assert happened == ["taken"]
    assert first is not None
    assert first.answer is not None
    assert first.answer.status == 503
    assert second is not None
    assert second.answer is not None
    assert second.answer.status == 403
    assert faults.strike("calendar.events.insert") is None


def test_calls_are_kept_with_who_called_and_how_it_ended(api: httpx.Client, google: GoogleSite) -> None:
    api.post(f"{EVENTS}?sendUpdates=all", json=EVENT)
    api.post(EVENTS, json=EVENT)

    first, second = google.calendars.calls[-2:]
    assert (first.method, first.status, first.query) == ("calendar.events.insert", 200, (("sendUpdates", "all"),))
    assert (first.body, first.subject, second.status) == (EVENT, ORGANISER, 409)
    assert google.calendars.count("calendar.events.insert") == 2
