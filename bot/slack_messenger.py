"""Slack as the `Messenger` port: direct messages that can be found again, edits, App Home."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.slack_wire import SlackAuthFault, SlackWire
from handlers.presenters import home, render
from scheduling.messages import Topic, View
from scheduling.ports import Clock, Messenger, TransientFault
from scheduling.views.team import WorklistView

_log = logging.getLogger(__name__)

EVENT_TYPE = "hirebot_message"
"""The type of our messages' metadata. Every app in the workspace can read it: it holds the opaque mark and no more."""

_PAGE = 200
_PAGES = 20


class SlackMessenger:
    """Thread-safe. `clock` tells messages what "today" and "in 15 minutes" are."""

    def __init__(self, wire: SlackWire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock

    def open_dm(self, slack_id: str) -> str:
        answer = self._wire.do("conversations.open", {"users": slack_id}, repeatable=True)
        return _text(answer.get("channel"), "id")

    def post(self, *, channel: str, topic: Topic, view: View, mark: str) -> str:
        body = self._content(topic, view) | {
            "channel": channel,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"mark": mark}},
        }
        return _text(self._wire.do("chat.postMessage", body, repeatable=False), "ts", maybe_done=True)

    def edit(self, *, channel: str, ts: str, topic: Topic, view: View) -> None:
        """The metadata stays as it is, so that the message can still be found."""
        self._wire.do("chat.update", self._content(topic, view) | {"channel": channel, "ts": ts}, repeatable=True)

    def find(self, *, channel: str, mark: str, since: datetime) -> str | None:
        """Without the scope to read histories nothing is ever found: then a message whose fate is unknown is sent again,
        and may be there twice."""
        oldest = f"{since.timestamp():.6f}"
        try:
            found = (one for one in self._history(channel, oldest) if _mark_of(one) == mark)
            message = next(found, None)
        except SlackAuthFault as fault:
            if fault.code != "missing_scope":
                raise
            _log.warning("history_scope_missing")
            return None
        return None if message is None else _text(message, "ts")

    def publish_home(self, *, slack_id: str, view: WorklistView) -> None:
        drawn = home(view, self._clock.now())
        self._wire.do("views.publish", {"user_id": slack_id, "view": drawn}, repeatable=True)

    def _content(self, topic: Topic, view: View) -> dict[str, Any]:
        message = render(topic, view, self._clock.now())
        return {"text": message.text, "blocks": list(message.blocks)}

    def _history(self, channel: str, oldest: str) -> Iterator[Mapping[str, Any]]:
        """Messages since `oldest`, newest first. Rather than not to look far enough it gives up with a fault."""
        cursor: dict[str, str] = {}
        for _ in range(_PAGES):
            answer = self._wire.ask(
                "conversations.history",
                channel=channel,
                oldest=oldest,
                inclusive=True,
                include_all_metadata=True,
                limit=_PAGE,
                **cursor,
            )
            messages = answer.get("messages")
            yield from (one for one in messages if isinstance(one, dict)) if isinstance(messages, list) else ()
            following = _found(answer, "response_metadata", "next_cursor")
            if not isinstance(following, str) or not following:
                return
            cursor = {"cursor": following}
        raise TransientFault("history_too_long")


def _mark_of(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata")
    if _found(metadata, "event_type") != EVENT_TYPE:
        return None
    return _found(metadata, "event_payload", "mark")


def _found(value: object, *path: str) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: object, name: str, *, maybe_done: bool = False) -> str:
    """What an answer must hold; one without it is no answer."""
    found = _found(value, name)
    if not isinstance(found, str) or not found:
        raise TransientFault("server_error", maybe_done=maybe_done)
    return found


_held_to: type[Messenger] = SlackMessenger
