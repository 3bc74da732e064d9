"""What happened to an event by hand, to the coordinator: what was booked, what is there now, and the ways on. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.phrases import REASON_MOST, has_ended, named, round_title, round_when
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, Style, actions, button, context, header, section
from handlers.ui.text import bold, escape, moment
from models.records.loops import RoundState
from scheduling.views.loops import CalendarNewsView

_SETTLED = {
    "kept": "✅ Left as it is.",
    "accepted": "✅ The time in the calendar is the agreed one now.",
    "restored": "✅ The calendar is back as it was booked.",
    "replaced": "✅ Somebody else has the seat now.",
    "moved": "✅ The round has a new time.",
}
_ANSWERED = "This is settled; there is nothing to choose here."


def guest_declined(view: CalendarNewsView, now: datetime) -> Message:
    """An interviewer can't make it: somebody else at the same time, or another time."""
    who = named(view.who.name) if view.who else "Somebody on the panel"
    plain = view.who.name if view.who else "Somebody"
    person = view.who.id if view.who else ""
    swap = button(Press.REPLACE, "Find somebody else", _about(view, person), style="primary")
    rows = [swap if view.who and "swap" in view.loop.may else None, _move(view), _keep(view, "Keep as it is")]
    said = f"{who} can't make {_which(view)} with {named(view.loop.candidate)}."
    return _news(view, f"{plain} can't make it", said, _booked(view), rows)


def candidate_declined(view: CalendarNewsView, now: datetime) -> Message:
    """The candidate declined the invitation: another time, or they withdrew."""
    said = f"{named(view.loop.candidate)} declined the invitation to {_which(view)}."
    rows = [_move(view, style="primary"), _keep(view, "Keep as it is"), _cancel(view)]
    return _news(view, f"{view.loop.candidate} declined", said, _booked(view), rows)


def event_moved(view: CalendarNewsView, now: datetime) -> Message:
    """Somebody moved the event: keep the new time, or put it back."""
    found = moment(view.found_start) if view.found_start else "another time"
    lines = f"In the calendar: {bold(found)}\nAs booked: {round_when(view.round)}"
    accept = button(Press.ACCEPT_CALENDAR, "Keep the new time", _about(view), style="primary")
    rows = [accept if _may(view) else None, _restore(view), _move(view)]
    said = f"Somebody moved {_which(view)} with {named(view.loop.candidate)} in the calendar."
    return _news(view, "Moved in the calendar", said, lines, rows)


def event_deleted(view: CalendarNewsView, now: datetime) -> Message:
    """Somebody deleted the event: put it back, or find another time."""
    rows = [_restore(view, style="primary"), _move(view), _cancel(view)]
    said = f"Somebody deleted {_which(view)} with {named(view.loop.candidate)} from the calendar."
    return _news(view, "Deleted from the calendar", said, _booked(view), rows)


def not_held(view: CalendarNewsView, now: datetime) -> Message:
    """The interview did not happen. A new time is being looked for already."""
    told = f", says {named(view.who.name)}" if view.who else ""
    said = f"{_which(view)} with {named(view.loop.candidate)} didn't take place{told}."
    lines = "I'm looking for a new time; the options come to you here."
    return _news(view, "It didn't happen", said, lines, [])


def _news(view: CalendarNewsView, title: str, said: str, lines: str, buttons: list[Block | None]) -> Message:
    """What happened and what to choose from; once it is settled, what came of it."""
    settled = bool(view.settled) or has_ended(view.loop)
    head = [header(f"{title}: round {view.round.index + 1}"), section(said if settled else f"{said}\n{lines}")]
    if view.reason.strip():
        head.append(section(f"“{escape(view.reason, REASON_MOST)}”"))
    if settled:
        answer = "The loop has ended since." if has_ended(view.loop) else _SETTLED.get(view.settled, _ANSWERED)
        return message(said, head=head, tail=[context(answer)])
    row = [element for element in buttons if element is not None]
    status = button(Press.STATUS, "Show the loop", Ref(loop=view.loop.id))
    return message(said, head=head, tail=[actions(*row, status)])


def _which(view: CalendarNewsView) -> str:
    return round_title(view.round.index, view.round.name)


def _booked(view: CalendarNewsView) -> str:
    how = "held" if view.round.state is RoundState.HELD else "booked"
    return f"It {round_when(view.round, lead=f'is {how} for')}." if view.round.start else "It has no time yet."


def _about(view: CalendarNewsView, person: str = "") -> Ref:
    return Ref(loop=view.loop.id, round=view.round.id, person=person)


def _may(view: CalendarNewsView) -> bool:
    return "move" in view.loop.may


def _move(view: CalendarNewsView, *, style: Style | None = None) -> Block | None:
    return button(Press.MOVE, "Find another time", _about(view), style=style) if _may(view) else None


def _keep(view: CalendarNewsView, words: str) -> Block | None:
    return button(Press.KEEP, words, _about(view)) if _may(view) else None


def _restore(view: CalendarNewsView, *, style: Style | None = None) -> Block | None:
    return button(Press.RESTORE, "Put it back", _about(view), style=style) if _may(view) else None


def _cancel(view: CalendarNewsView) -> Block | None:
    about = Ref(loop=view.loop.id)
    return button(Press.CANCEL, "End this loop", about) if "cancel" in view.loop.may else None
