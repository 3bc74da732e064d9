"""How loops, rounds, people and days are called in every message, so that they are called the same everywhere. Pure.

Everything that comes out is finished mrkdwn, unless its name says `plain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.ui.text import (
    bold,
    counted,
    day_of_moment,
    day_words,
    first_name,
    inline,
    joined,
    moment,
    plain,
    span,
)
from models.records.loops import LoopState, RoundState
from scheduling.views.forecasts import ForeseenView
from scheduling.views.loops import Ball, BallKind, LoopView, RoundView, Who

LOOP_DAYS = 21
NAME_MOST = 80
REASON_MOST = 400

MARKS = {
    RoundState.OPEN: "▫️",
    RoundState.HELD: "🔒",
    RoundState.INVITED: "📅",
    RoundState.FEEDBACK: "📝",
    RoundState.VERDICT: "💬",
    RoundState.ADVANCED: "✅",
    RoundState.STOPPED: "⏹️",
    RoundState.RELEASED: "➖",  # noqa: RUF001 - the emoji is meant
}
ENDINGS = {
    LoopState.OFFER: "Offer",
    LoopState.NO: "No",
    LoopState.WITHDRAWN: "The candidate withdrew",
    LoopState.CANCELLED: "Called off",
}


def named(name: str) -> str:
    """A person's or candidate's whole name."""
    return inline(name, NAME_MOST)


def called(name: str) -> str:
    """A candidate within a sentence: by first name, or as they stand where the name is masked."""
    return inline(name if name.startswith("(") else first_name(name), 40)


def called_plain(name: str) -> str:
    """As `called`, for headers and questions, which take no markup."""
    return plain(name if name.startswith("(") else first_name(name), 40)


def people(who: Sequence[Who], *, most: int = 6) -> str:
    if len(who) > most:
        return f"{', '.join(named(person.name) for person in who[: most - 1])} and {len(who) - most + 1} more"
    return joined([named(person.name) for person in who], most=most)


def round_plain(round_: RoundView) -> str:
    """For headers, which take no markup."""
    return f"Round {round_.index + 1} · {round_.name}"


def round_title(index: int, name: str) -> str:
    return f"Round {index + 1} · {named(name)}"


def rounds_plain(numbers: Sequence[int]) -> str:
    """`round 3`, or `rounds 1, 2 and 4`."""
    return f"round{'' if len(numbers) == 1 else 's'} {joined([str(number) for number in numbers], most=9)}"


def round_when(round_: RoundView, *, lead: str = "") -> str:
    """When it is, or that this is open. `lead` are the words before it within a sentence."""
    if round_.start is None:
        return f"{lead} no time yet".lstrip()
    return span(round_.start, round_.end, lead=lead) if round_.end else moment(round_.start, lead=lead)


def day_of(loop: LoopView) -> str:
    """`Day 6 of 21`, also before the first day and after the last."""
    if loop.day < 1:
        return f"Starts {day_words(loop.kickoff)}"
    if loop.day > LOOP_DAYS:
        return f"Day {loop.day}, {past_the_end(loop.day)}"
    return f"Day {loop.day} of {LOOP_DAYS}"


def has_ended(loop: LoopView) -> bool:
    return loop.state in ENDINGS


def ended(loop: LoopView) -> str:
    """That it is over and, to a reader who may know, how it ended."""
    return f"Ended: {ENDINGS[loop.state]}" if loop.ending_told else "Ended"


def quiet(loop: LoopView, now: datetime) -> str:
    """That the nudges are silenced, and until when; empty where they are not, or not any more."""
    until = loop.nudges_paused_until
    if until is None or has_ended(loop) or until < now.astimezone(ZoneInfo(loop.zone)).date():
        return ""
    return f"🔕 Nudges are quiet through {day_words(until)}. {called(loop.candidate)} waits either way."


def forecast(loop: LoopView) -> str:
    """Where the loop will end, and what decides it."""
    if loop.forecast is None:
        return "Known once the rounds are booked"
    where = f"Ends on day {loop.forecast.day}, {day_words(loop.forecast.on)}"
    if not loop.forecast.late:
        return where
    return f"⚠️ {where}: {past_the_end(loop.forecast.day)}. It hangs on {named(loop.forecast.decided_by)}"


def decided(loop: LoopView) -> str:
    """When the answer is to be expected, on a line of its own; empty where nothing is known of it."""
    if loop.outlook is None:
        return ""
    likely, latest = loop.outlook.likely, loop.outlook.latest
    if likely == latest:
        return f"\nDecided around {day_words(likely)}"
    return f"\nDecided around {day_words(likely)}, or {day_words(latest)} if {named(loop.outlook.hangs_on)} takes long"


def foreseen(what: ForeseenView) -> str:
    """What was expected of a loop, beside what came of it."""
    when = f"On day {what.on}" if what.on >= 1 else "Before it began"
    days = f"day {what.likely}" + (f" to {what.latest}" if what.latest > what.likely else "")
    return f"{when} we expected {days}; it ended on day {what.ended}."


def past_the_end(day: int) -> str:
    """`2 days past the 21`."""
    return f"{counted(day - LOOP_DAYS, 'day')} past the {LOOP_DAYS}"


def ends_on(day: int) -> str:
    """The end of a plan: `ends on day 9 of 21`, or how far past it is."""
    return f"ends on day {day} of {LOOP_DAYS}" if day <= LOOP_DAYS else f"ends on day {day}, {past_the_end(day)}"


def next_step(loop: LoopView) -> str:
    """What the loop waits for now, as the thing to be done."""
    round_ = ball_round(loop)
    which = f"round {round_.index + 1}" if round_ else "the round"
    words = {
        BallKind.PLAN: "Times for all rounds",
        BallKind.CHOICE: "Choosing a plan",
        BallKind.BOOKING: "The booking, under way now",
        BallKind.INTERVIEW: which.capitalize(),
        BallKind.FEEDBACK: f"Feedback on {which}",
        BallKind.VERDICT: f"The verdict on {which}",
        BallKind.DECISION: "The decision",
        BallKind.NEW_TIME: f"A time for {which}",
        BallKind.NOTHING: "Nothing more",
    }
    when = round_.start if round_ and loop.ball.kind is BallKind.INTERVIEW else None
    return words[loop.ball.kind] + (f"{moment(when, lead=',')}" if when else "")


def whose_turn(ball: Ball) -> str:
    """Who has the ball, and since when where somebody waits for an answer."""
    waiting = ball.kind in (BallKind.FEEDBACK, BallKind.VERDICT, BallKind.DECISION)
    since = f", {day_of_moment(ball.since, lead='since')}" if ball.since and waiting else ""
    return (people(ball.people) if ball.people else "Nobody") + since


def still_missing(loop: LoopView) -> str:
    """What has to come before an offer can be made. Whose feedback it is, is told as far as the view tells it."""
    ahead = [r.index + 1 for r in loop.rounds if r.state in (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)]
    missing = [rounds_plain(ahead)] if ahead else []
    if loop.ball.kind is BallKind.FEEDBACK:
        missing.insert(0, f"{_lower(next_step(loop))} from {people(loop.ball.people)}")
    if loop.ball.kind is BallKind.VERDICT:
        missing.insert(0, _lower(next_step(loop)))
    return ", and ".join(missing)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def ball_round(loop: LoopView) -> RoundView | None:
    return next((r for r in loop.rounds if r.index == loop.ball.round_index), None)


def round_line(round_: RoundView, now: datetime) -> str:
    """One round of a card: its mark, its name, where it stands, and who cannot make it."""
    line = f"{MARKS[round_.state]} {bold(f'{round_.index + 1} · {named(round_.name)}')}: {_standing(round_, now)}"
    absent = [seat.who for seat in round_.seats if seat.declined]
    ahead = round_.state in (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)
    return f"{line}\n⚠️ {people(absent)} can't make it" if absent and ahead else line


def _standing(round_: RoundView, now: datetime) -> str:
    who = [seat.who for seat in round_.seats]
    others = f" with {people(who, most=4)}" if who else ""
    if round_.state is RoundState.OPEN:
        return f"{round_when(round_, lead='planned for')}{others}" if round_.start else "no time yet"
    if round_.state is RoundState.HELD:
        return f"{round_when(round_, lead='held for')}{others}" if round_.start else "held on calendars"
    if round_.state is RoundState.INVITED:
        running = round_.start is not None and round_.start <= now
        booked = round_when(round_, lead="booked for") if round_.start else "booked"
        return ("going on now" if running else booked) + others
    if round_.state is RoundState.FEEDBACK:
        return f"took place, {_feedback_count(round_)}"
    return {
        RoundState.VERDICT: "feedback is in, verdict to come",
        RoundState.ADVANCED: "passed",
        RoundState.STOPPED: "the loop ended here",
        RoundState.RELEASED: "not needed",
    }[round_.state]


def _feedback_count(round_: RoundView) -> str:
    told = [seat.feedback_in for seat in round_.seats if seat.feedback_in is not None]
    if len(told) < len(round_.seats) or not any(told):
        return "feedback to come"
    return f"{sum(told)} of {counted(len(told), 'scorecard')} in"
