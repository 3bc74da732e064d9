"""What changed on the calendar, by us and by hand: one behaviour for the fake and for the real adapter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.google.codec import event_id
from scheduling.ports import EventStatus, Rsvp
from tests.contracts.calendar_worlds import ANN, BEN, DRAFT, ID, KINDS, SECRET, World, at, open_world


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest) -> World:
    return open_world(request.param, request)


def test_the_first_reading_is_full_and_the_next_tells_only_what_changed(world: World) -> None:
    inserted = world.calendar.insert(DRAFT, notify=False)

    first = world.calendar.changes(None)
    second = world.calendar.changes(first.next_token)

    assert (first.events, first.full) == ((inserted,), True)
    assert (second.events, second.full) == ((), False)


def test_an_own_change_is_told_with_the_etag_that_the_write_returned(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)
    token = world.calendar.changes(None).next_token

    written = world.calendar.change(replace(DRAFT, summary="Renamed"), notify=False)

    assert world.calendar.changes(token).events == (written,)


def test_declines_moves_and_deletions_by_hand_are_told(world: World) -> None:
    ids = [event_id("loop-1", index, generation=1, secret=SECRET) for index in range(3)]
    etags = {one: world.calendar.insert(replace(DRAFT, event_id=one), notify=False).etag for one in ids}
    token = world.calendar.changes(None).next_token

    world.answer(ANN, ids[0], Rsvp.DECLINED)
    world.move_by_hand(ids[1], at(18), at(19))
    world.delete_by_hand(ids[2])

    told = {event.event_id: event for event in world.calendar.changes(token).events}
    assert told[ids[0]].rsvps == {ANN: Rsvp.DECLINED, BEN: Rsvp.NEEDS_ACTION}
    assert (told[ids[1]].start, told[ids[1]].end) == (at(18), at(19))
    assert told[ids[2]].status is EventStatus.CANCELLED
    assert all(told[one].etag != etags[one] for one in ids)


def test_an_event_that_is_taken_out_of_the_trash_is_told_as_it_was(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)
    world.answer(ANN, ID, Rsvp.ACCEPTED)
    before = world.calendar.get(ID)
    world.delete_by_hand(ID)
    token = world.calendar.changes(None).next_token

    world.bring_back(ID)

    assert before is not None
    (told,) = world.calendar.changes(token).events
    assert told == replace(before, etag=told.etag)


@pytest.mark.parametrize("stale", [True, False])
def test_a_token_that_no_longer_holds_leads_to_a_full_reading_with_deletions(world: World, stale: bool) -> None:
    world.calendar.insert(DRAFT, notify=False)
    token = world.calendar.changes(None).next_token
    world.delete_by_hand(ID)
    if stale:
        world.expire_sync_tokens()

    told = world.calendar.changes(token if stale else "made up")

    assert told.full
    assert [(event.event_id, event.status) for event in told.events] == [(ID, EventStatus.CANCELLED)]
    assert world.calendar.changes(told.next_token).events == ()
