"""Messages: what was said where, what it looks like now, and who can see it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from sandbox.slack.payload import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`blocks` are as Slack stores them (ids filled in). `ephemeral_to` is the only person who sees it, when set."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[JsonObject] = field(default_factory=list)
    metadata: JsonObject | None = None
    thread_ts: str | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    team_id: str = ""

    def as_payload(self, *, with_metadata: bool = False) -> JsonObject:
        """As in `conversations.history` and interaction payloads; a copy that the caller may change."""
        body: JsonObject = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "team": self.team_id,
        }
        if self.bot_id is not None:
            body |= {"bot_id": self.bot_id, "app_id": self.app_id}
        if self.blocks:
            body["blocks"] = deepcopy(self.blocks)
        if self.thread_ts is not None:
            body["thread_ts"] = self.thread_ts
        if self.edited_ts is not None:
            body["edited"] = {"user": self.user, "ts": self.edited_ts}
        if with_metadata and self.metadata is not None:
            body["metadata"] = deepcopy(self.metadata)
        return body


class Messages:
    """All messages that exist now, by channel and ts. Guarded by the workspace's lock."""

    def __init__(self) -> None:
        self._by_channel: dict[str, dict[str, Message]] = {}

    def put(self, message: Message) -> None:
        """Adds the message, or replaces the one with the same ts."""
        self._by_channel.setdefault(message.channel, {})[message.ts] = message

    def remove(self, message: Message) -> None:
        self._by_channel.get(message.channel, {}).pop(message.ts, None)

    def get(self, channel_id: str, ts: str) -> Message | None:
        return self._by_channel.get(channel_id, {}).get(ts)

    def all(self) -> list[Message]:
        return sorted((m for found in self._by_channel.values() for m in found.values()), key=lambda m: m.ts)

    def in_channel(self, channel_id: str) -> list[Message]:
        """Oldest first, ephemeral ones and replies included."""
        return sorted(self._by_channel.get(channel_id, {}).values(), key=lambda message: message.ts)

    def shown_to(self, user_id: str, channel_id: str) -> list[Message]:
        return [m for m in self.in_channel(channel_id) if m.ephemeral_to in (None, user_id)]
