"""What an interviewer hears of a round they sit in: the seat, a new time, the candidate's coming, being free. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message, paragraphs
from handlers.presenters.phrases import called, named, people, round_title, round_when
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, header, section
from handlers.ui.text import bold, escape, link, moment
from models.records.loops import RoundState
from scheduling.views.loops import PanelView, RoundView

ITEM_MOST = 600
SETTLED = {
    "feedback_in": "✅ Your feedback is in. Thank you.",
    "feedback_kept": "✅ Your feedback is in. Thank you. The loop has ended since.",
    "not_held": "This interview didn't take place, so no feedback is needed.",
    "handed_off": "Somebody else has this seat now, so no feedback is needed from you.",
    "declined": "You said that you can't make it. Your coordinator is looking for somebody else or another time.",
    "released": "➖ Off your calendar; there is nothing for you to do.",  # noqa: RUF001 - the emoji is meant
    "moved": "↪️ Moved since then; a newer message has the details.",
    "took_place": "✅ This interview has taken place.",
    "over": "The loop has ended, so no feedback is needed any more.",
}
ANSWERED = "This is settled; there is nothing to answer here."
"""For a word of a newer version."""


def on_panel(view: PanelView, now: datetime) -> Message:
    """A seat in a round: what, when, with whom, and the way out."""
    sure = view.round.state is not RoundState.HELD and view.round.state is not RoundState.OPEN
    title = f"You're interviewing {view.candidate}" if sure else f"Save the date: {view.candidate}"
    text = f"{escape(title, 200)}: {_title(view.round)}{round_when(view.round, lead=',')}"
    return invitation(view, title, text)


def moved(view: PanelView, now: datetime) -> Message:
    """The new time first, the old one after it."""
    was = f"\nBefore: {moment(view.previous_start)}" if view.previous_start else ""
    text = f"New time with {named(view.candidate)}: {_title(view.round)}{round_when(view.round, lead=':')}"
    return invitation(view, f"New time with {view.candidate}", text, more=was)


def confirmed(view: PanelView, now: datetime) -> Message:
    """The hold became an interview."""
    text = f"It's on: {_title(view.round)} with {named(view.candidate)}{round_when(view.round, lead=',')}"
    more = f"\n{called(view.candidate)} passed the round before and has the invitation."
    return invitation(view, f"It's on: {view.candidate}", text, more=more)


def released(view: PanelView, now: datetime) -> Message:
    """Free again: no reason is given, it may be the candidate's."""
    start = view.previous_start or view.round.start
    title = "You're free again" if start is None or start > now else "Not needed after all"
    words = f"{bold(_title(view.round))} with {named(view.candidate)} is off your calendar. Nothing for you to do."
    when = f"\nIt was {moment(start, lead='planned for')}." if start else ""
    text = f"{title}: {_title(view.round)} with {named(view.candidate)} is off your calendar"
    return message(text, head=[header(title), section(words + when)])


def invitation(view: PanelView, title: str, text: str, *, more: str = "") -> Message:
    """With the brief where no message of its own will bring it; in a line once it is about nothing that lies ahead."""
    if view.settled in ("released", "moved", "took_place"):
        about = f"{bold(_title(view.round))}, {named(view.opening)}"
        return message(text, head=[header(title), section(about), *ways_out(view)])
    head = [header(title), section(f"{_what_and_when(view)}{more}"), *_not_sure_yet(view), *small_print(view)]
    return message(text, head=head, rows=notes(view), tail=ways_out(view))


def notes(view: PanelView) -> list[Block]:
    """What to look at, what to ask, what to watch for, as far as the view has it."""
    blocks = [section(f"*Focus*\n{escape(view.round.focus, 2000)}")] if view.round.focus.strip() else []
    if view.questions:
        blocks += paragraphs(["*Questions to choose from*", *_items(view.questions)])
    if view.red_flags:
        blocks += paragraphs(["*Worth a second question*", *_items(view.red_flags)])
    return blocks


def _items(texts: tuple[str, ...]) -> list[str]:
    return [f"• {escape(text, ITEM_MOST)}" for text in texts if text.strip()]


def ways_out(view: PanelView) -> list[Block]:
    """The one button of an invitation, or what was answered already."""
    if view.settled:
        return [context(SETTLED.get(view.settled, ANSWERED))]
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


def _title(round_: RoundView) -> str:
    return round_title(round_.index, round_.name)


def _what_and_when(view: PanelView) -> str:
    return f"{bold(round_when(view.round))}\n{_title(view.round)}, {named(view.opening)}"


def _not_sure_yet(view: PanelView) -> list[Block]:
    """That a later round comes about only if the one before is passed."""
    if view.round.state is RoundState.HELD:
        return [section(f"The time is held. {called(view.candidate)} is invited once the round before is passed.")]
    if view.round.state is RoundState.OPEN:
        return [
            section("Planned, and not on your calendar yet: the invitation follows once the round before is passed.")
        ]
    return []
