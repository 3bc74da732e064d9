"""What an interviewer wants at hand: the brief of the working day before, and the short one right before. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from handlers.presenters.message import Message, message
from handlers.presenters.panel import ITEM_MOST, invitation, ways_out, where_to
from handlers.presenters.phrases import named, round_title, round_when
from handlers.ui.blocks import Block, context, header, section
from handlers.ui.text import bold, counted, escape
from scheduling.views.loops import PanelView

_SOON = timedelta(minutes=60)


def brief(view: PanelView, now: datetime) -> Message:
    """Who, when, what to look at, what to ask, what to watch for."""
    title = round_title(view.round.index, view.round.name)
    text = f"Your brief for {named(view.candidate)}: {title}{round_when(view.round, lead=',')}"
    return invitation(view, f"Your brief for {view.candidate}", text)


def brief_short(view: PanelView, now: datetime) -> Message:
    """Only what counts in the minutes before: when, where, the focus."""
    ahead = view.round.start - now if view.round.start else timedelta(0)
    soon = timedelta(0) < ahead <= _SOON
    starts = f"In {counted(ceil(ahead.total_seconds() / 60), 'minute')}" if soon else "Starting"
    title = round_title(view.round.index, view.round.name)
    lines = [f"{bold(title)}{round_when(view.round, lead=',')}", " · ".join(where_to(view))]
    head: list[Block] = [header(f"{starts}: {view.candidate}"), section("\n".join(line for line in lines if line))]
    if view.round.focus.strip():
        head.append(section(f"*Focus*\n{escape(view.round.focus, ITEM_MOST)}"))
    if view.settled:
        head += ways_out(view)
    else:
        head.append(context("The scorecard comes to you here when it ends."))
    return message(f"{starts}: {title} with {named(view.candidate)}", head=head)
