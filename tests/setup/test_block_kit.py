"""The judges of messages and views must find fault where there is one, or no test that asks them means anything."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.presenters.message import Message
from handlers.ui.actions import Form, Press, Ref
from handlers.ui.blocks import actions, button, context, home_tab, modal, section
from tests.block_kit import as_read, assert_valid_home, assert_valid_message, assert_valid_modal, buttons

GOOD = section("All is well.")


def a_message(*blocks: dict[str, Any], text: str = "All is well.") -> Message:
    return Message(text=text, blocks=blocks)


def an_input(block_id: str, *, focus: bool = False) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "Name"},
        "element": {"type": "plain_text_input", "action_id": "typed", "focus_on_load": focus},
    }


def test_a_plain_message_is_taken() -> None:
    assert_valid_message(a_message(GOOD, actions(button(Press.STATUS, "Show", Ref(loop="l")))))


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (GOOD,) * 51,
        (section("x" * 3000),) * 5,
        ({"type": "section"},),
        ({**GOOD, "block_id": "one"}, {**GOOD, "block_id": "one"}),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},),
        ({"type": "section", "text": {"type": "mrkdwn", "text": "fine, but not verbatim"}},),
        ({"type": "actions", "elements": [button(Press.STATUS, "a", Ref()), button(Press.STATUS, "b", Ref())]},),
        ({"type": "actions", "elements": [{**button(Press.STATUS, "a", Ref()), "action_id": "nobody.listens"}]},),
        ({"type": "actions", "elements": [{**button(Press.STATUS, "a", Ref()), "value": "not a reference"}]},),
        ({"type": "actions", "elements": [{**button(Press.STATUS, "a", Ref()), "style": "green"}]},),
        ({"type": "section", "text": {"type": "plain_text", "text": "<!here>"}},),
    ],
)
def test_what_slack_would_refuse_is_refused(blocks: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises((AssertionError, ValueError)):
        assert_valid_message(a_message(*blocks))


@pytest.mark.parametrize(
    "text",
    [
        "<!channel>",
        "<@U1>",
        "<#C1>",
        "<http://evil|salary>",
        "<https://evil.example>",
        "<mailto:a@b.c|me>",
        "<!date^1^{x}^http://a|b>",
    ],
)
def test_what_slack_would_bring_to_life_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(AssertionError):
        assert_valid_message(a_message(context(text)))
    with pytest.raises(AssertionError):
        assert_valid_message(a_message(GOOD, text=text))


def test_a_message_needs_a_text_for_notifications() -> None:
    with pytest.raises(AssertionError):
        assert_valid_message(a_message(GOOD, text=" "))


def test_two_fields_that_both_want_the_cursor_are_refused() -> None:
    one = modal(Form.STOP, "Stop", [an_input("a", focus=True), an_input("b")], ref=Ref(), submit="Send")
    assert_valid_modal(one)
    both = modal(Form.STOP, "Stop", [an_input("a", focus=True), an_input("b", focus=True)], ref=Ref(), submit="Send")
    with pytest.raises(AssertionError):
        assert_valid_modal(both)


def test_a_form_that_nobody_listens_to_is_refused() -> None:
    view = {**modal(Form.STOP, "Stop", [an_input("a")], ref=Ref(), submit="Send"), "callback_id": "unheard"}
    with pytest.raises(AssertionError):
        assert_valid_modal(view)


def test_a_home_tab_may_not_be_empty() -> None:
    assert_valid_home(home_tab([GOOD]))
    with pytest.raises(AssertionError):
        assert_valid_home(home_tab([]))


def test_buttons_and_texts_are_read_as_a_person_reads_them() -> None:
    blocks = [GOOD, actions(button(Press.STATUS, "Show", Ref(loop="l"), style="primary"))]
    assert [Press.STATUS] == buttons(blocks)
    assert "All is well.\n[*Show]" == as_read(blocks)
