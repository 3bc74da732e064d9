"""The constructors keep Slack's limits, whatever they are handed."""

from __future__ import annotations

import pytest

from handlers.presenters.message import Message
from handlers.ui.actions import Form, Press, Ref, decode
from handlers.ui.blocks import (
    actions,
    button,
    confirm,
    context,
    divider,
    fields,
    header,
    home_tab,
    input_block,
    modal,
    option,
    overflow,
    section,
)
from tests.block_kit import assert_valid_home, assert_valid_message, assert_valid_modal

LONG = "word " * 2000
IDS = Ref(loop="l" * 32, round="r" * 32)


@pytest.mark.parametrize("text", ["Ready", "", " ", LONG[:3000]])
def test_every_block_is_one_that_slack_takes(text: str) -> None:
    ask = confirm("Sure?", text, yes="Yes", no="No", style="danger")
    row = actions(
        button(Press.STATUS, text, IDS, style="primary", confirm=ask),
        button(Press.LINK, text, Ref(), url="https://a.example"),
    )
    for block in (header(text), section(text), fields(text[:100], text[:100]), context(text), row):
        assert_valid_message(Message(text="x", blocks=(block, divider())))


def test_texts_that_are_too_long_are_cut_to_what_slack_takes() -> None:
    assert 150 == len(header(LONG)["text"]["text"])
    assert len(section(LONG)["text"]["text"]) <= 3000
    assert len(button(Press.STATUS, LONG, Ref())["text"]["text"]) <= 75
    assert len(option(LONG, "v", description=LONG)["text"]["text"]) <= 75
    assert len(confirm(LONG, LONG, yes=LONG, no=LONG)["text"]["text"]) <= 300
    assert 10 == len(fields(*["x"] * 12)["fields"])
    assert 25 == len(actions(*[button(Press.STATUS, "x", Ref())] * 30)["elements"])


def test_an_entry_of_an_overflow_menu_says_what_is_meant_and_of_what() -> None:
    menu = overflow([(Press.PAUSE, "Quiet"), (Press.CANCEL, "End")], IDS)
    assert Press.MORE == menu["action_id"]
    assert [Press.PAUSE, Press.CANCEL] == [decode(entry["value"]).kind for entry in menu["options"]]
    assert {(IDS.loop, IDS.round)} == {(decode(e["value"]).loop, decode(e["value"]).round) for e in menu["options"]}
    assert all(len(entry["value"]) <= 150 for entry in menu["options"])
    assert_valid_message(Message(text="x", blocks=(actions(menu),)))


def test_a_button_carries_its_reference_and_nothing_else() -> None:
    pressed = button(Press.BOOK, "Book", Ref(loop="l", proposal="p", n=2))
    assert Ref(loop="l", proposal="p", n=2) == decode(pressed["value"])


def test_a_form_has_a_submit_and_a_reading_has_none() -> None:
    typed = input_block("name", "Name", {"type": "plain_text_input", "action_id": "typed"}, hint="As on the resume")
    form = modal(Form.NEW_LOOP, "A title that is far too long for Slack", [typed], ref=IDS, submit="Start")
    assert_valid_modal(form)
    assert IDS == decode(form["private_metadata"])
    read = modal(Form.READING, "Read", [section("words")], ref=Ref())
    assert_valid_modal(read)
    assert "submit" not in read


def test_no_surface_holds_more_blocks_than_slack_takes() -> None:
    assert 100 == len(modal(Form.READING, "Read", [divider()] * 120, ref=Ref())["blocks"])
    assert_valid_home(home_tab([divider()] * 120))
