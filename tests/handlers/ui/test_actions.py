"""References come back as they went out; whatever else comes is refused, never a surprise."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ui.actions import BadRef, Ref, decode

_ids = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


@given(st.builds(Ref, loop=_ids, round=_ids, person=_ids, proposal=_ids, n=st.integers(0, 999), kind=_ids))
def test_a_reference_comes_back_as_it_went_out(ref: Ref) -> None:
    assert ref == decode(ref.encode())


def test_nothing_at_all_is_a_reference_to_nothing() -> None:
    assert Ref() == decode("")


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        "not JSON",
        "[]",
        "7",
        '"loop"',
        '{"loop": 7}',
        '{"loop": null}',
        '{"secret": "x"}',
        '{"n": true}',
        '{"n": 1.5}',
        '{"n": "1"}',
        '{"n": 1000}',
        '{"n": -2}',
        json.dumps({"loop": "x" * 41}),
        json.dumps({"loop": "a\x00b"}),
        json.dumps({"loop": "\ud800"}),
        json.dumps({"loop": "Ana Kovač"}),
        "[" * 1000,
        '{"loop":' * 120,
        "x" * 5000,
        "1" * 900,
        "NaN",
    ],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(BadRef):
        decode(value)


@given(st.recursive(st.none() | st.text() | st.integers() | st.floats(), st.lists, max_leaves=5) | st.binary())
def test_nothing_makes_it_fail_otherwise(value: object) -> None:
    try:
        decode(value)
    except BadRef:
        return
    assert isinstance(value, str)
