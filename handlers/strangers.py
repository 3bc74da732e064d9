"""What somebody hears who is not on the team: one kind sentence where it can be shown, and nothing of anybody."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient

from handlers.echo import EchoFailed, publish_home, say_to_them, whisper
from handlers.payloads import Body, Kind, input_blocks, text_at, written_to_us
from handlers.presenters.message import message
from handlers.presenters.refusals import refusal
from handlers.route import Route
from handlers.turn import as_plain
from handlers.ui.blocks import home_tab, section
from handlers.ui.notice import notice
from scheduling.outcomes import Refusal, Refused

_log = logging.getLogger(__name__)
_WORDS = refusal(Refused(why=Refusal.NOT_ON_TEAM))


def turn_away(route: Route, body: Body) -> dict[str, Any]:
    """What to acknowledge with, where words can be shown so."""
    if route.kind is Kind.COMMAND:
        return {"text": _WORDS}
    if route.kind is Kind.OPTIONS:
        return {"options": []}
    if route.kind is Kind.FORM:
        fields = input_blocks(body)
        if fields:
            return {"response_action": "errors", "errors": {fields[0]: as_plain(_WORDS)}}
        return {"response_action": "update", "view": notice("Hirebot", _WORDS)}
    return {}


def tell_stranger(route: Route, body: Body, client: WebClient) -> None:
    """The same words where Slack has to be called for it: to whoever pressed or wrote, and in an App Home that was
    opened."""
    try:
        _say_to_them(route, body, client)
    except EchoFailed as failed:
        _log.warning("echo_failed", extra={"route": route.name, "reason": failed.reason})


def _say_to_them(route: Route, body: Body, client: WebClient) -> None:
    if route.kind is Kind.PRESS:
        whisper(_WORDS, body=body, client=client)
    elif written_to_us(body):
        say_to_them(message(_WORDS, head=[section(_WORDS)]), body=body, client=client)
    elif text_at(body, "event", "type") == "app_home_opened" and text_at(body, "event", "tab") == "home":
        publish_home(home_tab([section(_WORDS)]), body=body, client=client)
