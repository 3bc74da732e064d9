"""`views.*` through the real client: triggers, hashes, the stack, the home tab."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import User, Workspace
from tests.sandbox.slack.site import StepClock, home, modal, refusal, section, text_field


def trigger(workspace: Workspace, user: User) -> str:
    with workspace.change():
        return workspace.triggers.give(user.id)


def opened(client: WebClient, workspace: Workspace, user: User, **view: Any) -> dict[str, Any]:
    answer = client.views_open(trigger_id=trigger(workspace, user), view=modal(text_field("name"), **view))
    return dict(answer["view"])


def test_a_trigger_opens_a_modal_for_the_person_who_acted(client: WebClient, workspace: Workspace, ann: User) -> None:
    view = opened(client, workspace, ann, private_metadata="m", callback_id="c")
    shown = workspace.views.top(ann.id)
    assert shown is not None
    assert (shown.id, "m", "c") == (view["id"], view["private_metadata"], view["callback_id"])
    assert ({"values": {}}, view["id"], None) == (view["state"], view["root_view_id"], view["previous_view_id"])


def test_a_trigger_lives_three_seconds(client: WebClient, workspace: Workspace, clock: StepClock, ann: User) -> None:
    in_time, late = trigger(workspace, ann), trigger(workspace, ann)
    clock.move(seconds=3)
    assert client.views_open(trigger_id=in_time, view=modal())["ok"] is True
    clock.move(milliseconds=1)
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=late, view=modal())
    assert "expired_trigger_id" == refusal(refused)["error"]


def test_a_trigger_is_spent_by_the_view_it_opens_and_by_nothing_else(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    given = trigger(workspace, ann)
    with pytest.raises(SlackApiError):
        client.views_open(trigger_id=given, view={"type": "modal"})
    client.views_open(trigger_id=given, view=modal())
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=given, view=modal())
    assert "exchanged_trigger_id" == refusal(refused)["error"]


@pytest.mark.parametrize("trigger_id", ["", "1.2.abc"])
def test_a_made_up_trigger_is_an_invalid_argument(client: WebClient, trigger_id: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger_id, view=modal())
    assert "invalid_arguments" == refusal(refused)["error"]


def test_an_invalid_view_is_told_with_pointers(client: WebClient, workspace: Workspace, ann: User) -> None:
    with pytest.raises(SlackApiError) as refused:
        opened(client, workspace, ann, title={"type": "plain_text", "text": "x" * 25})
    assert [
        "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
    ] == refusal(refused)["response_metadata"]["messages"]


def test_an_update_needs_the_present_hash_if_it_names_one(client: WebClient, workspace: Workspace, ann: User) -> None:
    view = opened(client, workspace, ann)
    changed = client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("1")))["view"]
    assert changed["hash"] != view["hash"]
    with pytest.raises(SlackApiError) as refused:
        client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("2")))
    assert "hash_conflict" == refusal(refused)["error"]
    assert client.views_update(view_id=view["id"], view=modal(section("3")))["ok"] is True


def test_a_closed_view_is_not_found(client: WebClient, workspace: Workspace, ann: User) -> None:
    view = opened(client, workspace, ann)
    workspace.views.clear(ann.id)
    with pytest.raises(SlackApiError) as refused:
        client.views_update(view_id=view["id"], view=modal())
    assert "not_found" == refusal(refused)["error"]


def test_external_ids_name_views_and_are_unique(client: WebClient, workspace: Workspace, ann: User, ben: User) -> None:
    opened(client, workspace, ann, external_id="loop-1")
    assert client.views_update(external_id="loop-1", view=modal(external_id="loop-1"))["ok"] is True
    with pytest.raises(SlackApiError) as refused:
        opened(client, workspace, ben, external_id="loop-1")
    assert "duplicate_external_id" == refusal(refused)["error"]
    with pytest.raises(SlackApiError) as refused:
        client.api_call("views.update", json={"view": modal()})
    assert "invalid_arguments" == refusal(refused)["error"]


def test_three_views_can_be_stacked(client: WebClient, workspace: Workspace, ann: User) -> None:
    root = opened(client, workspace, ann)
    second = client.views_push(trigger_id=trigger(workspace, ann), view=modal())["view"]
    assert (root["id"], root["id"]) == (second["root_view_id"], second["previous_view_id"])
    client.views_push(trigger_id=trigger(workspace, ann), view=modal())
    with pytest.raises(SlackApiError) as refused:
        client.views_push(trigger_id=trigger(workspace, ann), view=modal())
    assert "push_limit_reached" == refusal(refused)["error"]
    assert 3 == len(workspace.views.stack(ann.id))


def test_nothing_can_be_pushed_where_nothing_is_open(client: WebClient, workspace: Workspace, ann: User) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.views_push(trigger_id=trigger(workspace, ann), view=modal())
    assert "not_found" == refusal(refused)["error"]


def test_a_home_tab_is_published_and_replaced_in_place(client: WebClient, workspace: Workspace, ann: User) -> None:
    first = client.views_publish(user_id=ann.id, view=home(section("1")))["view"]
    second = client.views_publish(user_id=ann.id, view=home(section("2")), hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    with pytest.raises(SlackApiError) as refused:
        client.views_publish(user_id=ann.id, view=home(section("3")), hash=first["hash"])
    assert "hash_conflict" == refusal(refused)["error"]
    shown = workspace.views.home(ann.id)
    assert shown is not None
    assert "2" == shown.blocks[0]["text"]["text"]


@pytest.mark.parametrize("user_id", ["U404", "robot", "gone"])
def test_a_home_tab_is_published_for_people_only(client: WebClient, workspace: Workspace, user_id: str) -> None:
    known = {
        "robot": workspace.add_user("robot", is_bot=True).id,
        "gone": workspace.add_user("gone", deleted=True).id,
    }
    with pytest.raises(SlackApiError) as refused:
        client.views_publish(user_id=known.get(user_id, user_id), view=home())
    assert ["[ERROR] invalid `user_id`"] == refusal(refused)["response_metadata"]["messages"]


def test_modals_are_not_published_and_homes_not_opened(client: WebClient, workspace: Workspace, ann: User) -> None:
    with pytest.raises(SlackApiError):
        client.views_publish(user_id=ann.id, view=modal())
    with pytest.raises(SlackApiError):
        client.views_open(trigger_id=trigger(workspace, ann), view=home())
    assert (None, None) == (workspace.views.home(ann.id), workspace.views.top(ann.id))
