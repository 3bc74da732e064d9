"""What is typed after `/hire`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.command_text import Command, Verb, example, nearest, read_command


@pytest.mark.parametrize(
    ("typed", "verb", "rest"),
    [
        ("", Verb.WORKLIST, ""),
        ("   ", Verb.WORKLIST, ""),
        ("new", Verb.NEW, ""),
        ("STATUS", Verb.STATUS, ""),
        ("status Ana Kovač", Verb.STATUS, "Ana Kovač"),
        ("  status \t Ana\n Kovač ", Verb.STATUS, "Ana Kovač"),
        ('status "Ana', Verb.STATUS, "Ana"),
        ("status “Ana Kovač”", Verb.STATUS, "Ana Kovač"),
        ("status O'Neil", Verb.STATUS, "O'Neil"),
        ("status A\x00na\u202e", Verb.STATUS, "A na\u202e"),
        ("status \ud800Ana", Verb.STATUS, "Ana"),
        ("\ufeffstatus \u200eAna\u200b Kovač\u2060", Verb.STATUS, "Ana Kovač"),
        ("status 李小龍", Verb.STATUS, "李小龍"),
        ("status Tom &amp; Jerry &lt;3", Verb.STATUS, "Tom & Jerry <3"),
        ("status &amp;lt;", Verb.STATUS, "&lt;"),
    ],
)
def test_the_verb_and_the_rest_are_told_apart(typed: str, verb: Verb, rest: str) -> None:
    assert Command(verb=verb, rest=rest) == read_command(typed)


def test_four_thousand_characters_are_no_more_than_a_long_name() -> None:
    command = read_command("status " + "x" * 4000)
    assert (Verb.STATUS, 200) == (command.verb, len(command.rest))


@given(st.text() | st.none() | st.integers() | st.binary())
def test_anything_can_be_typed(typed: object) -> None:
    command = read_command(typed)
    (command.word + command.rest).encode()
    assert "\x00" not in command.rest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("statsu", Verb.STATUS),
        ("staus", Verb.STATUS),
        ("plans", Verb.PLAN),
        ("Feedbak", Verb.FEEDBACK),
        ("peopel", Verb.PEOPLE),
        ("quark", Verb.HELP),
        ("", Verb.HELP),
        ("x" * 4000, Verb.HELP),
    ],
)
def test_an_unknown_word_has_a_nearest_verb(word: str, meant: Verb) -> None:
    assert meant is nearest(word)


def test_every_verb_has_an_example_that_is_read_as_that_verb() -> None:
    for verb in Verb:
        assert verb is read_command(example(verb).removeprefix("/hire")).verb


@pytest.mark.parametrize("typed", ["status Ana", "new Ana", "decide Ana", "feedback Ana"])
def test_a_name_after_a_verb_may_be_a_candidate(typed: str) -> None:
    assert read_command(typed).names_candidate


@pytest.mark.parametrize("typed", ["", "status", "help me", "people", "openings all"])
def test_other_words_name_nobody(typed: str) -> None:
    assert not read_command(typed).names_candidate
