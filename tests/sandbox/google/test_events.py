"""The stand-in's events: what it refuses, keeps, merges and deletes as Google does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.google_site import ORGANISER, GoogleSite

EVENTS = f"/calendars/{ORGANISER}/events"
GOOD: dict[str, Any] = {
    "id": "abc01",
    "summary": "Interview",
    "start": {"dateTime": "2026-03-10T10:00:00+01:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-03-10T11:00:00+01:00", "timeZone": "Europe/Berlin"},
    "attendees": [{"email": "Ann@acme.test"}],
}


def refusal(answer: httpx.Response) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["code"] == answer.status_code
    return answer.status_code, error["errors"][0]["reason"]


def test_an_event_comes_back_whole_with_what_google_adds(api: httpx.Client) -> None:
    answer = api.post(EVENTS, json=GOOD)

    event = answer.json()
    assert answer.status_code == 200
    assert event["attendees"] == [{"email": "ann@acme.test", "responseStatus": "needsAction"}]
    assert (event["status"], event["sequence"], event["eventType"]) == ("confirmed", 0, "default")
    assert event["organizer"] == {"email": ORGANISER, "self": True}
    assert event["start"] == {"dateTime": "2026-03-10T10:00:00+01:00", "timeZone": "Europe/Berlin"}
    assert answer.headers["etag"] == event["etag"]
    assert api.get(f"{EVENTS}/abc01").json() == event
    assert api.get("/calendars/primary/events/abc01").json() == event


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"id": "ABC01"}, (400, "invalid"), id="capitals in the id"),
        pytest.param({"id": "abc-1"}, (400, "invalid"), id="dash in the id"),
        pytest.param({"id": "wxyz1"}, (400, "invalid"), id="beyond v"),
        pytest.param({"id": "abc0"}, (400, "invalid"), id="id of four"),
        pytest.param({"id": "a" * 1025}, (400, "invalid"), id="id of 1,025"),
        pytest.param({"sumary": "x"}, (400, "badRequest"), id="unknown field"),
        pytest.param(
            {"start": {"dateTime": GOOD["start"]["dateTime"], "zone": "UTC"}}, (400, "badRequest"), id="inner"
        ),
        pytest.param({"summary": 7}, (400, "badRequest"), id="number for text"),
        pytest.param({"summary": None}, (400, "badRequest"), id="null outside a patch"),
        pytest.param({"guestsCanModify": "no"}, (400, "badRequest"), id="text for boolean"),
        pytest.param({"sequence": 2**31}, (400, "badRequest"), id="beyond int32"),
        pytest.param({"end": {}}, (400, "required"), id="no end"),
        pytest.param({"start": {"dateTime": "2026-03-10T10:00:00"}}, (400, "required"), id="no zone"),
        pytest.param({"start": {"dateTime": "10:00"}}, (400, "badRequest"), id="no timestamp"),
        pytest.param({"start": {"dateTime": "2026-02-30T10:00:00Z"}}, (400, "badRequest"), id="no such day"),
        pytest.param({"start": {"date": "2026-03-10"}}, (400, "badRequest"), id="day to time"),
        pytest.param(
            {"start": {"dateTime": "2026-03-10T10:00:00", "timeZone": "Mars/Olympus"}},
            (400, "invalid"),
            id="no such zone",
        ),
        pytest.param({"end": {"dateTime": "2026-03-10T08:59:00Z"}}, (400, "timeRangeEmpty"), id="ends too early"),
        pytest.param({"attendees": [{"displayName": "Ann"}]}, (400, "required"), id="guest without address"),
        pytest.param({"attendees": [{"email": "ann"}]}, (400, "invalid"), id="no address"),
        pytest.param({"attendees": [{"email": "a@b.c\nBcc: d@e.f"}]}, (400, "invalid"), id="newline in address"),
        pytest.param({"attendees": [{"email": "a@b.cd", "responseStatus": "yes"}]}, (400, "invalid"), id="no answer"),
        pytest.param({"status": "planned"}, (400, "invalid"), id="no status"),
        pytest.param({"visibility": "secret"}, (400, "invalid"), id="no visibility"),
        pytest.param({"extendedProperties": {"private": {"k" * 45: "v"}}}, (400, "badRequest"), id="long key"),
        pytest.param({"extendedProperties": {"private": {"k": "v" * 1025}}}, (400, "badRequest"), id="long value"),
    ],
)
def test_what_google_refuses_is_refused(
    api: httpx.Client, google: GoogleSite, change: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert refusal(api.post(EVENTS, json={**GOOD, **change})) == expected
    assert google.calendars.live_events() == []


@pytest.mark.parametrize(
    ("content", "content_type"), [(b"{", "application/json"), (b"[]", "application/json"), (b"{}", "text/plain")]
)
def test_a_body_that_is_no_json_object_is_a_parse_error(api: httpx.Client, content: bytes, content_type: str) -> None:
    answer = api.post(EVENTS, content=content, headers={"content-type": content_type})

    assert refusal(answer) == (400, "parseError")


@pytest.mark.parametrize(
    "query",
    ["sendUpdates=everyone", "conferenceDataVersion=2", "conferenceDataVersion=x", "notify=1", "alt=json&alt=json"],
)
def test_parameters_are_held_against_the_discovery_document(api: httpx.Client, query: str) -> None:
    assert refusal(api.post(f"{EVENTS}?{query}", json=GOOD)) == (400, "badRequest")


def test_an_id_is_taken_for_good(api: httpx.Client) -> None:
    api.post(EVENTS, json=GOOD)
    assert refusal(api.post(EVENTS, json=GOOD)) == (409, "duplicate")

    api.delete(f"{EVENTS}/abc01")
    assert refusal(api.post(EVENTS, json=GOOD)) == (409, "duplicate")


def test_a_deleted_event_is_still_told_as_cancelled_and_cannot_be_deleted_again(api: httpx.Client) -> None:
    api.post(EVENTS, json=GOOD)

    assert api.delete(f"{EVENTS}/abc01").status_code == 204
    assert api.get(f"{EVENTS}/abc01").json()["status"] == "cancelled"
    assert refusal(api.delete(f"{EVENTS}/abc01")) == (410, "deleted")
    assert refusal(api.delete(f"{EVENTS}/never")) == (404, "notFound")


def test_a_patch_without_condition_can_bring_a_deleted_event_back(api: httpx.Client) -> None:
    api.post(EVENTS, json=GOOD)
    api.delete(f"{EVENTS}/abc01")

    assert api.patch(f"{EVENTS}/abc01", json={"status": "confirmed"}).json()["status"] == "confirmed"


@pytest.mark.parametrize("verb", ["PATCH", "PUT", "DELETE"])
def test_a_write_on_an_old_etag_is_refused(api: httpx.Client, verb: str) -> None:
    old = api.post(EVENTS, json=GOOD).json()["etag"]
    new = api.patch(f"{EVENTS}/abc01", json={"summary": "Renamed"}).json()["etag"]
    body = None if verb == "DELETE" else GOOD

    refused = api.request(verb, f"{EVENTS}/abc01", json=body, headers={"If-Match": old})
    passed = api.request(verb, f"{EVENTS}/abc01", json=body, headers={"If-Match": new})

    assert refusal(refused) == (412, "conditionNotMet")
    assert passed.is_success


def test_a_patch_merges_objects_replaces_lists_and_deletes_by_null(api: httpx.Client) -> None:
    api.post(EVENTS, json={**GOOD, "location": "Room 1", "extendedProperties": {"private": {"a": "1", "b": "2"}}})

    patched = api.patch(
        f"{EVENTS}/abc01",
        json={"location": None, "extendedProperties": {"private": {"a": None, "c": "3"}}, "attendees": []},
    ).json()

    assert "location" not in patched
    assert patched["extendedProperties"] == {"private": {"b": "2", "c": "3"}}
    assert "attendees" not in patched
    assert patched["summary"] == "Interview"


def test_a_guest_written_without_an_answer_is_asked_again(api: httpx.Client, google: GoogleSite) -> None:
    api.post(EVENTS, json=GOOD)
    google.calendars.answer("ann@acme.test", "abc01", "accepted")

    patched = api.patch(f"{EVENTS}/abc01", json={"attendees": [{"email": "ann@acme.test"}]}).json()

    assert patched["attendees"][0]["responseStatus"] == "needsAction"


def test_an_update_replaces_the_event_but_for_what_google_keeps(api: httpx.Client) -> None:
    created = api.post(EVENTS, json={**GOOD, "location": "Room 1"}).json()

    updated = api.put(f"{EVENTS}/abc01", json={name: GOOD[name] for name in ("start", "end")}).json()

    assert "location" not in updated
    assert "summary" not in updated
    assert (updated["created"], updated["iCalUID"]) == (created["created"], created["iCalUID"])
    assert refusal(api.put(f"{EVENTS}/abc01", json={"summary": "x"})) == (400, "required")


def test_read_only_fields_are_ignored(api: httpx.Client) -> None:
    written = api.post(EVENTS, json={**GOOD, "etag": '"1"', "htmlLink": "https://evil.test", "sequence": 9}).json()

    assert written["etag"] != '"1"'
    assert written["htmlLink"].startswith("https://www.google.com/calendar/")
    assert written["sequence"] == 0


def test_times_come_back_in_the_events_zone_or_the_calendars(api: httpx.Client) -> None:
    utc = {"start": {"dateTime": "2026-07-10T10:00:00Z"}, "end": {"dateTime": "2026-07-10T11:00:00Z"}}
    tokyo = {name: {**edge, "timeZone": "Asia/Tokyo"} for name, edge in utc.items()}

    by_calendar = api.post(EVENTS, json={"id": "inutc", **utc}).json()["start"]
    by_event = api.post(EVENTS, json={"id": "intok", **tokyo}).json()["start"]

    assert by_calendar == {"dateTime": "2026-07-10T12:00:00+02:00", "timeZone": "Europe/Berlin"}
    assert by_event == {"dateTime": "2026-07-10T19:00:00+09:00", "timeZone": "Asia/Tokyo"}


CONFERENCE = {"createRequest": {"requestId": "m-1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}


def test_a_conference_is_made_with_version_1_only(api: httpx.Client) -> None:
    without = api.post(EVENTS, json={**GOOD, "conferenceData": CONFERENCE}).json()
    made = api.patch(f"{EVENTS}/abc01?conferenceDataVersion=1", json={"conferenceData": CONFERENCE}).json()

    assert "conferenceData" not in without
    assert made["conferenceData"]["createRequest"]["status"] == {"statusCode": "success"}
    assert made["hangoutLink"] == made["conferenceData"]["entryPoints"][0]["uri"]


def test_the_same_conference_request_is_ignored_and_another_one_makes_another_link(api: httpx.Client) -> None:
    where = f"{EVENTS}/abc01?conferenceDataVersion=1"
    api.post(EVENTS, json=GOOD)
    other = {"createRequest": {"requestId": "m-2"}}

    first, again, changed = (
        api.patch(where, json={"conferenceData": asked}).json()["hangoutLink"]
        for asked in (CONFERENCE, CONFERENCE, other)
    )

    assert first == again
    assert first != changed
    replaced = api.put(where, json={**GOOD, "conferenceData": other}).json()
    assert replaced["hangoutLink"] == changed


def test_a_pending_conference_has_no_link_until_it_is_finished(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.set_switches(meets_pending=True)
    pending = api.post(f"{EVENTS}?conferenceDataVersion=1", json={**GOOD, "conferenceData": CONFERENCE}).json()

    google.calendars.finish_conferences()

    finished = google.calendars.event("abc01")
    assert pending["conferenceData"]["createRequest"]["status"] == {"statusCode": "pending"}
    assert "hangoutLink" not in pending
    assert finished["hangoutLink"].startswith("https://meet.google.com/")
    assert finished["etag"] != pending["etag"]


@pytest.mark.parametrize(
    "asked",
    [{}, {"createRequest": {}}, {"createRequest": {"requestId": "m", "conferenceSolutionKey": {"type": "addOn"}}}],
)
def test_a_conference_that_cannot_be_made_is_refused(api: httpx.Client, asked: dict[str, Any]) -> None:
    answer = api.post(f"{EVENTS}?conferenceDataVersion=1", json={**GOOD, "conferenceData": asked})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("send_updates", "mailed"),
    [("all", ["ann@acme.test", "kim@mail.test"]), ("externalOnly", ["kim@mail.test"]), ("none", []), (None, [])],
)
def test_mail_goes_to_whom_send_updates_says(
    api: httpx.Client, google: GoogleSite, send_updates: str | None, mailed: list[str]
) -> None:
    google.calendars.person("ann@acme.test")
    guests = [{"email": "ann@acme.test"}, {"email": "kim@mail.test"}, {"email": ORGANISER}]
    query = {} if send_updates is None else {"sendUpdates": send_updates}

    api.post(EVENTS, json={**GOOD, "attendees": guests}, params=query)

    assert [(mail.kind.value, mail.to) for mail in google.calendars.mails] == [("invitation", who) for who in mailed]


def test_another_persons_calendar_is_not_there_for_the_caller(api: httpx.Client, google: GoogleSite) -> None:
    google.calendars.person("ann@acme.test")

    assert refusal(api.post("/calendars/ann@acme.test/events", json=GOOD)) == (404, "notFound")
    assert refusal(api.get("/calendars/ann@acme.test/events")) == (404, "notFound")


def test_the_organisers_calendar_is_not_there_for_anybody_else(api: httpx.Client, google: GoogleSite) -> None:
    with google.calendars.token_desk() as desk:
        (token,) = desk.given
        desk.given[token] = replace(desk.given[token], subject="ann@acme.test")

    assert refusal(api.get(EVENTS)) == (404, "notFound")
    assert refusal(api.post(EVENTS, json=GOOD)) == (404, "notFound")


def test_methods_that_are_not_served_are_not_there(api: httpx.Client) -> None:
    assert api.get("/calendars/primary").status_code == 404
    assert api.post(f"{EVENTS}/abc01").status_code == 405
