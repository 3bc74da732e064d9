"""App Home, the workspace's own news, and words written to the app: each heard once, however often it is sent."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.intents import Asked, NoteUser, OpenHome
from tests.handlers.talk import Talk


def user_change(talk: Talk, name: str, **more: Any) -> dict[str, Any]:
    user = {"id": talk.users[name].id, "team_id": talk.workspace.team.id, "deleted": True, **more}
    return envelope(talk, {"type": "user_change", "user": user})


def envelope(talk: Talk, event: dict[str, Any], event_id: str = "Ev1") -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": talk.workspace.team.id,
        "api_app_id": talk.workspace.app.app_id,
        "event_id": event_id,
        "event": event,
    }


def test_the_core_hears_each_time_that_somebody_opens_their_home_and_draws_it(talk: Talk) -> None:
    for _ in range(2):
        talk.person("kim").open_home()
    assert [OpenHome(actor_id="kim")] * 2 == list(talk.core.inbox.values())
    assert 0 == talk.workspace.calls.count("views.publish")


def test_the_messages_tab_draws_nothing(talk: Talk) -> None:
    body = envelope(talk, {"type": "app_home_opened", "user": talk.users["kim"].id, "tab": "messages"})
    assert 200 == talk.send(body).status
    assert talk.person("kim").home is None


def test_an_event_sent_four_times_and_again_the_next_day_is_one(talk: Talk) -> None:
    assert {200} == {talk.send(user_change(talk, "ben")).status for _ in range(5)}
    assert [NoteUser(actor_id="ben", slack_id=talk.users["ben"].id)] == list(talk.core.inbox.values())


def test_news_of_a_stranger_is_acknowledged_and_forgotten(talk: Talk) -> None:
    assert 200 == talk.send(user_change(talk, "guest")).status
    assert 200 == talk.send(user_change(talk, "ben", team_id="T0OTHER")).status
    assert {} == talk.core.inbox


def test_an_event_that_could_not_be_stored_is_asked_for_again(talk: Talk) -> None:
    talk.core.broken = True
    assert 500 == talk.send(user_change(talk, "ben")).status
    talk.core.broken = False
    assert 200 == talk.send(user_change(talk, "ben")).status
    assert 1 == len(talk.core.took(NoteUser))


def test_words_are_answered_with_what_can_be_asked_for_them_alone(talk: Talk) -> None:
    kim = talk.person("kim")
    kim.say("Hello, is anybody there?")
    answer = kim.dm[-1]
    assert answer.ephemeral_to == talk.users["kim"].id
    assert "/hire status" in str(answer.blocks)
    assert [Asked(actor_id="kim", verb="event:message")] == list(talk.core.inbox.values())


def test_words_that_slack_takes_no_answer_to_are_no_bug(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    talk.workspace.faults.refuse("chat.postEphemeral", error="fatal_error")
    kim = talk.person("kim")
    kim.say("Hello, is anybody there?")
    assert ["echo_failed"] == [record.message for record in caplog.records if record.name.startswith("handlers")]
    assert [None] == [message.ephemeral_to for message in kim.dm]


@pytest.mark.parametrize("name", ["kim", "guest"])
@pytest.mark.parametrize("more", [{"subtype": "message_changed"}, {"bot_id": "B1"}, {"channel_type": "channel"}])
def test_other_messages_are_not_answered(talk: Talk, name: str, more: dict[str, Any]) -> None:
    user, dm = talk.users[name], talk.workspace.direct_channel(talk.users[name].id)
    event = {"type": "message", "user": user.id, "channel": dm.id, "channel_type": "im", "text": "Hi", "ts": "1.1"}
    assert 200 == talk.send(envelope(talk, event | more)).status
    assert [] == talk.person(name).dm


def test_an_event_that_nobody_asked_for_is_acknowledged(talk: Talk) -> None:
    assert 200 == talk.send(envelope(talk, {"type": "reaction_added", "user": talk.users["kim"].id})).status


@pytest.mark.parametrize("event", [{}, {"type": "user_change", "user": None}, {"type": "message"}])
def test_a_malformed_event_is_acknowledged(talk: Talk, event: dict[str, Any]) -> None:
    assert 200 == talk.send(envelope(talk, event)).status
    assert {} == talk.core.inbox
