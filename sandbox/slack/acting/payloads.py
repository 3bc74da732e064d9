"""The payloads Slack makes of what people do, key by key. Callers hold the workspace's lock."""

from __future__ import annotations

from typing import Any

from sandbox.slack.channels import Channel
from sandbox.slack.messages import Message
from sandbox.slack.payload import JsonObject
from sandbox.slack.users import User
from sandbox.slack.view_state import Values
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

Place = Message | View


def slash_command(workspace: Workspace, user: User, channel: Channel, *, command: str, text: str) -> JsonObject:
    """The fields of the form."""
    return {
        "token": workspace.app.verification_token,
        "team_id": user.team_id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel.shown_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, channel.id, user.id),
        "trigger_id": workspace.triggers.give(user.id),
    }


def block_actions(workspace: Workspace, user: User, place: Place, *, action: JsonObject, values: Values) -> JsonObject:
    """For a message: with channel, message and response URL; for a view: with the view and its state."""
    payload = _envelope(workspace, user, "block_actions") | {
        "container": _container(place),
        "trigger_id": workspace.triggers.give(user.id),
        "actions": [action],
    }
    if isinstance(place, View):
        return payload | {"view": place.as_payload()}
    payload |= _of_message(workspace, place) | {
        "state": {"values": values},
        "response_url": response_url(workspace, place.channel, user.id, message_ts=place.ts),
    }
    return payload


def block_suggestion(workspace: Workspace, user: User, place: Place, *, action: JsonObject) -> JsonObject:
    payload = _envelope(workspace, user, "block_suggestion") | {"container": _container(place)} | action
    return payload | ({"view": place.as_payload()} if isinstance(place, View) else _of_message(workspace, place))


def view_submission(workspace: Workspace, user: User, view: View) -> JsonObject:
    return _envelope(workspace, user, "view_submission") | {
        "trigger_id": workspace.triggers.give(user.id),
        "view": view.as_payload(),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, user: User, view: View, *, is_cleared: bool) -> JsonObject:
    """Carries nothing of what was typed."""
    return _envelope(workspace, user, "view_closed") | {
        "view": view.as_payload(with_values=False),
        "is_cleared": is_cleared,
    }


def response_url(workspace: Workspace, channel_id: str, user_id: str, *, message_ts: str | None = None) -> str:
    secret = workspace.response_urls.give(channel_id=channel_id, user_id=user_id, message_ts=message_ts)
    return f"{workspace.public_url}/response/{secret}"


def action_of(found_block_id: str, element: JsonObject, *, ts: str, **chosen: Any) -> JsonObject:
    """One entry of `actions`; `chosen` is the value under its field (`selected_option`, `value` ...)."""
    action: JsonObject = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": found_block_id,
        **chosen,
        "action_ts": ts,
    }
    if element["type"] == "button":
        action |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    return action


def _envelope(workspace: Workspace, user: User, kind: str) -> JsonObject:
    return {
        "type": kind,
        "team": {"id": user.team_id, "domain": workspace.team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": workspace.app.app_id,
        "token": workspace.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _container(place: Place) -> JsonObject:
    if isinstance(place, View):
        return {"type": "view", "view_id": place.id}
    container: JsonObject = {
        "type": "message",
        "message_ts": place.ts,
        "channel_id": place.channel,
        "is_ephemeral": place.ephemeral_to is not None,
    }
    return container | ({"thread_ts": place.thread_ts} if place.thread_ts is not None else {})


def _of_message(workspace: Workspace, message: Message) -> JsonObject:
    """An ephemeral message is not repeated in the payload."""
    channel = workspace.channels.get(message.channel)
    shown: JsonObject = {"channel": {"id": message.channel, "name": channel.shown_name if channel else ""}}
    return shown if message.ephemeral_to is not None else shown | {"message": message.as_payload()}
