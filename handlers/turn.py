"""One thing that one person said to us, and the few ways there are to answer at once.

What changes anything is taken into the inbox; what is shown here are direct echoes only (the acknowledgement with its
text, a view opened or updated, an ephemeral answer). Messages are posted by the outbox, never from here. The answer is
collected in `reply` and `echo`; the gate stores the input first, then acknowledges with the one, then shows the other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import unescape
from typing import Any

from slack_sdk import WebClient

from handlers.command_text import Command
from handlers.echo import show_view
from handlers.payloads import Body, Kind, dig, input_blocks, text_at
from handlers.presenters.message import Message
from handlers.presenters.refusals import refusal
from handlers.ui.actions import Ref
from handlers.ui.notice import notice, reading
from handlers.ui.submission import Submission
from models.records.people import Person
from scheduling.api import Hirebot
from scheduling.intents import Intent
from scheduling.outcomes import Refused


class Turn:
    """`ref` is what the press, form or command is about, `command` how it was typed; `key` is the delivery's (see
    `payloads`). `taken` tells whether an input was stored."""

    def __init__(
        self,
        *,
        kind: Kind,
        core: Hirebot,
        reader: Person,
        body: Body,
        key: str,
        ref: Ref,
        client: WebClient,
    ) -> None:
        self.kind = kind
        self.core = core
        self.reader = reader
        self.body = body
        self.key = key
        self.ref = ref
        self.client = client
        self.command: Command | None = None
        self.taken = False
        self.reply: dict[str, Any] = {}
        self.echo: Callable[[], None] | None = None

    def submission(self) -> Submission:
        """What a form's parser reads."""
        values = dig(self.body, "view", "state", "values")
        return Submission(values=values, ref=self.ref, actor_id=self.reader.id, now=self.core.now())

    def take(self, intent: Intent) -> None:
        """Stores the input; from here on it may be acknowledged."""
        self.core.take(intent, dedupe_key=self.key)
        self.taken = True

    def answer(self, message: Message, *, title: str = "Hirebot") -> None:
        """What was asked for: an ephemeral message to a command, a view to a press."""
        if self.kind is Kind.COMMAND:
            self.reply = {"text": message.text, "blocks": list(message.blocks)}
        else:
            self.show(reading(title, message.blocks))

    def show(self, view: dict[str, Any]) -> None:
        """A view, on top of a form that was sent."""
        if self.kind is Kind.FORM:
            self.reply = {"response_action": "push", "view": view}
        else:
            self.echo = partial(show_view, view, body=self.body, client=self.client)

    def refuse(self, refused: Refused) -> None:
        """Says why nothing was changed: beside the field it is about, or in a few words of its own."""
        fields = input_blocks(self.body) if self.kind is Kind.FORM else []
        at = next((block for block in fields if _is_about(block, refused.field)), None)
        if at is not None and refused.field:
            self.wrong({at: as_plain(refusal(refused))})
        else:
            self.object(refusal(refused))

    def object(self, words: str) -> None:
        """Words (finished mrkdwn) instead of what was wanted."""
        if self.kind is Kind.COMMAND:
            self.reply = {"text": words}
        elif self.kind in (Kind.PRESS, Kind.FORM):
            self.show(notice("Nothing was changed", words, close="Back"))

    def wrong(self, by_block: dict[str, str]) -> None:
        """Tells what is wrong in a form. Slack shows it beside fields that the form has; what belongs to a field of
        another version of the form is told on top of it instead."""
        fields = input_blocks(self.body)
        shown = {block: sentence for block, sentence in by_block.items() if block in fields}
        if shown:
            self.reply = {"response_action": "errors", "errors": shown}
        else:
            self.object("This form can't be read any more: it may be from an older version. Please open it again.")

    def done(self, words: str = "") -> None:
        """After `take`: closes the form, or says in `words` what happens now where no message will show it."""
        view = notice("Got it", words) if words else None
        if self.kind is Kind.COMMAND:
            self.reply = {"text": words}
        elif self.kind is Kind.FORM:
            self.reply = {"response_action": "update", "view": view} if view else {"response_action": "clear"}
        elif view and not _in_lasting_message(self.body):
            self.show(view)


def as_plain(words: str) -> str:
    """Finished mrkdwn as a field's error shows it: Slack takes no markup there."""
    return unescape(words).replace("`", "").replace("\u200b", "")


def _is_about(block: str, field: str) -> bool:
    """Whether a block is the intent's field; `seats.0.1` is part of `seats`."""
    return block == field or (bool(field) and block.startswith(f"{field}."))


def _in_lasting_message(body: Body) -> bool:
    """A message in a conversation is edited in place when its press is worked off; ephemeral ones and views are not."""
    container = dig(body, "container")
    return text_at(container, "type") == "message" and dig(container, "is_ephemeral") is not True
