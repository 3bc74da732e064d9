"""Keeps what was forecast of a loop, so that it can be held against what came true."""

from __future__ import annotations

from dataclasses import replace

from models.records.forecasts import ForecastMade
from models.records.loops import Loop, Round, RoundState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.outbox.wishes import redraw_card
from scheduling.rules.business_time import local_date
from scheduling.rules.outlook import Outlook

AHEAD = (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)


def note_forecast(tx: Transaction, at: Circumstances, loop: Loop, rounds: list[Round], found: Outlook) -> None:
    """Written down where it says something new. The card then says so too: what is owed grows late without anything
    happening. The caller holds the loop's row."""
    stage = sum(round_.state not in AHEAD for round_ in rounds)
    before = tx.forecasts.newest(loop.id)
    told = None if before is None else (before.likely, before.latest)
    if before is not None and (before.stage, told) == (stage, (found.likely.on, found.latest.on)):
        return
    made = ForecastMade(
        loop_id=loop.id,
        n=1 if before is None else before.n + 1,
        stage=stage,
        made_at=at.now,
        likely=found.likely.on,
        latest=found.latest.on,
    )
    tx.forecasts.add(made)
    if told is not None and told != (made.likely, made.latest):
        redraw_card(tx, at, loop)


def came_true(tx: Transaction, at: Circumstances, loop: Loop) -> None:
    """The loop has been decided after its last round: every forecast of it gets its error, in the same transaction."""
    ended_on = local_date(at.now, loop.zone)
    for made in tx.forecasts.all(loop_id=loop.id):
        tx.forecasts.save(replace(made, ended_on=ended_on, error_days=(ended_on - made.likely).days))
