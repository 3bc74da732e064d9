"""When a loop will end, read from what is booked, owed and found free, at the pace at which this team has answered so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from models.records.loops import AnswerTimes, Loop, LoopState, Round
from models.records.proposals import ProposalKind, ProposalState
from models.unit_of_work import Transaction
from scheduling.rules.business_time import business_days_between, local_date
from scheduling.rules.forecast_errors import StageErrors, forecast_errors
from scheduling.rules.lifecycle import DONE_ROUND
from scheduling.rules.outlook import Delays, Outlook, outlook

ANSWERS_MOST = 100
"""How many rounds back: a team's pace of last year says little."""

FORECASTS_MOST = 1000


def loop_outlook(
    tx: Transaction, loop: Loop, rounds: Sequence[Round], now: datetime, *, pace: Delays | None = None
) -> Outlook | None:
    """None while nothing is booked and once the loop has ended. `pace` saves reading it again for every one of many."""
    if loop.state not in (LoopState.RUNNING, LoopState.DEBRIEF):
        return None
    delays = team_delays(tx) if pace is None else pace
    free = _free(tx, loop, rounds, now)
    return outlook(loop, rounds, now=now, holidays=tx.holidays.days(), delays=delays, free=free)


def how_it_forecast(tx: Transaction) -> tuple[StageErrors, ...]:
    """How far off the forecasts of the loops that were decided last turned out to be."""
    return forecast_errors(tx.forecasts.came_true(FORECASTS_MOST))


def _free(tx: Transaction, loop: Loop, rounds: Sequence[Round], now: datetime) -> dict[int, date | None]:
    """What the search for times that lies open has found, by round: the first day that is still ahead."""
    found: dict[int, date | None] = {}
    if all(round_.start is not None or round_.state in DONE_ROUND for round_ in rounds):
        return found
    for proposal in tx.proposals.all(loop_id=loop.id, state=ProposalState.OPEN):
        if proposal.kind is ProposalKind.SWAP:
            continue
        if not proposal.options and proposal.round_index is not None:
            found[proposal.round_index] = None
        for each in (each for option in proposal.options for each in option.rounds):
            if not each.kept and each.start > now:
                day, known = local_date(each.start, loop.zone), found.get(each.index)
                found[each.index] = day if known is None else min(day, known)
    return found


def team_delays(tx: Transaction) -> Delays:
    """In business days of each loop's zone, of the rounds whose feedback came in last."""
    answers, holidays = tx.rounds.answered(ANSWERS_MOST), tx.holidays.days()
    last = {each.loop_id: each.index for each in sorted(answers, key=lambda each: each.index)}

    def took(each: AnswerTimes, since: datetime, until: datetime | None) -> Iterator[int]:
        if until is not None:
            yield business_days_between(local_date(since, each.zone), local_date(until, each.zone), holidays)

    ends = [each for each in answers if each.index == last[each.loop_id] and each.word is None]
    return Delays(
        feedback=[days for each in answers for days in took(each, each.end, each.complete)],
        verdict=[days for each in answers for days in took(each, each.complete, each.word)],
        decision=[days for each in ends for days in took(each, each.complete, each.decided)],
    )
