"""What could not be done, as its reader gets it: what happened, what it means for candidates, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.presenters import render
from handlers.ui.actions import Press
from scheduling.messages import Topic
from scheduling.views.loops import TroubleView
from tests.block_kit import as_read, assert_valid_message, buttons
from tests.builders.views import NOW

WHAT_TO_KNOW = {
    "service.auth": ("Booked interviews stand", "`python3 start.py doctor` says who refuses"),
    "service.quota": ("Booked interviews stand", "ask Google for more"),
    "backlog.": ("I'm more than five minutes behind with 3 things", "nothing is lost", "my log says why"),
    "burst.": ("3 messages are due now", "nothing is lost", "there is nothing to do"),
    "socket.not_connected": ("commands and buttons get no answer", "`python3 start.py doctor` says what to do"),
    "tick.sync_calendar": ("Reading the calendar has failed", "noticed late", "`tick_failed`"),
    "tick.made_up": ("A part of me has failed", "comes late", "`tick_failed`"),
    "gave_up.watch_time": ("started anew: keeping the time had stopped", "Nothing is lost", "`gave_up`"),
    "input.KeyError": ("somebody asked of me", "nothing was changed by it", "please tell the project"),
}


def shown(what: str, reason: str = "", **more: object) -> str:
    view = TroubleView(what=what, reason=reason, **more)  # type: ignore[arg-type]  # fields of the view
    message = render(Topic.TROUBLE, view, NOW)
    assert_valid_message(message)
    return as_read(message.blocks)


def test_trouble_says_what_why_and_keeps_the_code_for_those_who_mend_it() -> None:
    words = shown("event", "forbidden", candidate="Ana Kovač")
    assert "I couldn't write a calendar event for Ana Kovač." in words
    assert "`forbidden`" in words


@pytest.mark.parametrize(
    ("topic", "said"), [(Topic.BRIEF, "a brief before the interview"), (Topic.NOTICE, "an answer")]
)
def test_whoever_hears_of_a_message_that_did_not_arrive_knows_whom_to_reach(topic: Topic, said: str) -> None:
    words = shown(topic, "channel_not_found", loop_id="L1", candidate="Ana Kovač", who="Ben Okoro")
    assert f"I couldn't deliver a message to Ben Okoro ({said}) about Ana Kovač." in words
    assert "Please reach them yourself." in words


def test_whoever_left_is_named_with_what_it_means_and_what_to_do() -> None:
    words = shown("person_left", loop_id="L1", who="Kim Larsen")
    assert "Kim Larsen has left, and ran or hired for a loop under way." in words
    assert "its candidate may wait. Please settle with the team how it goes on" in words


def test_news_that_nobody_hears_is_told_with_whose_it_was() -> None:
    words = shown("unheard", loop_id="L1", who="Kim Larsen", candidate="Ana Kovač")
    assert "There is news of a loop that Kim Larsen ran or hired for, and they have left (Ana Kovač)." in words


def test_whose_feedback_is_lost_is_named_and_the_interview_can_be_held_again() -> None:
    lost = TroubleView(
        what="feedback_lost", reason="", loop_id="L1", round_id="r1", who="Kim Larsen", candidate="Ana K."
    )
    message = render(Topic.TROUBLE, lost, NOW)
    assert_valid_message(message)
    assert "Kim Larsen has left without giving feedback (Ana K.), and nobody is left who was there." in as_read(
        message.blocks
    )
    assert [Press.MOVE, Press.STATUS] == buttons(message.blocks)


def test_whose_feedback_is_not_waited_for_is_named_and_there_is_nothing_to_choose() -> None:
    waived = TroubleView(what="feedback_waived", reason="", loop_id="L1", round_id="r1", who="Kim Larsen")
    message = render(Topic.TROUBLE, waived, NOW)
    assert "the round goes on with what the others say" in as_read(message.blocks)
    assert [Press.STATUS] == buttons(message.blocks)


@pytest.mark.parametrize("what", ["feedback_ask", "post", "book", "made_up", ""])
@pytest.mark.parametrize("reason", ["auth", "made_up", "<!channel>", ""])
def test_trouble_of_any_kind_has_words(what: str, reason: str) -> None:
    assert shown(what, reason, count=3).startswith("*⚠️ I couldn't")


@pytest.mark.parametrize("alarm", WHAT_TO_KNOW)
def test_an_alarm_says_what_happened_what_it_means_and_what_to_do(alarm: str) -> None:
    what, reason = alarm.split(".")
    words = shown(what, reason, count=3)
    assert [] == [phrase for phrase in WHAT_TO_KNOW[alarm] if phrase not in words]
    assert "{" not in words
    assert words.endswith("I say this once a day, however often it happens.")


def test_of_many_messages_at_once_it_is_said_when_the_last_one_leaves() -> None:
    lasts = (datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 3, 9, 4, 10, tzinfo=UTC))
    words = shown("burst", count=1000, lasts=lasts)
    assert "1,000 messages are due at 09:00 UTC, and the last one leaves about 09:04 UTC." in words


@pytest.mark.parametrize(("what", "again"), [("plan", [Press.LOOK_AGAIN]), ("book", [Press.LOOK_AGAIN]), ("event", [])])
def test_a_search_or_booking_that_was_given_up_can_be_begun_again(what: str, again: list[Press]) -> None:
    message = render(Topic.TROUBLE, TroubleView(what=what, reason="timeout", loop_id="L1"), NOW)
    assert [*again, Press.STATUS] == buttons(message.blocks)
