"""What can be asked of Hirebot, with an example each. Pure."""

from __future__ import annotations

from functools import cache

from handlers.presenters.message import Message, message, paragraphs
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import actions, button, context, header, section

VERBS: tuple[tuple[str, str], ...] = (
    ("/hire", "what waits for you"),
    ("/hire new", "start a loop for a candidate"),
    ("/hire status ana", "where a loop stands; without a name, all of yours"),
    ("/hire plan ana", "options for the four rounds, or what stands in their way"),
    ("/hire move ana", "another time for a round"),
    ("/hire swap ana", "somebody else for a seat, at the same time"),
    ("/hire feedback", "the scorecards you owe, or change one you gave"),
    ("/hire decide ana", "offer, no, or withdrawn"),
    ("/hire cancel ana", "end a loop without a decision"),
    ("/hire openings", "the roles being hired for, their rounds and people"),
    ("/hire people", "pools, load and limits; who is away"),
    ("/hire help", "this list"),
)


@cache
def help_message() -> Message:
    """Every verb with an example, and how it all goes."""
    intro = "I run interview loops: four rounds in three weeks, booked in your calendars, feedback asked for on time."
    lines = [f"`{verb}` {what}" for verb, what in VERBS]
    row = actions(
        button(Press.NEW, "New loop", Ref(), style="primary"),
        button(Press.OPENINGS, "Openings", Ref()),
        button(Press.PEOPLE, "People", Ref()),
    )
    note = context("Only you see the answers to commands. A part of a name is enough, with or without accents.")
    return message(intro, head=[header("What I can do"), section(intro)], rows=paragraphs(lines), tail=[row, note])
