"""What one person has to do: interviews, feedback owed, loops that wait for them, loops in danger."""

from __future__ import annotations

from datetime import datetime

from models.records.loops import Round, RoundState
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.queries.facts import LoopFacts, facts_of, team_roles
from scheduling.queries.loops import loop_view, may_see_loop, who
from scheduling.queries.outlook import team_delays
from scheduling.rules.access import Action, Resource, any_authorized
from scheduling.rules.business_time import LOOP_DAYS, local_date
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.views.loops import LoopView
from scheduling.views.team import MyInterview, OwedFeedback, WorklistView

AT_RISK_DAY = 15
"""From this day on a loop whose third round is not done counts as in danger, as the day note does."""


def worklist(tx: Transaction, reader: Person, now: datetime) -> WorklistView:
    """Everything for the reader, soonest or oldest first; nothing of loops that they are not part of."""
    interviews: list[MyInterview] = []
    owed: list[OwedFeedback] = []
    mine: list[LoopView] = []
    pace = team_delays(tx)
    for loop in tx.loops.live():
        facts = facts_of(tx, loop)
        if not facts.may(reader, Resource.STAGE, Action.READ):
            continue
        for round_ in facts.rounds:
            interviews += _interview(facts, round_, reader, now)
            owed += _owed(tx, facts, round_, reader, now)
        if reader.id in (loop.coordinator_id, loop.hiring_manager_id):
            mine.append(loop_view(tx, facts, reader, now, pace=pace))
    waiting = [v for v in mine if any(person.id == reader.id for person in v.ball.people)]
    return WorklistView(
        reader=who(reader),
        interviews=tuple(sorted(interviews, key=lambda i: i.start)),
        owed=tuple(sorted(owed, key=lambda o: o.since)),
        my_ball=tuple(waiting),
        in_danger=tuple(v for v in mine if in_danger(v)),
        loops=tuple(mine),
        may_start=any_authorized(team_roles(tx, reader), Resource.STAGE, Action.MANAGE),
        today=local_date(now, reader.zone),
    )


def in_danger(view: LoopView) -> bool:
    """Late by forecast, past day 21, or on day 15 without round 3 behind it."""
    done = (RoundState.VERDICT, RoundState.ADVANCED)
    third = view.rounds[2].state in done if len(view.rounds) > 2 else True
    late = view.forecast is not None and view.forecast.late
    return late or view.day > LOOP_DAYS or (view.day >= AT_RISK_DAY and not third)


def visible_loops(tx: Transaction, reader: Person, now: datetime, *, ended: bool = False) -> list[LoopView]:
    """Loops that the reader may see, newest first."""
    pace = team_delays(tx)
    found = [facts_of(tx, loop) for loop in tx.loops.recent() if ended or loop.state in LIVE_LOOP]
    return [loop_view(tx, facts, reader, now, pace=pace) for facts in found if may_see_loop(facts, reader)]


def _interview(facts: LoopFacts, round_: Round, reader: Person, now: datetime) -> list[MyInterview]:
    if facts.seat(round_.id, reader.id) is None or round_.start is None or round_.end is None or round_.end <= now:
        return []
    if round_.state not in (RoundState.HELD, RoundState.INVITED):
        return []
    return [
        MyInterview(
            loop_id=facts.loop.id,
            round_id=round_.id,
            candidate=facts.loop.candidate.name,
            opening=facts.opening.title,
            round_name=round_.name,
            start=round_.start,
            end=round_.end,
            hold=round_.state is RoundState.HELD,
            meet_link=round_.meet_link,
        )
    ]


def _owed(tx: Transaction, facts: LoopFacts, round_: Round, reader: Person, now: datetime) -> list[OwedFeedback]:
    seat = facts.seat(round_.id, reader.id)
    over = round_.end is not None and round_.end <= now and round_.state in (RoundState.INVITED, RoundState.FEEDBACK)
    if seat is None or seat.feedback_waived or not over or (round_.id, reader.id) in facts.cards:
        return []
    assert round_.end is not None  # `over` says so
    return [
        OwedFeedback(
            loop_id=facts.loop.id,
            round_id=round_.id,
            candidate=facts.loop.candidate.name,
            opening=facts.opening.title,
            round_name=round_.name,
            since=round_.end,
            has_draft=tx.drafts.find(round_id=round_.id, person_id=reader.id) is not None,
        )
    ]
