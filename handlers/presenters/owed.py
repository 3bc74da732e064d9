"""Asks for feedback: when the interview ends, on the business days after it, and what the hiring manager hears then.

All of it is about the candidate who waits. What others said of the candidate is in none of these. Pure.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.presenters.message import Message, message
from handlers.presenters.panel import ANSWERED, SETTLED
from handlers.presenters.phrases import called, named, people, round_title
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, header, overflow, section
from handlers.ui.text import bold, counted, day_of_moment, day_words
from scheduling.views.loops import EscalationView, PanelView


def feedback_ask(view: PanelView, now: datetime) -> Message:
    """Right after the interview."""
    title = f"How did it go with {view.candidate}?"
    reason = f"Two minutes now, while it's fresh, and {called(view.candidate)} hears from us sooner."
    if view.handed_by:
        reason = f"{named(view.handed_by.name)} says that you were there in their place. {reason}"
    head = [header(title), section(f"{bold(_round(view))}\n{reason}")]
    text = f"How did it go with {named(view.candidate)}? {_round(view)}. {reason}"
    return _asked(view, text, head, buttons=[_give(view), _other_answers(view)])


def feedback_owed(view: PanelView, now: datetime) -> Message:
    """One or two business days later; the second time it says who hears of it next."""
    waits = f"{called(view.candidate)} is waiting to hear about round {view.round.index + 1}."
    lines = [waits]
    if _is_the_last(view):
        lines.append("Your scorecard is the last one missing.")
    hears = _who_hears(view, now)
    lines += [hears] if hears else []
    small = [context(_waiting_since(view))] if view.candidate_waits_days > 0 else []
    head = [header(f"{view.candidate}: two minutes of feedback"), section(f"{bold(_round(view))}\n{' '.join(lines)}")]
    later = button(Press.SNOOZE, "One day later", _about(view))
    return _asked(view, " ".join(lines), [*head, *small], buttons=[_give(view), later, _other_answers(view)])


def feedback_escalated(view: EscalationView, now: datetime) -> Message:
    """To the hiring manager: a round is still open, and whose scorecards are to come. No word of what others said."""
    title = round_title(view.round.index, view.round.name)
    waits = f"{called(view.loop.candidate)} has been waiting to hear"
    since = f" {day_of_moment(view.round.end, lead='since')}" if view.round.end else ""
    if view.missing:
        cards = "Scorecard" if len(view.missing) == 1 else "Scorecards"
        words = f"{bold(title)} is still open: {waits}{since}.\n{cards} to come: {people(view.missing, most=8)}."
        helps = "A word from you may help. If somebody else was there instead, they can be handed the scorecard."
        state = "is still open"
    else:
        words = f"{bold(title)}: all feedback is in by now."
        helps = "The verdict is asked of you in a message of its own."
        state = "has all its feedback"
    head = [header(f"{view.loop.candidate}: round {view.round.index + 1} {state}"), section(words), context(helps)]
    text = f"{named(view.loop.candidate)}: {title} {state}"
    return message(text, head=head, tail=[actions(button(Press.STATUS, "Show the loop", Ref(loop=view.loop.id)))])


def _asked(view: PanelView, text: str, head: list[Block], *, buttons: list[Block]) -> Message:
    """With its buttons while an answer is wanted; with the answer once there is one. Own feedback can be amended."""
    if not view.settled:
        return message(text, head=head, tail=[actions(*buttons)])
    answer = SETTLED.get(view.settled, ANSWERED)
    title = head[0]
    tail: list[Block] = []
    if view.settled == "feedback_in":
        tail = [actions(button(Press.FEEDBACK, "Change it", _about(view)))]
    words = f"{bold(_round(view))}\n{answer}"
    return message(f"{named(view.candidate)}, {_round(view)}: {answer}", head=[title, section(words)], tail=tail)


def _give(view: PanelView) -> Block:
    return button(Press.FEEDBACK, "Give feedback", _about(view), style="primary")


def _other_answers(view: PanelView) -> Block:
    answers = [(Press.NOT_HELD, "It didn't happen"), (Press.HAND_OFF, "Somebody else was there")]
    return overflow(answers, _about(view))


def _about(view: PanelView) -> Ref:
    return Ref(loop=view.loop_id, round=view.round.id)


def _round(view: PanelView) -> str:
    return round_title(view.round.index, view.round.name)


def _waiting_since(view: PanelView) -> str:
    return f"{called(view.candidate)} has waited {counted(view.candidate_waits_days, 'day')} so far."


def _is_the_last(view: PanelView) -> bool:
    """True only where the reader may know it: they sit alone, or the view says that all others are in."""
    others = [seat for seat in view.round.seats if seat.who.id != view.reader.id]
    return bool(view.round.seats) and all(seat.feedback_in is True for seat in others)


def _who_hears(view: PanelView, now: datetime) -> str:
    manager = view.hiring_manager
    if view.manager_hears_on is None or manager is None or manager.id == view.reader.id:
        return ""
    when = _day(view.manager_hears_on, now, view.reader.zone)
    return f"{named(manager.name)} (hiring manager) hears {when} that round {view.round.index + 1} is still open."


def _day(day: date, now: datetime, zone: str) -> str:
    today = now.astimezone(ZoneInfo(zone)).date()
    if day <= today:
        return "today"
    return "tomorrow" if day == today + timedelta(days=1) else f"on {day_words(day)}"
