"""The scorecard: what it becomes, what it refuses, and that nothing typed is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handlers.ui import scorecard
from models.records.feedback import Rating, Recommendation
from scheduling.intents import SubmitScorecard
from tests.block_kit import buttons, texts
from tests.builders.feedback_views import a_scorecard
from tests.builders.form_views import FLAGS, a_scorecard_form
from tests.handlers.ui.fill import state, submitted, told
from tests.handlers.ui.forms import sent

VIEW = scorecard.build(a_scorecard_form())
GOOD: dict[str, Any] = {
    "recommendation": "yes",
    "rating_production_llm_experience": "3",
    "rating_evaluation_discipline": "2",
    "rating_latency_and_cost": "none",
    "summary": "Solid.",
}


def test_a_filled_in_scorecard_is_read_word_for_word() -> None:
    typed = "  Line one\r\n\tline <two> & *three*  \n"
    read = submitted(
        VIEW,
        **GOOD | {"summary": typed},
        evidence_production_llm_experience=typed,
        red_flags=[FLAGS[0]],
        more_red_flags="Never on time\n\n  Talks over people ",
    )
    assert (
        SubmitScorecard(
            actor_id="kim",
            loop_id="loop-1",
            round_id="round-2",
            recommendation=Recommendation.YES,
            ratings=(
                Rating(competency="Production LLM experience", points=3, evidence=typed),
                Rating(competency="Evaluation discipline", points=2),
                Rating(competency="Latency and cost", points=None),
            ),
            red_flags=(FLAGS[0], "Never on time", "Talks over people"),
            summary=typed,
        )
        == read
    )


def test_an_empty_scorecard_is_told_everything_that_is_missing() -> None:
    missing = {"recommendation", "summary", *(f"rating:{name}" for name in a_scorecard_form().competencies)}
    assert missing == set(told(VIEW))


@pytest.mark.parametrize("points", ["0", "6", "3.5", "-1", "NaN", "four", "", None, 3, ["3"]])
def test_points_are_one_to_four_or_not_assessed(points: object) -> None:
    problems = told(VIEW, **GOOD | {"rating_evaluation_discipline": points})
    assert ["rating:Evaluation discipline"] == list(problems)


@pytest.mark.parametrize("word", ["maybe", "", None, "YES", 4])
def test_the_recommendation_is_one_of_four(word: object) -> None:
    assert ["recommendation"] == list(told(VIEW, **GOOD | {"recommendation": word}))


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x1bb", "x" * 3001, "x" * 40_000, "x" * 1_000_000])
def test_a_text_that_cannot_be_kept_is_told_beside_its_field(text: str) -> None:
    problems = told(VIEW, **GOOD | {"evidence_latency_and_cost": text})
    assert ["evidence:Latency and cost"] == list(problems)


@pytest.mark.parametrize(
    "text", ["x" * 3000, "👩‍👩‍👧‍👦", "&lt;b&gt;", "<!channel>", "{{x}}", "'; DROP TABLE", "a\nb\tc"]
)
def test_any_other_text_is_kept_as_it_is(text: str) -> None:
    assert text == submitted(VIEW, **GOOD | {"summary": text}).summary


def test_everything_typed_so_far_comes_back_when_the_form_is_opened_again() -> None:
    typed = GOOD | {"evidence_latency_and_cost": "Knows p95.", "red_flags": [FLAGS[1]], "more_red_flags": "Late"}
    kept = scorecard.draft(sent(state(VIEW, **typed), loop="loop-1", round="round-2"))
    again = scorecard.build(a_scorecard_form(draft=kept.fields))
    assert submitted(VIEW, **typed) == submitted(again)
    assert any("Here is what you had typed" in text for text in texts(again))


def test_a_draft_leaves_out_only_what_no_database_takes() -> None:
    kept = scorecard.draft(sent(state(VIEW, summary="a\x00b\ud800c\x07", recommendation=None)))
    assert {"summary": "abc\x07"} == kept.fields


def test_an_amendment_starts_from_what_was_sent() -> None:
    previous = replace(a_scorecard().card, red_flags=(FLAGS[0], "Their own words"), summary="Before.")
    view = scorecard.build(a_scorecard_form(previous=previous))
    read = submitted(view)
    assert (previous.recommendation, previous.ratings, previous.red_flags, previous.summary) == (
        read.recommendation,
        read.ratings,
        read.red_flags,
        read.summary,
    )
    assert [] == buttons(view)


def test_a_rating_of_a_competency_that_is_gone_is_not_lost() -> None:
    view = scorecard.build(a_scorecard_form(previous=a_scorecard().card, competencies=("Something new",)))
    assert "rating:Something new" in told(view)
    read = submitted(view, rating_something_new="4")
    assert {"Something new", *(rating.competency for rating in a_scorecard().card.ratings)} == {
        rating.competency for rating in read.ratings
    }


def test_a_form_that_was_opened_before_the_list_changed_says_what_was_meant() -> None:
    before = scorecard.build(a_scorecard_form(competencies=("Kindness", "Depth")))
    read = submitted(before, recommendation="no", rating_kindness="4", rating_depth="1", summary="Hm.")
    assert {"Kindness": 4, "Depth": 1} == {rating.competency: rating.points for rating in read.ratings}


def test_the_other_answers_are_buttons_inside_the_form() -> None:
    assert ["feedback.not_held", "feedback.hand_off"] == buttons(VIEW)


def test_every_field_reports_while_it_is_filled_in() -> None:
    fields = [block for block in VIEW["blocks"] if block["type"] == "input"]
    assert all(block["dispatch_action"] for block in fields)
    assert {scorecard.TYPED} == {block["element"]["action_id"] for block in fields}
    written = [b["element"] for b in fields if b["element"]["type"] == "plain_text_input"]
    assert all(e["dispatch_action_config"] == {"trigger_actions_on": ["on_character_entered"]} for e in written)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "Others' feedback opens once yours is in."),
        ({"absent": True}, "You had said that you can't make it, so others' feedback stays closed."),
        ({"previous": a_scorecard().card}, "The earlier version stays on record."),
    ],
)
def test_a_form_promises_what_its_sender_will_read(known: dict[str, Any], words: str) -> None:
    assert words in " ".join(texts(scorecard.build(a_scorecard_form(**known))))
