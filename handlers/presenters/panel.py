"""What an interviewer hears of a round they sit in: the seat, a new time, the candidate's coming, being free. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.phrases import called, named, people, round_plain, round_title, round_when
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, header, section
from handlers.ui.text import bold, escape, link, moment
from models.records.loops import RoundState
from scheduling.views.loops import PanelView, RoundView

SETTLED = {
    "feedback_in": "✅ Your feedback is in. Thank you.",
    "not_held": "This interview didn't take place, so there is nothing to answer here.",
    "handed_off": "Somebody else has this seat now, so there is nothing to answer here.",
    "declined": "You said that you can't make it. Your coordinator is looking for somebody else or another time.",
    "over": "This is settled; there is nothing to answer here.",
}


def on_panel(view: PanelView, now: datetime) -> Message:
    """A seat in a round: what, when, with whom, and the way out."""
    head = [header(f"You're interviewing {view.candidate}"), section(f"{_what_and_when(view)}{_focus(view)}")]
    head += _not_sure_yet(view)
    text = f"You're interviewing {named(view.candidate)}: {_title(view.round)}, {round_when(view.round)}"
    return message(text, head=head, tail=[*small_print(view), *ways_out(view)])


def moved(view: PanelView, now: datetime) -> Message:
    """The new time first, the old one after it."""
    was = f"\nBefore: {moment(view.previous_start)}" if view.previous_start else ""
    head = [header(f"New time with {view.candidate}"), section(_what_and_when(view) + was), *_not_sure_yet(view)]
    text = f"New time with {named(view.candidate)}: {_title(view.round)} is now {round_when(view.round)}"
    return message(text, head=head, tail=[*small_print(view), *ways_out(view)])


def confirmed(view: PanelView, now: datetime) -> Message:
    """The hold became an interview."""
    head = [header(f"It's on: {view.candidate}"), section(_what_and_when(view))]
    head.append(section(f"{called(view.candidate)} passed the round before and has the invitation."))
    text = f"It's on: {_title(view.round)} with {named(view.candidate)}, {round_when(view.round)}"
    return message(text, head=head, tail=[*small_print(view), *ways_out(view)])


def released(view: PanelView, now: datetime) -> Message:
    """Free again: no reason is given, it may be the candidate's."""
    start = view.previous_start or view.round.start
    when = f", {moment(start)}," if start else ""
    words = (
        f"{bold(_title(view.round))}{when} with {named(view.candidate)} is off your calendar. Nothing for you to do."
    )
    text = f"You're free again: {_title(view.round)} with {named(view.candidate)} is off your calendar"
    return message(text, head=[header("You're free again"), section(words)])


def ways_out(view: PanelView) -> list[Block]:
    """The one button of an invitation, or what was answered already."""
    if view.settled:
        return [context(SETTLED.get(view.settled, SETTLED["over"]))]
    return [actions(button(Press.CANT, "Can't make it", Ref(loop=view.loop_id, round=view.round.id)))]


def small_print(view: PanelView) -> list[Block]:
    """Who else sits there, and where to go."""
    others = [person for person in view.panel if person.id != view.reader.id]
    lines = [f"With {people(others)}"] if others else []
    lines += [" · ".join(links)] if (links := where_to(view)) else []
    return [context(*lines)] if lines else []


def where_to(view: PanelView) -> list[str]:
    """Links to the call, the event and the resume, where there are any."""
    found = [
        (view.round.meet_link, "Join the call"),
        (view.round.html_link, "Calendar event"),
        (view.resume, "Resume"),
    ]
    return [link(url, label) for url, label in found if url]


def heading(view: PanelView) -> str:
    return f"{round_plain(view.round)} with {view.candidate}"


def _title(round_: RoundView) -> str:
    return round_title(round_.index, round_.name)


def _what_and_when(view: PanelView) -> str:
    return f"{bold(_title(view.round))}, {named(view.opening)}\n{round_when(view.round)}"


def _not_sure_yet(view: PanelView) -> list[Block]:
    """That a later round comes about only if the one before is passed."""
    if view.round.state is RoundState.HELD:
        return [section(f"Your time is held. {called(view.candidate)} is invited once the round before is passed.")]
    if view.round.state is RoundState.OPEN:
        return [
            section("Planned, and not on your calendar yet: the invitation follows once the round before is passed.")
        ]
    return []


def _focus(view: PanelView) -> str:
    return f"\nFocus: {escape(view.round.focus, 500)}" if view.round.focus.strip() else ""
