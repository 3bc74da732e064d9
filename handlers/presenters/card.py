"""One loop at a glance: the status card edited in place, `/hire status`, and the short list of several. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.presenters.message import Message, message, paragraphs
from handlers.presenters.phrases import (
    ENDINGS,
    REASON_MOST,
    ball_round,
    day_of,
    decided,
    ended,
    forecast,
    foreseen,
    has_ended,
    named,
    next_step,
    quiet,
    round_line,
    whose_turn,
)
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, Style, actions, button, context, divider, fields, header, overflow, section
from handlers.ui.text import bold, counted, day_words, escape
from models.records.loops import LoopState, RoundState
from scheduling.views.loops import BallKind, LoopView, RoundView


def card(loop: LoopView, now: datetime) -> Message:
    """The one card of a loop: where it stands, who has the ball, where it will end, and what its reader may do."""
    head = [header(f"{loop.candidate} · {loop.opening}"), context(*_small_print(loop, now))]
    head.append(fields(*_facts(loop)))
    if words := quiet(loop, now):
        head.append(context(words))
    rows = paragraphs(round_line(round_, now) for round_ in loop.rounds)
    return message(_text(loop), head=head, rows=rows, tail=_buttons(loop, now))


def status(loop: LoopView, now: datetime) -> Message:
    """The answer to `/hire status` for one loop: the card as this reader may see it."""
    return card(loop, now)


def status_list(loops: Sequence[LoopView], now: datetime, *, asked: str = "") -> Message:
    """Several loops, one line each with a way in; `asked` is what was looked for."""
    if not loops:
        found = "You take part in no loop right now."
        if asked.strip():
            found = f"I find no loop for “{named(asked)}” that you take part in."
        return message(found, head=[section(found)], tail=[actions(button(Press.HELP, "What can I do?", Ref()))])
    title = f"{counted(len(loops), 'loop')} for “{asked}”" if asked.strip() else counted(len(loops), "loop")
    return message(
        f"{counted(len(loops), 'loop')}. Which one?",
        head=[header(title)],
        rows=[loop_row(loop) for loop in loops],
        left_out=lambda n: f"… and {n} more. Add a part of the name: `/hire status ana`",
    )


def loop_row(loop: LoopView) -> Block:
    """One loop in a list: day, next step, who has the ball, where it ends."""
    lines = [f"{bold(named(loop.candidate))} · {named(loop.opening)}"]
    if has_ended(loop):
        lines.append(ended(loop))
    else:
        lines += [f"{day_of(loop)} · {next_step(loop)} · with {whose_turn(loop.ball)}"]
        lines += [forecast(loop)] if loop.forecast else []
    return section("\n".join(lines), accessory=button(Press.STATUS, "Open", Ref(loop=loop.id)))


def _text(loop: LoopView) -> str:
    where = ended(loop).lower() if has_ended(loop) else f"{day_of(loop)}. Next: {next_step(loop)}"
    return f"{named(loop.candidate)}, {named(loop.opening)}: {where}"


def _small_print(loop: LoopView, now: datetime) -> list[str]:
    """With the day on which this was so: where the bot was away, a card may be some days old."""
    people = f"Coordinator {named(loop.coordinator.name)} · Hiring manager {named(loop.hiring_manager.name)}"
    if has_ended(loop):
        return [f"Began {day_words(loop.kickoff)}", people]
    today = day_words(now.astimezone(ZoneInfo(loop.zone)).date())
    day, past, how_far = day_of(loop).partition(",")
    on = f" on {today}" if loop.day >= 1 else ""
    return [f"{bold(day)}{on}{past}{how_far} · last day {day_words(loop.deadline)}", people]


def _facts(loop: LoopView) -> list[str]:
    if has_ended(loop):
        reason = [f"*Why*\n{escape(loop.end_reason, REASON_MOST)}"] if loop.end_reason.strip() else []
        kept = [f"*Forecast*\n{foreseen(loop.foreseen)}"] if loop.foreseen else []
        how = f"*How it ended*\n{ENDINGS[loop.state]}" if loop.ending_told else "*Ended*"
        return [how, *reason, *kept]
    return [
        f"*Next*\n{next_step(loop)}",
        f"*Waits for*\n{whose_turn(loop.ball)}",
        f"*Forecast*\n{forecast(loop)}{decided(loop)}",
    ]


def _buttons(loop: LoopView, now: datetime) -> list[Block]:
    """What the loop waits for stands out, where its reader may do it; one button at most."""
    about = Ref(loop=loop.id)
    asked: list[tuple[Press, str, Ref]] = []
    if "feedback" in loop.may and (begun := _begun(loop, now)):
        asked.append((Press.FEEDBACK, "Give feedback", Ref(loop=loop.id, round=begun.id)))
    if "verdict" in loop.may and (round_ := ball_round(loop)):
        asked.append((Press.READ_FEEDBACK, "Read and answer", Ref(loop=loop.id, round=round_.id)))
    if "decide" in loop.may and loop.state is LoopState.DEBRIEF:
        asked.append((Press.DECIDE, "Decide", about))
    if "plan" in loop.may and loop.state is LoopState.PROPOSED:
        asked.append((Press.PLAN, "See the plan", about))
    if "move" in loop.may and loop.ball.kind is BallKind.NEW_TIME:
        asked.append((Press.PLAN, "See the times", about))
    row = [button(*one, style=_standing_out(place)) for place, one in enumerate(asked)]
    if "plan" in loop.may and loop.state is not LoopState.PROPOSED:
        row.append(button(Press.PLAN, "See the plan", about))
    if "debrief" in loop.may and any(round_.state in _HAS_FEEDBACK for round_ in loop.rounds):
        words = "Debrief" if loop.state is LoopState.DEBRIEF else "Feedback so far"
        row.append(button(Press.DEBRIEF, words, about))
    if "move" in loop.may:
        row.append(button(Press.CHOOSE_MOVE, "Move a round", about))
    rarer = [(press, words) for verb, press, words in _RARER if verb in loop.may]
    if rarer:
        row.append(overflow(rarer, about))
    return [divider(), actions(*row)] if row else []


def _standing_out(place: int) -> Style | None:
    return None if place else "primary"


_RARER = (
    ("swap", Press.CHOOSE_SWAP, "Swap somebody"),
    ("edit", Press.EDIT, "Change availability"),
    ("pause", Press.PAUSE, "Quiet the nudges"),
    ("cancel", Press.CANCEL, "End this loop"),
)
_HAS_FEEDBACK = (RoundState.FEEDBACK, RoundState.VERDICT, RoundState.ADVANCED, RoundState.STOPPED)


def _begun(loop: LoopView, now: datetime) -> RoundView | None:
    """The round whose feedback is asked for: the first that has begun and still lacks some."""
    asked = (RoundState.INVITED, RoundState.FEEDBACK)
    return next((r for r in loop.rounds if r.state in asked and r.start is not None and r.start <= now), None)
