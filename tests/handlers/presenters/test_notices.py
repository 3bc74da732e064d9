"""Short answers: each code has its sentence, and a code nobody knows yet is no reason to fail."""

from __future__ import annotations

import pytest

from handlers.presenters import refusal, render
from handlers.presenters.notices import NEWS
from handlers.ui.actions import Press
from scheduling.intents import KINDS
from scheduling.messages import Topic
from scheduling.outcomes import Refusal, Refused
from scheduling.views.loops import DigestView, NoticeView
from tests.block_kit import as_read, assert_valid_message, buttons
from tests.builders.views import KIM, NOW

EXPECTED = {
    "feedback_saved",
    "feedback_amended",
    "draft_kept",
    "plan_searching",
    "booked",
    "moved",
    "replaced",
    "paused",
    "cancelled",
    "decided",
    "person_saved",
    "opening_saved",
    "handed_off",
    "handed_on",
    "not_held_noted",
    "snoozed",
    "not_sent",
    "availability_saved",
    "failed",
}


def test_what_the_core_answers_with_has_words() -> None:
    assert EXPECTED <= set(NEWS)
    assert not set(NEWS) & {why.value for why in Refusal}


@pytest.mark.parametrize("code", [*NEWS, *Refusal, "made_up_tomorrow", ""])
@pytest.mark.parametrize("detail", ["", "2025-06-13", "<!here> *Cy* {candidate}"])
def test_every_code_gives_a_whole_sentence(code: str, detail: str) -> None:
    for candidate in ("", "Ana Kovač"):
        shown = render(Topic.NOTICE, NoticeView(code=code, detail=detail, loop_id="loop-1", candidate=candidate), NOW)
        assert_valid_message(shown)
        assert "{detail}" not in shown.text
        again = [Press.LOOK_AGAIN] if code == "availability_saved" else []
        assert [*again, Press.STATUS] == buttons(shown.blocks)


@pytest.mark.parametrize("why", Refusal)
def test_a_refusal_in_a_message_says_what_the_form_would_have_said(why: Refusal) -> None:
    shown = render(Topic.NOTICE, NoticeView(code=why, detail="Round 2"), NOW)
    assert refusal(Refused(why=why, detail="Round 2")) == shown.text


def test_a_pause_says_until_when_and_that_the_clock_goes_on() -> None:
    view = NoticeView(code="paused", detail="2025-06-13", candidate="Ana Kovač")
    words = render(Topic.NOTICE, view, NOW).text
    assert words == "🔕 Nudges for Ana are quiet through Fri 13 Jun. The clock goes on: Ana waits either way."


@pytest.mark.parametrize("kind", [*KINDS, "made_up_tomorrow"])
def test_a_failure_names_what_was_asked_for_in_words_never_by_its_code(kind: str) -> None:
    words = render(Topic.NOTICE, NoticeView(code="failed", detail=kind), NOW).text
    assert "nothing was changed" in words
    assert "_" not in words


def test_a_failure_says_whether_it_was_the_feedback() -> None:
    assert "your feedback" in render(Topic.NOTICE, NoticeView(code="failed", detail="submit_scorecard"), NOW).text


def test_a_digest_has_one_line_for_each_thing_missed() -> None:
    lines = (("brief", "Ana Kovač", "Technical deep-dive"), ("made_up", "Omar Haddad", ""))
    words = as_read(render(Topic.DIGEST, DigestView(reader=KIM, lines=lines), NOW).blocks)
    assert "• *Ana Kovač*, Technical deep-dive: a brief before the interview" in words
    assert "• *Omar Haddad*: news" in words
