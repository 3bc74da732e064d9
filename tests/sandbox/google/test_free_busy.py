"""Free/busy: limits, unknown calendars, and what keeps a person busy."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from sandbox.google.people import Trouble
from tests.google_site import ORGANISER, GoogleSite

ANN = "ann@acme.test"
DAY = datetime(2026, 3, 10, tzinfo=UTC)
ASKED: dict[str, Any] = {"timeMin": "2026-03-10T00:00:00Z", "timeMax": "2026-03-11T00:00:00Z", "items": [{"id": ANN}]}


def busy(api: httpx.Client, who: str = ANN, **asked: Any) -> list[tuple[str, str]]:
    answer = api.post("/freeBusy", json={**ASKED, "items": [{"id": who}], **asked})
    assert answer.status_code == 200, answer.text
    return [(one["start"][11:16], one["end"][11:16]) for one in answer.json()["calendars"][who]["busy"]]


def book(api: httpx.Client, event_id: str, **more: Any) -> None:
    times = {"start": {"dateTime": "2026-03-10T10:00:00Z"}, "end": {"dateTime": "2026-03-10T11:00:00Z"}}
    body = {"id": event_id, "attendees": [{"email": ANN}], **times, **more}
    assert api.post(f"/calendars/{ORGANISER}/events", json=body).is_success


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"items": [{"id": f"p{n}@acme.test"} for n in range(51)]}, "tooManyCalendarsRequested", id="51"),
        pytest.param(
            {"items": [{"id": ANN}] * 2, "calendarExpansionMax": 1}, "tooManyCalendarsRequested", id="own limit"
        ),
        pytest.param({"calendarExpansionMax": 51}, "invalid", id="limit of 51"),
        pytest.param({"groupExpansionMax": 101}, "invalid", id="groups of 101"),
        pytest.param({"timeMax": "2026-03-10T00:00:00Z"}, "timeRangeEmpty", id="empty"),
        pytest.param({"timeMax": "2026-06-30T00:00:00Z"}, "timeRangeTooLong", id="too long"),
        pytest.param({"timeMin": "2026-03-10T00:00:00"}, "badRequest", id="no offset"),
        pytest.param({"timeZone": "Mars/Olympus"}, "badRequest", id="no such zone"),
        pytest.param({"items": [{}]}, "required", id="no address"),
        pytest.param({"emails": [ANN]}, "badRequest", id="unknown field"),
    ],
)
def test_a_query_that_google_refuses_is_refused(api: httpx.Client, change: dict[str, Any], reason: str) -> None:
    answer = api.post("/freeBusy", json={**ASKED, **change})

    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, reason)


@pytest.mark.parametrize("missing", ["timeMin", "timeMax"])
def test_both_ends_are_needed(api: httpx.Client, missing: str) -> None:
    answer = api.post("/freeBusy", json={name: value for name, value in ASKED.items() if name != missing})

    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "required")


def test_a_calendar_in_trouble_carries_its_error_or_is_missing(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.set_trouble("err@acme.test", Trouble.INTERNAL_ERROR)
    google.calendars.set_trouble("gone@acme.test", Trouble.MISSING)
    people = ["err@acme.test", "gone@acme.test", "nobody@acme.test"]

    answer = api.post("/freeBusy", json={**ASKED, "items": [{"id": who} for who in people]}).json()

    assert answer["calendars"] == {
        "err@acme.test": {"errors": [{"domain": "global", "reason": "internalError"}], "busy": []},
        "nobody@acme.test": {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []},
    }


def test_times_of_all_kinds_are_merged_and_cut(api: httpx.Client, google: GoogleSite) -> None:
    calendars = google.calendars
    calendars.add_busy(ANN, DAY - timedelta(hours=1), DAY.replace(hour=1))
    calendars.add_weekly(ANN, 1, time(9, 30), minutes=60, zone="UTC")
    calendars.add_out_of_office(ANN, DAY.replace(hour=20), DAY + timedelta(days=3))
    book(api, "event1")

    assert busy(api) == [("00:00", "01:00"), ("09:30", "11:00"), ("20:00", "00:00")]


def test_a_weekly_meeting_keeps_its_local_time_over_a_change_of_clocks(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.add_weekly(ANN, 0, time(9, 0), minutes=30, zone="Europe/Berlin")

    winter = busy(api, timeMin="2026-03-23T00:00:00Z", timeMax="2026-03-24T00:00:00Z")
    summer = busy(api, timeMin="2026-03-30T00:00:00Z", timeMax="2026-03-31T00:00:00Z")

    assert (winter, summer) == ([("08:00", "08:30")], [("07:00", "07:30")])


def test_a_weekly_meeting_over_midnight_is_seen_on_both_days(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.add_weekly(ANN, 0, time(23, 30), minutes=60, zone="UTC")

    assert busy(api) == [("00:00", "00:30")]


def test_an_invitation_keeps_busy_whether_answered_or_not(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.person(ANN)
    book(api, "event1", status="tentative")
    unanswered = busy(api)
    google.calendars.answer(ANN, "event1", "tentative")

    assert unanswered == busy(api) == [("10:00", "11:00")]


def test_declined_deleted_and_transparent_events_do_not_keep_busy(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.person(ANN)
    for event_id in ("event1", "event2"):
        book(api, event_id)
    book(api, "event3", transparency="transparent")
    google.calendars.answer(ANN, "event1", "declined")
    google.calendars.delete_by_hand("event2")

    assert busy(api) == []


def test_the_organiser_is_busy_with_every_event_of_the_calendar(api: httpx.Client) -> None:
    book(api, "event1")

    assert busy(api, ORGANISER) == [("10:00", "11:00")]


def test_a_slot_can_be_taken_between_the_question_and_the_booking(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.person(ANN)
    google.calendars.faults.meanwhile(
        "calendar.events.insert", lambda: google.calendars.add_busy(ANN, DAY.replace(hour=9), DAY.replace(hour=10))
    )

    before = busy(api)
    book(api, "event1")

    assert (before, busy(api)) == ([], [("09:00", "11:00")])


def test_who_is_out_of_office_declines_without_a_hand(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.add_out_of_office(ANN, DAY.replace(hour=10, minute=30), DAY.replace(hour=12))

    book(api, "event1")

    assert google.calendars.event("event1")["attendees"][0]["responseStatus"] == "declined"


def test_an_agenda_shows_what_its_owner_sees(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.add_busy(ANN, DAY.replace(hour=8), DAY.replace(hour=9), title="Standup")
    book(api, "event1", summary="Interview", status="tentative")
    google.calendars.answer(ANN, "event1", "declined")

    items = google.calendars.agenda(ANN, DAY, DAY + timedelta(days=1))

    assert [(item.title, item.event_id, item.answer, item.tentative) for item in items] == [
        ("Standup", None, None, False),
        ("Interview", "event1", "declined", True),
    ]


def test_only_guests_can_answer(api: httpx.Client, google: GoogleSite) -> None:
    book(api, "event1")

    with pytest.raises(LookupError):
        google.calendars.answer("stranger@acme.test", "event1", "accepted")
