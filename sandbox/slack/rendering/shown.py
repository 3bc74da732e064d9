"""Whole messages and views as text."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.slack.messages import Message
from sandbox.slack.payload import JsonObject
from sandbox.slack.rendering.blocks import block_lines, text_of
from sandbox.slack.rendering.mrkdwn import Reader, mrkdwn_text
from sandbox.slack.users import User
from sandbox.slack.view_state import Values, carried_values, initial_values
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

__all__ = ["Reader", "reader_of", "render_text", "shown_message", "shown_view"]


def render_text(blocks: list[JsonObject], zone: ZoneInfo, *, now: datetime, values: Values | None = None) -> str:
    """Blocks for a reader in `zone`, ids left as they are; `shown_message` knows names."""
    reader = Reader(zone=zone, now=now, name_of=lambda some_id: some_id)
    return _joined(blocks, reader, values or {})


def shown_message(workspace: Workspace, message: Message, user: User) -> str:
    """A message as this person sees it now. With blocks, Slack shows those and not the text."""
    reader = reader_of(workspace, user)
    if not message.blocks:
        return mrkdwn_text(message.text, reader)
    with workspace.look():
        chosen = workspace.message_values.get((user.id, message.channel, message.ts))
    values = initial_values(message.blocks) if chosen is None else carried_values(chosen, message.blocks)
    return _joined(message.blocks, reader, values)


def shown_view(workspace: Workspace, view: View, user: User) -> str:
    """A modal (title first, its buttons last) or the home tab."""
    reader = reader_of(workspace, user)
    body = _joined(view.blocks, reader, view.values)
    if view.type == "home":
        return body
    buttons = [view.sent.get("close") or {"type": "plain_text", "text": "Close"}, view.sent.get("submit")]
    row = "  ".join(f"[{text_of(button, reader)}]" for button in buttons if button)
    return "\n".join([f"== {text_of(view.sent['title'], reader)} ==", body, row])


def reader_of(workspace: Workspace, user: User) -> Reader:
    def name_of(some_id: str) -> str:
        with workspace.look():
            person, channel = workspace.users.get(some_id), workspace.channels.get(some_id)
        return person.real_name if person is not None else channel.name if channel is not None else some_id

    return Reader(zone=ZoneInfo(user.tz), now=workspace.now(), name_of=name_of)


def _joined(blocks: list[JsonObject], reader: Reader, values: Values) -> str:
    return "\n".join(line for block in blocks for line in block_lines(block, reader, values))
