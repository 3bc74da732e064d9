"""Feedback before the hiring manager: as given, in the order of the seats, and only what the view holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.presenters import render
from handlers.presenters.debriefs import debrief_view
from handlers.ui.actions import Press
from handlers.ui.blocks import TABLE_COLUMNS
from models.records.feedback import Rating, Recommendation
from models.records.loops import RoundState
from scheduling.messages import Topic
from scheduling.views.feedback import MissingView, RoundFeedbackView
from scheduling.views.loops import RoundView, SeatView, Who
from tests.block_kit import as_read, assert_valid_message, buttons, walk
from tests.builders.feedback_views import a_debrief, a_round_feedback, a_scorecard, hidden
from tests.builders.sizes import usual
from tests.builders.views import BEN, CY, LEE, MIA, NOW, PIA, a_loop, a_round, four_rounds


def seated(*people: Who, feedback_in: bool | None = True) -> RoundView:
    seats = tuple(SeatView(who=person, pool="any", feedback_in=feedback_in) for person in people)
    return a_round(3, state=RoundState.VERDICT, seats=seats)


def verdict(view: RoundFeedbackView) -> str:
    message = render(Topic.VERDICT_ASK, view, NOW)
    assert_valid_message(message)
    return as_read(message.blocks)


def test_points_are_shown_as_given() -> None:
    points = (4, 3, 2, 1, None)
    ratings = tuple(Rating(competency=f"Skill {n}", points=given) for n, given in enumerate(points))
    words = verdict(a_round_feedback(cards=(a_scorecard(ratings=ratings),)))
    assert (
        "●●●● 4 of 4 · Skill 0\n●●●○ 3 of 4 · Skill 1\n●●○○ 2 of 4 · Skill 2\n●○○○ 1 of 4 · Skill 3\nnot assessed · Skill 4"
    ) in words


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (Recommendation.STRONG_NO, "Strong no"),
        (Recommendation.NO, "No"),
        (Recommendation.YES, "Yes"),
        (Recommendation.STRONG_YES, "Strong yes"),
    ],
)
def test_the_recommendation_is_a_word(given: Recommendation, word: str) -> None:
    assert f"*Ben Ode*: *{word}*\n" in verdict(a_round_feedback(cards=(a_scorecard(recommendation=given),)))


def test_people_stand_in_the_order_of_their_seats_whatever_they_said() -> None:
    round_ = seated(PIA, LEE, CY)
    said = {CY: Recommendation.STRONG_YES, LEE: Recommendation.STRONG_NO, PIA: Recommendation.NO}
    cards = tuple(a_scorecard(person, round_, recommendation=word) for person, word in said.items())
    words = verdict(a_round_feedback(round=round_, cards=cards))
    places = [words.index(person.name) for person in (PIA, LEE, CY)]
    assert sorted(places) == places


def test_nothing_is_averaged_or_added_up() -> None:
    round_ = seated(PIA, LEE)
    for topic, view in (
        (Topic.VERDICT_ASK, a_round_feedback(round=round_, cards=(a_scorecard(PIA, round_), a_scorecard(LEE, round_)))),
        (Topic.DEBRIEF, a_debrief()),
    ):
        words = as_read(render(topic, view, NOW).blocks).lower()
        assert not [
            word for word in ("average", "mean", "total", "score:", "rank", "%", "2.5", "recommend ") if word in words
        ]


def test_red_flags_and_the_summary_stand_with_their_author() -> None:
    card = a_scorecard(red_flags=("One framework only", "No failure stories"), summary="Not yet.", versions=2)
    words = verdict(a_round_feedback(cards=(card,)))
    assert "*Ben Ode*: *Yes* · version 2" in words
    assert "🚩 One framework only; No failure stories" in words
    assert "“Not yet.”" in words


def test_the_three_answers_are_there_while_a_verdict_is_due() -> None:
    asked = render(Topic.VERDICT_ASK, a_round_feedback(), NOW).blocks
    assert [Press.ADVANCE, Press.TALK, Press.STOP, Press.READ_FEEDBACK] == buttons(asked)
    read_only = render(Topic.VERDICT_ASK, a_round_feedback(reader_may_decide=False), NOW).blocks
    assert [Press.READ_FEEDBACK] == buttons(read_only)


def test_advancing_asks_first_and_says_what_the_candidate_gets() -> None:
    def question(view: RoundFeedbackView) -> str:
        blocks = render(Topic.VERDICT_ASK, view, NOW).blocks
        return next(str(t["confirm"]["text"]["text"]) for t in walk(blocks) if t.get("action_id") == Press.ADVANCE)

    assert "Ana gets the invitation to round 3 now." == question(a_round_feedback())
    later = tuple(replace(r, start=None, end=None) for r in four_rounds())
    assert "Ana goes on to round 3, which gets a time first." == question(a_round_feedback(loop=a_loop(rounds=later)))


def test_an_answer_that_was_given_replaces_the_question() -> None:
    words = verdict(a_round_feedback(verdict="advance", verdict_by=MIA, reader_may_decide=False))
    assert "✅ Answered by Mia Hoffmann: *advance to the next round*." in words
    assert "waiting" not in words


def test_after_talk_first_the_question_stays_open() -> None:
    view = a_round_feedback(verdict="talk", verdict_by=MIA)
    assert "You wanted to talk first" in verdict(view)
    assert Press.ADVANCE in buttons(render(Topic.VERDICT_ASK, view, NOW).blocks)


def test_a_verdict_of_a_newer_version_is_shown_as_it_is() -> None:
    assert "*pause*" in verdict(a_round_feedback(verdict="pause", reader_may_decide=False))


def test_what_is_missing_is_told_only_to_those_who_may_know_it() -> None:
    told, blind = seated(PIA, LEE), seated(PIA, LEE, feedback_in=None)
    gone = MissingView(author=PIA, round_index=3, round_name=told.name)
    waived = MissingView(author=CY, round_index=3, round_name=told.name, waived=True)
    open_words = verdict(a_round_feedback(round=told, cards=(), missing=(gone, hidden(LEE, told), waived)))
    assert "Pia Lund: still to come" in open_words
    assert "Lee Roy: in, but not open to you" in open_words
    assert "Cy Tan: no feedback is asked for" in open_words
    blind_words = verdict(a_round_feedback(round=blind, cards=(), missing=(gone, hidden(LEE, blind))))
    assert "What others said opens once your own feedback is in." in blind_words
    assert "Pia Lund" not in blind_words
    assert "Lee Roy" not in blind_words


def test_forty_scorecards_still_leave_the_answers_within_reach() -> None:
    people = tuple(Who(id=f"p{n}", name=f"Person {n}") for n in range(40))
    round_ = seated(*people)
    words = "evidence " * 330
    ratings = tuple(Rating(competency=f"Skill {n}", points=3, evidence=words) for n in range(6))
    cards = tuple(a_scorecard(person, round_, ratings=ratings, summary=words) for person in people)
    message = render(Topic.VERDICT_ASK, a_round_feedback(round=round_, cards=cards), NOW)
    assert_valid_message(message)
    assert [Press.ADVANCE, Press.TALK, Press.STOP, Press.READ_FEEDBACK] == buttons(message.blocks)
    assert "more under “Read all”" in as_read(message.blocks)


def test_the_debrief_is_a_table_of_competencies_and_people_as_given() -> None:
    words = as_read(render(Topic.DEBRIEF, a_debrief(), NOW).blocks)
    people, recommendations, first, *_ = words.split("is yours.\n")[1].splitlines()
    assert ["Rhea Okafor, round 1", "Ben Ode, round 2", "Cy Tan, round 3"] == people.split(" | ")[1:4]
    assert ["Recommendation", "Yes", "Yes", "Yes"] == recommendations.split(" | ")[:4]
    assert ["Production LLM experience", *["●●●○\N{NO-BREAK SPACE}3"] * 3] == first.split(" | ")[:4]
    assert "• Lee Roy, round 4: Unaware of latency, cost or scale" in words
    assert "*Nobody assessed:* Latency and cost" in words


def test_more_people_than_a_table_holds_are_told_line_by_line() -> None:
    people = tuple(Who(id=f"p{n}", name=f"Person {n}") for n in range(TABLE_COLUMNS))
    round_ = seated(*people)
    cards = tuple(a_scorecard(person, round_) for person in people)
    blocks = render(Topic.DEBRIEF, a_debrief(rounds=(a_round_feedback(round=round_, cards=cards),)), NOW).blocks
    assert "table" not in [block["type"] for block in blocks]
    assert f"*Yes* · Person {TABLE_COLUMNS - 1}" in as_read(blocks)


def test_everything_that_was_said_is_read_by_competency_and_person() -> None:
    words = as_read(debrief_view(a_debrief(), NOW)["blocks"])
    lines = "●●●○ 3 of 4 · Rhea Okafor, round 1\n●●●○ 3 of 4 · Ben Ode, round 2\n●●●○ 3 of 4 · Cy Tan, round 3"
    assert f"*Production LLM experience*\n{lines}" in words


def test_the_debrief_says_that_there_were_no_red_flags_only_where_all_feedback_is_there() -> None:
    loop = a_debrief().loop
    whole = a_debrief(rounds=(a_round_feedback(loop=loop),))
    partly = a_debrief(rounds=(a_round_feedback(loop=loop, missing=(hidden(LEE, a_round()),)),))
    assert "No red flags were noted." in as_read(render(Topic.DEBRIEF, whole, NOW).blocks)
    assert "red flags" not in as_read(render(Topic.DEBRIEF, partly, NOW).blocks).lower()


def test_only_whoever_decides_is_asked_to() -> None:
    asked, told = a_debrief(), a_debrief(reader_may_decide=False)
    for topic in (Topic.DEBRIEF, Topic.DECISION_OWED):
        assert [Press.DECIDE, Press.DEBRIEF] == buttons(render(topic, asked, NOW).blocks)
        shown = render(topic, told, NOW).blocks
        assert [Press.DEBRIEF] == buttons(shown)
        assert "The decision is with Mia Hoffmann." in as_read(shown)


@pytest.mark.parametrize("topic", [Topic.DEBRIEF_READY, Topic.FEEDBACK_ESCALATED, Topic.CARD, Topic.NOT_HELD])
def test_what_was_said_stays_out_of_messages_that_are_not_about_it(topic: Topic) -> None:
    words = as_read(render(topic, usual(topic), NOW).blocks)
    assert not [word for word in ("●", "Strong", "golden dataset", "*Yes*") if word in words]
    assert BEN.name in words or topic is Topic.DEBRIEF_READY
