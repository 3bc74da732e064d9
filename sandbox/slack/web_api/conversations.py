"""`conversations.*`: opening direct messages and reading what was said."""

from __future__ import annotations

import base64
import binascii
import re

from sandbox.slack.channels import Channel, ChannelKind
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal, invalid_arguments
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.web_api.scopes import require_scope
from sandbox.slack.workspace import Workspace

_TS = re.compile(r"^\d+(\.\d{1,6})?$")
_MOST = 999


def open_direct(workspace: Workspace, args: Arguments) -> JsonObject:
    """`conversations.open` for one person (or an existing D... id)."""
    partner = _partner(workspace, args)
    existed = workspace.channels.direct_with(partner) is not None
    channel = workspace.direct_channel(partner)
    body: JsonObject = {"ok": True, "channel": channel.as_payload() if args.flag("return_im") else {"id": channel.id}}
    return body | ({"no_op": True, "already_open": True} if existed else {})


def info(workspace: Workspace, args: Arguments) -> JsonObject:
    channel = visible_channel(workspace, args.required("channel"))
    require_scope(workspace, f"{channel.kind.scope_prefix}:read")
    body = channel.as_payload()
    if channel.kind is not ChannelKind.DIRECT:
        body["is_member"] = workspace.app.bot_user_id in channel.members
    if args.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"ok": True, "channel": body}


def members(workspace: Workspace, args: Arguments) -> JsonObject:
    channel = visible_channel(workspace, args.required("channel"))
    require_scope(workspace, f"{channel.kind.scope_prefix}:read")
    everybody = sorted(channel.members)
    limit = args.integer("limit", default=100)
    if not 1 <= limit <= _MOST:
        raise Refusal("invalid_limit")
    start = _decode_cursor(args.text("cursor"), "user")
    rest = [member for member in everybody if start is None or member >= start]
    following = rest[limit] if len(rest) > limit else None
    return {
        "ok": True,
        "members": rest[:limit],
        "response_metadata": {"next_cursor": _cursor("user", following)},
    }


def history(workspace: Workspace, args: Arguments) -> JsonObject:
    """Newest first; without ephemeral messages and thread replies; metadata only when asked for."""
    channel = visible_channel(workspace, args.required("channel"))
    require_scope(workspace, f"{channel.kind.scope_prefix}:history")
    if workspace.app.bot_user_id not in channel.members:
        raise Refusal("not_in_channel")
    limit = args.integer("limit", default=100)
    if not 1 <= limit <= _MOST:
        raise Refusal("invalid_limit")
    oldest = _moment(args.text("oldest"), "invalid_ts_oldest")
    latest = _moment(args.text("latest"), "invalid_ts_latest")
    cursor = _decode_cursor(args.text("cursor"), "next_ts")
    inclusive = args.flag("inclusive")
    found = [
        message
        for message in reversed(workspace.messages.in_channel(channel.id))
        if message.ephemeral_to is None
        and (message.thread_ts is None or message.thread_ts == message.ts)
        and (oldest is None or _ts(message.ts) > oldest or (inclusive and _ts(message.ts) == oldest))
        and (latest is None or _ts(message.ts) < latest or (inclusive and _ts(message.ts) == latest))
        and (cursor is None or message.ts <= cursor)
    ]
    page, more = found[:limit], len(found) > limit
    with_metadata = args.flag("include_all_metadata")
    body: JsonObject = {
        "ok": True,
        "messages": [message.as_payload(with_metadata=with_metadata) for message in page],
        "has_more": more,
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    return body | ({"response_metadata": {"next_cursor": _cursor("next_ts", found[limit].ts)}} if more else {})


def visible_channel(workspace: Workspace, channel_id: str) -> Channel:
    """Private conversations the app is not in don't exist for it."""
    channel = workspace.channels.get(channel_id)
    if channel is None:
        raise Refusal("channel_not_found")
    if channel.kind is not ChannelKind.PUBLIC and workspace.app.bot_user_id not in channel.members:
        raise Refusal("channel_not_found")
    return channel


def _partner(workspace: Workspace, args: Arguments) -> str:
    channel_id = args.text("channel")
    if channel_id:
        channel = workspace.channels.get(channel_id)
        if channel is None or channel.partner is None:
            raise Refusal("channel_not_found")
        return channel.partner
    wanted = [part for part in (args.text("users") or "").split(",") if part]
    if not wanted:
        raise Refusal("users_list_not_supplied")
    if len(wanted) > 1:
        raise invalid_arguments("the stand-in has no group direct messages")
    user = workspace.users.get(wanted[0])
    if user is None:
        raise Refusal("user_not_found")
    if user.is_bot:
        raise Refusal("cannot_dm_bot")
    if user.deleted:
        raise Refusal("user_disabled")
    return user.id


def _ts(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    return int(seconds), int(micros.ljust(6, "0") or 0)


def _moment(given: str | None, error: str) -> tuple[int, int] | None:
    if given is None or given == "":
        return None
    if not _TS.match(given):
        raise Refusal(error)
    return _ts(given)


def _cursor(key: str, value: str | None) -> str:
    return "" if value is None else base64.b64encode(f"{key}:{value}".encode()).decode()


def _decode_cursor(given: str | None, key: str) -> str | None:
    if not given:
        return None
    try:
        name, _, value = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("invalid_cursor") from None
    if name != key or not value:
        raise Refusal("invalid_cursor")
    return value
