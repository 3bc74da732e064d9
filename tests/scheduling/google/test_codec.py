"""Bodies and records: what is asked of Google, and what is made of its answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.google.codec import (
    Malformed,
    busy_times,
    event_body,
    event_id,
    is_ours,
    own_events,
    patch_body,
    stored_event,
)
from scheduling.ports import EventDraft, EventStatus, Rsvp

SECRET = b"k" * 32
ID = event_id("loop-1", 2, generation=1, secret=SECRET)
DRAFT = EventDraft(
    event_id=ID,
    summary="Interview: deep-dive",
    description="Bring a system you shipped",
    start=datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
    end=datetime(2026, 3, 10, 10, 0, tzinfo=UTC),
    zone="America/New_York",
    guests=("Ann@acme.test", "ben@acme.test"),
    private={"round": "r-1"},
    meet_request="m-1",
)


def as_stored(draft: EventDraft, **changes: Any) -> dict[str, Any]:
    """What Google would keep of the draft's body."""
    body = {name: value for name, value in event_body(draft).items() if name != "conferenceData"}
    conference = {"conferenceData": {"entryPoints": [{"entryPointType": "video", "uri": "https://meet.google.com/x"}]}}
    return {**body, "etag": '"1"', **conference, **changes}


def test_the_body_says_what_the_draft_says_and_nothing_else() -> None:
    assert event_body(DRAFT) == {
        "id": ID,
        "summary": "Interview: deep-dive",
        "description": "Bring a system you shipped",
        "start": {"dateTime": "2026-03-10T05:00:00-04:00", "timeZone": "America/New_York"},
        "end": {"dateTime": "2026-03-10T06:00:00-04:00", "timeZone": "America/New_York"},
        "status": "confirmed",
        "attendees": [
            {"email": "ann@acme.test", "responseStatus": "needsAction"},
            {"email": "ben@acme.test", "responseStatus": "needsAction"},
        ],
        "extendedProperties": {"private": {"round": "r-1", "hirebot": "1"}},
        "reminders": {"useDefault": True},
        "visibility": "private",
        "guestsCanModify": False,
        "guestsCanInviteOthers": False,
        "guestsCanSeeOtherGuests": True,
        "conferenceData": {
            "createRequest": {"requestId": "m-1", "conferenceSolutionKey": {"type": "hangoutsMeet"}},
        },
    }


@given(loop=st.text(), index=st.integers(0, 9), generation=st.integers(1, 99))
def test_every_id_is_one_that_google_allows(loop: str, index: int, generation: int) -> None:
    assert re.fullmatch(r"hirebot[a-v0-9]{52}", event_id(loop, index, generation=generation, secret=SECRET))


def test_ids_are_stable_and_differ_in_every_part_and_by_secret() -> None:
    others = [
        event_id("loop-2", 2, generation=1, secret=SECRET),
        event_id("loop-1", 21, generation=1, secret=SECRET),
        event_id("loop-12", 1, generation=1, secret=SECRET),
        event_id("loop-1", 2, generation=2, secret=SECRET),
        event_id("loop-1", 2, generation=1, secret=b"x" * 32),
    ]

    assert event_id("loop-1", 2, generation=1, secret=SECRET) == ID
    assert len({ID, *others}) == 6


zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"])


@given(
    start=st.integers(0, 31_536_000).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
    minutes=st.integers(1, 600),
    zone=zones,
    guests=st.lists(st.sampled_from(["a@x.test", "B@x.test", "c@x.test"])),
    status=st.sampled_from([EventStatus.CONFIRMED, EventStatus.TENTATIVE]),
)
def test_an_event_that_is_as_drafted_needs_no_patch(
    start: datetime, minutes: int, zone: str, guests: list[str], status: EventStatus
) -> None:
    end = start + timedelta(minutes=minutes)
    draft = replace(DRAFT, start=start, end=end, zone=zone, guests=tuple(guests), status=status)

    assert patch_body(as_stored(draft), draft) == {}


def test_a_patch_holds_only_what_differs() -> None:
    stored = as_stored(DRAFT, location="Room 1", colorId="7", reminders={"useDefault": False})

    assert patch_body(stored, replace(DRAFT, summary="Renamed")) == {"summary": "Renamed"}


def test_what_guests_may_do_is_put_back_when_somebody_opened_it_up() -> None:
    stored = as_stored(DRAFT, visibility="public", guestsCanModify=True)
    del stored["guestsCanInviteOthers"]

    assert patch_body(stored, DRAFT) == {
        "visibility": "private",
        "guestsCanModify": False,
        "guestsCanInviteOthers": False,
    }


def test_an_existing_conference_is_left_alone_and_a_missing_one_asked_for() -> None:
    stored = as_stored(DRAFT)
    without = {name: value for name, value in stored.items() if name != "conferenceData"}

    assert patch_body(stored, replace(DRAFT, meet_request="m-2")) == {}
    assert patch_body(without, DRAFT)["conferenceData"]["createRequest"]["requestId"] == "m-1"


def test_rooms_and_the_organisers_own_entry_stay_while_guests_are_swapped() -> None:
    room = {"email": "room-1@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"}
    me = {"email": "hiring@acme.test", "organizer": True, "self": True, "responseStatus": "accepted"}
    ann = {"email": "ann@acme.test", "responseStatus": "accepted", "comment": "5 min late", "optional": True}
    stored = as_stored(DRAFT, attendees=[ann, room, me])

    patch = patch_body(stored, replace(DRAFT, guests=("ann@acme.test", "cy@acme.test")))

    assert patch["attendees"] == [
        {**ann, "comment": ""},
        {"email": "cy@acme.test", "responseStatus": "needsAction"},
        room,
        {"email": "hiring@acme.test", "responseStatus": "accepted"},
    ]


def test_what_guests_noted_on_a_hold_is_not_there_when_the_candidate_is_invited() -> None:
    ann = {"email": "ann@acme.test", "responseStatus": "accepted", "comment": "Only if I must."}
    hold = as_stored(DRAFT, attendees=[ann])

    alone = patch_body(hold, replace(DRAFT, guests=("ann@acme.test",), summary="Another title"))
    invited = patch_body(hold, replace(DRAFT, guests=("ann@acme.test", "ana@mail.test")))

    assert "attendees" not in alone
    assert ["", None] == [guest.get("comment") for guest in invited["attendees"]]


def test_a_declined_guest_of_a_moved_event_is_asked_again_but_a_room_is_not() -> None:
    room = {"email": "room-1@resource.calendar.google.com", "resource": True, "responseStatus": "declined"}
    ben = {"email": "ben@acme.test", "responseStatus": "declined"}
    stored = as_stored(replace(DRAFT, guests=("ben@acme.test",)), attendees=[ben, room])
    later = replace(
        DRAFT, guests=("ben@acme.test",), start=DRAFT.start + timedelta(hours=1), end=DRAFT.end + timedelta(hours=1)
    )

    patch = patch_body(stored, later)

    assert patch["attendees"] == [{"email": "ben@acme.test", "responseStatus": "needsAction"}, room]


def test_an_event_made_all_day_by_hand_is_told_in_utc_and_put_back_with_its_time() -> None:
    stored = as_stored(DRAFT, start={"date": "2026-03-10"}, end={"date": "2026-03-11"})

    found = stored_event(stored)

    assert (found.start, found.end) == (datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 3, 11, tzinfo=UTC))
    assert patch_body(stored, DRAFT)["start"] == {
        "dateTime": "2026-03-10T05:00:00-04:00",
        "timeZone": "America/New_York",
        "date": None,
    }


def test_a_stored_event_is_told_without_rooms_and_without_our_mark() -> None:
    room = {"email": "room-1@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"}
    ann = {"email": "Ann@acme.test", "responseStatus": "tentative"}
    ben = {"email": "ben@acme.test", "responseStatus": "an answer of next year"}

    found = stored_event(as_stored(DRAFT, attendees=[ann, ben, room], htmlLink="https://calendar.google.com/e"))

    assert found.rsvps == {"ann@acme.test": Rsvp.TENTATIVE, "ben@acme.test": Rsvp.NEEDS_ACTION}
    assert (dict(found.private), found.meet_link) == ({"round": "r-1"}, "https://meet.google.com/x")
    assert (found.start, found.zone) == (DRAFT.start, "America/New_York")
    assert found.html_link == "https://calendar.google.com/e"


def test_a_deleted_event_may_be_told_by_its_id_alone() -> None:
    found = stored_event({"id": ID, "status": "cancelled", "etag": '"9"'})

    assert (found.event_id, found.status, found.etag, found.start) == (ID, EventStatus.CANCELLED, '"9"', None)


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "perhaps"},
        {"start": {}},
        {"start": {"dateTime": "2026-03-10T09:00:00"}},
        {"start": "noon"},
        {"end": None},
        {"etag": None},
        {"id": 7},
        {"attendees": "everybody"},
        {"extendedProperties": []},
    ],
)
def test_an_event_that_the_api_would_not_send_is_not_guessed_at(broken: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        stored_event(as_stored(DRAFT, **broken))


def test_ours_is_what_has_our_mark_or_our_kind_of_id() -> None:
    assert is_ours({"id": "abcde", "extendedProperties": {"private": {"hirebot": "1"}}})
    assert is_ours({"id": ID, "status": "cancelled"})
    assert not is_ours({"id": "hirebotabc", "status": "cancelled"})
    assert not is_ours({"id": "abcde", "extendedProperties": {"shared": {"hirebot": "1"}}})
    assert not is_ours({**as_stored(DRAFT), "id": f"{ID}_20260310", "recurringEventId": ID})


def test_a_page_is_read_past_what_is_not_ours() -> None:
    foreign = {"id": "abcde", "status": "perhaps"}

    assert [event.event_id for event in own_events({"items": [foreign, as_stored(DRAFT)]})] == [ID]
    with pytest.raises(Malformed):
        own_events({"items": ["junk"]})


@pytest.mark.parametrize(
    "answer",
    [
        {"calendars": {"a@x.test": {"busy": [{"start": "2026-03-10T09:00:00Z"}]}}},
        {"calendars": {"a@x.test": {"busy": [{"start": "2026-03-10T09:00:00", "end": "2026-03-10T10:00:00"}]}}},
        {"calendars": {"a@x.test": {"busy": "always"}}},
        {"calendars": []},
    ],
)
def test_busy_times_that_cannot_be_read_are_not_taken_for_free(answer: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        busy_times(answer, "a@x.test")


def test_a_calendar_with_an_error_is_unknown_even_if_it_tells_times() -> None:
    answer = {"calendars": {"a@x.test": {"errors": [{"reason": "internalError"}], "busy": []}}}

    assert busy_times(answer, "a@x.test") == "internalError"
    assert busy_times({}, "a@x.test") == "missing"
