"""What somebody was told stays true: old messages are brought up to date in place, and one message is enough for one thing."""

from datetime import timedelta
from typing import Any

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import LoopState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.outcomes import Refusal
from scheduling.ports import Rsvp
from scheduling.views.loops import CalendarNewsView, PanelView
from tests.rehearsed import under_way
from tests.world import World, email


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def settled(world: World, name: str, topic: Topic) -> list[str]:
    """What the messages of a topic say of themselves now, oldest first; empty while an answer is wanted."""
    views: list[Any] = [said.view for said in world.heard(name, topic)]
    assert all(isinstance(view, PanelView | CalendarNewsView) for view in views)
    return [view.settled for view in views]


def event_id(world: World, index: int) -> str:
    found = world.round(index).event_id
    assert found is not None
    return found


def replaces(world: World, index: int, name: str) -> None:
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=world.round(index).id, person_id=name))
    world.books()


def test_the_invitation_of_somebody_whose_seat_was_given_away_offers_no_way_out(world: World) -> None:
    name = world.panel(1)[0]
    replaces(world, 1, name)
    assert ["released"] == settled(world, name, Topic.ON_PANEL)


def test_those_who_stay_keep_their_invitation_when_another_seat_is_given_away(world: World) -> None:
    gone, stays = world.panel(3)[2], world.panel(3)[0]
    replaces(world, 3, gone)
    assert [""] == settled(world, stays, Topic.ON_PANEL)
    news = world.heard(stays, Topic.ON_PANEL)[0].view
    assert isinstance(news, PanelView)
    assert gone not in {person.id for person in news.panel}


def test_an_invitation_to_a_time_that_was_changed_leaves_the_way_out_to_the_newer_one(world: World) -> None:
    name, start = world.panel(1)[0], world.round(1).start
    assert start is not None
    later = start + timedelta(hours=3)
    world.calendar.move_by_hand(event_id(world, 1), later, later + timedelta(hours=1))
    world.settle()
    world.does(i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    assert (["moved"], [""]) == (settled(world, name, Topic.ON_PANEL), settled(world, name, Topic.MOVED))


def test_an_invitation_says_once_the_interview_is_over(world: World) -> None:
    name = world.panel(0)[0]
    world.holds_round(0, verdict=False)
    assert {"took_place"} == set(settled(world, name, Topic.ON_PANEL))


def test_keeping_somebody_gives_their_invitation_its_button_back(world: World) -> None:
    name = world.panel(0)[0]
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=world.round(0).id))
    assert ["declined"] == settled(world, name, Topic.ON_PANEL)
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=world.round(0).id))
    assert [""] == settled(world, name, Topic.ON_PANEL)


def test_when_a_candidate_s_no_is_left_as_it_is_the_reminders_still_come(world: World) -> None:
    name, start = world.panel(0)[0], world.round(0).start
    assert start is not None
    world.calendar.answer("l1@mail.example", event_id(world, 0), Rsvp.DECLINED)
    world.settle()
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=world.round(0).id))
    assert ["kept"] == settled(world, "mara", Topic.CANDIDATE_DECLINED)
    world.until(start)
    assert 1 == world.topics(name).count("brief_short")


def test_a_candidate_s_no_that_was_left_as_it_is_stays_so_when_somebody_else_is_replaced(world: World) -> None:
    world.calendar.answer("l1@mail.example", event_id(world, 0), Rsvp.DECLINED)
    world.settle()
    keep = i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=world.round(0).id)
    world.does(keep)
    replaces(world, 0, world.panel(0)[0])
    world.does(keep)
    assert (["kept"], Refusal.ALREADY_DONE) == (
        settled(world, "mara", Topic.CANDIDATE_DECLINED),
        world.last_notice("mara"),
    )


def test_of_two_times_set_by_hand_only_the_one_in_the_calendar_can_be_kept(world: World) -> None:
    start = world.round(1).start
    assert start is not None
    for days in (1, 2):
        later = start + timedelta(days=days)
        world.calendar.move_by_hand(event_id(world, 1), later, later + timedelta(hours=1))
        world.settle()
    assert ["over", ""] == settled(world, "mara", Topic.EVENT_MOVED)
    world.does(i.RestoreEvent(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    assert ["restored", "restored"] == settled(world, "mara", Topic.EVENT_MOVED)


def test_news_that_is_still_open_is_not_called_settled_because_other_news_is(world: World) -> None:
    name = world.panel(0)[0]
    world.calendar.answer("l1@mail.example", event_id(world, 0), Rsvp.DECLINED)
    world.settle()
    world.calendar.answer(email(name), event_id(world, 0), Rsvp.DECLINED)
    world.settle()
    replaces(world, 0, name)
    assert ["replaced"] == settled(world, "mara", Topic.GUEST_DECLINED)
    assert [""] == settled(world, "mara", Topic.CANDIDATE_DECLINED)


def test_news_of_tomorrow_s_interview_brings_the_brief_along(world: World) -> None:
    name = world.panel(0)[0]  # booked on Monday at 09:00 for Tuesday
    [news] = world.heard(name, Topic.ON_PANEL)
    assert isinstance(news.view, PanelView)
    assert news.view.questions
    world.holds_round(0, verdict=False)
    assert "brief" not in world.topics(name)


def test_news_of_an_interview_further_away_leaves_the_brief_to_its_morning(world: World) -> None:
    world.holds_round(0)
    start, name = world.round(1).start, world.panel(1)[0]
    assert start is not None
    later = start + timedelta(days=5)
    world.calendar.move_by_hand(event_id(world, 1), later, later + timedelta(hours=1))
    world.settle()
    world.does(i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    world.until(later)
    moved = world.heard(name, Topic.MOVED)[-1].view
    assert isinstance(moved, PanelView)
    assert () == moved.questions
    assert 1 == world.topics(name).count("brief")


def test_who_has_the_brief_does_not_get_it_again_because_somebody_else_is_replaced(world: World) -> None:
    for index in range(3):
        world.holds_round(index)
    start = world.round(3).start
    assert start is not None
    gone, stays = world.panel(3)[2], world.panel(3)[0]
    before = world.briefs(stays)
    replaces(world, 3, gone)
    world.until(start)
    assert (1, 1) == (before, world.briefs(stays))


def test_once_the_loop_has_ended_no_feedback_is_asked_for_or_can_be_changed(world: World) -> None:
    world.holds_round(0)
    world.until((world.round(1).end or world.now) + timedelta(minutes=5))
    given, owing = world.panel(0)[0], world.panel(1)[0]
    assert ["feedback_in"] == settled(world, given, Topic.FEEDBACK_ASK)
    world.decides(LoopState.NO)
    assert ["feedback_kept"] == settled(world, given, Topic.FEEDBACK_ASK)
    assert ["over"] == settled(world, owing, Topic.FEEDBACK_ASK)


def test_after_an_outage_two_steps_of_one_ladder_are_one_message(world: World) -> None:
    world.holds_round(0, verdict=False)
    world.clock.set(world.now + timedelta(days=2))
    world.settle()
    world.wait(minutes=5)
    assert 1 == len(world.heard("jonas", Topic.VERDICT_OWED))
    assert world.broken() == ()


def test_whoever_is_handed_the_feedback_hears_by_whom(world: World) -> None:
    end, name = world.round(0).end, world.panel(0)[0]
    assert end is not None
    world.until(end + timedelta(minutes=5))
    wish = i.HandOff(actor_id=name, loop_id="L1", round_id=world.round(0).id, to_person_id="otto")
    world.does(wish)
    ask = world.heard("otto", Topic.FEEDBACK_ASK)[0].view
    assert isinstance(ask, PanelView)
    assert ask.handed_by is not None
    assert name == ask.handed_by.id


def test_an_advance_makes_the_first_news_of_a_hold_say_so_too(world: World) -> None:
    name = world.panel(1)[0]
    world.holds_round(0, verdict=False)
    world.says(VerdictChoice.ADVANCE, 0)
    first = world.heard(name, Topic.ON_PANEL)[0].view
    assert isinstance(first, PanelView)
    assert first.round.state == world.round(1).state
