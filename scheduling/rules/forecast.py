"""Where a loop will end: the day, and the step that decides it. Recomputed at every change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.records.loops import Loop, LoopState, Round, RoundState
from scheduling.rules.business_time import LOOP_DAYS, local_date, loop_day, next_business_day

ANSWER_BDAYS = 1
"""Business days that feedback or a verdict still owed is taken to need: the first step of their ladders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`day` counts the kickoff as 1; `on` is the local date in the loop's zone; `decided_by` is a short English phrase."""

    day: int
    on: date
    decided_by: str

    @property
    def late(self) -> bool:
        return self.day > LOOP_DAYS


def forecast(loop: Loop, rounds: Sequence[Round], *, now: datetime, holidays: Collection[date]) -> Forecast | None:
    """None while nothing is booked yet, and for a loop that has ended.

    Walks the rounds in order: a booked one is held on its day; one without a time comes its gap after the one before,
    counted from today at the earliest; feedback or a verdict owed pushes what follows to the next business day.
    """
    if loop.state not in (LoopState.RUNNING, LoopState.DEBRIEF):
        return None
    today = local_date(now, loop.zone)
    day, decided_by = today, "the decision"
    for round_ in rounds:
        step, why = _round_day(round_, loop, previous=day, today=today, holidays=holidays)
        if step > day or (step == day and why):
            day, decided_by = step, why or decided_by
    return Forecast(day=loop_day(loop.kickoff, day), on=day, decided_by=decided_by)


def _round_day(
    round_: Round, loop: Loop, *, previous: date, today: date, holidays: Collection[date]
) -> tuple[date, str]:
    if round_.state in (RoundState.ADVANCED, RoundState.STOPPED, RoundState.RELEASED):
        return previous, ""
    if round_.state is RoundState.FEEDBACK:
        return next_business_day(today, holidays, ANSWER_BDAYS), f"feedback on {round_.name}"
    if round_.state is RoundState.VERDICT:
        return next_business_day(today, holidays, ANSWER_BDAYS), f"the verdict on {round_.name}"
    if round_.start is not None and local_date(round_.start, loop.zone) >= today:
        return max(previous, local_date(round_.start, loop.zone)), round_.name
    return next_business_day(previous, holidays, max(1, round_.gap_bdays)), f"{round_.name} (no time yet)"
