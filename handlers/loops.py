"""Listeners about a loop as a whole: starting, showing, planning, pausing, ending it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.answers import who_sits_where
from handlers.attempts import at_once, looking_for
from handlers.payloads import text_at
from handlers.presenters import proposal, status
from handlers.reading import say_instead, with_live_loop, with_loop, with_view
from handlers.turn import Turn
from handlers.ui import availability, cancel, decide, move, new_loop, pause
from handlers.ui.actions import BadRef
from handlers.ui.inputs import listed
from handlers.ui.notice import reading
from handlers.ui.zones import suggest_zones
from models.records.feedback import ChecklistKind
from models.records.proposals import ProposalState
from scheduling.intents import Agree, Book, FindPlan, TickItem
from scheduling.outcomes import Refused
from scheduling.views.loops import AvailabilityView, LoopView, ProposalView
from scheduling.views.team import NewLoopFormView

_CURRENT = (ProposalState.OPEN, ProposalState.BOOKING)


def _open_new(turn: Turn, view: NewLoopFormView) -> None:
    name = turn.command.rest if turn.command else ""
    turn.show(new_loop.build(view, form_id=turn.core.new_id(), name=name))


def _show_status(turn: Turn, loop: LoopView) -> None:
    turn.answer(status(loop, turn.core.now()), title="Status")


def plan(turn: Turn) -> None:
    """The newest proposal while it can be chosen from; else new times are looked for."""
    newest = turn.core.newest_proposal(turn.reader, turn.ref.loop)
    if isinstance(newest, Refused):
        turn.refuse(newest)
    elif newest is not None and newest.state in _CURRENT and not _has_passed(newest, turn.core.now()):
        _show_plan(turn, newest)
    else:
        look_again(turn)


def _has_passed(plan: ProposalView, now: datetime) -> bool:
    """Whether there were options, and the time of every one of them has come."""
    begun = [any(round_.start <= now and not round_.kept for round_ in option.rounds) for option in plan.options]
    return bool(begun) and all(begun)


def _show_plan(turn: Turn, view: ProposalView) -> None:
    turn.show(reading("Plan", proposal(view, turn.core.now()).blocks))


def _open_availability(turn: Turn, view: AvailabilityView) -> None:
    turn.show(availability.build(view))


def _open_pause(turn: Turn, loop: LoopView) -> None:
    today = turn.core.now().astimezone(ZoneInfo(loop.zone)).date()
    turn.show(pause.build(loop, today=today))


def _open_move(turn: Turn, loop: LoopView) -> None:
    now = turn.core.now()
    if move.movable(loop, now):
        turn.show(move.build(loop, now=now, zone=turn.reader.zone))
    else:
        say_instead(turn, "Every round of this loop is over, so there is none left to move.")


def _open_swap(turn: Turn, loop: LoopView) -> None:
    turn.show(reading("Swap somebody", who_sits_where(loop)))


def _tick(turn: Turn) -> TickItem:
    try:
        checklist = ChecklistKind(turn.ref.kind)
    except ValueError as error:
        raise BadRef from error
    return TickItem(actor_id=turn.reader.id, loop_id=turn.ref.loop, checklist=checklist, index=turn.ref.n)


def zones(turn: Turn) -> None:
    """The options of the zone menu: the team's own zones first, then every city that fits what was typed."""
    form = turn.core.new_loop_form(turn.reader)
    preferred = () if isinstance(form, Refused) else form.zones
    found = suggest_zones(text_at(turn.body, "value"), preferred)
    turn.reply = {"options": listed([(zone, zone) for zone in found])}


new = with_view(lambda turn: turn.core.new_loop_form(turn.reader), _open_new)
show_status = with_loop(_show_status)
edit = with_view(lambda turn: turn.core.availability_form(turn.reader, turn.ref.loop), _open_availability)
ask_pause = with_live_loop(_open_pause)
ask_cancel = with_live_loop(lambda turn, loop: turn.show(cancel.build(loop)))
ask_decision = with_live_loop(lambda turn, loop: turn.show(decide.build(loop)))
choose_move = with_live_loop(_open_move)
choose_swap = with_live_loop(_open_swap)
look_again = at_once(lambda turn: FindPlan(actor_id=turn.reader.id, loop_id=turn.ref.loop), looking_for("times"))
agree = at_once(
    lambda turn: Agree(
        actor_id=turn.reader.id,
        loop_id=turn.ref.loop,
        proposal_id=turn.ref.proposal,
        remedy=turn.ref.n,
        ask=turn.ref.kind,
        person=turn.ref.person,
    ),
    looking_for("times with it"),
)
book = at_once(
    lambda turn: Book(actor_id=turn.reader.id, loop_id=turn.ref.loop, proposal_id=turn.ref.proposal, option=turn.ref.n),
    "I'm reading the calendars once more and then book it. The status card shows it in a moment.",
)
tick = at_once(_tick, "Ticked off.")
