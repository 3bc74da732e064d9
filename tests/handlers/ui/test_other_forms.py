"""The shorter forms: what each becomes, and what it asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.ui import decide, opening, person
from handlers.ui.actions import Form
from models.records.feedback import VerdictChoice
from models.records.loops import LoopState, RoundState
from models.records.people import DaysOff
from scheduling.intents import (
    Cancel,
    Decide,
    Decline,
    DidNotHappen,
    EditOpening,
    EditPerson,
    FindMove,
    GiveVerdict,
    HandOff,
    PauseNudges,
)
from scheduling.queries.loops import THE_PANEL
from scheduling.views.loops import Ball, BallKind
from scheduling.views.team import PersonView
from tests.block_kit import texts
from tests.builders.team_views import a_person, an_opening
from tests.builders.views import BEN, CY
from tests.handlers.ui.fill import submitted, told
from tests.handlers.ui.forms import LOOP, POOLS, USUAL

ROUND = {"actor_id": "kim", "loop_id": "loop-1", "round_id": "round-2"}
WHOLE = {"actor_id": "kim", "loop_id": "loop-1"}

BECOMES: list[tuple[Form, dict[str, Any], object]] = [
    (Form.MOVE, {"round_id": "round-3"}, FindMove(actor_id="kim", loop_id="loop-1", round_id="round-3")),
    (Form.CANT, {}, Decline(**ROUND)),
    (Form.CANT, {"reason": "On a train."}, Decline(**ROUND, reason="On a train.")),
    (Form.NOT_HELD, {"reason": "No show."}, DidNotHappen(**ROUND, reason="No show.")),
    (Form.HAND_OFF, {"to_person_id": "cy"}, HandOff(**ROUND, to_person_id="cy")),
    (Form.STOP, {"reason": "Thin."}, GiveVerdict(**ROUND, choice=VerdictChoice.STOP, reason="Thin.")),
    (Form.DECIDE, {"ending": "offer", "reason": "Yes."}, Decide(**WHOLE, ending=LoopState.OFFER, reason="Yes.")),
    (Form.DECIDE, {"ending": "no", "reason": "No."}, Decide(**WHOLE, ending=LoopState.NO, reason="No.")),
    (Form.CANCEL, {"withdrew": "yes", "reason": "Went."}, Cancel(**WHOLE, withdrew=True, reason="Went.")),
    (Form.CANCEL, {"withdrew": "no", "reason": "Freeze."}, Cancel(**WHOLE, withdrew=False, reason="Freeze.")),
    (
        Form.PAUSE,
        {"until": "2025-06-12", "reason": "Thinks."},
        PauseNudges(**WHOLE, until=date(2025, 6, 12), reason="Thinks."),
    ),
]
ASKS: list[tuple[Form, dict[str, Any], set[str]]] = [
    (Form.MOVE, {}, {"round_id"}),
    (Form.CANT, {"reason": "a\x00b"}, {"reason"}),
    (Form.NOT_HELD, {}, {"reason"}),
    (Form.NOT_HELD, {"reason": " \n "}, {"reason"}),
    (Form.HAND_OFF, {}, {"to_person_id"}),
    (Form.STOP, {"reason": "x" * 3001}, {"reason"}),
    (Form.DECIDE, {}, {"ending", "reason"}),
    (Form.DECIDE, {"ending": "hired", "reason": "x"}, {"ending"}),
    (Form.DECIDE, {"ending": "running", "reason": "x"}, {"ending"}),
    (Form.CANCEL, {"withdrew": "maybe"}, {"withdrew", "reason"}),
    (Form.PAUSE, {"until": None}, {"until", "reason"}),
    (Form.PAUSE, {"until": "2026-02-30", "reason": "x"}, {"until"}),
    (Form.PERSON, {"max_per_day": "0", "max_per_week": "many"}, {"max_per_day", "max_per_week"}),
    (Form.PERSON, {"max_per_day": "3.5"}, {"max_per_day"}),
    (Form.PERSON, {"max_per_day": "NaN"}, {"max_per_day"}),
    (Form.PERSON, {"max_per_day": "1441"}, {"max_per_day"}),
    (Form.PERSON, {"days_off": "2026-02-30"}, {"days_off"}),
    (Form.PERSON, {"paused": ["pause"], "paused_until": None}, {"paused_until"}),
    (Form.OPENING, {"title": " ", "seats__0__0": "-"}, {"title", "seats.0.0"}),
    (Form.OPENING, {"hiring_manager_id": None}, {"hiring_manager_id"}),
]


@pytest.mark.parametrize(("form", "filled", "intent"), BECOMES)
def test_a_filled_in_form_is_what_somebody_wants(form: Form, filled: dict[str, Any], intent: object) -> None:
    assert intent == submitted(USUAL[form](), **filled)


@pytest.mark.parametrize(("form", "filled", "fields"), ASKS)
def test_what_is_missing_or_wrong_is_told_beside_its_field(
    form: Form, filled: dict[str, Any], fields: set[str]
) -> None:
    assert fields == set(told(USUAL[form](), **filled))


def test_an_offer_is_not_offered_before_all_feedback_is_in() -> None:
    view = decide.build(LOOP)
    ready = decide.build(replace(LOOP, state=LoopState.DEBRIEF))

    assert "We make an offer" not in texts(view)
    assert "We make an offer" in texts(ready)
    assert "No offer yet" not in texts(ready)


@pytest.mark.parametrize(
    ("waits_for", "state", "words"),
    [
        (BallKind.INTERVIEW, RoundState.INVITED, "rounds 2, 3 and 4"),
        (BallKind.FEEDBACK, RoundState.FEEDBACK, "feedback on round 2 from Ben Ode and Cy Tan, and rounds 3 and 4"),
        (BallKind.VERDICT, RoundState.VERDICT, "the verdict on round 2, and rounds 3 and 4"),
    ],
)
def test_why_an_offer_is_not_among_the_choices_stands_right_before_them(
    waits_for: BallKind, state: RoundState, words: str
) -> None:
    rounds = tuple(replace(each, state=state) if each.index == 1 else each for each in LOOP.rounds)
    ball = Ball(kind=waits_for, people=(BEN, CY), round_index=1)

    blocks = decide.build(replace(LOOP, rounds=rounds, ball=ball))["blocks"]

    choices = next(place for place, block in enumerate(blocks) if block["type"] == "input")
    assert f"⏳ *No offer yet.* Still missing: {words}." == blocks[choices - 1]["text"]["text"]


def test_whose_feedback_is_missing_stays_unsaid_to_whoever_may_not_know() -> None:
    ball = Ball(kind=BallKind.FEEDBACK, people=(THE_PANEL,), round_index=3)
    rounds = tuple(replace(each, state=RoundState.FEEDBACK) for each in LOOP.rounds)

    told = texts(decide.build(replace(LOOP, rounds=rounds, ball=ball)))

    assert "⏳ *No offer yet.* Still missing: feedback on round 4 from the interviewers." in told


def test_a_person_comes_back_as_they_were() -> None:
    ben = a_person(paused_until=date(2025, 7, 1))
    view = person.build(PersonView(person=ben, pools=("engineer",), load=0, this_week=0, seen="as it was"), pools=POOLS)
    assert EditPerson(
        actor_id="kim",
        person_id="ben",
        pools=("engineer",),
        max_per_day=2,
        max_per_week=5,
        days_off=(DaysOff(first=date(2025, 6, 12), last=date(2025, 6, 13)),),
        paused_until=date(2025, 7, 1),
        seen="as it was",
    ) == submitted(view)


def test_a_pause_ends_when_its_box_is_emptied() -> None:
    view = person.build(
        PersonView(person=a_person(paused_until=date(2025, 7, 1)), pools=(), load=0, this_week=0), pools=POOLS
    )
    assert submitted(view, paused=[]).paused_until is None


def test_an_opening_comes_back_as_it_was() -> None:
    view = opening.build(replace(an_opening(), seen="as it was"), pools=POOLS, people=(BEN, CY))
    plan = an_opening().opening.rounds
    assert EditOpening(
        actor_id="kim",
        opening_id="opening-1",
        title="Senior AI Engineer: Search",
        hiring_manager_id="mia",
        coordinator_id="kim",
        seats=tuple(round_.seats for round_ in plan),
        holds=True,
        active=True,
        seen="as it was",
    ) == submitted(view)


def test_a_seat_is_added_taken_away_and_filled_twice_from_one_pool() -> None:
    view = opening.build(an_opening(), pools=POOLS, people=(BEN, CY))
    read = submitted(view, seats__0__1="pm", seats__1__0="pm", seats__1__1="pm", seats__3__0="-")
    assert (("engineer", "pm"), ("pm", "pm"), ("engineer",), ("engineer", "engineer")) == read.seats
