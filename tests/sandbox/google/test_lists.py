"""Lists and the sync feed: pages, tokens, and what cannot be combined."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.google_site import ORGANISER, GoogleSite

EVENTS = f"/calendars/{ORGANISER}/events"


def add(api: httpx.Client, number: int, **more: Any) -> None:
    day = f"2026-03-{10 + number:02d}"
    times = {"start": {"dateTime": f"{day}T10:00:00Z"}, "end": {"dateTime": f"{day}T11:00:00Z"}}
    assert api.post(EVENTS, json={"id": f"event{number}", **times, **more}).is_success


def listed(api: httpx.Client, **query: Any) -> dict[str, Any]:
    answer = api.get(EVENTS, params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def ids(page: dict[str, Any]) -> list[str]:
    return [event["id"] for event in page["items"]]


def reason(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["errors"][0]["reason"]


def test_the_sync_token_comes_with_the_last_page_only(api: httpx.Client) -> None:
    for number in range(3):
        add(api, number)

    first = listed(api, maxResults=2)
    last = listed(api, maxResults=2, pageToken=first["nextPageToken"])

    assert (ids(first), ids(last)) == (["event0", "event1"], ["event2"])
    assert "nextSyncToken" not in first
    assert "nextSyncToken" in last


def test_a_sync_tells_what_changed_deletions_always(api: httpx.Client) -> None:
    for number in range(3):
        add(api, number)
    token = listed(api)["nextSyncToken"]

    api.delete(f"{EVENTS}/event1")
    api.patch(f"{EVENTS}/event0", json={"summary": "Renamed"})

    plain, detailed = listed(api, syncToken=token), listed(api, syncToken=token, showDeleted="true")
    assert ids(plain) == ["event1", "event0"]
    assert plain["items"][0].keys() == {"kind", "etag", "id", "status"}
    assert "start" in detailed["items"][0]
    assert ids(listed(api, syncToken=plain["nextSyncToken"])) == []


def test_deleted_events_are_listed_only_when_asked_for(api: httpx.Client) -> None:
    add(api, 0)
    api.delete(f"{EVENTS}/event0")

    assert ids(listed(api)) == []
    assert ids(listed(api, showDeleted="true")) == ["event0"]


@pytest.mark.parametrize(
    "filters",
    [
        {"timeMin": "2026-01-01T00:00:00Z"},
        {"timeMax": "2026-01-01T00:00:00Z"},
        {"updatedMin": "2026-03-01T00:00:00Z"},
        {"orderBy": "updated"},
        {"q": "x"},
        {"iCalUID": "x"},
        {"privateExtendedProperty": "a=b"},
        {"sharedExtendedProperty": "a=b"},
        {"showDeleted": "false"},
    ],
)
def test_filters_do_not_go_with_a_sync_token(api: httpx.Client, filters: dict[str, str]) -> None:
    token = listed(api)["nextSyncToken"]

    assert reason(api.get(EVENTS, params={"syncToken": token, **filters})) == (400, "badRequest")


@pytest.mark.parametrize("token", ["made up", "", "W10=", "%00"])
def test_a_sync_token_that_google_did_not_give_is_stale(api: httpx.Client, token: str) -> None:
    assert reason(api.get(EVENTS, params={"syncToken": token})) == (410, "fullSyncRequired")


def test_a_page_token_is_no_sync_token(api: httpx.Client) -> None:
    for number in range(2):
        add(api, number)
    page_token = listed(api, maxResults=1)["nextPageToken"]

    assert reason(api.get(EVENTS, params={"syncToken": page_token})) == (410, "fullSyncRequired")


def test_an_expired_sync_token_is_stale(api: httpx.Client, google: GoogleSite) -> None:
    token = listed(api)["nextSyncToken"]
    google.calendars.expire_sync_tokens()

    assert reason(api.get(EVENTS, params={"syncToken": token})) == (410, "fullSyncRequired")


def test_a_page_token_belongs_to_its_query(api: httpx.Client) -> None:
    for number in range(2):
        add(api, number)
    page_token = listed(api, maxResults=1)["nextPageToken"]

    assert reason(api.get(EVENTS, params={"pageToken": page_token, "showDeleted": "true"})) == (400, "invalid")
    assert reason(api.get(EVENTS, params={"pageToken": "made up"})) == (400, "invalid")


def test_times_filter_by_overlap_and_still_give_a_sync_token(api: httpx.Client) -> None:
    for number in range(3):
        add(api, number)

    page = listed(api, timeMin="2026-03-10T11:00:00Z", timeMax="2026-03-12T10:00:00Z")

    assert ids(page) == ["event1"]
    assert "nextSyncToken" in page


def test_a_property_filter_gives_no_sync_token(api: httpx.Client) -> None:
    add(api, 0, extendedProperties={"private": {"a": "1"}})
    add(api, 1, extendedProperties={"private": {"a": "2"}})

    page = listed(api, privateExtendedProperty="a=2")

    assert ids(page) == ["event1"]
    assert "nextSyncToken" not in page


def test_updated_min_reaches_back_four_weeks(api: httpx.Client) -> None:
    add(api, 0)

    assert ids(listed(api, updatedMin="2026-03-02T09:00:00Z")) == ["event0"]
    assert ids(listed(api, updatedMin="2026-03-02T09:00:01Z")) == []
    assert reason(api.get(EVENTS, params={"updatedMin": "2026-02-01T00:00:00Z"})) == (410, "updatedMinTooLongAgo")


@pytest.mark.parametrize(
    "query",
    [
        {"maxResults": "0"},
        {"timeMin": "2026-03-10T10:00:00"},
        {"timeMin": "2026-03-10T10:00:00Z", "timeMax": "2026-03-10T10:00:00Z"},
        {"singleEvents": "yes"},
        {"orderBy": "size"},
        {"since": "yesterday"},
    ],
)
def test_a_list_query_that_google_refuses_is_refused(api: httpx.Client, query: dict[str, str]) -> None:
    assert api.get(EVENTS, params=query).status_code == 400
