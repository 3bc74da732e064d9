"""`conversations.*` and `users.*` through the real client."""

from __future__ import annotations

from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import User, Workspace
from tests.sandbox.slack.site import refusal

KEY = {"event_type": "hirebot", "event_payload": {"key": "k1"}}


def test_opening_direct_messages_twice_gives_the_same_conversation(client: WebClient, ann: User) -> None:
    first = client.conversations_open(users=ann.id)
    again = client.conversations_open(users=[ann.id], return_im=True)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert (True, ann.id) == (again["already_open"], again["channel"]["user"])
    assert "already_open" not in first.data


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("U404", "user_not_found"),
        ("", "users_list_not_supplied"),
        ("robot", "cannot_dm_bot"),
        ("gone", "user_disabled"),
    ],
)
def test_slack_refuses_to_open(client: WebClient, workspace: Workspace, users: str, error: str) -> None:
    known = {
        "robot": workspace.add_user("robot", is_bot=True).id,
        "gone": workspace.add_user("gone", deleted=True).id,
    }
    with pytest.raises(SlackApiError) as refused:
        client.conversations_open(users=known.get(users, users))
    assert error == refusal(refused)["error"]


def test_history_is_newest_first_and_tells_metadata_only_when_asked(client: WebClient, ann: User) -> None:
    channel = client.chat_postMessage(channel=ann.id, text="1", metadata=KEY)["channel"]
    client.chat_postMessage(channel=ann.id, text="2")
    quiet = client.conversations_history(channel=channel)["messages"]
    told = client.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert ["2", "1"] == [message["text"] for message in quiet]
    assert [False, False] == ["metadata" in message for message in quiet]
    assert KEY == told[1]["metadata"]


def test_history_leaves_out_ephemeral_messages_and_replies(client: WebClient, workspace: Workspace, ann: User) -> None:
    channel = workspace.add_channel("hiring", members=[ann])
    parent = client.chat_postMessage(channel=channel.id, text="parent")["ts"]
    client.chat_postMessage(channel=channel.id, text="reply", thread_ts=parent)
    client.chat_postEphemeral(channel=channel.id, user=ann.id, text="psst")
    assert ["parent"] == [m["text"] for m in client.conversations_history(channel=channel.id)["messages"]]


def test_oldest_and_latest_are_exclusive_unless_inclusive(client: WebClient, ann: User) -> None:
    posted = [client.chat_postMessage(channel=ann.id, text=str(n)) for n in range(3)]
    channel, first, last = posted[0]["channel"], posted[0]["ts"], posted[2]["ts"]
    between = client.conversations_history(channel=channel, oldest=first, latest=last)
    within = client.conversations_history(channel=channel, oldest=first, latest=last, inclusive=True)
    assert ["1"] == [message["text"] for message in between["messages"]]
    assert ["2", "1", "0"] == [message["text"] for message in within["messages"]]


def test_history_comes_in_pages(client: WebClient, ann: User) -> None:
    posted = [client.chat_postMessage(channel=ann.id, text=str(n)) for n in range(5)]
    channel = posted[0]["channel"]
    pages = [[m["text"] for m in page["messages"]] for page in client.conversations_history(channel=channel, limit=2)]
    assert [["4", "3"], ["2", "1"], ["0"]] == pages


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"limit": 0}, "invalid_limit"),
        ({"limit": 1000}, "invalid_limit"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "-1"}, "invalid_ts_latest"),
        ({"cursor": "###"}, "invalid_cursor"),
        ({"channel": "C404"}, "channel_not_found"),
    ],
)
def test_slack_refuses_to_read(client: WebClient, ann: User, asked: dict[str, str], error: str) -> None:
    channel = client.chat_postMessage(channel=ann.id, text="x")["channel"]
    with pytest.raises(SlackApiError) as refused:
        client.conversations_history(**({"channel": channel} | asked))
    assert error == refusal(refused)["error"]


def test_the_app_reads_only_where_it_is_a_member(client: WebClient, workspace: Workspace, ann: User) -> None:
    public = workspace.add_channel("random", members=[ann], bot=False)
    private = workspace.add_channel("secret", members=[ann], bot=False, private=True)
    for channel, error in ((public, "not_in_channel"), (private, "channel_not_found")):
        with pytest.raises(SlackApiError) as refused:
            client.conversations_history(channel=channel.id)
        assert error == refusal(refused)["error"]
    assert client.conversations_info(channel=public.id)["channel"]["is_member"] is False


def test_members_come_in_pages(client: WebClient, workspace: Workspace, ann: User, ben: User) -> None:
    channel = workspace.add_channel("hiring", members=[ann, ben])
    pages = [page["members"] for page in client.conversations_members(channel=channel.id, limit=2)]
    assert [2, 1] == [len(page) for page in pages]
    assert {ann.id, ben.id, workspace.app.bot_user_id} == {member for page in pages for member in page}


def test_reading_needs_the_scope_of_that_kind_of_conversation(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    channel = client.chat_postMessage(channel=ann.id, text="x")["channel"]
    workspace.app = replace(workspace.app, scopes=workspace.app.scopes - {"im:history"})
    with pytest.raises(SlackApiError) as refused:
        client.conversations_history(channel=channel)
    body = refusal(refused)
    assert ("missing_scope", "im:history") == (body["error"], body["needed"])
    assert "im:history" not in body["provided"].split(",")


def test_people_are_found_by_address_in_any_case_but_not_when_deactivated(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    assert ann.id == client.users_lookupByEmail(email="ANN@Acme.test")["user"]["id"]
    workspace.users.deactivate(ann.id)
    with pytest.raises(SlackApiError) as refused:
        client.users_lookupByEmail(email="ann@acme.test")
    assert "users_not_found" == refusal(refused)["error"]


def test_a_person_is_told_with_zone_and_standing(client: WebClient, workspace: Workspace, ann: User) -> None:
    guest = workspace.add_user("guest", guest=True)
    outsider = workspace.add_user("out", team_id="T0ELSEWHERE")
    shown = client.users_info(user=ann.id)["user"]
    assert ("Europe/Berlin", 3600, "ann@acme.test") == (shown["tz"], shown["tz_offset"], shown["profile"]["email"])
    assert client.users_info(user=guest.id)["user"]["is_restricted"] is True
    assert "T0ELSEWHERE" == client.users_info(user=outsider.id)["user"]["team_id"]
    workspace.users.deactivate(ann.id)
    assert client.users_info(user=ann.id)["user"]["deleted"] is True


def test_addresses_are_hidden_from_an_app_without_their_scope(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    workspace.app = replace(workspace.app, scopes=workspace.app.scopes - {"users:read.email"})
    assert "email" not in client.users_info(user=ann.id)["user"]["profile"]
    with pytest.raises(SlackApiError) as refused:
        client.users_lookupByEmail(email="ann@acme.test")
    assert "users:read.email" == refusal(refused)["needed"]


def test_all_people_come_in_pages(client: WebClient, workspace: Workspace, ann: User, ben: User) -> None:
    pages = [[user["name"] for user in page["members"]] for page in client.users_list(limit=2)]
    assert [[workspace.app.name, "ann"], ["ben"]] == pages


def test_somebody_unknown_is_not_found(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.users_info(user="U404")
    assert "user_not_found" == refusal(refused)["error"]
