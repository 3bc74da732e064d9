"""`chat.*` through the real client: what is posted, what is refused, what an update keeps."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import Strictness, User, Workspace
from tests.sandbox.slack.site import StepClock, button, refusal, section

KEY = {"event_type": "hirebot", "event_payload": {"key": "k1"}}


def test_a_message_to_a_person_opens_the_direct_messages_and_answers_with_their_id(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    posted = client.chat_postMessage(channel=ann.id, text="Hello")
    assert posted["channel"].startswith("D")
    assert ["Hello"] == [message.text for message in workspace.dm(ann)]
    assert posted["ts"] == workspace.dm(ann)[0].ts == posted["message"]["ts"]
    assert "bot_profile" in posted["message"]


def test_timestamps_are_unique_and_increase_even_when_the_clock_stands_still_or_goes_back(
    client: WebClient, clock: StepClock, ann: User
) -> None:
    first = client.chat_postMessage(channel=ann.id, text="1")["ts"]
    second = client.chat_postMessage(channel=ann.id, text="2")["ts"]
    clock.move(hours=-1)
    third = client.chat_postMessage(channel=ann.id, text="3")["ts"]
    assert "1767603600.000000" == first < second < third


def test_stored_blocks_come_back_with_what_slack_adds(client: WebClient, ann: User) -> None:
    posted = client.chat_postMessage(
        channel=ann.id, text="x", blocks=[section("*x*") | {"accessory": {"type": "datepicker"}}]
    )
    [block] = posted["message"]["blocks"]
    assert block["text"]["verbatim"] is False
    assert block["block_id"]
    assert block["accessory"]["action_id"]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "U404", "text": "x"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "   "}, "no_text"),
        ({"blocks": "nonsense"}, "invalid_blocks_format"),
        ({"blocks": '{"type": "divider"}'}, "invalid_blocks_format"),
        ({"blocks": '[{"type": "divider", "text": "x"}]'}, "invalid_blocks"),
        ({"text": "x", "metadata": "[]"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": '{"event_type": "x"}'}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": '{"event_type": "x", "event_payload": "y"}'}, "invalid_metadata_schema"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    ],
)
def test_slack_refuses_to_post(client: WebClient, ann: User, sent: dict[str, str], error: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", params={"channel": ann.id, **sent})
    assert error == refusal(refused)["error"]


def test_invalid_blocks_are_told_with_pointers_in_both_places(client: WebClient, ann: User) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ann.id, text="x", blocks=[section("")])
    objection = "must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    assert [objection] == refusal(refused)["errors"]
    assert [f"[ERROR] {objection}"] == refusal(refused)["response_metadata"]["messages"]


def test_blocks_that_are_too_long_together_are_refused(client: WebClient, ann: User) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ann.id, text="x", blocks=[section("x" * 3000)] * 5)
    assert "msg_blocks_too_long" == refusal(refused)["error"]


def test_metadata_that_is_too_large_is_refused(client: WebClient, ann: User) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(
            channel=ann.id, text="x", metadata={"event_type": "x", "event_payload": {"k": "v" * 9000}}
        )
    assert "metadata_too_large" == refusal(refused)["error"]


def test_a_missing_channel_is_an_invalid_argument(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", json={"text": "x"})
    assert ["[ERROR] missing required field: channel"] == refusal(refused)["response_metadata"]["messages"]


def test_a_text_over_forty_thousand_characters_is_cut_with_a_warning(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    posted = client.chat_postMessage(channel=ann.id, text="x" * 40_001)
    assert "message_truncated" == posted["warning"]
    assert 40_000 == len(workspace.dm(ann)[0].text)
    assert ["message_truncated"] == workspace.warnings


def test_blocks_without_text_are_noted(client: WebClient, workspace: Workspace, ann: User) -> None:
    client.api_call("chat.postMessage", json={"channel": ann.id, "blocks": [section("x")]})
    assert ["missing_text_in_message"] == workspace.warnings


def test_blocks_without_text_are_refused_where_the_workspace_is_strict(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    workspace.strictness = Strictness(text_required=True)
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", json={"channel": ann.id, "blocks": [section("x")]})
    assert "no_text" == refusal(refused)["error"]


def test_channels_the_app_is_not_in_cannot_be_written_to(client: WebClient, workspace: Workspace, ann: User) -> None:
    workspace.add_channel("random", members=[ann], bot=False)
    workspace.add_channel("secret", members=[ann], bot=False, private=True)
    for name, error in (("#random", "not_in_channel"), ("#secret", "channel_not_found")):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=name, text="x")
        assert error == refusal(refused)["error"]


def test_an_archived_channel_takes_no_messages_and_no_updates(client: WebClient, workspace: Workspace) -> None:
    channel = workspace.add_channel("hiring")
    ts = client.chat_postMessage(channel="#hiring", text="x")["ts"]
    workspace.channels.archive(channel.id)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel.id, text="x")
    assert "is_archived" == refusal(refused)["error"]
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=channel.id, ts=ts, text="y")
    assert "is_inactive" == refusal(refused)["error"]


def test_deactivated_people_and_bots_get_no_messages(client: WebClient, workspace: Workspace, ann: User) -> None:
    robot = workspace.add_user("robot", is_bot=True)
    direct = client.chat_postMessage(channel=ann.id, text="x")["channel"]
    workspace.users.deactivate(ann.id)
    for target, error in ((ann.id, "channel_not_found"), (direct, "channel_not_found"), (robot.id, "cannot_dm_bot")):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=target, text="x")
        assert error == refusal(refused)["error"]


def test_an_update_with_text_alone_drops_the_blocks_and_marks_the_message_as_edited(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    posted = client.chat_postMessage(channel=ann.id, text="x", blocks=[section("x")], metadata=KEY)
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    [message] = workspace.dm(ann)
    assert ("y", [], KEY) == (message.text, message.blocks, message.metadata)
    assert message.edited_ts is not None


def test_an_update_of_the_metadata_alone_keeps_text_and_blocks(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    posted = client.chat_postMessage(channel=ann.id, text="x", blocks=[section("x")], metadata=KEY)
    client.api_call("chat.update", json={"channel": posted["channel"], "ts": posted["ts"], "metadata": {}})
    [message] = workspace.dm(ann)
    assert ("x", 1, None) == (message.text, len(message.blocks), message.metadata)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"channel": "#hiring"}, "channel_not_found"),
        ({"ts": "1.000001"}, "message_not_found"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"text": ""}, "no_text"),
    ],
)
def test_slack_refuses_to_update(client: WebClient, workspace: Workspace, changed: dict[str, str], error: str) -> None:
    workspace.add_channel("hiring")
    posted = client.chat_postMessage(channel="#hiring", text="x")
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.update", json={"channel": posted["channel"], "ts": posted["ts"], "text": "y"} | changed)
    assert error == refusal(refused)["error"]


def test_a_persons_message_is_neither_updated_nor_deleted(client: WebClient, workspace: Workspace, ann: User) -> None:
    theirs = workspace.post(workspace.direct_channel(ann.id), user_id=ann.id, text="mine")
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=theirs.channel, ts=theirs.ts, text="y")
    assert "cant_update_message" == refusal(refused)["error"]
    with pytest.raises(SlackApiError) as refused:
        client.chat_delete(channel=theirs.channel, ts=theirs.ts)
    assert "cant_delete_message" == refusal(refused)["error"]


def test_a_deleted_message_is_gone(client: WebClient, workspace: Workspace, ann: User) -> None:
    posted = client.chat_postMessage(channel=ann.id, text="x")
    client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert [] == workspace.dm(ann)


def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_updated(
    client: WebClient, workspace: Workspace, ann: User, ben: User
) -> None:
    channel = workspace.add_channel("hiring", members=[ann, ben])
    ts = client.chat_postEphemeral(channel=channel.id, user=ann.id, text="psst", blocks=[section("psst")])["message_ts"]
    assert ["psst"] == [message.text for message in workspace.messages_seen_by(ann)]
    assert [] == workspace.messages_seen_by(ben)
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=channel.id, ts=ts, text="y")
    assert "message_not_found" == refusal(refused)["error"]


def test_an_ephemeral_message_needs_its_reader_in_the_channel(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    channel = workspace.add_channel("hiring")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postEphemeral(channel=channel.id, user=ann.id, text="psst")
    assert "user_not_in_channel" == refusal(refused)["error"]


def test_a_channel_takes_about_one_message_a_second_where_the_workspace_is_paced(
    client: WebClient, workspace: Workspace, clock: StepClock, ann: User
) -> None:
    workspace.strictness = Strictness(messages_per_second=1, burst=2)
    client.chat_postMessage(channel=ann.id, text="1")
    client.chat_postMessage(channel=ann.id, text="2")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ann.id, text="3")
    assert (429, "1") == (refused.value.response.status_code, refused.value.response.headers["Retry-After"])
    clock.move(seconds=1)
    client.chat_postMessage(channel=ann.id, text="3")
    assert ["1", "2", "3"] == [message.text for message in workspace.dm(ann)]


def test_mentions_that_came_alive_are_found_and_escaped_ones_are_not(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    client.chat_postMessage(channel=ann.id, text="&lt;!channel&gt; &lt;@U1&gt;", blocks=[section("&lt;!here&gt;")])
    client.chat_postMessage(
        channel=ann.id, text="ok", blocks=[{"type": "section", "text": {"type": "plain_text", "text": "<!here>"}}]
    )
    assert [] == workspace.live_mentions()
    client.chat_postMessage(channel=ann.id, text="<!channel>", blocks=[section("hi <@U1> <!here|here>")])
    found = [(mention.kind, mention.target, mention.pointer) for _, mention in workspace.live_mentions()]
    assert [
        ("broadcast", "channel", "/text"),
        ("user", "U1", "/blocks/0/text/text"),
        ("broadcast", "here", "/blocks/0/text/text"),
    ] == found


def test_mentions_stay_on_record_after_the_message_is_edited_or_deleted(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    posted = client.chat_postMessage(channel=ann.id, text="<!here>")
    client.chat_update(
        channel=posted["channel"],
        ts=posted["ts"],
        text="never mind",
        blocks=[section("x"), {"type": "actions", "elements": [button("a")]}],
    )
    assert 1 == len(workspace.live_mentions())
