"""Listeners that everybody meets: the worklist, help, App Home, the workspace's own news, and what nobody else takes."""

from __future__ import annotations

from functools import partial

from handlers.answers import unknown_verb
from handlers.command_text import Command, nearest
from handlers.echo import say_to_them
from handlers.payloads import in_public, text_at, written_to_us
from handlers.presenters import help_message, status_list, worklist
from handlers.turn import Turn
from scheduling.intents import NoteUser, OpenHome


def show_worklist(turn: Turn) -> None:
    turn.answer(worklist(turn.core.worklist(turn.reader), turn.core.now()))


def show_help(turn: Turn) -> None:
    turn.answer(help_message(), title="Help")


def unknown_word(turn: Turn) -> None:
    """Somebody's name, perhaps; else the nearest verb."""
    command = turn.command or Command(verb=None)
    name = f"{command.word} {command.rest}".strip()
    found = () if in_public(turn.body) else turn.core.find_loops(turn.reader, name)
    if found and name:
        turn.answer(status_list(found, turn.core.now(), asked=name))
    else:
        turn.answer(unknown_verb(command.word, nearest(command.word)))


def home_opened(turn: Turn) -> None:
    """The core draws it, and keeps it fresh from the first time on: a Slack that hangs holds up no acknowledgement."""
    if text_at(turn.body, "event", "tab") == "home":
        turn.take(OpenHome(actor_id=turn.reader.id))


def user_changed(turn: Turn) -> None:
    """Someone left, became a guest or moved: the core looks again who they are."""
    turn.take(NoteUser(actor_id=turn.reader.id, slack_id=text_at(turn.body, "event", "user", "id")))


def direct_message(turn: Turn) -> None:
    """Somebody writes to us in words: only commands and buttons are understood, and that is said to them alone."""
    if written_to_us(turn.body):
        turn.echo = partial(say_to_them, help_message(), body=turn.body, client=turn.client)


def nothing(turn: Turn) -> None:
    """A plain link was pressed, or an event came that we have no use for."""


def no_longer_known(turn: Turn) -> None:
    """A button or form of an older version."""
    turn.object("This comes from an older version and can't be used any more. `/hire` shows where things stand now.")
