"""What only the real messenger can show: what is on the wire, and how far it looks for a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.slack_messenger import EVENT_TYPE, SlackMessenger
from bot.slack_wire import SlackWire, web_client
from sandbox.slack import LocalSlack, User
from scheduling.messages import Topic
from scheduling.ports import PermanentFault, TransientFault
from scheduling.views.loops import NoticeView
from tests.sandbox.slack.site import StepClock

SAVED = NoticeView(code="feedback_saved", candidate="Ana Kovač")


@pytest.fixture
def messenger(slack: LocalSlack, clock: StepClock) -> SlackMessenger:
    wire = SlackWire(web_client(slack.workspace.app.bot_token, base_url=slack.api_url, timeout=5))
    return SlackMessenger(wire, clock)


@pytest.fixture
def channel(messenger: SlackMessenger, ann: User) -> str:
    return messenger.open_dm(ann.id)


def post(messenger: SlackMessenger, channel: str, mark: str = "mark") -> str:
    return messenger.post(channel=channel, topic=Topic.NOTICE, view=SAVED, mark=mark)


def test_metadata_that_every_app_can_read_holds_the_mark_and_nothing_else(
    messenger: SlackMessenger, channel: str, slack: LocalSlack, ann: User
) -> None:
    post(messenger, channel, "m1")

    [message] = slack.workspace.dm(ann)
    assert {"event_type": EVENT_TYPE, "event_payload": {"mark": "m1"}} == message.metadata


def test_links_are_not_unfurled_and_there_is_always_a_plain_text(
    messenger: SlackMessenger, channel: str, slack: LocalSlack
) -> None:
    post(messenger, channel)

    [call] = slack.workspace.calls.all("chat.postMessage")
    assert (False, False) == (call.args["unfurl_links"], call.args["unfurl_media"])
    assert call.args["text"].strip()


def test_a_message_is_found_behind_hundreds_of_others(
    messenger: SlackMessenger, channel: str, slack: LocalSlack, clock: StepClock, ann: User
) -> None:
    since = clock.now()
    ts = post(messenger, channel, "m1")
    direct = slack.workspace.direct_channel(ann.id)
    for _ in range(450):
        slack.workspace.post(direct, user_id=ann.id, text="hello")

    assert ts == messenger.find(channel=channel, mark="m1", since=since)
    assert 3 == slack.workspace.calls.count("conversations.history")


def test_rather_than_to_look_for_ever_it_says_that_it_cannot_tell(
    messenger: SlackMessenger, channel: str, slack: LocalSlack, clock: StepClock, ann: User
) -> None:
    direct = slack.workspace.direct_channel(ann.id)
    for _ in range(4100):
        slack.workspace.post(direct, user_id=ann.id, text="hello")

    with pytest.raises(TransientFault, match="history_too_long"):
        messenger.find(channel=channel, mark="m1", since=clock.now())


def test_what_other_apps_say_with_our_mark_is_not_ours(
    messenger: SlackMessenger, channel: str, slack: LocalSlack, clock: StepClock, ann: User
) -> None:
    direct = slack.workspace.direct_channel(ann.id)
    for metadata in (
        {"event_type": "other_message", "event_payload": {"mark": "m1"}},
        {"event_type": EVENT_TYPE, "event_payload": {"mark": ["m1"]}},
        {"event_type": EVENT_TYPE, "event_payload": "m1"},
    ):
        slack.workspace.post(direct, user_id=ann.id, text="hello", metadata=metadata)

    assert None is messenger.find(channel=channel, mark="m1", since=clock.now() - timedelta(minutes=1))


def test_without_the_scope_to_read_nothing_is_found_so_that_the_message_is_sent_once_more(
    messenger: SlackMessenger, channel: str, slack: LocalSlack, clock: StepClock
) -> None:
    post(messenger, channel, "m1")
    us = slack.workspace.app
    slack.workspace.app = replace(us, scopes=us.scopes - {"im:history"})

    assert None is messenger.find(channel=channel, mark="m1", since=clock.now())


def test_with_a_dead_token_nothing_is_concluded(
    messenger: SlackMessenger, channel: str, slack: LocalSlack, clock: StepClock
) -> None:
    post(messenger, channel, "m1")
    slack.workspace.revoke(slack.workspace.app.bot_token)

    with pytest.raises(TransientFault, match="auth"):
        messenger.find(channel=channel, mark="m1", since=clock.now())


def test_an_archived_conversation_is_for_good(messenger: SlackMessenger, channel: str, slack: LocalSlack) -> None:
    slack.workspace.faults.refuse("chat.postMessage", error="is_archived")

    with pytest.raises(PermanentFault, match="is_archived"):
        post(messenger, channel)
