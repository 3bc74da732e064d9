"""What coordinators and hiring managers see: the card, the news from the calendar, days running out, the ending."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.presenters import render, status_list
from handlers.presenters.message import Message
from handlers.ui.actions import Press, decode
from models.records.loops import LoopState, RoundState
from scheduling.messages import Topic
from scheduling.views.forecasts import ForecastView, ForeseenView
from scheduling.views.loops import Ball, BallKind, LoopView, RepairView, SeatView
from tests.block_kit import as_read, assert_valid_message, buttons, walk
from tests.builders.sizes import ATTACKS, foreign
from tests.builders.views import (
    BEN,
    KIM,
    MIA,
    NOW,
    a_loop,
    a_round,
    an_obstacle,
    an_offer,
    an_outlook,
    at,
    calendar_news,
    four_rounds,
    late_news,
    loop_news,
)

EVERY_VERB = frozenset({"plan", "move", "swap", "cancel", "edit", "pause", "feedback", "verdict", "decide", "debrief"})


def shown(topic: Topic, view: Any) -> Message:
    message = render(topic, view, NOW)
    assert_valid_message(message)
    return message


def card(**more: Any) -> str:
    return as_read(shown(Topic.CARD, a_loop(**more)).blocks)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (0, "*Starts Mon 2 Jun* · last day"),
        (1, "*Day 1 of 21* on Sat 7 Jun · last day"),
        (21, "*Day 21 of 21* on Sat 7 Jun · last day"),
        (24, "*Day 24* on Sat 7 Jun, 3 days past the 21 · last day"),
    ],
)
def test_the_card_says_which_day_it_is(day: int, words: str) -> None:
    assert words in card(day=day)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (BallKind.PLAN, "Times for all rounds"),
        (BallKind.CHOICE, "Choosing a plan"),
        (BallKind.BOOKING, "The booking, under way now"),
        (BallKind.INTERVIEW, "Round 2, Mon 9 Jun, 13:00 UTC"),
        (BallKind.FEEDBACK, "Feedback on round 2"),
        (BallKind.VERDICT, "The verdict on round 2"),
        (BallKind.DECISION, "The decision"),
        (BallKind.NEW_TIME, "A time for round 2"),
        (BallKind.NOTHING, "Nothing more"),
    ],
)
def test_the_card_says_what_comes_next(kind: BallKind, words: str) -> None:
    assert f"*Next*\n{words}\n" in card(ball=Ball(kind=kind, people=(BEN,), round_index=1))


def test_the_card_says_who_has_the_ball_and_since_when_an_answer_is_waited_for() -> None:
    ball = Ball(kind=BallKind.FEEDBACK, people=(BEN,), since=at(8, 14), round_index=1)
    assert "*Waits for*\nBen Ode, since Mon 9 Jun\n" in card(ball=ball)
    assert "*Waits for*\nNobody\n" in card(ball=Ball(kind=BallKind.NOTHING))


def test_a_late_forecast_names_the_step_that_decides_it() -> None:
    late = ForecastView(day=24, on=date(2025, 6, 25), decided_by="feedback on <Design>", late=True)
    assert "⚠️ Ends on day 24, Wed 25 Jun: 3 days past the 21. It hangs on feedback on &lt;Design&gt;" in card(
        forecast=late
    )


def test_the_card_shows_who_cannot_make_it_and_how_much_feedback_is_in() -> None:
    declined = a_round(1, seats=(SeatView(who=BEN, pool="engineer", declined=True),))
    assert "⚠️ Ben Ode can't make it" in card(rounds=(declined,))
    told = tuple(SeatView(who=who, pool="x", feedback_in=said) for who, said in ((BEN, True), (KIM, False)))
    assert "took place, 1 of 2 scorecards in" in card(rounds=(a_round(1, state=RoundState.FEEDBACK, seats=told),))
    untold = tuple(replace(seat, feedback_in=None) for seat in told)
    assert "feedback to come" in card(rounds=(a_round(1, state=RoundState.FEEDBACK, seats=untold),))


def test_quiet_nudges_are_said_on_the_card_and_that_the_candidate_waits_either_way() -> None:
    assert "Nudges are quiet through Fri 13 Jun. Ana waits either way." in card(nudges_paused_until=date(2025, 6, 13))
    assert "quiet" not in card(nudges_paused_until=date(2025, 6, 6))


def test_a_card_offers_only_what_its_reader_may_do() -> None:
    assert [] == buttons(shown(Topic.CARD, a_loop(may=frozenset())).blocks)
    offered = buttons(shown(Topic.CARD, a_loop()).blocks)
    assert [Press.CHOOSE_MOVE, Press.CHOOSE_SWAP, Press.EDIT, Press.PAUSE, Press.CANCEL] == offered


def test_every_verb_at_once_still_fits() -> None:
    ball = Ball(kind=BallKind.VERDICT, people=(MIA,), round_index=1)
    loop = a_loop(may=EVERY_VERB, ball=ball, state=LoopState.DEBRIEF)
    blocks = shown(Topic.CARD, loop).blocks
    assert {Press.READ_FEEDBACK, Press.DECIDE, Press.PLAN, Press.DEBRIEF} <= set(buttons(blocks))
    assert 1 == len([thing for thing in walk(blocks) if thing.get("style") == "primary"])


def test_feedback_is_asked_for_the_round_that_has_begun() -> None:
    begun = replace(four_rounds()[1], start=at(5, 13), state=RoundState.FEEDBACK)
    rounds = (four_rounds()[0], begun, *four_rounds()[2:])
    blocks = shown(Topic.CARD, a_loop(may=frozenset({"feedback"}), rounds=rounds)).blocks
    pressed = [decode(t["value"]) for t in walk(blocks) if t.get("action_id") == Press.FEEDBACK]
    assert ["round-2"] == [ref.round for ref in pressed]


def test_a_card_of_somebody_who_sees_no_times_has_none() -> None:
    rounds = tuple(replace(r, start=None, end=None, seats=()) for r in four_rounds())
    words = card(rounds=rounds, ball=Ball(kind=BallKind.INTERVIEW, round_index=1), may=frozenset(), forecast=None)
    assert "UTC" not in words
    assert "Ben Ode" not in words


def test_an_ended_loop_says_how_and_why() -> None:
    words = card(state=LoopState.NO, end_reason="Strong, but another profile.", may=frozenset())
    assert "*How it ended*\nNo\n*Why*\nStrong, but another profile." in words
    assert "*Next*" not in words


def test_a_reader_who_may_not_know_the_decision_sees_that_the_loop_is_over_and_no_more() -> None:
    hidden = a_loop(state=LoopState.CANCELLED, ending_told=False, rounds=(), may=frozenset(), forecast=None)
    message = shown(Topic.CARD, hidden)

    assert message.text.endswith(": ended")
    words = as_read(message.blocks) + as_read(status_list([hidden], NOW).blocks)
    assert "*Ended*" in words
    assert "Called off" not in words


def test_a_masked_candidate_is_not_half_unmasked() -> None:
    words = card(candidate="(a candidate)", nudges_paused_until=date(2025, 6, 13))
    assert "(a candidate) waits either way." in words


@pytest.mark.parametrize(
    ("topic", "offered"),
    [
        (Topic.GUEST_DECLINED, [Press.REPLACE, Press.MOVE, Press.KEEP]),
        (Topic.CANDIDATE_DECLINED, [Press.MOVE, Press.KEEP, Press.CANCEL]),
        (Topic.EVENT_MOVED, [Press.ACCEPT_CALENDAR, Press.RESTORE, Press.MOVE]),
        (Topic.EVENT_DELETED, [Press.RESTORE, Press.MOVE, Press.CANCEL]),
        (Topic.NOT_HELD, []),
    ],
)
def test_news_from_the_calendar_offers_what_helps_the_most_direct_first(topic: Topic, offered: list[Press]) -> None:
    blocks = shown(topic, calendar_news(found_start=at(9, 10))).blocks
    assert [*offered, Press.STATUS] == buttons(blocks)
    assert [Press.STATUS] == buttons(shown(topic, calendar_news(loop=a_loop(may=frozenset()))).blocks)


def test_a_seat_is_given_to_somebody_else_by_person_and_round() -> None:
    blocks = shown(Topic.GUEST_DECLINED, calendar_news()).blocks
    pressed = next(decode(t["value"]) for t in walk(blocks) if t.get("action_id") == Press.REPLACE)
    assert ("loop-1", "round-2", "ben") == (pressed.loop, pressed.round, pressed.person)


def test_a_moved_event_shows_both_times() -> None:
    words = as_read(shown(Topic.EVENT_MOVED, calendar_news(who=None, found_start=at(9, 10))).blocks)
    assert "In the calendar: *Tue 10 Jun, 10:00 UTC*" in words
    assert "As booked: Mon 9 Jun, 13:00 UTC" in words


def test_a_late_alert_says_how_late_why_and_what_stands_in_the_way() -> None:
    message = shown(Topic.LATE_ALERT, late_news(obstacles=(an_obstacle(),)))
    words = as_read(message.blocks)
    assert "Ana's loop would end on day 24, Wed 25 Jun: 3 days past the 21 we aim for." in words
    assert "What decides it: feedback on Technical deep-dive." in words
    assert "*What keeps it from ending within the 21*" in words
    assert "→ One meeting moved would do; then look again." in words
    assert [Press.LOOK_AGAIN, Press.CHOOSE_MOVE, Press.STATUS, Press.EDIT, Press.PAUSE] == buttons(message.blocks)


def test_a_late_alert_offers_the_cheapest_repair_first_each_with_its_button() -> None:
    rounds = four_rounds()
    last = RepairView(round=rounds[3], alone=True, end_day=22)
    all_ahead = RepairView(round=rounds[2], alone=False, end_day=19)
    message = shown(Topic.LATE_ALERT, late_news(repairs=(last, all_ahead)))
    words = as_read(message.blocks)
    assert "Another time for round 4 alone: it could end on day 22, still late. [*Move round 4]" in words
    assert "New times from round 3 on: it could end on day 19. [Look for new times]" in words
    moved = next(decode(t["value"]) for t in walk(message.blocks) if t.get("action_id") == Press.MOVE)
    assert ("loop-1", "round-4") == (moved.loop, moved.round)


def test_a_late_alert_whose_reader_may_not_move_anything_has_no_button_for_it() -> None:
    repair = RepairView(round=four_rounds()[3], alone=True, end_day=20)
    loop = replace(late_news().loop, may=frozenset())
    assert [Press.STATUS] == buttons(shown(Topic.LATE_ALERT, replace(late_news(repairs=(repair,)), loop=loop)).blocks)


def test_a_late_alert_names_the_step_that_decides_and_offers_no_search_while_an_answer_is_owed() -> None:
    ball = Ball(kind=BallKind.VERDICT, people=(MIA,), since=at(8, 14), round_index=1)
    loop = replace(late_news().loop, ball=ball)
    message = shown(Topic.LATE_ALERT, replace(late_news(), loop=loop))
    words = as_read(message.blocks)
    assert Press.LOOK_AGAIN not in buttons(message.blocks)
    assert "What decides it: feedback on Technical deep-dive." in words


@pytest.mark.parametrize("topic", [Topic.LATE_ALERT, Topic.DAY_NOTE, Topic.OVERDUE])
def test_a_note_about_time_asks_for_nothing_once_the_loop_has_ended(topic: Topic) -> None:
    ended = a_loop(state=LoopState.WITHDRAWN, may=frozenset(), forecast=None)
    message = shown(topic, loop_news(loop=ended))
    assert "This loop has ended; there is nothing to do here." in as_read(message.blocks)
    assert [Press.STATUS] == buttons(message.blocks)


def test_a_round_that_is_only_held_is_not_called_booked() -> None:
    news = calendar_news()
    held = replace(news, round=replace(news.round, state=RoundState.HELD))
    assert "It is held for" in as_read(shown(Topic.GUEST_DECLINED, held).blocks)


@pytest.mark.parametrize(
    ("settled", "words"),
    [("kept", "Left as it is."), ("moved", "The round has a new time."), ("of a newer version", "This is settled")],
)
def test_news_from_the_calendar_that_was_settled_says_only_what_came_of_it(settled: str, words: str) -> None:
    message = shown(Topic.CANDIDATE_DECLINED, calendar_news(who=None, settled=settled))
    assert words in as_read(message.blocks)
    assert "booked for" not in as_read(message.blocks)
    assert [] == buttons(message.blocks)


def test_a_late_alert_that_was_overtaken_says_so() -> None:
    assert "is back within its 21 days" in as_read(shown(Topic.LATE_ALERT, loop_news()).blocks)


@pytest.mark.parametrize(("day", "left"), [(15, "6 days are left"), (18, "3 days are left"), (20, "1 day is left")])
def test_a_day_note_says_how_many_days_are_left(day: int, left: str) -> None:
    words = as_read(shown(Topic.DAY_NOTE, loop_news(loop=a_loop(day=day))).blocks)
    assert f"Round 3 isn't done yet, and {left} until Sun 22 Jun." in words


def test_past_day_21_it_is_about_the_candidate_who_waits() -> None:
    words = as_read(shown(Topic.OVERDUE, loop_news(loop=a_loop(day=24))).blocks)
    assert "Ana has been waiting 3 days longer than the 21 we aim for." in words


def test_an_offer_brings_its_checklists_and_what_is_done_stays_done() -> None:
    message = shown(Topic.ENDED, an_offer())
    words = as_read(message.blocks)
    assert "*Reference checks* · 1 of 3\n☑️ Item 1\n⬜ Item 2 [Done]" in words
    refs = [decode(t["value"]) for t in walk(message.blocks) if t.get("action_id") == Press.TICK]
    assert [("references", 1), ("references", 2)] == [(ref.kind, ref.n) for ref in refs[:2]]


@pytest.mark.parametrize("state", [LoopState.NO, LoopState.WITHDRAWN, LoopState.CANCELLED])
def test_any_other_ending_has_no_checklist(state: LoopState) -> None:
    loop = a_loop(state=state, may=frozenset())
    assert [] == buttons(shown(Topic.ENDED, loop_news(loop=loop)).blocks)


def test_a_list_of_loops_has_one_line_and_one_way_in_for_each() -> None:
    loops = tuple(a_loop(id=f"loop-{n}") for n in range(3))
    message = status_list(loops, NOW)
    assert_valid_message(message)
    assert [Press.STATUS] * 3 == buttons(message.blocks)


def test_a_card_says_when_the_answer_is_to_be_expected() -> None:
    said = "Decided around Wed 18 Jun, or Sun 22 Jun if feedback on Hands-on pairing takes long"
    same = an_outlook(latest=an_outlook().likely)
    assert said in as_read(shown(Topic.CARD, a_loop(outlook=an_outlook())).blocks)
    assert "takes long" not in as_read(shown(Topic.CARD, a_loop(outlook=same)).blocks)
    assert "Decided" not in as_read(shown(Topic.CARD, a_loop()).blocks)


def test_a_list_that_is_too_long_says_how_to_shorten_it() -> None:
    message = status_list(tuple(a_loop(id=f"loop-{n}") for n in range(300)), NOW)
    assert_valid_message(message)
    assert "Add a part of the name" in as_read(message.blocks)


@pytest.mark.parametrize("asked", ATTACKS.values())
def test_whatever_was_looked_for_is_inert_in_the_answer(asked: str) -> None:
    assert_valid_message(status_list((), NOW, asked=asked))
    loops: tuple[LoopView, ...] = (foreign(a_loop(), asked),)
    assert_valid_message(status_list(loops, NOW, asked=asked))


def test_an_ended_loop_says_what_was_expected_of_it_and_what_came() -> None:
    ended = a_loop(state=LoopState.OFFER, may=frozenset(), forecast=None)
    seen = ForeseenView(on=4, likely=17, latest=19, ended=18)

    def said(what: ForeseenView | None) -> str:
        return as_read(shown(Topic.CARD, replace(ended, foreseen=what)).blocks)

    assert "On day 4 we expected day 17 to 19; it ended on day 18." in said(seen)
    assert "On day 4 we expected day 17; it ended on day 18." in said(replace(seen, latest=17))
    assert "we expected" not in said(None)
