"""`chat.*`: saying something, changing it, taking it back."""

from __future__ import annotations

from typing import Any

from sandbox.slack.channels import Channel, ChannelKind
from sandbox.slack.messages import Message
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.web_api.message_content import (
    SHORT_TEXT,
    kept_text,
    read_content,
    require_something,
)
from sandbox.slack.workspace import Workspace


def post_message(workspace: Workspace, args: Arguments) -> JsonObject:
    """To a channel, or to a person by id, which opens the direct messages and answers with their D... id."""
    channel = _writable(workspace, args.required("channel"), by_name=True)
    content = read_content(workspace, args)
    require_something(content)
    thread_ts = args.text("thread_ts")
    if thread_ts and workspace.messages.get(channel.id, thread_ts) is None:
        raise Refusal("thread_not_found")
    workspace.pacing.post(channel.id, now=workspace.now(), strictness=workspace.strictness)
    message = workspace.post(
        channel,
        user_id=workspace.app.bot_user_id,
        text=kept_text(workspace, content.text or ""),
        blocks=content.blocks,
        metadata=content.metadata or None,
        thread_ts=thread_ts,
    )
    body = {"ok": True, "channel": channel.id, "ts": message.ts, "message": _shown(workspace, message)}
    if len(message.text) < len(content.text or ""):
        body |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return body


def post_ephemeral(workspace: Workspace, args: Arguments) -> JsonObject:
    """To one person in a conversation both are in. It is not in the history, and cannot be updated."""
    user_id = args.required("user")
    channel = _writable(workspace, args.required("channel"))
    content = read_content(workspace, args)
    require_something(content)
    if len(content.text or "") > SHORT_TEXT:
        raise Refusal("msg_too_long")
    if user_id not in channel.members:
        raise Refusal("user_not_in_channel")
    message = workspace.post(
        channel,
        user_id=workspace.app.bot_user_id,
        text=content.text or "",
        blocks=content.blocks,
        ephemeral_to=user_id,
    )
    return {"ok": True, "message_ts": message.ts}


def update(workspace: Workspace, args: Arguments) -> JsonObject:
    """Repeatable. Without `blocks` the old ones stay only if `text` is left out too; without `metadata` it stays."""
    message = _own(workspace, args, otherwise="cant_update_message", archived="is_inactive")
    content = read_content(workspace, args)
    if content.text is None and content.blocks is None and content.metadata is None:
        raise Refusal("no_text")
    if len(content.text or "") > SHORT_TEXT:
        raise Refusal("msg_too_long")
    changes: dict[str, Any] = {}
    if content.text is not None:
        changes["text"] = content.text
        changes["blocks"] = content.blocks or []
    elif content.blocks is not None:
        changes["blocks"] = content.blocks
    if content.metadata is not None:
        changes["metadata"] = content.metadata or None
    if not changes.get("blocks", message.blocks) and not changes.get("text", message.text).strip():
        raise Refusal("no_text")
    if not content.blocks:  # the client marks only text updates as edited
        changes["edited_ts"] = workspace.mint.ts()
    changed = workspace.edit(message, **changes)
    return {
        "ok": True,
        "channel": changed.channel,
        "ts": changed.ts,
        "text": changed.text,
        "message": _shown(workspace, changed),
    }


def delete(workspace: Workspace, args: Arguments) -> JsonObject:
    message = _own(workspace, args, otherwise="cant_delete_message", archived=None)
    workspace.delete(message)
    return {"ok": True, "channel": message.channel, "ts": message.ts}


def _writable(workspace: Workspace, wanted: str, *, by_name: bool = False) -> Channel:
    channel = workspace.channels.get(wanted) or (workspace.channels.named(wanted) if by_name else None)
    if channel is None and wanted[:1] in ("U", "W") and by_name:
        channel = _direct(workspace, wanted)
    if channel is None:
        raise Refusal("channel_not_found")
    is_member = workspace.app.bot_user_id in channel.members
    if channel.kind is ChannelKind.PRIVATE and not is_member:
        raise Refusal("channel_not_found")
    if channel.archived:
        raise Refusal("is_archived")
    if not is_member and "chat:write.public" not in workspace.app.scopes:
        raise Refusal("not_in_channel")
    if channel.partner is not None:
        _direct(workspace, channel.partner)
    return channel


def _direct(workspace: Workspace, user_id: str) -> Channel:
    user = workspace.users.get(user_id)
    if user is None or user.deleted:
        raise Refusal("channel_not_found")
    if user.is_bot:
        raise Refusal("cannot_dm_bot")
    return workspace.direct_channel(user_id)


def _own(workspace: Workspace, args: Arguments, *, otherwise: str, archived: str | None) -> Message:
    """The app's message that `channel` and `ts` name. A channel must be given by its id here."""
    channel_id, ts = args.required("channel"), args.required("ts")
    channel = workspace.channels.get(channel_id)
    if channel is None:
        raise Refusal("channel_not_found")
    message = workspace.messages.get(channel_id, ts)
    if message is None or message.ephemeral_to is not None:
        raise Refusal("message_not_found")
    if message.bot_id != workspace.app.bot_id:
        raise Refusal(otherwise)
    if channel.archived and archived is not None:
        raise Refusal(archived)
    return message


def _shown(workspace: Workspace, message: Message) -> JsonObject:
    app = workspace.app
    return message.as_payload(with_metadata=True) | {
        "bot_profile": {
            "id": app.bot_id,
            "app_id": app.app_id,
            "name": app.name,
            "deleted": False,
            "updated": 0,
            "team_id": workspace.team.id,
        }
    }
