"""What holds for all forms: Slack takes them in every size, and no state they come back in makes them fail."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.ui import opening, scorecard
from handlers.ui.actions import Form
from handlers.ui.filled import FieldErrors
from handlers.ui.inputs import INPUT
from sandbox.slack.view_state import initial_values
from tests.block_kit import assert_valid_modal, walk
from tests.builders.sizes import ATTACKS
from tests.builders.team_views import an_opening
from tests.handlers.ui.forms import EMPTY, MONSTROUS, PARSERS, USUAL, plans, sent

FORMS = sorted(PARSERS)


def test_every_form_that_can_be_sent_is_looked_at_here() -> None:
    assert set(Form) - {Form.READING} == set(USUAL) == set(EMPTY) == set(MONSTROUS) == set(PARSERS)


@pytest.mark.parametrize("form", FORMS)
def test_slack_takes_the_usual_form(form: Form) -> None:
    view = USUAL[form]()
    assert_valid_modal(view)
    assert view["callback_id"] == form
    assert all("…" not in view[part]["text"] for part in ("title", "submit", "close"))


@pytest.mark.parametrize("form", FORMS)
def test_slack_takes_the_form_with_as_little_as_there_can_be(form: Form) -> None:
    assert_valid_modal(EMPTY[form]())


@pytest.mark.parametrize("attack", sorted(ATTACKS))
@pytest.mark.parametrize("form", FORMS)
def test_slack_takes_the_form_whatever_people_are_called(form: Form, attack: str) -> None:
    assert_valid_modal(MONSTROUS[form](ATTACKS[attack]))


def test_an_opening_with_thirty_rounds_still_fits_a_form() -> None:
    view = opening.build(an_opening(opening={"rounds": plans(30)}), pools=("pm",), people=())
    assert_valid_modal(view)


@pytest.mark.parametrize("form", FORMS)
def test_every_field_has_a_name_of_its_own_and_a_cap_on_its_length(form: Form) -> None:
    view = USUAL[form]()
    fields = [block for block in view["blocks"] if block["type"] == "input"]
    assert len({block["block_id"] for block in fields}) == len(fields)
    assert {block["element"]["action_id"] for block in fields} <= {INPUT, scorecard.TYPED, "new_loop.zone"}
    texts = [thing for thing in walk(view) if thing.get("type") == "plain_text_input"]
    assert all(text["max_length"] <= 3000 for text in texts)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_sent_as_it_was_opened_is_read_or_answered_field_by_field(form: Form) -> None:
    view = USUAL[form]()
    read = PARSERS[form](sent(initial_values(view["blocks"])))
    if isinstance(read, FieldErrors):
        _assert_tells(read, [block["block_id"] for block in view["blocks"] if "block_id" in block])
    else:
        assert read.actor_id == "kim"


_KEYS = ("value", "selected_option", "selected_options", "selected_date", "selected_time", "type")
_scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
_texts = st.sampled_from([*ATTACKS.values(), "2026-02-30", "25:00", "x" * 40_000, "\ud800", "Tue 25:00-3", "-"])
_junk = st.recursive(
    _scalar | _texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS), inner)
)
_held = st.dictionaries(st.sampled_from(_KEYS), _junk, max_size=4)


@st.composite
def _states(draw: st.DrawFn, form: Form) -> Any:
    """Nothing at all, rubbish, or the form's own fields with anything in them."""
    if draw(st.integers(0, 9)) == 0:
        return draw(_junk)
    fields = [block["block_id"] for block in USUAL[form]()["blocks"] if "block_id" in block]
    names = st.sampled_from([*fields, "rating:", "evidence:", "seats.", "seats.9.9", "unknown"])
    element = st.dictionaries(st.sampled_from([INPUT, "other"]), _held | _junk, max_size=2)
    return draw(st.dictionaries(names, element | _junk, max_size=12))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15)
@given(data=st.data())
def test_no_state_makes_a_form_fail(form: Form, data: st.DataObject) -> None:
    read = PARSERS[form](sent(data.draw(_states(form)), loop="loop-1"))
    if isinstance(read, FieldErrors):
        _assert_tells(read)
    if form is Form.SCORECARD:
        kept = scorecard.draft(sent(data.draw(_states(form)), loop="loop-1", round="round-2"))
        assert all("\x00" not in text and len(text) <= 3000 for text in kept.fields.values())


def _assert_tells(errors: FieldErrors, fields: list[str] | None = None) -> None:
    """At least one sentence, each short and in words, each at a field that is there."""
    assert errors.by_block
    for block, sentence in errors.by_block.items():
        assert fields is None or block in fields
        assert 10 <= len(sentence) <= 250
        assert sentence[0] in string.ascii_letters + "“" + string.digits
        assert sentence[-1] in ".?"
