"""Conversations: public and private channels, and the direct messages between one person and the app."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from sandbox.slack.payload import JsonObject


class ChannelKind(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"
    DIRECT = "direct"

    @property
    def scope_prefix(self) -> str:
        """The scope family that reading this kind needs (`im:history`, `groups:read` ...)."""
        return {"public": "channels", "private": "groups", "direct": "im"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """`members` includes the app's bot user where it takes part. A direct message has the person as `partner`."""

    id: str
    name: str
    kind: ChannelKind
    members: frozenset[str]
    created: int
    archived: bool = False
    partner: str | None = None

    @property
    def shown_name(self) -> str:
        """How interaction payloads name it."""
        return {"public": self.name, "private": "privategroup", "direct": "directmessage"}[self.kind.value]

    def as_payload(self) -> JsonObject:
        if self.kind is ChannelKind.DIRECT:
            return {
                "id": self.id,
                "created": self.created,
                "is_im": True,
                "is_org_shared": False,
                "is_archived": False,
                "user": self.partner,
                "is_open": True,
                "priority": 0,
            }
        private = self.kind is ChannelKind.PRIVATE
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not private,
            "is_group": private,
            "is_im": False,
            "is_mpim": False,
            "is_private": private,
            "created": self.created,
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
        }


class Channels:
    """All conversations by id. Guarded by the workspace's lock."""

    def __init__(self) -> None:
        self._by_id: dict[str, Channel] = {}

    def put(self, channel: Channel) -> None:
        self._by_id[channel.id] = channel

    def get(self, channel_id: str) -> Channel | None:
        return self._by_id.get(channel_id)

    def all(self) -> list[Channel]:
        return list(self._by_id.values())

    def named(self, name: str) -> Channel | None:
        wanted = name.removeprefix("#")
        return next((c for c in self._by_id.values() if c.kind is not ChannelKind.DIRECT and c.name == wanted), None)

    def direct_with(self, user_id: str) -> Channel | None:
        return next((c for c in self._by_id.values() if c.partner == user_id), None)

    def archive(self, channel_id: str) -> None:
        self._by_id[channel_id] = replace(self._by_id[channel_id], archived=True)

    def join(self, channel_id: str, *user_ids: str) -> None:
        channel = self._by_id[channel_id]
        self._by_id[channel_id] = replace(channel, members=channel.members | set(user_ids))

    def leave(self, channel_id: str, user_id: str) -> None:
        channel = self._by_id[channel_id]
        self._by_id[channel_id] = replace(channel, members=channel.members - {user_id})
