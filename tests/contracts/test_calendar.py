"""One behaviour for the `Calendar` port, held by the fake and by the real adapter in front of the stand-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduling.google.codec import event_id
from scheduling.ports import PUT_FOR, EventStatus, Interval, PermanentFault, Rsvp
from tests.contracts.calendar_worlds import ANN, BEN, CANDIDATE, DAY, DRAFT, ID, KINDS, SECRET, World, at, open_world


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest) -> World:
    return open_world(request.param, request)


def status_of(world: World) -> EventStatus | None:
    found = world.calendar.get(ID)
    return found.status if found else None


def test_busy_times_are_merged_and_cut_to_the_stretch_asked_for(world: World) -> None:
    world.add_busy(ANN, at(8), at(10))
    world.add_busy(ANN, at(9), at(11))
    world.add_busy(ANN, at(12), at(14))

    answer = world.calendar.busy(emails=[ANN, BEN], start=at(9), end=at(13))

    expected = (Interval(start=at(9), end=at(11)), Interval(start=at(12), end=at(13)))
    assert (answer.busy, answer.unknown) == ({ANN: expected, BEN: ()}, {})


def test_a_hundred_and_twenty_people_are_all_answered_for(world: World) -> None:
    people = [f"p{number}@acme.test" for number in range(120)]
    for email in people:
        world.add_busy(email, at(9), at(10))

    answer = world.calendar.busy(emails=people, start=at(0), end=at(23))

    assert answer.busy == dict.fromkeys(people, (Interval(start=at(9), end=at(10)),))


def test_whoever_is_not_answered_for_is_unknown_and_never_free(world: World) -> None:
    world.set_unknown(ANN, "missing")
    world.set_unknown(BEN, "internalError")

    answer = world.calendar.busy(emails=[ANN, BEN, "nobody@acme.test"], start=at(0), end=at(23))

    assert answer.busy == {}
    assert answer.unknown == {ANN: "missing", BEN: "internalError", "nobody@acme.test": "notFound"}


def test_half_a_year_can_be_asked_for_at_once(world: World) -> None:
    world.add_busy(ANN, DAY + timedelta(days=170), DAY + timedelta(days=171))

    answer = world.calendar.busy(emails=[ANN], start=DAY, end=DAY + timedelta(days=180))

    assert answer.busy[ANN] == (Interval(start=DAY + timedelta(days=170), end=DAY + timedelta(days=171)),)


def test_asking_for_nobody_is_answered_with_nobody(world: World) -> None:
    answer = world.calendar.busy(emails=[], start=at(9), end=at(10))

    assert (answer.busy, answer.unknown) == ({}, {})


def test_an_empty_stretch_is_refused(world: World) -> None:
    with pytest.raises(PermanentFault, match="invalid_request"):
        world.calendar.busy(emails=[ANN], start=at(10), end=at(10))


def test_an_event_keeps_its_guests_busy_until_they_decline_or_it_goes(world: World) -> None:
    world.calendar.insert(DRAFT, notify=True)
    world.answer(BEN, ID, Rsvp.DECLINED)

    invited = world.calendar.busy(emails=[ANN, BEN], start=at(0), end=at(23)).busy
    world.calendar.cancel(ID, notify=True)
    released = world.calendar.busy(emails=[ANN, BEN], start=at(0), end=at(23)).busy

    assert invited == {ANN: (Interval(start=at(10), end=at(11)),), BEN: ()}
    assert released == {ANN: (), BEN: ()}


def test_an_inserted_event_reads_back_as_it_was_drafted(world: World) -> None:
    inserted = world.calendar.insert(replace(DRAFT, status=EventStatus.TENTATIVE), notify=False)
    found = world.calendar.get(ID)

    assert found == inserted
    assert (found.event_id, found.status, found.summary) == (ID, EventStatus.TENTATIVE, DRAFT.summary)
    assert (found.start, found.end, found.zone) == (DRAFT.start, DRAFT.end, "Europe/Berlin")
    assert found.rsvps == {ANN: Rsvp.NEEDS_ACTION, BEN: Rsvp.NEEDS_ACTION}
    assert (dict(found.private), found.meet_link) == ({"round": "r-1"}, None)
    assert found.html_link


def test_inserting_again_adopts_the_event_and_mails_nobody_twice(world: World) -> None:
    first = world.calendar.insert(DRAFT, notify=True)
    second = world.calendar.insert(DRAFT, notify=True)

    assert second == first
    assert world.mails() == [("invitation", ANN), ("invitation", BEN)]


def test_inserting_other_content_under_the_id_changes_the_event(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)

    changed = world.calendar.insert(replace(DRAFT, start=at(13), end=at(14)), notify=False)

    assert (changed.start, changed.end) == (at(13), at(14))
    assert world.calendar.get(ID) == changed


def test_the_id_of_a_cancelled_event_cannot_be_used_again(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)
    world.calendar.cancel(ID, notify=False)

    with pytest.raises(PermanentFault, match="event_id_cancelled"):
        world.calendar.insert(DRAFT, notify=False)

    next_id = event_id("loop-1", 0, generation=2, secret=SECRET)
    assert world.calendar.insert(replace(DRAFT, event_id=next_id), notify=False).event_id == next_id


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"event_id": "UPPER-case"}, id="id"),
        pytest.param({"end": DRAFT.start - timedelta(minutes=1)}, id="ends before it starts"),
        pytest.param({"zone": "Mars/Olympus"}, id="zone"),
        pytest.param({"zone": "/etc/passwd"}, id="zone that is a path"),
        pytest.param({"start": DRAFT.start.replace(tzinfo=None)}, id="naive time"),
        pytest.param({"guests": ("not an address",)}, id="address"),
    ],
)
def test_a_draft_that_google_would_refuse_is_refused_for_good(world: World, broken: dict[str, Any]) -> None:
    with pytest.raises(PermanentFault, match="invalid_request"):
        world.calendar.insert(replace(DRAFT, **broken), notify=False)

    assert world.calendar.get(ID) is None


def test_two_spellings_of_an_address_are_one_guest(world: World) -> None:
    inserted = world.calendar.insert(replace(DRAFT, guests=(ANN, "Ann@Acme.Test")), notify=True)

    assert inserted.rsvps == {ANN: Rsvp.NEEDS_ACTION}
    assert world.mails() == [("invitation", ANN)]


def test_a_meet_link_is_given_when_asked_for(world: World) -> None:
    with_link = world.calendar.insert(replace(DRAFT, meet_request="meet-1"), notify=False)

    assert (with_link.meet_link or "").startswith("https://meet.google.com/")
    assert world.calendar.change(replace(DRAFT, summary="Moved"), notify=False).meet_link == with_link.meet_link


def test_a_meet_link_that_comes_later_is_told_as_a_change(world: World) -> None:
    world.links_come_later()
    inserted = world.calendar.insert(replace(DRAFT, meet_request="meet-1"), notify=False)
    token = world.calendar.changes(None).next_token

    world.finish_conferences()

    (told,) = world.calendar.changes(token).events
    assert inserted.meet_link is None
    assert (told.meet_link or "").startswith("https://meet.google.com/")


def test_a_moved_event_keeps_answers_but_asks_who_declined_again(world: World) -> None:
    world.calendar.insert(DRAFT, notify=True)
    world.answer(ANN, ID, Rsvp.ACCEPTED)
    world.answer(BEN, ID, Rsvp.DECLINED)

    moved = world.calendar.change(replace(DRAFT, start=at(15), end=at(16)), notify=True)

    assert (moved.start, moved.end) == (at(15), at(16))
    assert moved.rsvps == {ANN: Rsvp.ACCEPTED, BEN: Rsvp.NEEDS_ACTION}
    assert world.mails()[2:] == [("update", ANN), ("update", BEN)]


def test_a_new_title_leaves_every_answer_as_it_is(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)
    world.answer(BEN, ID, Rsvp.DECLINED)

    assert world.calendar.change(replace(DRAFT, summary="Renamed"), notify=False).rsvps[BEN] is Rsvp.DECLINED


def test_a_change_that_changes_nothing_writes_nothing(world: World) -> None:
    before = world.calendar.insert(DRAFT, notify=False)

    assert world.calendar.change(DRAFT, notify=True) == before
    assert world.mails() == []


def test_a_hold_becomes_an_invitation_for_the_candidate_too(world: World) -> None:
    world.calendar.insert(replace(DRAFT, status=EventStatus.TENTATIVE), notify=False)
    world.answer(ANN, ID, Rsvp.ACCEPTED)

    invited = world.calendar.change(replace(DRAFT, guests=(ANN, BEN, CANDIDATE)), notify=True)

    assert invited.status is EventStatus.CONFIRMED
    assert invited.rsvps == {ANN: Rsvp.ACCEPTED, BEN: Rsvp.NEEDS_ACTION, CANDIDATE: Rsvp.NEEDS_ACTION}
    assert world.mails() == [("invitation", CANDIDATE), ("update", ANN), ("update", BEN)]


def test_a_guest_who_is_swapped_out_hears_of_it_and_is_free(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)

    world.calendar.change(replace(DRAFT, guests=(BEN,)), notify=True)

    assert world.mails() == [("cancellation", ANN)]
    assert world.calendar.busy(emails=[ANN], start=at(0), end=at(23)).busy == {ANN: ()}


def test_a_change_wins_over_a_move_by_hand(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)
    world.answer(ANN, ID, Rsvp.TENTATIVE)
    world.move_by_hand(ID, at(18), at(19))

    restored = world.calendar.change(DRAFT, notify=False)

    assert (restored.start, restored.end, restored.rsvps[ANN]) == (DRAFT.start, DRAFT.end, Rsvp.TENTATIVE)


def test_a_time_set_by_hand_stays_where_the_event_is_changed_for_what_it_was_put_there_for(world: World) -> None:
    draft = replace(DRAFT, private={**DRAFT.private, PUT_FOR: "1"})
    world.calendar.insert(draft, notify=False)
    world.answer(ANN, ID, Rsvp.DECLINED)
    world.move_by_hand(ID, at(18), at(19))

    changed = world.calendar.change(replace(draft, guests=(ANN,)), notify=False)

    assert (changed.start, changed.end, changed.rsvps) == (at(18), at(19), {ANN: Rsvp.DECLINED})


@pytest.mark.parametrize("counts", [{"private": {PUT_FOR: "2"}}, {"overruled": frozenset((at(18),))}], ids=str)
def test_a_time_set_by_hand_gives_way_to_another_one_of_ours_and_where_it_is_overruled(
    world: World, counts: dict[str, Any]
) -> None:
    draft = replace(DRAFT, private={PUT_FOR: "1"})
    world.calendar.insert(draft, notify=False)
    world.move_by_hand(ID, at(18), at(19))

    changed = world.calendar.change(replace(draft, **counts), notify=False)

    assert (changed.start, changed.end) == (DRAFT.start, DRAFT.end)
    assert changed.private == replace(draft, **counts).private


def test_private_properties_alone_are_no_reason_to_write(world: World) -> None:
    inserted = world.calendar.insert(DRAFT, notify=False)

    assert world.calendar.change(replace(DRAFT, private={PUT_FOR: "2"}), notify=True) == inserted


def test_an_event_that_is_gone_cannot_be_changed(world: World) -> None:
    with pytest.raises(PermanentFault, match="event_gone"):
        world.calendar.change(DRAFT, notify=False)

    world.calendar.insert(DRAFT, notify=False)
    world.delete_by_hand(ID)

    with pytest.raises(PermanentFault, match="event_gone"):
        world.calendar.change(DRAFT, notify=False)
    assert status_of(world) is EventStatus.CANCELLED


def test_cancelling_can_be_repeated_and_needs_no_event(world: World) -> None:
    world.calendar.insert(DRAFT, notify=True)

    for _ in range(2):
        world.calendar.cancel(ID, notify=True)
    world.calendar.cancel(event_id("never", 0, generation=1, secret=SECRET), notify=True)

    assert status_of(world) is EventStatus.CANCELLED
    assert world.mails()[2:] == [("cancellation", ANN), ("cancellation", BEN)]


def test_without_notice_nobody_gets_a_mail(world: World) -> None:
    world.calendar.insert(DRAFT, notify=False)
    world.calendar.change(replace(DRAFT, start=at(12), end=at(13)), notify=False)
    world.calendar.cancel(ID, notify=False)

    assert world.mails() == []


def test_there_is_no_event_where_there_never_was_one(world: World) -> None:
    assert world.calendar.get(ID) is None
