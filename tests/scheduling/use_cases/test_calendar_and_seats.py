"""When a booked round meets life: declines, moves and deletions by hand, and what the coordinator may do about them."""

from datetime import datetime, timedelta

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import EventState, RoundState, SeatState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.outcomes import Refusal
from scheduling.ports import EventStatus, Rsvp
from scheduling.views.loops import CalendarNewsView
from tests.rehearsed import under_way
from tests.world import World, email


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def event_id(world: World, index: int) -> str:
    found = world.round(index).event_id
    assert found is not None
    return found


def start_of(world: World, index: int) -> datetime:
    found = world.round(index).start
    assert found is not None
    return found


def test_someone_who_cannot_make_it_is_told_to_the_coordinator_once(world: World) -> None:
    name = world.panel(1)[0]
    wish = i.Decline(actor_id=name, loop_id="L1", round_id=world.round(1).id, reason="On call that day")
    world.does(wish)
    world.does(wish)
    assert world.topics("mara").count("guest_declined") == 1
    assert world.last_notice(name) == Refusal.ALREADY_DONE


def test_a_decline_in_the_calendar_is_seen_at_the_next_sync(world: World) -> None:
    name = world.panel(1)[0]
    world.calendar.answer(email(name), event_id(world, 1), Rsvp.DECLINED)
    world.settle()
    world.settle()
    assert world.topics("mara").count("guest_declined") == 1
    with world.uow.reading() as tx:
        assert [seat.state for seat in tx.seats.of_round(world.round(1).id)] == [SeatState.DECLINED]


def test_a_replacement_takes_the_seat_at_the_same_time(world: World) -> None:
    before = world.round(1)
    name = world.panel(1)[0]
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=before.id))
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=before.id, person_id=name))
    world.books()
    after = world.round(1)
    assert (after.start, after.state) == (before.start, before.state)
    assert world.panel(1) == [other for other in ("emil", "eva") if other != name]
    assert world.topics(name)[-1] == Topic.RELEASED
    assert set(world.calendar.get(event_id(world, 1)).rsvps) == {email(world.panel(1)[0])}  # type: ignore[union-attr]
    assert world.broken() == ()


def test_keeping_things_as_they_are_seats_the_person_again(world: World) -> None:
    name = world.panel(0)[0]
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=world.round(0).id))
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=world.round(0).id))
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=1))
    assert "feedback_ask" in world.topics(name)


def test_who_declined_a_hold_and_is_kept_once_the_candidate_is_invited_hears_so_and_gets_the_brief(
    world: World,
) -> None:
    (name,) = world.panel(1)
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=world.round(1).id))
    world.holds_round(0)
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    world.until(start_of(world, 1))
    assert (world.topics(name).count("confirmed"), world.briefs(name)) == (1, 1)
    assert world.broken() == ()


def test_who_is_kept_in_a_seat_that_they_came_back_to_hears_nothing_of_their_first_time_in_it(world: World) -> None:
    round_id, (name,) = world.round(1).id, world.panel(1)
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=round_id))
    world.holds_round(0)
    for who in (name, "eva" if name == "emil" else "emil"):
        world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_id, person_id=who))
        world.books()
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=round_id))
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=round_id))
    world.until(start_of(world, 1))
    assert world.panel(1) == [name]
    heard = world.topics(name)
    assert (heard.count("confirmed"), world.briefs(name), heard.count("brief_short")) == (0, 1, 1)


def test_an_event_moved_by_hand_is_told_and_can_be_accepted(world: World) -> None:
    start = world.round(1).start
    assert start is not None
    later = start + timedelta(hours=3)
    world.calendar.move_by_hand(event_id(world, 1), later, later + timedelta(hours=1))
    world.settle()
    assert world.topics("mara")[-1] == Topic.EVENT_MOVED
    assert world.round(1).start == start
    world.does(i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    assert world.round(1).start == later
    assert world.broken() == ()


def test_an_event_moved_by_hand_can_be_put_back(world: World) -> None:
    start = world.round(1).start
    assert start is not None
    world.calendar.move_by_hand(event_id(world, 1), start + timedelta(days=1), start + timedelta(days=1, hours=1))
    world.settle()
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    event = world.calendar.get(event_id(world, 1))
    assert event is not None
    assert event.start == start
    assert world.topics("mara").count("event_moved") == 1


def test_an_event_deleted_by_hand_is_told_and_comes_back_under_a_new_id(world: World) -> None:
    old = event_id(world, 1)
    world.calendar.delete_by_hand(old)
    world.settle()
    assert world.topics("mara")[-1] == Topic.EVENT_DELETED
    assert world.round(1).event is EventState.GONE
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    assert event_id(world, 1) != old
    event = world.calendar.get(event_id(world, 1))
    assert event is not None
    assert event.status is not EventStatus.CANCELLED
    assert world.broken() == ()


def deletes(world: World, index: int) -> str:
    """By hand, and it is noticed."""
    event = event_id(world, index)
    world.calendar.delete_by_hand(event)
    world.settle()
    return event


def restores(world: World, index: int) -> None:
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(index).id))


def events_of(world: World, index: int) -> list[str]:
    """Those in the calendar now."""
    of_it = world.round(index).id
    return [event.event_id for event in world.calendar.live_events() if event.private.get("round") == of_it]


def deletions_told(world: World) -> list[str]:
    """What has answered each of them, as the coordinator reads it."""
    views = [said.view for said in world.heard("mara", Topic.EVENT_DELETED)]
    return [view.settled for view in views if isinstance(view, CalendarNewsView)]


def test_an_event_that_came_back_from_the_trash_is_not_to_be_put_back_any_more(world: World) -> None:
    old = deletes(world, 1)
    assert deletions_told(world) == [""]
    world.calendar.bring_back(old)
    world.settle()
    assert world.round(1).event is EventState.LIVE
    assert deletions_told(world) == ["restored"]
    restores(world, 1)
    assert events_of(world, 1) == [old]
    event = world.calendar.get(old)
    assert event is not None
    assert event.status is EventStatus.TENTATIVE  # a hold, as before
    assert world.broken() == ()


def test_an_event_that_came_back_from_the_trash_a_moment_ago_is_not_doubled_by_putting_it_back(world: World) -> None:
    old = deletes(world, 1)
    world.calendar.bring_back(old)
    restores(world, 1)
    assert events_of(world, 1) == [old]
    assert world.broken() == ()


def test_an_event_that_is_deleted_again_after_it_came_back_from_the_trash_is_told_again(world: World) -> None:
    old = deletes(world, 1)
    world.calendar.bring_back(old)
    world.settle()
    deletes(world, 1)
    assert deletions_told(world) == ["restored", ""]


@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "a moment ago"])
def test_an_event_that_came_back_from_the_trash_is_taken_off_when_its_loop_ends(world: World, noticed: bool) -> None:
    old = deletes(world, 0)
    world.calendar.bring_back(old)
    if noticed:
        world.settle()
    world.does(i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="Took another offer"))
    assert events_of(world, 0) == []


def test_whoever_was_kept_is_seated_anew_with_a_new_event_and_may_decline_it_in_the_calendar(world: World) -> None:
    (name,) = world.panel(1)
    world.calendar.answer(email(name), event_id(world, 1), Rsvp.DECLINED)
    world.settle()
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    world.calendar.delete_by_hand(event_id(world, 1))
    world.settle()
    world.core.take(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(1).id), dedupe_key="restore")
    while world.engine.work_inbox() or world.engine.relay_due():
        pass
    world.calendar.answer(email(name), event_id(world, 1), Rsvp.DECLINED)  # before anything was read again
    told = world.topics("mara").count(Topic.GUEST_DECLINED)

    world.settle()

    assert told + 1 == world.topics("mara").count(Topic.GUEST_DECLINED)
    assert world.broken() == ()


def test_another_time_for_one_round_moves_that_round_only(world: World) -> None:
    before = world.rounds()
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=before[3].id))
    world.books()
    after = world.rounds()
    assert [r.start for r in after[:3]] == [r.start for r in before[:3]]
    assert after[3].revision == before[3].revision + 1
    assert world.errors == []
    assert world.broken() == ()


def test_reminders_of_the_old_time_are_never_sent(world: World) -> None:
    old = world.round(0).start
    assert old is not None
    world.calendar.add_busy(email("rita"), old, old + timedelta(hours=1))
    world.calendar.add_busy(email("ron"), old, old + timedelta(hours=1))
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(0).id))
    world.books()
    new = world.round(0).start
    assert new is not None
    assert new != old
    world.until(max(old, new) + timedelta(hours=3))
    short = [said.at for name in ("rita", "ron") for said in world.heard(name, Topic.BRIEF_SHORT)]
    assert short == [new - timedelta(minutes=15)]
    asked = [said.at for name in ("rita", "ron") for said in world.heard(name, Topic.FEEDBACK_ASK)]
    assert asked == [new + timedelta(minutes=30)]


def test_a_slot_taken_between_proposal_and_booking_leads_to_fresh_options_and_nothing_booked(
    uow: UnitOfWork,
) -> None:
    world = World(uow)
    world.starts()
    with uow.reading() as tx:
        option = tx.proposals.newest("L1").options[0]  # type: ignore[union-attr]
    first = option.rounds[0]
    for name in first.people:
        world.calendar.add_busy(email(name), first.start, first.start + timedelta(hours=1))
    world.books()
    assert "insert" not in world.calendar.calls
    assert [r.state for r in world.rounds()] == [RoundState.OPEN] * 4
    assert world.topics("mara").count("proposal") == 2
    world.books()
    assert world.round(0).state is RoundState.INVITED
    assert world.broken() == ()


def test_with_holds_off_a_planned_time_that_somebody_filled_since_is_not_confirmed(uow: UnitOfWork) -> None:
    world = World(uow, holds=False)
    world.booked()
    world.holds_round(0, verdict=False)
    planned = world.round(1)
    assert planned.start is not None
    assert planned.end is not None
    world.calendar.add_busy(email(world.panel(1)[0]), planned.start, planned.end)
    world.says(VerdictChoice.ADVANCE, 0)
    assert world.round(1).state is RoundState.OPEN
    assert world.topics("mara").count("proposal") == 2
    world.books()
    assert world.round(1).state is RoundState.INVITED
    assert world.round(1).start != planned.start
    assert world.broken() == ()


def test_a_calendar_that_cannot_be_read_is_never_taken_for_free(uow: UnitOfWork) -> None:
    world = World(uow)
    world.calendar.set_unknown(email("rita"), "notFound")
    world.calendar.set_unknown(email("ron"), "notFound")
    world.starts()
    with uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    assert proposal.options == ()
    assert [(o.round_index, o.blocker) for o in proposal.obstacles][:1] == [(0, "unknown_calendar")]


def test_with_holds_off_later_rounds_are_planned_and_booked_when_their_turn_comes(uow: UnitOfWork) -> None:
    world = World(uow, holds=False)
    world.booked()
    assert [r.state for r in world.rounds()] == [RoundState.INVITED] + [RoundState.OPEN] * 3
    assert world.calendar.calls.count("insert") == 1
    world.holds_round(0)
    assert world.round(1).state is RoundState.INVITED
    assert world.errors == []
    assert world.broken() == ()


def test_what_was_still_to_be_said_of_the_old_time_is_taken_back_with_it(uow: UnitOfWork) -> None:
    world = under_way(uow)
    before = world.round(0).start
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(0).id))
    world.books()
    assert before != world.round(0).start
    assert () == world.broken()
