"""How fast this team answers, read from what it has answered so far, and when a loop will be decided at that pace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from models.records.feedback import VerdictChoice
from models.records.loops import Loop, LoopState, Round
from models.unit_of_work import Transaction
from scheduling.queries.facts import LoopFacts
from scheduling.rules.business_time import business_days_between, local_date
from scheduling.rules.outlook import Delays, outlook
from scheduling.views.loops import LoopView, OutlookView

ANSWERS_MOST = 100
"""How many rounds back: a team's pace of last year says little."""


def with_outlook(tx: Transaction, facts: LoopFacts, view: LoopView, now: datetime) -> LoopView:
    """The view with the range in which the loop will be decided; unchanged while nothing is booked and once it has ended."""
    found = outlook(facts.loop, facts.rounds, now=now, holidays=facts.holidays, delays=team_delays(tx))
    if found is None:
        return view
    range_ = OutlookView(likely=found.likely.on, latest=found.latest.on, hangs_on=found.latest.decided_by)
    return replace(view, outlook=range_)


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
