"""When a loop will end, read from what is booked, owed and found free, at the pace at which this team has answered so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from models.records.feedback import VerdictChoice
from models.records.loops import Loop, LoopState, Round
from models.records.proposals import ProposalKind, ProposalState
from models.unit_of_work import Transaction
from scheduling.rules.business_time import business_days_between, local_date
from scheduling.rules.forecast_errors import StageErrors, forecast_errors
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
    rounds, holidays = tx.rounds.answered(ANSWERS_MOST), tx.holidays.days()
    loops = tx.loops.by_ids(r.loop_id for r in rounds)
    words = _words(tx, rounds)
    last = {r.loop_id: r.id for r in sorted(rounds, key=lambda r: r.index)}

    def took(round_: Round, since: datetime | None, until: datetime | None) -> Iterator[int]:
        if since is not None and until is not None:
            zone = loops[round_.loop_id].zone
            yield business_days_between(local_date(since, zone), local_date(until, zone), holidays)

    ends = {r.id: _decided(loops[r.loop_id]) for r in rounds if last[r.loop_id] == r.id and r.id not in words}
    return Delays(
        feedback=[days for r in rounds for days in took(r, r.end, r.verdict_since)],
        verdict=[days for r in rounds for days in took(r, r.verdict_since, words.get(r.id))],
        decision=[days for r in rounds for days in took(r, r.verdict_since, ends.get(r.id))],
    )


def _words(tx: Transaction, rounds: Sequence[Round]) -> dict[str, datetime]:
    """When the hiring manager said what was to become of a round: "talk" leaves that open."""
    said = [word for word in tx.verdicts.of_rounds(r.id for r in rounds) if word.choice is not VerdictChoice.TALK]
    return {word.round_id: word.given_at for word in sorted(said, key=lambda word: word.given_at, reverse=True)}


def _decided(loop: Loop) -> datetime | None:
    return loop.ended_at if loop.state in (LoopState.OFFER, LoopState.NO) else None
