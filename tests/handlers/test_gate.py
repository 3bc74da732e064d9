"""Who is let in, what is heard once, and what is never let through: strangers, replays, copied and stale buttons."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.gate import WHOSE
from handlers.payloads import Kind, delivery_key
from handlers.ui.actions import Form, Press, Ref
from handlers.ui.blocks import actions, button
from sandbox.slack import Kind as Delivered
from sandbox.slack import Message
from scheduling.intents import Asked, Book, SnoozeFeedback
from scheduling.rules.access import Action, Resource, Role, authorize
from tests.handlers.talk import Talk
from tests.handlers.ui.forms import USUAL

ROUND = Ref(loop="loop-1", round="round-2")
FORBIDDEN = ("Ana", "Kovač", "Haddad", "loop-1")


def card(talk: Talk, name: str, what: Press = Press.SNOOZE, ref: Ref = ROUND) -> Message:
    user = talk.users[name]
    place = talk.workspace.direct_channel(user.id)
    blocks = [actions(button(what, "Go", ref))]
    return talk.workspace.post(place, user_id=talk.workspace.app.bot_user_id, text="A message", blocks=blocks)


def press_body(talk: Talk, name: str, what: Press = Press.SNOOZE, ref: Ref = ROUND) -> dict[str, Any]:
    return talk.person(name).click_payload(card(talk, name, what, ref), what)


def command_body(talk: Talk, name: str, text: str = "") -> dict[str, Any]:
    return talk.person(name).slash_payload("/hire", text)


def form_body(talk: Talk, name: str, form: Form = Form.CANT) -> dict[str, Any]:
    talk.workspace.views.open(talk.users[name].id, USUAL[form]())
    return talk.person(name).submit_payload()


def nothing_of_anybody(talk: Talk, answer: object) -> None:
    assert all(word not in str(answer) for word in FORBIDDEN)
    assert {} == talk.core.inbox


# --------------------------------------------------------------------------------------------------------- strangers


@pytest.mark.parametrize("text", ["", "status ana", "new", "help", "people", "decide ana", "quark"])
def test_a_stranger_s_command_gets_one_kind_sentence(talk: Talk, text: str) -> None:
    guest = talk.person("guest")
    assert guest.slash("/hire", text).ok
    [message] = guest.dm
    assert "hiring team" in message.text
    assert guest.modal is None
    nothing_of_anybody(talk, message)


@pytest.mark.parametrize("what", list(Press))
def test_a_stranger_s_press_gets_one_kind_sentence(talk: Talk, what: Press) -> None:
    guest = talk.person("guest")
    message = card(talk, "guest", what)
    assert guest.forge(guest.click_payload(message, what)).ok
    shown = [each for each in guest.dm if each.ephemeral_to]
    assert ["hiring team" in each.text for each in shown] == [True]
    assert guest.modal is None
    nothing_of_anybody(talk, shown)


@pytest.mark.parametrize("form", sorted(USUAL))
def test_a_stranger_s_form_is_not_taken(talk: Talk, form: Form) -> None:
    talk.workspace.views.open(talk.users["guest"].id, USUAL[form]())
    view = talk.person("guest").modal
    assert view is not None
    payload = {"type": "view_submission", "user": {"id": talk.users["guest"].id}, "view": view.as_payload()}
    payload |= {"team": {"id": talk.workspace.team.id}}
    body = talk.person("guest").forge(payload).body
    assert isinstance(body, dict)
    assert "errors" == body["response_action"]
    assert "hiring team" in str(body["errors"])
    assert {} == talk.core.inbox


def test_a_stranger_s_home_says_who_can_help(talk: Talk) -> None:
    home = talk.person("guest").open_home()
    assert home is not None
    assert "hiring team" in str(home.blocks)
    nothing_of_anybody(talk, home.blocks)


def test_a_stranger_s_words_get_one_kind_sentence_that_nobody_else_sees(talk: Talk) -> None:
    guest = talk.person("guest")
    guest.say("Hello?")
    [_, answer] = guest.dm
    assert "hiring team" in answer.text
    assert talk.users["guest"].id == answer.ephemeral_to
    nothing_of_anybody(talk, answer)


@pytest.mark.parametrize("team", ["T0OTHER", "E0GRID"])
def test_somebody_of_another_workspace_is_a_stranger_whatever_their_id(talk: Talk, team: str) -> None:
    body = press_body(talk, "ben")
    body["user"]["team_id"] = team
    talk.person("ben").forge(body)
    command = command_body(talk, "kim", "status ana") | {"team_id": team}
    answer = talk.person("kim").forge(command, kind=Delivered.COMMAND)
    assert "hiring team" in str(answer.body)
    nothing_of_anybody(talk, answer.body)


def test_somebody_who_left_the_team_is_a_stranger(talk: Talk) -> None:
    talk.core.deactivate(talk.users["kim"].id)
    assert "hiring team" in str(talk.person("kim").forge(command_body(talk, "kim"), kind=Delivered.COMMAND).body)
    assert {} == talk.core.inbox


@pytest.mark.parametrize("user", [None, {}, {"id": None}, {"id": 7}, {"id": ""}, "U1", []])
def test_a_press_of_nobody_is_let_in_nowhere(talk: Talk, user: object) -> None:
    body = press_body(talk, "ben") | {"user": user}
    assert 200 == talk.send(body).status
    assert {} == talk.core.inbox


# --------------------------------------------------------------------------------------------------------- rights


def test_a_right_is_asked_for_again_when_the_button_is_pressed(talk: Talk) -> None:
    message = card(talk, "kim", Press.BOOK, Ref(loop="loop-1", proposal="p", n=0))
    talk.core.roles["kim"] = frozenset({Role.MEMBER})
    assert talk.person("kim").click(message, Press.BOOK).ok
    assert [] == talk.core.took(Book)
    view = talk.person("kim").modal
    assert view is not None
    assert "takes somebody else" in str(view.sent)


def test_a_button_copied_into_another_channel_asks_who_presses_it(talk: Talk) -> None:
    channel = talk.workspace.add_channel("general", members=[talk.users["cy"], talk.users["ben"]])
    message = talk.workspace.post(
        channel,
        user_id=talk.workspace.app.bot_user_id,
        text="Copied",
        blocks=[actions(button(Press.SNOOZE, "Later", ROUND))],
    )
    assert talk.person("cy").click(message, Press.SNOOZE).ok
    assert [] == talk.core.took(SnoozeFeedback)


@pytest.mark.parametrize("loop", ["", "loop-9", "x" * 40])
def test_an_unknown_loop_is_as_closed_as_a_foreign_one(talk: Talk, loop: str) -> None:
    for what in (Press.STATUS, Press.BOOK, Press.DECIDE):
        talk.send(press_body(talk, "kim", what, Ref(loop=loop)))
        view = talk.person("kim").modal
        assert view is not None
        assert Form.READING == view.callback_id
    assert [Asked] * 3 == [type(intent) for intent in talk.core.inbox.values()]


@pytest.mark.parametrize(
    "value",
    [None, "", 7, "x", "{}", '{"loop": 7}', '{"loop": "a\\u0000b"}', "[" * 1500, '{"n": 1e999}', "x" * 2000, []],
)
def test_a_value_that_no_button_of_ours_has_is_told(talk: Talk, value: object) -> None:
    body = press_body(talk, "kim", Press.BOOK)
    body["actions"][0]["value"] = value
    assert 200 == talk.send(body).status
    view = talk.person("kim").modal
    assert view is not None
    assert "Nothing was changed" in str(view.sent)
    assert [] == talk.core.took(Book)


def test_a_button_of_an_older_version_is_told(talk: Talk) -> None:
    body = press_body(talk, "kim", Press.BOOK)
    body["actions"][0]["action_id"] = "loop.gone"
    assert 200 == talk.send(body).status
    view = talk.person("kim").modal
    assert view is not None
    assert "older version" in str(view.sent)


# --------------------------------------------------------------------------------------------------------- once


@pytest.mark.parametrize("text", ["", "status ana", "help"])
def test_a_command_that_is_replayed_shows_nothing(talk: Talk, text: str) -> None:
    body = command_body(talk, "kim", text)
    assert talk.send(body).body
    assert ("", 200) == (talk.send(body).body, talk.send(body).status)
    assert 1 == len(talk.core.inbox)


def test_a_press_that_is_replayed_is_one(talk: Talk) -> None:
    body = press_body(talk, "ben")
    assert {200} == {talk.send(body).status for _ in range(5)}
    assert 1 == len(talk.core.inbox)


def test_two_presses_are_two_even_on_one_button(talk: Talk) -> None:
    message = card(talk, "ben")
    for _ in range(2):
        talk.person("ben").click(message, Press.SNOOZE)
    assert 2 == len(talk.core.took(SnoozeFeedback))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Kind.PRESS, {"trigger_id": "other"}),
        (Kind.PRESS, {"user": {"id": "U9"}}),
        (Kind.PRESS, {"container": {"message_ts": "9.9"}}),
        (Kind.PRESS, {"actions": [{"action_id": "a", "value": "v", "action_ts": "9.9"}]}),
        (Kind.PRESS, {"actions": [{"action_id": "b", "value": "v", "action_ts": "1.1"}]}),
        (Kind.COMMAND, {"trigger_id": "other"}),
        (Kind.FORM, {"view": {"id": "V2", "state": {"values": {"a": 1}}}}),
        (Kind.FORM, {"view": {"id": "V1", "state": {"values": {"a": 2}}}}),
        (Kind.EVENT, {"event_id": "Ev2"}),
    ],
)
def test_another_input_has_another_key(kind: Kind, change: dict[str, Any]) -> None:
    body = {
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "trigger_id": "1.1.1",
        "container": {"message_ts": "1.1"},
        "actions": [{"action_id": "a", "value": "v", "action_ts": "1.1"}],
        "view": {"id": "V1", "hash": "1", "state": {"values": {"a": 1}}},
        "event_id": "Ev1",
        "event": {"type": "x"},
    }
    assert delivery_key(kind, body) == delivery_key(kind, dict(body))
    assert delivery_key(kind, body) != delivery_key(kind, body | change)
    assert len(delivery_key(kind, body)) <= 100


def test_a_form_has_one_key_on_two_devices() -> None:
    first = {"view": {"id": "V1", "hash": "1", "state": {"values": {"a": 1}}}, "trigger_id": "1"}
    again = {"view": {"id": "V1", "hash": "2", "state": {"values": {"a": 1}}}, "trigger_id": "2"}
    assert delivery_key(Kind.FORM, first) == delivery_key(Kind.FORM, again)


@pytest.mark.parametrize("body", [{}, {"view": 7}, {"actions": 7}, {"event": []}, {"actions": [{"value": object()}]}])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_body_has_a_key(kind: Kind, body: dict[str, Any]) -> None:
    assert delivery_key(kind, body).startswith(f"{kind}:")


# -------------------------------------------------------------------------------------------------------------- whose


PEOPLE = {
    Role.COORDINATOR: "a coordinator",
    Role.HIRING_MANAGER: "the loop's hiring manager",
    Role.INTERVIEWER_BLIND: "whoever sits in the round",
    Role.INTERVIEWER: "whoever sits in the round",
    Role.ADMIN: "an admin",
}


@pytest.mark.parametrize(("resource", "action"), WHOSE)
def test_whoever_is_refused_is_sent_to_those_whom_the_access_table_lets(resource: Resource, action: Action) -> None:
    let = [role for role in Role if authorize(role, resource, action)]

    assert WHOSE[resource, action] == " or ".join(dict.fromkeys(PEOPLE[role] for role in let))
