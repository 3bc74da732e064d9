"""Reading what changed: pages, stale tokens, and telling own events from all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.responses import JSONResponse

from scheduling.google.codec import event_id
from scheduling.ports import EventDraft, EventStatus, TransientFault
from tests.google_site import GoogleSite, Socket

LIST = "calendar.events.list"


def booked(google: GoogleSite, draft: EventDraft, count: int) -> list[str]:
    """Ids of that many rounds, booked in this order."""
    calendar = google.adapter()
    ids = [event_id("loop-9", index, generation=1, secret=b"s" * 32) for index in range(count)]
    for one in ids:
        calendar.insert(replace(draft, event_id=one), notify=False)
    return ids


def ids_of(events: Iterable[object]) -> list[str]:
    return [event.event_id for event in events]  # type: ignore[attr-defined]  # whatever changes() tells


def test_every_page_is_read_and_the_token_is_the_last_ones(google: GoogleSite, draft: EventDraft) -> None:
    ids = booked(google, draft, 7)
    google.calendars.set_switches(largest_page=3)
    calendar = google.adapter()

    first = calendar.changes(None)

    assert ids_of(first.events) == ids
    assert google.calendars.count(LIST) == 3
    assert calendar.changes(first.next_token).events == ()


def test_an_event_that_changes_between_pages_is_not_lost(google: GoogleSite, draft: EventDraft) -> None:
    ids = booked(google, draft, 5)
    google.calendars.set_switches(largest_page=2)
    calendar = google.adapter()
    moved = (draft.start + timedelta(days=1), draft.end + timedelta(days=1))

    def move_all_on_the_second_page() -> None:
        if google.calendars.count(LIST) == 1:
            for one in (ids[0], ids[3]):
                google.calendars.move_by_hand(one, *moved)

    google.calendars.faults.meanwhile(LIST, move_all_on_the_second_page, times=2)

    told = calendar.changes(None)

    assert sorted(ids_of(told.events)) == sorted(ids)
    assert {event.event_id for event in told.events if event.start == moved[0]} == {ids[0], ids[3]}


def test_a_token_that_goes_stale_between_pages_leads_to_a_full_reading(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    token = calendar.changes(None).next_token
    ids = booked(google, draft, 5)
    google.calendars.set_switches(largest_page=2)

    def expire_before_the_second_page() -> None:
        if google.calendars.count(LIST) == 2:
            google.calendars.expire_sync_tokens()

    google.calendars.faults.meanwhile(LIST, expire_before_the_second_page, times=2)

    told = calendar.changes(token)

    assert told.full
    assert ids_of(told.events) == ids


@pytest.mark.parametrize("bare", [True, False])
def test_a_deletion_is_told_even_when_nothing_but_the_id_is_left(
    google: GoogleSite, draft: EventDraft, bare: bool
) -> None:
    calendar = google.adapter()
    (one,) = booked(google, draft, 1)
    token = calendar.changes(None).next_token
    google.calendars.set_switches(bare_deletions=bare)
    google.calendars.delete_by_hand(one)

    (told,) = calendar.changes(token).events

    assert (told.event_id, told.status) == (one, EventStatus.CANCELLED)


def test_events_that_are_not_ours_are_not_told(google: GoogleSite, draft: EventDraft) -> None:
    (one,) = booked(google, draft, 1)
    with google.calendars.holding(send_updates="none") as (events, _, changes):
        lunch = {"summary": "Lunch", "start": {"date": "2026-03-10"}, "end": {"date": "2026-03-11"}}
        changes.append(events.insert(lunch, conference=False))

    assert ids_of(google.adapter().changes(None).events) == [one]


def test_a_full_reading_leaves_out_what_is_long_past(google: GoogleSite, draft: EventDraft) -> None:
    booked(google, draft, 1)
    google.clock.move(timedelta(days=200))

    assert google.adapter().changes(None).events == ()


@pytest.mark.parametrize(
    "answer",
    [{"items": []}, {"items": "many", "nextSyncToken": "x"}, {"items": [], "nextPageToken": "the same"}],
)
def test_a_list_that_makes_no_sense_is_no_answer_and_no_endless_reading(
    google: GoogleSite, google_socket: tuple[Socket, str], draft: EventDraft, answer: dict[str, object]
) -> None:
    calendar = google.adapter()
    calendar.get(draft.event_id)
    google_socket[0].app = JSONResponse(answer)

    with pytest.raises(TransientFault, match="bad_answer"):
        calendar.changes(None)
