"""Foreign text is inert, whole where it fits, and says so where it was cut; times are shown in each reader's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ui.text import (
    NOTHING,
    bold,
    clock_time,
    counted,
    cut,
    day_of_moment,
    day_words,
    escape,
    escaped_parts,
    first_name,
    inline,
    joined,
    lasting,
    link,
    moment,
    plain,
    safe_url,
    shorten,
    span,
    stacked,
)
from tests.block_kit import assert_nothing_alive
from tests.builders.sizes import ATTACKS

ANY_TEXT = st.text(st.characters(), max_size=400) | st.sampled_from(sorted(ATTACKS.values()))
BARE = re.compile("[\u200b\u2068\u2069]")


def slack_width(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(ANY_TEXT, st.integers(min_value=10, max_value=300))
def test_whatever_was_typed_is_inert_and_short_enough(text: str, most: int) -> None:
    for shown in (escape(text, most), inline(text, most), *escaped_parts(text, most)):
        assert_nothing_alive(shown)
        assert slack_width(shown) <= most
        shown.encode()  # no lone surrogates
    flat = plain(text, most)
    assert slack_width(flat) <= most
    assert not set("<>\n\x00") & set(flat)


@given(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=60))
def test_plain_words_stay_as_they_were_typed(word: str) -> None:
    assert word == BARE.sub("", inline(word, 200))
    assert word == escape(word)
    assert word == plain(word, 200)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("R&D", "R&amp;D"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("snake_case_name", "snake_case_name"),
        ("*bold*", "\u200b*\u200bbold\u200b*\u200b"),
        ("> quote", "\u200b&gt; quote"),
        ("a > b", "a &gt; b"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\x00b\x1b[0m\u202egone", "ab[0mgone"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("  ", ""),
    ],
)
def test_each_character_that_slack_would_act_on_is_shown_instead(typed: str, shown: str) -> None:
    assert shown == escape(typed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*Ana* Kovač", "*\u2217Ana\u2217 Kovač*"),
        ("_ana_ ~or~ `bo`", "*\uff3fana\uff3f \u223cor\u223c \u02cbbo\u02cb*"),
        ("> Ana", "*&gt; Ana*"),
        ("snake_case", "*snake_case*"),
    ],
)
def test_what_is_bold_is_so_from_its_first_letter_to_its_last_whatever_was_typed(typed: str, shown: str) -> None:
    assert shown == bold(inline(typed))


@given(ANY_TEXT)
def test_the_parts_of_a_long_text_hold_all_of_its_words(text: str) -> None:
    parts = escaped_parts(text, 40)
    whole = escape(text, 1_000_000)
    assert _letters(whole) == _letters("".join(parts))
    assert all(part.strip() for part in parts)


def _letters(text: str) -> str:
    return re.sub(r"\s", "", BARE.sub("", text))


def test_a_text_is_parted_at_a_space_where_one_is_near() -> None:
    assert ["one two", "three four"] == escaped_parts("one two three four", 12)


def test_a_text_that_was_cut_says_so() -> None:
    assert "abcd…" == escape("abcdefgh", 5)
    assert "abcd…" == plain("abcdefgh", 5)
    assert "abcd…" == shorten("abcdefgh", 5)
    assert "abcdefgh" == shorten("abcdefgh", 8)


def test_nothing_is_cut_in_the_middle_of_an_entity_an_accent_or_a_joined_emoji() -> None:
    assert "a…" == escape("a&b", 5)
    assert "ab…" == plain("abe\u0301f", 4)
    assert "a…" == plain("a👩\u200d👩\u200d👧 family", 7)


def test_an_empty_name_still_shows_something() -> None:
    assert [NOTHING] * 3 == [inline(""), inline(" \n"), plain("\x00", 10)]


def test_right_to_left_names_cannot_turn_the_words_around_them() -> None:
    name = "\u0645\u0631\u062d\u0628"  # four Arabic letters
    assert f"\u2068{name}\u2069" == inline(name)
    assert slack_width(inline(name * 100, 50)) <= 50


def test_finished_markup_is_cut_before_a_token_never_inside() -> None:
    token = moment(datetime(2025, 6, 9, 13, tzinfo=UTC))
    assert "It is at…" == cut(f"It is at {token}", 30)
    assert "R…" == cut("R&amp;D and more", 5)
    assert "short" == cut("short", 5)


def test_lines_are_stacked_as_long_as_whole_ones_fit() -> None:
    assert "one\ntwo" == stacked(["one", "two"], 8)
    assert "one\n…" == stacked(["one", "two"], 7)
    assert "" == stacked([], 7)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a",
        "javascript:alert(1)",
        "https://",
        "https://user:pass@example.com",
        "https://example.com/a b",
        "https://example.com/\n",
        "https://example.com/`x`",
        "https://[bad",
        "ftp://example.com",
        "",
        "https://example.com/" + "x" * 2000,
    ],
)
def test_an_address_that_is_not_plain_https_is_never_a_link(url: str) -> None:
    assert safe_url(url) is None
    assert "Resume" == link(url, "Resume")


def test_an_address_stays_inside_its_brackets() -> None:
    assert "<https://a.example/x?a=1&amp;b=%7Cc%3E|Resume>" == link("https://a.example/x?a=1&b=|c>", "Resume")


def test_a_moment_is_a_token_with_the_utc_time_for_clients_that_know_none() -> None:
    when = datetime(2025, 6, 9, 15, 30, tzinfo=timezone(timedelta(hours=2)))
    assert "<!date^1749475800^{date_long_pretty}, {time}|Mon 9 Jun, 13:30 UTC>" == moment(when)
    assert "<!date^1749475800^{time}|13:30 UTC>" == clock_time(when)
    assert f"{moment(when)} to {clock_time(when + timedelta(hours=1))}" == span(when, when + timedelta(hours=1))


def test_words_before_a_moment_go_into_its_token_so_that_today_stays_small_within_a_sentence() -> None:
    when = datetime(2025, 6, 9, 13, 30, tzinfo=UTC)
    assert "<!date^1749475800^held for {date_long_pretty}, {time}|held for Mon 9 Jun, 13:30 UTC>" == moment(
        when, lead="held for"
    )
    assert "<!date^1749475800^since {date_long_pretty}|since Mon 9 Jun>" == day_of_moment(when, lead="since")


@pytest.mark.parametrize(
    ("minutes", "words"), [(15, "15 minutes"), (60, "1 hour"), (180, "3 hours"), (150, "2 h 30 min"), (0, "0 minutes")]
)
def test_lengths_read_as_people_say_them(minutes: int, words: str) -> None:
    assert words == lasting(minutes)


def test_a_day_is_the_same_for_every_reader() -> None:
    assert "Sun 22 Jun" == day_words(date(2025, 6, 22))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], NOTHING),
        (["Ana"], "Ana"),
        (["Ana", "Ben"], "Ana and Ben"),
        (["Ana", "Ben", "Cy"], "Ana, Ben and Cy"),
        (["Ana", "Ben", "Cy", "Di", "Ed"], "Ana, Ben and 3 more"),
    ],
)
def test_names_are_joined_as_people_say_them(names: list[str], words: str) -> None:
    assert words == joined(names, most=3)


def test_numbers_agree_with_their_nouns() -> None:
    assert ["1 day", "2 days", "0 days", "3 people"] == [
        counted(1, "day"),
        counted(2, "day"),
        counted(0, "day"),
        counted(3, "person", "people"),
    ]


def test_the_first_of_several_names_is_what_a_colleague_would_say() -> None:
    assert ["Ana", "Ana", ""] == [first_name("Ana Kovač"), first_name("Ana"), first_name("")]
