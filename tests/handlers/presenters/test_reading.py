"""Whatever was written can be read in full, page by page, whatever its length."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from handlers.presenters import debrief_view, round_feedback_view
from handlers.ui.actions import Form, Press, decode
from models.records.feedback import Rating
from models.records.loops import RoundState
from scheduling.views.feedback import DebriefView, RoundFeedbackView
from scheduling.views.loops import SeatView, Who
from tests.block_kit import as_read, assert_valid_modal, buttons, walk
from tests.builders.feedback_views import a_debrief, a_round_feedback, a_scorecard
from tests.builders.sizes import ATTACKS, foreign
from tests.builders.views import NOW, a_round

WORDS = " ".join(f"w{n}" for n in range(600))[:3000]


def a_long_round(index: int = 0, people: int = 4) -> RoundFeedbackView:
    """Four people, six competencies with 3,000 characters of evidence each."""
    panel = [Who(id=f"p{index}{n}", name=f"Person {index}{n}") for n in range(people)]
    seats = tuple(SeatView(who=person, pool="any", feedback_in=True) for person in panel)
    round_ = a_round(index, seats=seats, state=RoundState.ADVANCED)
    ratings = tuple(Rating(competency=f"Skill {n}", points=3, evidence=f"<{n}> {WORDS}") for n in range(6))
    cards = tuple(a_scorecard(p, round_, ratings=ratings, summary=WORDS, red_flags=(WORDS,)) for p in panel)
    return a_round_feedback(round=round_, cards=cards)


def a_long_debrief() -> DebriefView:
    return a_debrief(rounds=tuple(a_long_round(index) for index in range(4)))


def pages(show: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    """Every page, reached by pressing "Read on"."""
    found = [show(0)]
    while following := [b for b in walk(found[-1]) if b.get("type") == "button" and b["text"]["text"] == "Read on"]:
        found.append(show(decode(following[0]["value"]).n))
        assert len(found) < 100
    return found


@pytest.fixture(scope="module")
def long_debrief() -> list[dict[str, Any]]:
    """Every page of it."""
    view = a_long_debrief()
    return pages(lambda page: debrief_view(view, NOW, page=page))


def test_a_short_round_is_one_page_that_can_only_be_read() -> None:
    view = round_feedback_view(a_round_feedback(), NOW)
    assert_valid_modal(view)
    assert Form.READING == view["callback_id"]
    assert "submit" not in view
    assert "Page" not in as_read(view["blocks"])


def test_every_word_of_a_long_debrief_can_be_read(long_debrief: list[dict[str, Any]]) -> None:
    for page in long_debrief:
        assert_valid_modal(page)
    words = "\n".join(as_read(page["blocks"]) for page in long_debrief)
    for round_ in a_long_debrief().rounds:
        for card in round_.cards:
            assert card.author.name in words
    in_order = " ".join(words.split())
    assert 4 * 4 * 8 == len(re.findall(r"\bw0\b", in_order)) - _in_overview(in_order)
    assert len(long_debrief) > 1


def _in_overview(words: str) -> int:
    """Red flags stand in the overview too, shortened."""
    return len(re.findall(r"• Person \d+, round \d: w0\b", words))


def test_a_page_break_within_a_scorecard_says_whose_it_is_again(long_debrief: list[dict[str, Any]]) -> None:
    firsts = [page["blocks"][0] for page in long_debrief[1:]]
    assert all(re.match(r"\*Person \d+, round \d: Yes\*", as_read([block])) for block in firsts)


def test_each_page_leads_on_and_back(long_debrief: list[dict[str, Any]]) -> None:
    middle = long_debrief[1]
    turns = [decode(b["value"]) for b in walk(middle) if b.get("action_id") == Press.DEBRIEF]
    assert [2, 0] == [turn.n for turn in turns]
    assert {"loop-1"} == {turn.loop for turn in turns}
    assert f"Page 2 of {len(long_debrief)}" in as_read(middle["blocks"])


@pytest.mark.parametrize("page", [-5, 999])
def test_a_page_that_is_not_there_is_the_nearest_that_is(page: int) -> None:
    assert_valid_modal(debrief_view(a_long_debrief(), NOW, page=page))
    assert_valid_modal(round_feedback_view(a_long_round(), NOW, page=page))


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_foreign_comes_alive_on_any_page(attack: str) -> None:
    view = foreign(a_long_round(people=1), ATTACKS[attack])
    assert_valid_modal(round_feedback_view(view, NOW))
    assert_valid_modal(debrief_view(a_debrief(rounds=(view,)), NOW, page=1))


def test_the_answer_is_asked_for_where_the_reading_ends(long_debrief: list[dict[str, Any]]) -> None:
    assert [False] * (len(long_debrief) - 1) + [True] == [Press.DECIDE in buttons(page) for page in long_debrief]
    due, given = a_round_feedback(), a_round_feedback(verdict="advance", reader_may_decide=False)
    assert [Press.ADVANCE, Press.TALK, Press.STOP] == buttons(round_feedback_view(due, NOW))
    assert [] == buttons(round_feedback_view(given, NOW))


def test_a_debrief_without_anything_in_it_says_so() -> None:
    empty = a_debrief(rounds=())
    assert_valid_modal(debrief_view(empty, NOW))
    assert_valid_modal(round_feedback_view(a_round_feedback(cards=()), NOW))
