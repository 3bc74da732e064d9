"""States move only along the transition table, and docs/states.md is that table."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import pytest

from models.records.loops import LoopState, RoundState
from scheduling.rules.lifecycle import (
    DONE_ROUND,
    ENDED_LOOP,
    LIVE_LOOP,
    LOOP_TRANSITIONS,
    ROUND_TRANSITIONS,
    ForbiddenTransition,
    LoopEvent,
    RoundEvent,
    next_loop_state,
    next_round_state,
    states_document,
)

S = TypeVar("S")
E = TypeVar("E")

ROOT = Path(__file__).resolve().parents[3]


def test_an_ended_loop_never_moves_again() -> None:
    assert [step for step in LOOP_TRANSITIONS if step[0] in ENDED_LOOP] == []


def test_a_done_round_never_moves_again() -> None:
    assert [step for step in ROUND_TRANSITIONS if step[0] in DONE_ROUND] == []


def test_every_state_is_either_live_or_ended() -> None:
    assert set(LIVE_LOOP) | set(ENDED_LOOP) == set(LoopState)
    assert not set(LIVE_LOOP) & set(ENDED_LOOP)


@pytest.mark.parametrize("state", LIVE_LOOP)
def test_a_candidate_may_withdraw_at_any_time(state: LoopState) -> None:
    assert next_loop_state(state, LoopEvent.WITHDRAW) is LoopState.WITHDRAWN


def test_an_offer_is_made_only_after_the_debrief() -> None:
    assert [state for state, event in LOOP_TRANSITIONS if event is LoopEvent.OFFER] == [LoopState.DEBRIEF]


def test_a_round_that_was_not_held_can_be_planned_again() -> None:
    assert next_round_state(RoundState.FEEDBACK, RoundEvent.NOT_HELD) is RoundState.OPEN


def test_a_step_that_the_table_does_not_have_is_a_bug_and_says_which() -> None:
    with pytest.raises(ForbiddenTransition, match="loop offer on book"):
        next_loop_state(LoopState.OFFER, LoopEvent.BOOKED)
    with pytest.raises(ForbiddenTransition, match="round held on advance"):
        next_round_state(RoundState.HELD, RoundEvent.ADVANCE)


def test_every_state_can_be_reached_from_the_first_one() -> None:
    assert _reached({LoopState.PLANNING}, LOOP_TRANSITIONS) == set(LoopState)
    assert _reached({RoundState.OPEN}, ROUND_TRANSITIONS) == set(RoundState)


def test_the_page_about_states_is_the_table() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == states_document()


def _reached(known: set[S], table: Mapping[tuple[S, E], S]) -> set[S]:
    while more := {after for (before, _), after in table.items() if before in known} - known:
        known = known | more
    return known
