"""When something breaks: a kind sentence for the person, a stable key for the log, and nothing that looks done."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from handlers.ui.actions import Form, Press, Ref
from sandbox.slack import Kind as Delivered
from tests.handlers.talk import Talk
from tests.handlers.test_gate import command_body, form_body, press_body
from tests.handlers.ui.forms import USUAL

SECRETS = ("Kovač", "Ana", "On a train", "ana@example.com")


@pytest.fixture(autouse=True)
def no_secret_in_the_log(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.DEBUG, logger="handlers")
    yield
    for record in caplog.records:
        if record.name.startswith("handlers"):
            assert all(secret not in str(vars(record)) for secret in SECRETS)


def test_a_command_that_could_not_be_kept_says_so(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    talk.core.broken = True
    kim = talk.person("kim")
    assert kim.slash("/hire", "status Ana").ok
    assert "went wrong on my side" in kim.dm[-1].text
    [record] = [record for record in caplog.records if record.name == "handlers.mishaps"]
    assert ("listener_failed", "DatabaseDown") == (record.message, vars(record)["error"])
    assert "gate.py:" in vars(record)["at"]


def test_a_press_that_could_not_be_kept_says_so(talk: Talk) -> None:
    talk.core.broken = True
    assert talk.person("ben").forge(press_body(talk, "ben")).ok
    view = talk.person("ben").modal
    assert view is not None
    assert "nothing was changed" in str(view.sent)


def test_a_press_that_could_neither_be_kept_nor_answered_is_no_success(talk: Talk) -> None:
    body = press_body(talk, "ben")
    talk.core.broken = True
    talk.workspace.faults.server_error("views.open")
    assert 500 == talk.send(body).status


def test_a_draft_that_could_not_be_kept_does_not_disturb_the_one_who_types(talk: Talk) -> None:
    talk.workspace.views.open(talk.users["ben"].id, USUAL[Form.SCORECARD]())
    talk.core.broken = True
    ben = talk.person("ben")
    ben.fill(None, {"summary": "On a train"})
    assert [Form.SCORECARD] == [view.callback_id for view in talk.workspace.views.stack(talk.users["ben"].id)]


def test_a_menu_asked_with_rubbish_offers_every_city(talk: Talk) -> None:
    talk.core.form = None
    body = {"type": "block_suggestion", "action_id": "new_loop.zone", "block_id": "candidate.zone", "value": 7}
    body |= {"user": {"id": talk.users["kim"].id}, "team": {"id": talk.workspace.team.id}}
    assert "Africa/Abidjan" in talk.send(body).body


def test_a_slow_form_is_given_up_while_there_is_time_to_acknowledge(talk: Talk) -> None:
    talk.workspace.faults.hang("views.open", seconds=60)
    body = press_body(talk, "kim", Press.CANCEL, Ref(loop="loop-1"))
    assert 200 == talk.send(body).status


def test_a_form_that_slack_refuses_is_noted_with_slack_s_code(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    talk.workspace.faults.refuse("views.open", error="expired_trigger_id")
    assert 200 == talk.send(press_body(talk, "kim", Press.CANCEL, Ref(loop="loop-1"))).status
    [record] = [record for record in caplog.records if record.name == "handlers.gate"]
    assert ("echo_failed", "press:loop.cancel", "expired_trigger_id") == (
        record.message,
        vars(record)["route"],
        vars(record)["reason"],
    )


def test_what_was_saved_stays_saved_when_saying_so_fails(talk: Talk) -> None:
    talk.workspace.faults.server_error("views.open")
    body = press_body(talk, "ben")
    body["container"]["is_ephemeral"] = True
    assert 200 == talk.send(body).status
    assert ["snooze_feedback"] == [intent.kind for intent in talk.core.inbox.values()]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "shortcut", "callback_id": "x"},
        {"type": "view_closed", "view": {"callback_id": "form.cant", "type": "modal"}},
        {"type": "workflow_step_edit"},
        {"command": "/fire", "text": "status Ana"},
        {"type": "something_new", "user": {"id": "U1"}},
    ],
)
def test_what_nobody_listens_to_is_acknowledged(talk: Talk, body: dict[str, Any]) -> None:
    assert 200 == talk.send(body | {"team_id": talk.workspace.team.id, "user_id": talk.users["kim"].id}).status


@pytest.mark.parametrize("text", [None, 7, ["x"], {"a": 1}, "x" * 100_000, "\x00", "\ud800", "'\"`“"])
def test_a_command_with_any_text_is_answered(talk: Talk, text: object) -> None:
    body = command_body(talk, "kim") | {"text": text}
    assert talk.person("kim").forge(body, kind=Delivered.COMMAND).ok


@pytest.mark.parametrize("part", ["state", "blocks", "id", "hash", "private_metadata", "callback_id"])
@pytest.mark.parametrize("rubbish", [None, 7, [], {"x": []}, "x" * 5000])
def test_a_form_with_any_part_spoiled_is_answered(talk: Talk, part: str, rubbish: object) -> None:
    body = form_body(talk, "ben")
    body["view"][part] = rubbish
    assert 200 == talk.send(body).status


@pytest.mark.parametrize("part", ["container", "message", "response_url", "trigger_id", "state", "view"])
@pytest.mark.parametrize("rubbish", [None, 7, [], {"x": []}, "x" * 5000])
def test_a_press_with_any_part_spoiled_is_answered(talk: Talk, part: str, rubbish: object) -> None:
    assert 200 == talk.send(press_body(talk, "ben") | {part: rubbish}).status
