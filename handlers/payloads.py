"""Reading what Slack sends. Nothing in here trusts its shape: whatever is missing or of another type reads as empty.

Every delivery has a key that is the same for a retry, a second press on the same thing, or a replay of the request, and
different for everything else; the inbox takes each key once:

- a command by its `trigger_id`, which Slack makes anew each time somebody sends one;
- a press by its `action_ts` and `trigger_id`, with who pressed what and where;
- a form by its view and what was filled in: Submit pressed five times on two devices is one, a corrected second attempt
  (the first one's answer was lost, say) is another;
- an event by its `event_id`, which Slack's retries repeat.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Body = Mapping[str, Any]


class Kind(StrEnum):
    """The ways in."""

    COMMAND = "command"
    PRESS = "press"
    TYPED = "typed"
    FORM = "form"
    OPTIONS = "options"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who sent something: their id and the workspace they belong to, each "" where Slack did not say."""

    user_id: str
    team_id: str


def dig(body: object, *path: str) -> object:
    """What lies at the end of a path of keys, None where it breaks off."""
    for key in path:
        body = body.get(key) if isinstance(body, Mapping) else None
    return body


def text_at(body: object, *path: str) -> str:
    found = dig(body, *path)
    return found if isinstance(found, str) else ""


def kind_of(body: Body) -> Kind | None:
    """None for what is none of our ways in (a closed view, a shortcut)."""
    if "command" in body:
        return Kind.COMMAND
    ways = {
        "block_actions": Kind.PRESS,
        "view_submission": Kind.FORM,
        "block_suggestion": Kind.OPTIONS,
        "event_callback": Kind.EVENT,
    }
    return ways.get(text_at(body, "type"))


def speaker(body: Body) -> Speaker:
    """An interaction names its user in an object, a command in flat fields, an event inside the event."""
    event_user = dig(body, "event", "user")
    if isinstance(event_user, Mapping):
        return Speaker(user_id=text_at(event_user, "id"), team_id=text_at(event_user, "team_id"))
    user_id = text_at(body, "user", "id") or text_at(body, "user_id") or text_at(body, "event", "user")
    team_id = text_at(body, "user", "team_id") or text_at(body, "event", "user_team") or workspace(body)
    return Speaker(user_id=user_id, team_id=team_id)


def workspace(body: Body) -> str:
    """The workspace the request comes from."""
    return text_at(body, "team", "id") or text_at(body, "team_id")


def in_public(body: Body) -> bool:
    """Whether a command was typed in a public channel, where names of candidates are better not typed at all."""
    channel = text_at(body, "channel_name")
    return bool(channel) and channel not in ("directmessage", "privategroup") and not channel.startswith("mpdm-")


def written_to_us(body: Body) -> bool:
    """Whether somebody wrote words in the conversation with us: no edit, no other conversation, no bot (we are one)."""
    event = dig(body, "event")
    if text_at(event, "type") != "message" or text_at(event, "channel_type") != "im":
        return False
    return not (dig(event, "subtype") or dig(event, "bot_id"))


def pressed_value(body: Body) -> object:
    """The reference that a button carries, or the chosen entry of an overflow menu."""
    action = pressed(body)
    return text_at(action, "selected_option", "value") or dig(action, "value")


def pressed(body: Body) -> object:
    actions = dig(body, "actions")
    return actions[0] if isinstance(actions, list) and actions else None


def input_blocks(body: Body) -> list[str]:
    """The ids of a view's fields: only there can Slack show what is wrong."""
    blocks = dig(body, "view", "blocks")
    fields = [block for block in blocks if dig(block, "type") == "input"] if isinstance(blocks, list) else []
    return [text_at(block, "block_id") for block in fields]


def delivery_key(kind: Kind, body: Body) -> str:
    """See the top of this module. Holds no names and no texts, and is short enough for the inbox."""
    said = speaker(body)
    parts: tuple[object, ...] = {
        Kind.COMMAND: _command_parts,
        Kind.FORM: _form_parts,
        Kind.EVENT: _event_parts,
    }.get(kind, _press_parts)(body)
    return f"{kind}:{_digest([said.user_id, workspace(body), *parts])}"


def _command_parts(body: Body) -> tuple[object, ...]:
    return (dig(body, "trigger_id"), dig(body, "command"), dig(body, "text"))


def _press_parts(body: Body) -> tuple[object, ...]:
    action, container = pressed(body), dig(body, "container")
    place = [dig(container, name) for name in ("channel_id", "message_ts", "view_id")]
    what = [dig(action, name) for name in ("action_id", "block_id", "action_ts")]
    return (*place, *what, pressed_value(body), dig(body, "trigger_id"))


def _form_parts(body: Body) -> tuple[object, ...]:
    return tuple(dig(body, "view", *path) for path in (("id",), ("callback_id",), ("state", "values")))


def _event_parts(body: Body) -> tuple[object, ...]:
    event_id = text_at(body, "event_id")
    return (event_id,) if event_id else (dig(body, "event"),)


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=repr).encode()).hexdigest()
