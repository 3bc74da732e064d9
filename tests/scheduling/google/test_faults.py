"""The adapter while Google limits, breaks, hangs or loses answers: nothing twice, and the right kind of fault."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.types import ASGIApp

from sandbox.google.faults import Moment
from scheduling.google.calendar import GoogleCalendar
from scheduling.ports import EventDraft, PermanentFault, TransientFault
from tests.google_site import GoogleSite, Socket

INSERT, PATCH, DELETE, GET = (f"calendar.events.{verb}" for verb in ("insert", "patch", "delete", "get"))
FREE_BUSY, LIST = "calendar.freebusy.query", "calendar.events.list"


def test_an_insert_whose_answer_is_lost_three_times_leaves_one_event_and_one_mail(
    google: GoogleSite, draft: EventDraft
) -> None:
    calendar = google.adapter()
    google.calendars.faults.lose_answer(INSERT, times=3)

    with pytest.raises(TransientFault) as first:
        calendar.insert(draft, notify=True)
    adopted = calendar.insert(draft, notify=True)

    assert (first.value.reason, first.value.maybe_done) == ("connection_lost", True)
    assert google.calendars.count(INSERT) == 4  # the client resends once by itself, each time
    assert [event["id"] for event in google.calendars.live_events()] == [draft.event_id]
    assert adopted.event_id == draft.event_id
    assert [mail.to for mail in google.calendars.mails] == ["ann@acme.test", "ben@acme.test"]


def test_a_change_whose_answer_is_lost_is_not_made_twice(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=False)
    google.calendars.faults.lose_answer(PATCH, times=1)

    changed = calendar.change(replace(draft, summary="Renamed"), notify=True)

    assert changed.summary == "Renamed"
    assert [mail.kind.value for mail in google.calendars.mails] == ["update", "update"]


def test_a_deletion_whose_answer_is_lost_is_done(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=False)
    google.calendars.faults.lose_answer(DELETE, times=1)

    calendar.cancel(draft.event_id, notify=True)

    assert google.calendars.live_events() == []
    assert len(google.calendars.mails) == 2


@pytest.mark.parametrize(
    ("status", "reason"), [(403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (429, "rateLimitExceeded")]
)
def test_a_rate_limit_storm_says_when_to_come_back_and_does_nothing(
    google: GoogleSite, draft: EventDraft, status: int, reason: str
) -> None:
    google.calendars.faults.rate_limit(status=status, reason=reason, retry_after=30)

    with pytest.raises(TransientFault) as raised:
        google.adapter().insert(draft, notify=True)

    fault = raised.value
    assert (fault.reason, fault.retry_after, fault.maybe_done) == ("ratelimited", 30.0, False)
    assert google.calendars.count(INSERT) == 1  # no retries of our own: backing off is the outbox's
    assert google.calendars.live_events() == []


def test_a_used_up_quota_is_left_alone_for_an_hour(google: GoogleSite, draft: EventDraft) -> None:
    google.calendars.faults.quota_exceeded()

    with pytest.raises(TransientFault) as raised:
        google.adapter().busy(emails=["ann@acme.test"], start=draft.start, end=draft.end)

    assert (raised.value.reason, raised.value.retry_after) == ("quota", 3600.0)


@pytest.mark.parametrize("moment", list(Moment))
def test_a_server_error_leaves_open_whether_a_write_happened(
    google: GoogleSite, draft: EventDraft, moment: Moment
) -> None:
    calendar = google.adapter()
    google.calendars.faults.server_error(INSERT, times=1, moment=moment)

    with pytest.raises(TransientFault) as raised:
        calendar.insert(draft, notify=True)
    calendar.insert(draft, notify=True)

    assert (raised.value.reason, raised.value.maybe_done) == ("server_error", True)
    assert len(google.calendars.live_events()) == 1
    assert len(google.calendars.mails) == 2


def test_a_failed_read_is_not_maybe_done(google: GoogleSite, draft: EventDraft) -> None:
    google.calendars.faults.server_error(GET, times=1)

    with pytest.raises(TransientFault) as raised:
        google.adapter().get(draft.event_id)

    assert not raised.value.maybe_done


@pytest.mark.parametrize("moment", list(Moment))
def test_a_hanging_call_ends_at_the_timeout(google: GoogleSite, draft: EventDraft, moment: Moment) -> None:
    calendar = google.adapter(timeout=0.2)
    google.calendars.faults.hang(INSERT, seconds=60, times=1, moment=moment)

    with pytest.raises(TransientFault) as raised:
        calendar.insert(draft, notify=True)

    assert (raised.value.reason, raised.value.maybe_done) == ("timeout", True)
    assert calendar.insert(draft, notify=True).summary == draft.summary
    assert len(google.calendars.live_events()) == 1


def test_a_hanging_token_endpoint_leaves_no_doubt_about_the_write(google: GoogleSite, draft: EventDraft) -> None:
    google.calendars.faults.hang("token", seconds=60, times=1)

    with pytest.raises(TransientFault) as raised:
        google.adapter(timeout=0.2).insert(draft, notify=True)

    assert (raised.value.reason, raised.value.maybe_done) == ("auth", False)
    assert google.calendars.count(INSERT) == 0


def test_an_address_that_does_not_answer_is_unreachable(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter(api_url="http://127.0.0.1:9")

    with pytest.raises(TransientFault) as raised:
        calendar.insert(draft, notify=True)

    assert (raised.value.reason, raised.value.maybe_done) == ("unreachable", False)


@pytest.mark.parametrize(
    ("answer", "maybe_done"),
    [
        pytest.param(HTMLResponse("<html>Please log in to the network</html>"), True, id="a page"),
        pytest.param(JSONResponse({"error": "of another shape"}, status_code=409), False, id="another error"),
        pytest.param(JSONResponse([1]), True, id="a list"),
        pytest.param(JSONResponse({"id": "x"}), True, id="half an event"),
        pytest.param(RedirectResponse("https://login.test/"), False, id="a redirect"),
    ],
)
def test_something_else_in_place_of_googles_answer_is_no_answer(
    google: GoogleSite, google_socket: tuple[Socket, str], draft: EventDraft, answer: ASGIApp, maybe_done: bool
) -> None:
    calendar = google.adapter()
    calendar.get(draft.event_id)  # has its token
    google_socket[0].app = answer

    with pytest.raises(TransientFault) as raised:
        calendar.insert(draft, notify=True)

    assert (raised.value.reason, raised.value.maybe_done) == ("bad_answer", maybe_done)


def test_a_page_that_says_not_found_does_not_make_an_event_gone(
    google: GoogleSite, google_socket: tuple[Socket, str], draft: EventDraft
) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=True)
    google_socket[0].app = HTMLResponse("<html>Not Found</html>", status_code=404)

    with pytest.raises(TransientFault, match="bad_answer"):
        calendar.get(draft.event_id)
    with pytest.raises(TransientFault, match="bad_answer"):
        calendar.change(draft, notify=True)
    with pytest.raises(TransientFault, match="bad_answer"):
        calendar.cancel(draft.event_id, notify=True)


def test_an_id_that_is_taken_but_cannot_be_read_is_tried_again_later(google: GoogleSite, draft: EventDraft) -> None:
    google.calendars.faults.refuse(INSERT, status=409, reason="duplicate", times=1)

    with pytest.raises(TransientFault, match="conflict"):
        google.adapter().insert(draft, notify=True)


def test_an_answer_given_while_we_write_is_kept(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=False)
    google.calendars.faults.meanwhile(
        PATCH, lambda: google.calendars.answer("ann@acme.test", draft.event_id, "accepted")
    )

    changed = calendar.change(replace(draft, guests=("ann@acme.test", "cy@acme.test")), notify=False)

    assert {who: answer.value for who, answer in changed.rsvps.items()} == {
        "ann@acme.test": "accepted",
        "cy@acme.test": "needsAction",
    }
    assert google.calendars.count(PATCH) == 2  # the first met another etag


def test_an_event_deleted_while_we_write_is_not_brought_back(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=False)
    google.calendars.faults.meanwhile(PATCH, lambda: google.calendars.delete_by_hand(draft.event_id))

    with pytest.raises(PermanentFault, match="event_gone"):
        calendar.change(replace(draft, summary="Renamed"), notify=False)

    assert google.calendars.live_events() == []


def test_an_event_that_never_rests_is_left_for_later(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=False)
    google.calendars.faults.meanwhile(
        PATCH, lambda: google.calendars.edit_by_hand(draft.event_id, {"location": "elsewhere"}), times=None
    )

    with pytest.raises(TransientFault, match="conflict"):
        calendar.change(replace(draft, summary="Renamed"), notify=False)

    assert google.calendars.count(PATCH) == 4


def test_what_the_organiser_added_by_hand_survives_a_change(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=False)
    room = {"email": "room-1@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"}
    guests = [{"email": email} for email in draft.guests]
    google.calendars.edit_by_hand(draft.event_id, {"location": "Room 1", "colorId": "7", "attendees": [*guests, room]})

    later = timedelta(hours=1)
    calendar.change(replace(draft, start=draft.start + later, end=draft.end + later), notify=False)

    event = google.calendars.event(draft.event_id)
    assert (event["location"], event["colorId"]) == ("Room 1", "7")
    assert room in event["attendees"]


def test_only_what_guests_may_see_goes_into_an_event(google: GoogleSite, draft: EventDraft) -> None:
    google.adapter().insert(replace(draft, meet_request="m-1"), notify=True)

    (sent,) = [call.body for call in google.calendars.calls if call.method == INSERT]
    assert sent is not None
    assert sent.keys() == {
        "id", "summary", "description", "start", "end", "status", "attendees", "extendedProperties", "reminders",
        "visibility", "guestsCanModify", "guestsCanInviteOthers", "guestsCanSeeOtherGuests", "conferenceData",
    }  # fmt: skip
    assert sent["extendedProperties"] == {"private": {"round": "r-1", "hirebot": "1"}}


def test_the_log_tells_of_a_refusal_without_people_or_titles(
    google: GoogleSite, draft: EventDraft, caplog: pytest.LogCaptureFixture
) -> None:
    google.calendars.faults.refuse(INSERT, status=400, reason="invalid", times=1)

    with caplog.at_level(logging.DEBUG), pytest.raises(PermanentFault) as raised:
        google.adapter().insert(draft, notify=True)

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("scheduling")]
    assert ours == ["calendar refused calendar.events.insert: 400 invalid"]
    assert str(raised.value) == "invalid_request"
    assert raised.value.__cause__ is None


def test_a_calendar_missing_from_one_part_of_a_long_answer_is_unknown(google: GoogleSite, draft: EventDraft) -> None:
    people = [f"p{number}@acme.test" for number in range(51)]
    for email in people:
        google.calendars.add_busy(email, draft.start, draft.end)
    calls_before = google.calendars.count(FREE_BUSY)
    calendar: GoogleCalendar = google.adapter()

    answer = calendar.busy(emails=[*people, "gone@acme.test"], start=draft.start, end=draft.start + timedelta(days=100))

    assert google.calendars.count(FREE_BUSY) - calls_before == 4  # two chunks of people, two parts of the time
    assert answer.unknown == {"gone@acme.test": "notFound"}
    assert answer.busy.keys() == set(people)
