"""A loop whose days run out: late by forecast, day 15 and 18, and every business day past 21.

Each says who waits, what decides it, and what can be done about it now. Nobody is blamed. Pure.
"""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.obstacles import obstacle_lines
from handlers.presenters.phrases import (
    LOOP_DAYS,
    called,
    day_of,
    forecast,
    has_ended,
    named,
    next_step,
    quiet,
    round_line,
    whose_turn,
)
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, Style, actions, button, context, fields, header, overflow, section
from handlers.ui.text import counted, day_words
from models.records.loops import LoopState
from scheduling.views.loops import LoopNewsView, LoopView


def late_alert(view: LoopNewsView, now: datetime) -> Message:
    """The forecast went past day 21: what decides it, and the ways to bring it back."""
    loop = view.loop
    if loop.forecast is None or not loop.forecast.late:
        words = f"{named(loop.candidate)}'s loop is back within its {LOOP_DAYS} days."
        return message(
            words, head=[header(f"{loop.candidate}: back in time"), section(words)], tail=_ways_on(view, now)
        )
    past = counted(loop.forecast.day - LOOP_DAYS, "day")
    words = (
        f"{called(loop.candidate)}'s loop would end on day {loop.forecast.day}, {past} past the {LOOP_DAYS} we aim for."
    )
    decides = f"What decides it: {named(loop.forecast.decided_by)}."
    head = [
        header(f"{loop.candidate}: heading past day {LOOP_DAYS}"),
        section(f"{words}\n{decides}"),
        fields(*_now(loop)),
    ]
    rows = [section(obstacle_lines(obstacle, loop.candidate)) for obstacle in view.obstacles]
    text = f"{named(loop.candidate)}: {words} {decides}"
    return message(text, head=head, rows=rows, tail=_ways_on(view, now))


def day_note(view: LoopNewsView, now: datetime) -> Message:
    """Day 15 and 18: round 3 is not done, and so many days are left."""
    loop = view.loop
    left = max(0, LOOP_DAYS - loop.day)
    words = f"Round 3 isn't done yet, and {counted(left, 'day is', 'days are')} left until {day_words(loop.deadline)}."
    third = next((round_ for round_ in loop.rounds if round_.index == 2), None)
    lines = f"{words}\n{round_line(third, now)}" if third else words
    head = [header(f"{loop.candidate}: {_plain_day(loop)}"), section(lines), _facts(loop)]
    return message(f"{named(loop.candidate)}, {day_of(loop)}: {words}", head=head, tail=_ways_on(view, now))


def overdue(view: LoopNewsView, now: datetime) -> Message:
    """From day 22: how long the candidate has waited beyond what was meant, and what it waits for."""
    loop = view.loop
    over = max(1, loop.day - LOOP_DAYS)
    words = f"{called(loop.candidate)} has been waiting {counted(over, 'day')} longer than the {LOOP_DAYS} we aim for."
    if has_ended(loop):
        words = "This loop has ended; there is nothing to do here."
    head = [
        header(f"{loop.candidate}: {_plain_day(loop)}"),
        section(words),
        *([] if has_ended(loop) else [_facts(loop)]),
    ]
    return message(f"{named(loop.candidate)}: {words}", head=head, tail=_ways_on(view, now))


def _plain_day(loop: LoopView) -> str:
    return f"day {loop.day}"


def _facts(loop: LoopView) -> Block:
    return fields(*_now(loop), f"*Forecast*\n{forecast(loop)}")


def _now(loop: LoopView) -> list[str]:
    return [f"*Next*\n{next_step(loop)}", f"*With*\n{whose_turn(loop.ball)}"]


def _ways_on(view: LoopNewsView, now: datetime) -> list[Block]:
    """What this reader may do about it, the most direct first."""
    loop, about = view.loop, Ref(loop=view.loop.id)
    offered = (
        ("decide" in loop.may and loop.state is LoopState.DEBRIEF, Press.DECIDE, "Decide"),
        ("plan" in loop.may, Press.PLAN, "See the plan"),
        ("move" in loop.may, Press.LOOK_AGAIN, "Look for earlier times"),
        ("move" in loop.may, Press.CHOOSE_MOVE, "Move a round"),
        (True, Press.STATUS, "Show the loop"),
    )
    rarer = (("edit", Press.EDIT, "Change availability"), ("pause", Press.PAUSE, "Quiet the nudges"))
    row: list[Block] = []
    for wanted, press, words in offered:
        style: Style | None = None if row or press is Press.STATUS else "primary"
        row += [button(press, words, about, style=style)] if wanted else []
    menu = [(press, words) for verb, press, words in rarer if verb in loop.may]
    row += [overflow(menu, about)] if menu else []
    words = quiet(loop, now)
    return [actions(*row), *([context(words)] if words else [])]
