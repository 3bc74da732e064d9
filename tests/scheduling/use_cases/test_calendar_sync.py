"""What is read in the calendar while everything else goes on: nothing is missed, nothing is told twice, and no press
counts for what is not there any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import EventState, SeatState
from models.records.people import DaysOff
from models.unit_of_work import Transaction, UnitOfWork
from sandbox.memory.calendar import FakeCalendar
from scheduling import intents as i
from scheduling.calendar_sync import TOKEN, sync_calendar
from scheduling.messages import Topic
from scheduling.outcomes import Refusal
from scheduling.ports import EventChanges, PermanentFault, Rsvp, TransientFault
from scheduling.use_cases.person_left import person_left
from scheduling.views.loops import CalendarNewsView
from tests.rehearsed import under_way
from tests.world import World, email

HOUR = timedelta(hours=1)


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def declines(world: World, index: int, name: str, answer: Rsvp = Rsvp.DECLINED) -> None:
    world.calendar.answer(name if "@" in name else email(name), event_id(world, index), answer)
    world.settle()


def moves(world: World, index: int, start: datetime) -> None:
    sets_by_hand(world, index, start)
    world.settle()


def sets_by_hand(world: World, index: int, start: datetime) -> None:
    """Another time, that nobody has noticed yet."""
    end = start + timedelta(minutes=world.round(index).minutes)
    world.calendar.move_by_hand(event_id(world, index), start, end)


def in_calendar(world: World, index: int) -> datetime | None:
    event = world.calendar.get(event_id(world, index))
    return None if event is None else event.start


def event_id(world: World, index: int) -> str:
    found = world.round(index).event_id
    assert found is not None
    return found


def start_of(world: World, index: int) -> datetime:
    found = world.round(index).start
    assert found is not None
    return found


def keeps(world: World, index: int) -> None:
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=world.round(index).id))


def accepts(world: World, index: int) -> None:
    world.does(i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=world.round(index).id))


def test_a_decline_that_was_kept_is_no_news_when_somebody_else_answers(world: World) -> None:
    first, second, _ = world.panel(3)
    declines(world, 3, first)
    keeps(world, 3)
    declines(world, 3, second, Rsvp.ACCEPTED)
    assert world.topics("mara").count("guest_declined") == 1
    with world.uow.reading() as tx:
        states = {seat.person_id: seat.state for seat in tx.seats.of_round(world.round(3).id)}
    assert states[first] is SeatState.KEPT


def test_whoever_was_kept_and_accepted_may_decline_anew(world: World) -> None:
    first = world.panel(3)[0]
    declines(world, 3, first)
    keeps(world, 3)
    declines(world, 3, first, Rsvp.ACCEPTED)
    declines(world, 3, first)
    assert world.topics("mara").count("guest_declined") == 2


def test_a_candidate_whose_decline_was_left_is_told_again_only_after_accepting(world: World) -> None:
    candidate, panel = "l1@mail.example", world.panel(0)
    world.calendar.answer(candidate, event_id(world, 0), Rsvp.DECLINED)
    world.settle()
    keeps(world, 0)
    declines(world, 0, panel[0], Rsvp.ACCEPTED)
    assert world.topics("mara").count("candidate_declined") == 1
    for answer in (Rsvp.ACCEPTED, Rsvp.DECLINED):
        world.calendar.answer(candidate, event_id(world, 0), answer)
        world.settle()
    assert world.topics("mara").count("candidate_declined") == 2


def test_keeping_one_person_takes_no_reminder_from_the_others_and_doubles_none(world: World) -> None:
    for index in range(3):
        world.holds_round(index)
    world.does(i.Decline(actor_id=world.panel(3)[0], loop_id="L1", round_id=world.round(3).id))
    keeps(world, 3)
    world.until(start_of(world, 3))
    assert [(world.briefs(name), world.topics(name).count("brief_short")) for name in world.panel(3)] == [(1, 1)] * 3


def test_an_event_that_is_moved_to_the_same_time_again_is_told_again(world: World) -> None:
    later = start_of(world, 1) + timedelta(days=1)
    moves(world, 1, later)
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    moves(world, 1, later)
    assert world.topics("mara").count("event_moved") == 2


def test_a_time_in_the_calendar_that_was_put_back_cannot_be_accepted_any_more(world: World) -> None:
    booked = start_of(world, 1)
    moves(world, 1, booked + timedelta(days=1))
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    accepts(world, 1)
    assert world.last_notice("mara") == Refusal.ALREADY_DONE
    assert start_of(world, 1) == booked


def test_what_is_accepted_is_the_time_that_the_calendar_has_now(world: World) -> None:
    booked = start_of(world, 1)
    for hours in (3, 4, 3):
        moves(world, 1, booked + hours * HOUR)
    accepts(world, 1)
    assert start_of(world, 1) == booked + 3 * HOUR
    moves(world, 1, booked + 4 * HOUR)
    moves(world, 1, booked + 3 * HOUR)
    accepts(world, 1)
    assert world.last_notice("mara") == Refusal.ALREADY_DONE
    assert world.broken() == ()


def test_a_decline_is_seen_also_where_our_own_change_is_under_way(world: World) -> None:
    world.calendar.fail("change", TransientFault("server_error"), times=2)
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    declines(world, 1, world.panel(1)[0])
    world.wait(minutes=5)
    assert world.topics("mara").count("guest_declined") == 1


def test_a_decline_is_seen_also_where_the_answer_to_our_insert_was_lost(uow: UnitOfWork) -> None:
    world = books_with(uow, TransientFault("timeout", maybe_done=True))
    assert world.round(1).event is EventState.WANTED
    declines(world, 1, world.panel(1)[0])
    declines(world, 0, world.panel(0)[0])
    world.wait(minutes=30)
    assert world.topics("mara").count("guest_declined") == 2
    token = bookmark(world)
    declines(world, 3, world.panel(3)[0], Rsvp.ACCEPTED)
    assert token != bookmark(world)
    assert world.broken() == ()


def test_an_event_that_was_given_up_keeps_nothing_from_being_read_on(uow: UnitOfWork) -> None:
    world = books_with(uow, PermanentFault("forbidden"))
    token = bookmark(world)
    declines(world, 1, world.panel(1)[0])
    assert token != bookmark(world)


def books_with(uow: UnitOfWork, fault: TransientFault | PermanentFault) -> World:
    """A loop whose events are put into the calendar, which fails to say so. Nothing was read there yet."""
    world = World(uow)
    world.starts()
    world.calendar.fail("insert", fault, times=4, after=True)
    with uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    wish = i.Book(actor_id="mara", loop_id="L1", proposal_id=proposal.id, option=0)
    world.core.take(wish, dedupe_key="book")
    world.engine.run_until_idle()
    return world


def bookmark(world: World) -> str | None:
    """Up to where the calendar was read."""
    with world.uow.reading() as tx:
        found = tx.bookmarks.find(name=TOKEN)
    return None if found is None else found.value


def test_a_change_that_was_read_before_our_own_move_is_not_taken_for_one_by_hand(world: World) -> None:
    read, before = world.calendar.changes, start_of(world, 3)
    away = (DaysOff(first=before.date(), last=before.date()),)
    windows = world.loop().candidate.windows

    def overtaken(token: str | None) -> EventChanges:
        found = read(token)
        world.calendar.changes = read  # type: ignore[method-assign]  # the calendar answers slowly, once
        world.does(i.EditAvailability(actor_id="mara", loop_id="L1", windows=windows, days_off=away))
        world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(3).id))
        world.books()
        return found

    declines(world, 3, world.panel(3)[0], Rsvp.ACCEPTED)
    world.calendar.expire_sync_tokens()
    world.calendar.changes = overtaken  # type: ignore[method-assign]
    world.engine.sync_calendar()
    world.settle()
    assert start_of(world, 3) != before
    assert "event_moved" not in world.topics("mara")
    assert world.broken() == ()


def test_a_time_set_by_hand_a_moment_ago_is_told_also_where_our_own_change_comes_first(world: World) -> None:
    later, (who,) = start_of(world, 1) + 2 * HOUR, world.panel(1)
    round_id = world.round(1).id
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_id, person_id=who))
    sets_by_hand(world, 1, later)
    world.books()
    assert world.panel(1) != [who]
    assert in_calendar(world, 1) == later == world.round(1).found_start
    assert settled(world, Topic.EVENT_MOVED) == [""]
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=round_id))
    assert in_calendar(world, 1) == start_of(world, 1)
    assert settled(world, Topic.EVENT_MOVED) == ["restored"]
    assert world.broken() == ()


def test_a_round_that_is_moved_is_moved_wherever_somebody_put_it_a_moment_ago(world: World) -> None:
    before = start_of(world, 3)
    world.calendar.add_busy(email(world.panel(3)[0]), before, before + HOUR)
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(3).id))
    sets_by_hand(world, 3, before + 3 * HOUR)
    world.books()
    assert in_calendar(world, 3) == start_of(world, 3) != before
    assert world.heard("mara", Topic.EVENT_MOVED) == []


def test_the_candidate_is_invited_to_the_agreed_time_wherever_somebody_put_it_a_moment_ago(world: World) -> None:
    world.holds_round(0, verdict=False)
    sets_by_hand(world, 1, start_of(world, 1) + 2 * HOUR)
    world.says(VerdictChoice.ADVANCE, 0)
    assert in_calendar(world, 1) == start_of(world, 1)
    assert world.broken() == ()


class ReadsSlowly(FakeCalendar):
    """Has read what `calendar` has now, and tells it when it is let `go_on`."""

    def __init__(self, calendar: FakeCalendar) -> None:
        super().__init__()
        self.calendar, self.has_read, self.may_go_on = calendar, Event(), Event()

    def changes(self, token: str | None) -> EventChanges:
        found = self.calendar.changes(token)
        self.has_read.set()
        assert self.may_go_on.wait(timeout=30)
        return found


class Interrupted(UnitOfWork):
    """Right before its `nth` writing transaction something else happens."""

    def __init__(self, uow: UnitOfWork, nth: int, happens: Callable[[], object]) -> None:
        super().__init__(uow.engine)
        self._left, self._happens = nth, happens

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        self._left -= 1
        if not self._left:
            self._happens()
        with super().__call__() as tx:
            yield tx


@pytest.mark.parametrize("nth", [1, 2], ids=["before the other notes", "before the other is done"])
def test_of_two_replicas_that_read_the_calendar_the_slower_one_leaves_nothing_that_is_over(
    world: World, nth: int
) -> None:
    booked, of_it, at = start_of(world, 1), event_id(world, 1), world.engine.circumstances
    world.calendar.move_by_hand(of_it, booked + HOUR, booked + 2 * HOUR)
    slow = ReadsSlowly(world.calendar)
    replica = Thread(target=sync_calendar, args=(world.uow, slow, at))
    replica.start()
    assert slow.has_read.wait(timeout=30)
    world.calendar.move_by_hand(of_it, booked, booked + HOUR)

    def the_slow_one_goes_on() -> None:
        slow.may_go_on.set()
        replica.join()

    sync_calendar(Interrupted(world.uow, nth, the_slow_one_goes_on), world.calendar, at)
    world.wait(minutes=10)

    assert world.round(1).found_start is None
    assert bookmark(world) == world.calendar.changes(None).next_token
    assert world.broken() == ()


def test_who_declines_a_time_set_by_hand_is_told_as_unable_to_come_also_when_it_is_accepted(world: World) -> None:
    (who,), later = world.panel(0), start_of(world, 0) + 2 * HOUR
    moves(world, 0, later)
    declines(world, 0, who)
    declines(world, 0, "l1@mail.example")
    accepts(world, 0)
    assert (start_of(world, 0), world.round(0).candidate_declined) == (later, True)
    assert states(world, 0) == {who: SeatState.DECLINED}
    assert [settled(world, topic) for topic in _DECLINED] == [["moved", ""]] * 2
    keeps(world, 0)
    declines(world, 0, who)
    assert [settled(world, topic) for topic in _DECLINED] == [["moved", "kept"]] * 2
    assert world.broken() == ()


def test_who_was_kept_at_a_time_set_by_hand_stays_kept_when_it_is_accepted(world: World) -> None:
    (who,) = world.panel(0)
    moves(world, 0, start_of(world, 0) + 2 * HOUR)
    declines(world, 0, who)
    declines(world, 0, "l1@mail.example")
    keeps(world, 0)
    accepts(world, 0)
    assert states(world, 0) == {who: SeatState.KEPT}
    assert world.round(0).candidate_kept_at is not None
    assert [len(settled(world, topic)) for topic in _DECLINED] == [1, 1]


def test_who_declined_before_somebody_set_another_time_is_free_to_come_at_that(world: World) -> None:
    (who,) = world.panel(0)
    declines(world, 0, who)
    moves(world, 0, start_of(world, 0) + 2 * HOUR)
    accepts(world, 0)
    assert states(world, 0) == {who: SeatState.SEATED}
    assert "moved" in world.topics(who)


def test_who_left_is_not_seated_again_by_a_time_set_by_hand(world: World) -> None:
    (who,) = world.panel(0)
    with world.uow() as tx:
        left = tx.people.save(replace(tx.people.get(id=who), active=False))
        person_left(tx, world.engine.circumstances(), left)
    moves(world, 0, start_of(world, 0) + 2 * HOUR)
    accepts(world, 0)
    assert states(world, 0) == {who: SeatState.DECLINED}


def test_a_time_in_the_calendar_at_which_the_candidate_is_in_another_interview_is_refused(world: World) -> None:
    booked = start_of(world, 2)
    moves(world, 2, start_of(world, 1))
    accepts(world, 2)
    assert world.last_notice("mara") == Refusal.ALREADY_BOOKED
    assert start_of(world, 2) == booked
    moves(world, 2, start_of(world, 1) + HOUR)
    accepts(world, 2)
    assert start_of(world, 2) == start_of(world, 1) + HOUR


def states(world: World, index: int) -> dict[str, SeatState]:
    with world.uow.reading() as tx:
        return {seat.person_id: seat.state for seat in tx.seats.of_round(world.round(index).id)}


def settled(world: World, topic: Topic) -> list[str]:
    """What has answered each of this news, as the coordinator reads it."""
    views = [said.view for said in world.heard("mara", topic)]
    return [view.settled for view in views if isinstance(view, CalendarNewsView)]


def test_after_a_lost_token_everything_is_read_again_and_nothing_told_twice(world: World) -> None:
    first = world.panel(3)[0]
    declines(world, 3, first)
    moves(world, 2, start_of(world, 2) + timedelta(days=1))
    world.calendar.expire_sync_tokens()
    world.calendar.delete_by_hand(event_id(world, 1))
    world.settle()
    world.calendar.expire_sync_tokens()
    world.settle()
    heard = [topic for topic in world.topics("mara") if topic in (Topic.GUEST_DECLINED, *_BY_HAND)]
    assert sorted(heard) == ["event_deleted", "event_moved", "guest_declined"]


_BY_HAND = (Topic.EVENT_MOVED, Topic.EVENT_DELETED)
_DECLINED = (Topic.GUEST_DECLINED, Topic.CANDIDATE_DECLINED)
