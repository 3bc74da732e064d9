"""The few calls a listener makes itself: a view opened, put on top, or changed, a word in its place. Short, never repeated.

They come after the acknowledgement, beside the requests that follow: a Slack that hangs holds up none of them. A view must
be opened within three seconds of the press; a slow echo is given up, the input is not.
"""

from __future__ import annotations

from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackClientError

from handlers.payloads import Body, dig, text_at
from handlers.presenters.message import Message
from handlers.ui.actions import Form

ECHO_SECONDS, WHISPER_SECONDS = 2, 1
SLACK_FAULTS = (SlackClientError, HTTPException, OSError)
"""What the client raises when Slack refuses, answers nonsense, or cannot be reached in time."""


class EchoFailed(Exception):
    """Slack did not take what we wanted to show. `reason` is Slack's code or the fault's name, never a payload."""

    def __init__(self, fault: Exception) -> None:
        response = getattr(fault, "response", None)
        self.reason = str(dig(getattr(response, "data", None), "error") or type(fault).__name__)
        super().__init__(self.reason)


def hurry(client: WebClient) -> None:
    """Makes a request's own client give up soon, and never wait for a rate limit to pass."""
    client.timeout = ECHO_SECONDS
    client.retry_handlers = []


def show_view(view: dict[str, Any], *, body: Body, client: WebClient) -> None:
    """Shows a view to whoever pressed or typed. From a view that is only read it takes that one's place; over a form it
    is put on top, so that what was typed stays. Raises EchoFailed."""
    opened, trigger = dig(body, "view"), text_at(body, "trigger_id")
    try:
        if text_at(opened, "type") != "modal":
            client.views_open(trigger_id=trigger, view=view)
        elif text_at(opened, "callback_id") == Form.READING:
            client.views_update(view_id=text_at(opened, "id"), hash=text_at(opened, "hash"), view=view)
        else:
            client.views_push(trigger_id=trigger, view=view)
    except SLACK_FAULTS as fault:
        raise EchoFailed(fault) from fault


def whisper(words: str, *, body: Body, client: WebClient, conversation: str | None = None) -> None:
    """Tells whoever pressed, and nobody else: by the URL that Slack gave for that or, where there is none (App Home), in
    the `conversation` with them. Raises EchoFailed."""
    url = text_at(body, "response_url")
    try:
        if url:
            answer = WebhookClient(url, timeout=WHISPER_SECONDS, proxy=client.proxy, ssl=client.ssl)
            answer.send(text=words, response_type="ephemeral", replace_original=False)
        elif conversation:
            client.chat_postEphemeral(channel=conversation, user=text_at(body, "user", "id"), text=words)
    except SLACK_FAULTS as fault:
        raise EchoFailed(fault) from fault


def say_to_them(message: Message, *, body: Body, client: WebClient) -> None:
    """Answers words in a conversation, to nobody but who wrote them. Raises EchoFailed."""
    channel, user = text_at(body, "event", "channel"), text_at(body, "event", "user")
    try:
        client.chat_postEphemeral(channel=channel, user=user, text=message.text, blocks=list(message.blocks))
    except SLACK_FAULTS as fault:
        raise EchoFailed(fault) from fault


def publish_home(view: dict[str, Any], *, body: Body, client: WebClient) -> None:
    """Draws the App Home of whoever opened it. Raises EchoFailed."""
    try:
        client.views_publish(user_id=text_at(body, "event", "user"), view=view)
    except SLACK_FAULTS as fault:
        raise EchoFailed(fault) from fault
