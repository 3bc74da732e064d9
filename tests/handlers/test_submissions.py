"""Forms that are sent: saved and closed, or answered beside the field; sent five times they are one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from handlers.ui.actions import Form
from handlers.ui.new_loop import ZONE
from sandbox.slack import Answer, View
from scheduling.intents import Asked, NewLoop, SubmitScorecard
from scheduling.outcomes import Refusal, Refused
from scheduling.rules.access import Role
from tests.handlers.talk import Talk
from tests.handlers.ui.forms import PARSERS, USUAL

SENT: Mapping[Form, tuple[str, dict[str, Any]]] = {
    Form.NEW_LOOP: (
        "kim",
        {"candidate.name": "Noor Aziz", "candidate.email": "noor@example.com", "opening_id": "opening-2"},
    ),
    Form.AVAILABILITY: ("kim", {"days_off": "2025-06-12"}),
    Form.MOVE: ("kim", {"round_id": "round-2"}),
    Form.CANT: ("ben", {"reason": "On a train."}),
    Form.SCORECARD: (
        "ben",
        {
            "recommendation": "yes",
            "rating:Production LLM experience": "3",
            "rating:Evaluation discipline": "2",
            "rating:Latency and cost": "none",
            "summary": "Solid.",
        },
    ),
    Form.NOT_HELD: ("ben", {"reason": "No show."}),
    Form.HAND_OFF: ("ben", {"to_person_id": "cy"}),
    Form.STOP: ("mia", {"reason": "Thin."}),
    Form.DECIDE: ("mia", {"ending": "no", "reason": "Thin."}),
    Form.CANCEL: ("kim", {"withdrew": "yes", "reason": "Went elsewhere."}),
    Form.PAUSE: ("kim", {"until": "2025-06-12", "reason": "Thinks it over."}),
    Form.PERSON: ("kim", {"max_per_day": "1"}),
    Form.OPENING: ("kim", {"title": "Staff Engineer"}),
}
FORMS = sorted(SENT)
SAYS_SO = (Form.NEW_LOOP, Form.MOVE)
"""Forms that turn into a sentence about what happens now; the others close."""


def opened(talk: Talk, form: Form) -> tuple[str, View]:
    """The form as its reader has it open, and who that is."""
    name = SENT[form][0]
    talk.workspace.views.open(talk.users[name].id, USUAL[form]())
    return name, current(talk, name)


def current(talk: Talk, name: str) -> View:
    view = talk.person(name).modal
    assert view is not None
    return view


def send(talk: Talk, form: Form, **more: Any) -> Answer:
    name, view = opened(talk, form)
    talk.person(name).fill(view, SENT[form][1] | more)
    talk.core.inbox.clear()  # the drafts of the scorecard
    return talk.person(name).submit()


def test_every_form_is_sent_in_these_tests() -> None:
    assert set(PARSERS) == set(SENT)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_sent_is_saved_and_closes(talk: Talk, form: Form) -> None:
    answer = send(talk, form)
    assert (True, {}) == (answer.ok, answer.errors)
    [intent] = talk.core.inbox.values()
    assert SENT[form][0] == intent.actor_id
    left = talk.person(SENT[form][0]).modal
    assert (Form.READING if form in SAYS_SO else None) == (left.callback_id if left else None)


@pytest.mark.parametrize("form", FORMS)
def test_submit_pressed_five_times_is_one(talk: Talk, form: Form) -> None:
    name, view = opened(talk, form)
    talk.person(name).fill(view, SENT[form][1])
    talk.core.inbox.clear()
    payload = talk.person(name).submit_payload()
    answers = [talk.person(name).forge(payload) for _ in range(5)]
    assert all(answer.ok for answer in answers)
    assert 1 == len(talk.core.inbox)


def test_a_second_press_is_no_refusal_even_when_the_work_is_done_already(talk: Talk) -> None:
    name, view = opened(talk, Form.DECIDE)
    talk.person(name).fill(view, SENT[Form.DECIDE][1])
    payload = talk.person(name).submit_payload()
    talk.person(name).forge(payload)
    talk.core.refusals["decide"] = Refused(why=Refusal.LOOP_ENDED)
    talk.core.roles["mia"] = frozenset({Role.MEMBER})
    assert {"response_action": "clear"} == talk.person(name).forge(payload).body


def test_a_corrected_second_attempt_is_another_input(talk: Talk) -> None:
    name, view = opened(talk, Form.SCORECARD)
    talk.person(name).fill(view, SENT[Form.SCORECARD][1])
    first = talk.person(name).submit_payload()
    talk.person(name).forge(first)
    talk.person(name).fill(current(talk, name), {"summary": "Solid, on second thought."})
    talk.person(name).submit()
    assert ["Solid.", "Solid, on second thought."] == [card.summary for card in talk.core.took(SubmitScorecard)]


def test_a_form_that_was_refused_can_be_sent_again_as_it_is(talk: Talk) -> None:
    talk.core.refusals["cancel"] = Refused(why=Refusal.LOOP_BUSY)
    name, view = opened(talk, Form.CANCEL)
    talk.person(name).fill(view, SENT[Form.CANCEL][1])
    payload = talk.person(name).submit_payload()
    talk.person(name).forge(payload)
    talk.core.refusals.clear()
    assert {"response_action": "clear"} == talk.person(name).forge(payload).body
    assert ["asked", "cancel"] == [intent.kind for intent in talk.core.inbox.values()]


def test_all_that_is_wrong_is_told_beside_its_field_and_the_rest_stays(talk: Talk) -> None:
    bad = {
        "candidate.name": "Ana",
        "candidate.email": "ana@nowhere.example",
        "days_off": "soon",
        "other": "Tue 25:00-3",
    }
    answer = send(talk, Form.NEW_LOOP, **bad)
    assert {"days_off", "other"} == set(answer.errors)
    assert [] == talk.core.took(NewLoop)
    assert "soon" in str(current(talk, "kim").values)


@pytest.mark.parametrize(
    ("form", "kind", "refused", "field"),
    [
        (Form.NEW_LOOP, "new_loop", Refused(why=Refusal.SAME_CANDIDATE, field="candidate.email"), "candidate.email"),
        (Form.NEW_LOOP, "new_loop", Refused(why=Refusal.TOO_FAR, field="kickoff", detail="2025-09-05"), "kickoff"),
        (Form.NEW_LOOP, "new_loop", Refused(why=Refusal.UNKNOWN_OPENING, field="opening_id"), "opening_id"),
        (Form.PAUSE, "pause_nudges", Refused(why=Refusal.TOO_FAR, field="until", detail="30 days"), "until"),
        (Form.DECIDE, "decide", Refused(why=Refusal.DECISION_NOT_DUE, field="ending"), "ending"),
        (Form.HAND_OFF, "hand_off", Refused(why=Refusal.UNKNOWN_PERSON, field="to_person_id"), "to_person_id"),
        (Form.PERSON, "edit_person", Refused(why=Refusal.BAD_INPUT, field="pools"), "pools"),
        (Form.OPENING, "edit_opening", Refused(why=Refusal.BAD_INPUT, field="seats"), "seats.0.0"),
    ],
)
def test_what_the_core_refuses_is_told_beside_the_field_it_names(
    talk: Talk, form: Form, kind: str, refused: Refused, field: str
) -> None:
    talk.core.refusals[kind] = refused
    answer = send(talk, form)
    assert [field] == list(answer.errors)
    assert all("`" not in sentence and "&amp;" not in sentence for sentence in answer.errors.values())


def test_a_refusal_of_no_field_lies_on_top_of_what_was_typed(talk: Talk) -> None:
    talk.core.refusals["submit_scorecard"] = Refused(why=Refusal.LOOP_ENDED)
    assert send(talk, Form.SCORECARD).ok
    stack = talk.workspace.views.stack(talk.users["ben"].id)
    assert [Form.SCORECARD, Form.READING] == [view.callback_id for view in stack]
    assert "Solid." in str(stack[0].values)
    assert "has ended" in str(stack[1].sent)


@pytest.mark.parametrize("form", FORMS)
def test_whoever_lost_the_right_meanwhile_keeps_what_they_typed(talk: Talk, form: Form) -> None:
    name, view = opened(talk, form)
    talk.person(name).fill(view, SENT[form][1])
    talk.core.inbox.clear()
    talk.core.roles[name] = frozenset({Role.MEMBER})
    assert talk.person(name).submit().ok
    assert [Asked] == [type(intent) for intent in talk.core.inbox.values()]
    stack = talk.workspace.views.stack(talk.users[name].id)
    assert [form, Form.READING] == [view.callback_id for view in stack]


@pytest.mark.parametrize("form", FORMS)
def test_when_nothing_can_be_saved_the_form_stays_with_its_text(talk: Talk, form: Form) -> None:
    name, view = opened(talk, form)
    talk.person(name).fill(view, SENT[form][1])
    talk.core.broken = True
    assert talk.person(name).submit().ok
    below, above = talk.workspace.views.stack(talk.users[name].id)
    assert view.id == below.id
    assert "could not save" in str(above.sent)


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "{}",
        "not JSON",
        "[" * 2000,
        '{"loop": "loop-9"}',
        '{"loop": 7}',
        '{"v": 1}',
        "x" * 3000,
        '{"loop": "a\\u0000"}',
    ],
)
@pytest.mark.parametrize("form", [Form.SCORECARD, Form.DECIDE, Form.CANT])
def test_metadata_that_is_not_ours_is_told_and_nothing_is_taken(talk: Talk, form: Form, metadata: str) -> None:
    name, view = opened(talk, form)
    talk.person(name).fill(view, SENT[form][1])
    payload = talk.person(name).submit_payload()
    payload["view"]["private_metadata"] = metadata
    talk.core.inbox.clear()
    body = talk.person(name).forge(payload).body
    assert isinstance(body, dict)
    assert "push" == body["response_action"]
    assert [Asked] == [type(intent) for intent in talk.core.inbox.values()]


@pytest.mark.parametrize("state", [None, {}, [], "x", {"values": None}, {"values": []}, {"values": {"reason": 7}}])
@pytest.mark.parametrize("form", FORMS)
def test_a_state_that_is_missing_or_mistyped_is_answered(talk: Talk, form: Form, state: object) -> None:
    name, view = opened(talk, form)
    talk.person(name).fill(view, SENT[form][1])
    payload = talk.person(name).submit_payload()
    payload["view"]["state"] = state
    answer = talk.person(name).forge(payload)
    assert answer.ok
    if form is not Form.CANT:  # whose one field may be empty
        assert isinstance(answer.body, dict)
        assert "errors" == answer.body["response_action"]


def test_errors_of_fields_that_the_form_does_not_have_are_told_on_top(talk: Talk) -> None:
    name, _ = opened(talk, Form.NOT_HELD)
    talk.person(name).fill(None, {"reason": "x"})
    payload = talk.person(name).submit_payload()
    payload["view"] |= {"blocks": [], "state": {"values": {}}}
    body = talk.person(name).forge(payload).body
    assert isinstance(body, dict)
    assert "push" == body["response_action"]


@pytest.mark.parametrize("callback_id", ["form.gone", "", "loading", "form.new_loop2"])
def test_a_form_that_is_not_known_any_more_is_told(talk: Talk, callback_id: str) -> None:
    _, view = opened(talk, Form.NOT_HELD)
    talk.person("ben").fill(view, {"reason": "x"})
    payload = talk.person("ben").submit_payload()
    payload["view"]["callback_id"] = callback_id
    assert "older version" in str(talk.person("ben").forge(payload).body)


def test_the_zone_menu_offers_the_team_s_zones_and_then_what_was_typed(talk: Talk) -> None:
    _, view = opened(talk, Form.NEW_LOOP)
    kim = talk.person("kim")
    assert ["Europe/Berlin", "Asia/Singapore"] == [o["value"] for o in kim.suggest(view, ZONE, "")][:2]
    assert ["America/New_York"] == [option["value"] for option in kim.suggest(view, ZONE, "new york")]
    kim.select(view, ZONE, "America/New_York")
    assert [] == kim.suggest(current(talk, "kim"), ZONE, "atlantis")


def test_a_zone_is_not_offered_to_whoever_may_start_no_loop(talk: Talk) -> None:
    talk.workspace.views.open(talk.users["cy"].id, USUAL[Form.NEW_LOOP]())
    assert [] == talk.person("cy").suggest(None, ZONE, "berlin")


def test_a_corrected_new_loop_does_not_vanish_behind_the_first_one(talk: Talk) -> None:
    kim = talk.person("kim")
    kim.slash("/hire", "new")
    kim.fill(None, SENT[Form.NEW_LOOP][1])
    payload = kim.submit_payload()
    kim.forge(payload)
    payload["view"]["state"]["values"]["candidate.name"]["input"]["value"] = "Noor H. Aziz"
    kim.forge(payload)
    first, second = talk.core.took(NewLoop)
    assert first.loop_id != second.loop_id
    assert len(first.loop_id) <= 32
