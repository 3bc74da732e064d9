"""A loop whose days run out: late by forecast, day 15 and 18, and every business day past 21.

Each says who waits, what decides it, and what can be done about it now. Nobody is blamed. Pure.
"""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.obstacles import obstacle_rows
from handlers.presenters.phrases import (
    LOOP_DAYS,
    ball_round,
    called,
    day_of,
    forecast,
    has_ended,
    named,
    next_step,
    past_the_end,
    quiet,
    round_line,
    whose_turn,
)
from handlers.presenters.remedies import remedy_rows
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, Style, actions, button, context, fields, header, overflow, section
from handlers.ui.text import counted, day_words
from models.records.loops import LoopState, RoundState
from scheduling.views.loops import BallKind, LoopNewsView, LoopView, RepairView

_OBSTACLES_MOST = 3


def late_alert(view: LoopNewsView, now: datetime) -> Message:
    """The forecast went past day 21: what decides it, and the ways to bring it back, the cheapest first."""
    loop = view.loop
    if has_ended(loop) or loop.forecast is None or not loop.forecast.late:
        return _no_longer_late(view, now)
    ends = loop.forecast
    words = (
        f"{called(loop.candidate)}'s loop would end on day {ends.day}, {day_words(ends.on)}: "
        f"{past_the_end(ends.day)} we aim for."
    )
    decides = f"What decides it: {named(ends.decided_by)}."
    head = [
        header(f"{loop.candidate}: heading past day {LOOP_DAYS}"),
        section(f"{words}\n{decides}"),
        fields(*_now(loop)),
    ]
    rows = [_repair(loop, repair, place) for place, repair in enumerate(view.repairs)]
    rows = [section("*What would bring it forward*"), *rows] if rows else []
    helps = remedy_rows(view.remedies, loop, standing_out=not rows)
    stands = obstacle_rows(view.obstacles, loop, standing_out=not rows, searches=True, helps=not helps)
    stands = stands[:_OBSTACLES_MOST]
    rows += [section(f"*What keeps it from ending within the {LOOP_DAYS}*"), *stands] if stands else []
    rows += [section("*What would help, each by itself*"), *helps] if helps else []
    text = f"{named(loop.candidate)}: {words} {decides}"
    return message(text, head=head, rows=rows, tail=_ways_on(view, now))


def _no_longer_late(view: LoopNewsView, now: datetime) -> Message:
    loop = view.loop
    if has_ended(loop):
        return _over(view, now)
    words = f"{named(loop.candidate)}'s loop is back within its {LOOP_DAYS} days."
    head = [header(f"{loop.candidate}: back in time"), section(words)]
    return message(words, head=head, tail=_ways_on(view, now))


def _over(view: LoopNewsView, now: datetime) -> Message:
    words = "This loop has ended; there is nothing to do here."
    head = [header(f"{view.loop.candidate}: ended"), section(words)]
    return message(f"{named(view.loop.candidate)}: {words}", head=head, tail=_ways_on(view, now))


def _repair(loop: LoopView, repair: RepairView, place: int) -> Block:
    """One way to bring the loop back, with the button that looks for those times."""
    style: Style | None = None if place else "primary"
    number = repair.round.index + 1
    could = f"it could end on day {repair.end_day}" + ("" if repair.end_day <= LOOP_DAYS else ", still late")
    if repair.alone:
        words = f"Another time for round {number} alone: {could}."
        way = button(Press.MOVE, f"Move round {number}", Ref(loop=loop.id, round=repair.round.id), style=style)
    else:
        words = f"New times from round {number} on: {could}."
        way = button(Press.LOOK_AGAIN, "Look for new times", Ref(loop=loop.id), style=style)
    return section(words, accessory=way if "move" in loop.may else None)


def day_note(view: LoopNewsView, now: datetime) -> Message:
    """Day 15 and 18: round 3 is not done, and so many days are left."""
    loop = view.loop
    if has_ended(loop):
        return _over(view, now)
    left = max(0, LOOP_DAYS - loop.day)
    words = f"Round 3 isn't done yet, and {counted(left, 'day is', 'days are')} left until {day_words(loop.deadline)}."
    third = next((round_ for round_ in loop.rounds if round_.index == 2), None)
    lines = f"{words}\n{round_line(third, now)}" if third else words
    head = [header(f"{loop.candidate}: {_plain_day(loop)}"), section(lines), _facts(loop)]
    return message(f"{named(loop.candidate)}, {day_of(loop)}: {words}", head=head, tail=_ways_on(view, now))


def overdue(view: LoopNewsView, now: datetime) -> Message:
    """From day 22: how long the candidate has waited beyond what was meant, and what it waits for."""
    loop = view.loop
    if has_ended(loop):
        return _over(view, now)
    over = max(1, loop.day - LOOP_DAYS)
    words = f"{called(loop.candidate)} has been waiting {counted(over, 'day')} longer than the {LOOP_DAYS} we aim for."
    head = [header(f"{loop.candidate}: {_plain_day(loop)}"), section(words), _facts(loop)]
    return message(f"{named(loop.candidate)}: {words}", head=head, tail=_ways_on(view, now))


def _plain_day(loop: LoopView) -> str:
    return f"day {loop.day}"


def _facts(loop: LoopView) -> Block:
    return fields(*_now(loop), f"*Forecast*\n{forecast(loop)}")


def _now(loop: LoopView) -> list[str]:
    return [f"*Next*\n{next_step(loop)}", f"*Waits for*\n{whose_turn(loop.ball)}"]


def _ways_on(view: LoopNewsView, now: datetime) -> list[Block]:
    """What this reader may do about it, the most direct first."""
    loop, about = view.loop, Ref(loop=view.loop.id)
    waits = ball_round(loop)
    loose = any(round_.state in (RoundState.OPEN, RoundState.HELD) for round_ in loop.rounds)
    found = bool(view.obstacles and not view.remedies) or any(not repair.alone for repair in view.repairs)
    answer_owed = loop.ball.kind in (BallKind.FEEDBACK, BallKind.VERDICT)
    offered = (
        ("decide" in loop.may and loop.state is LoopState.DEBRIEF, Press.DECIDE, "Decide"),
        ("verdict" in loop.may and waits is not None, Press.READ_FEEDBACK, "Read and answer"),
        ("plan" in loop.may, Press.PLAN, "See the plan"),
        ("move" in loop.may and loose and not found and not answer_owed, Press.LOOK_AGAIN, "Look for earlier times"),
        ("move" in loop.may, Press.CHOOSE_MOVE, "Move a round"),
        (True, Press.STATUS, "Show the loop"),
    )
    rarer = (("edit", Press.EDIT, "Change availability"), ("pause", Press.PAUSE, "Quiet the nudges"))
    row: list[Block] = []
    for wanted, press, words in offered:
        plain = row or view.repairs or view.obstacles or press in (Press.STATUS, Press.CHOOSE_MOVE)
        style: Style | None = None if plain else "primary"
        ref = Ref(loop=loop.id, round=waits.id) if waits and press is Press.READ_FEEDBACK else about
        row += [button(press, words, ref, style=style)] if wanted else []
    menu = [(press, words) for verb, press, words in rarer if verb in loop.may]
    row += [overflow(menu, about)] if menu else []
    words = quiet(loop, now)
    return [actions(*row), *([context(words)] if words else [])]
