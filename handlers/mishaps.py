"""What happens when something breaks: the log gets a stable key and the place, never a payload; the person gets a kind
sentence, and keeps what was typed.

What was not stored must not look done: a press that could not be kept is answered with words, or else with a status
that Slack shows as a warning; an event is answered with 500, so that Slack sends it again.
"""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import PurePath
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from handlers.echo import EchoFailed, hurry, show_view
from handlers.payloads import Body, Kind, kind_of, pressed, text_at
from handlers.ui.notice import notice
from handlers.ui.scorecard import TYPED

_log = logging.getLogger(__name__)
_FRAMES = 5
_SORRY = "Something went wrong on my side and nothing was changed. Please try again in a minute."
_KEPT = (
    "I could not save this just now. What you typed is still there: go back and send it again in a minute. "
    "If it stays so, please tell whoever runs Hirebot."
)


def on_error(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
    """Bolt's global error handler: the one place where any exception ends."""
    kind = kind_of(body)
    if isinstance(error, BoltUnhandledRequestError):
        _log.info("request_unhandled", extra={"kind": str(kind)})
        return BoltResponse(status=200, body="")
    _log.error("listener_failed", extra={"kind": str(kind), "error": type(error).__name__, "at": _place(error)})
    if kind is Kind.COMMAND:
        return _json({"response_type": "ephemeral", "text": _SORRY})
    if kind is Kind.FORM:
        return _json({"response_action": "push", "view": notice("Not saved yet", _KEPT, close="Back")})
    if kind is Kind.OPTIONS:
        return _json({"options": []})
    if kind is Kind.PRESS and _was_told(body, client):
        return BoltResponse(status=200, body="")
    return BoltResponse(status=500, body="")


def _was_told(body: Body, client: WebClient) -> bool:
    """Shows the apology for a press; false where it could not be shown, or while typing, where it would only disturb."""
    if text_at(pressed(body), "action_id") == TYPED:
        return False
    hurry(client)
    try:
        show_view(notice("Nothing was changed", _SORRY), body=body, client=client)
    except EchoFailed:
        return False
    return True


def _place(error: Exception) -> str:
    """The way to where it was raised, innermost last. The message stays out of the log: it may quote what was typed."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " > ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames)


def _json(answer: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"Content-Type": "application/json;charset=utf-8"})
