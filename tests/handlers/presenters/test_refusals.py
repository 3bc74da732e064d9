"""Every reason has words of its own: what stood in the way, and what to do now."""

from __future__ import annotations

import pytest

from handlers.presenters import refusal
from handlers.presenters.refusals import is_refusal, refusal_words
from scheduling.outcomes import Refusal, Refused
from tests.block_kit import assert_nothing_alive


@pytest.mark.parametrize("why", Refusal)
def test_every_refusal_has_a_sentence_with_and_without_a_detail(why: Refusal) -> None:
    assert is_refusal(why)
    for detail in ("", "Round 2"):
        words = refusal(Refused(why=why, detail=detail))
        assert words[0].isupper()
        assert words.endswith((".", "`"))
        assert "{" not in words


def test_no_two_refusals_say_the_same() -> None:
    assert len(Refusal) == len({refusal(Refused(why=why)) for why in Refusal})


def test_a_refusal_of_a_newer_version_gets_a_plain_kind_sentence() -> None:
    assert not is_refusal("made_up_tomorrow")
    assert "nothing was changed" in refusal_words("made_up_tomorrow", "x")


def test_a_detail_completes_the_sentence_and_is_inert() -> None:
    words = refusal(Refused(why=Refusal.ALREADY_ON_PANEL, detail="<!channel> {why} *Cy*."))
    assert words.startswith("&lt;!channel&gt; {why}")
    assert_nothing_alive(words)
    assert ".." not in words


def test_a_date_is_said_as_people_say_it() -> None:
    words = refusal(Refused(why=Refusal.TOO_FAR, detail="2025-06-22"))
    assert "Sun 22 Jun" in words
    assert "2025" not in words
