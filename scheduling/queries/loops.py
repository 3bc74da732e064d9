"""Views of one loop for one reader: status, card, and what they may do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from models.records.loops import Loop, LoopState, Round, RoundState, Seat, SeatState
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.queries.facts import LoopFacts
from scheduling.queries.outlook import loop_outlook
from scheduling.rules.access import Action, Resource
from scheduling.rules.business_time import last_day, local_date, loop_day
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.rules.outlook import Delays, Outlook
from scheduling.views.forecasts import ForecastView, ForeseenView, OutlookView
from scheduling.views.loops import Ball, BallKind, LoopView, RoundView, SeatView, Who

MASKED = "(a candidate)"
THE_PANEL = Who(id="", name="the interviewers", slack_id=None, zone="UTC")
"""Whom the loop waits for, to a reader who may not know who they are."""


def who(person: Person) -> Who:
    return Who(id=person.id, name=person.name, slack_id=person.slack_id, zone=person.zone)


def everyone(people: Iterable[Person]) -> tuple[Who, ...]:
    return tuple(who(person) for person in people)


def loop_view(
    tx: Transaction, facts: LoopFacts, reader: Person, now: datetime, *, pace: Delays | None = None
) -> LoopView:
    """The loop as this reader may see it; whoever may see nothing of it must not be given the view at all
    (`may_see_loop`). `pace` is the team's, where several loops are shown."""
    loop = facts.loop
    ends = loop_outlook(tx, loop, facts.rounds, now, pace=pace)
    named = facts.may(reader, Resource.CANDIDATE, Action.READ)
    told = loop.state in LIVE_LOOP or facts.may(reader, Resource.DECISION, Action.READ)
    return LoopView(
        id=loop.id,
        candidate=loop.candidate.name if named else MASKED,
        opening=facts.opening.title,
        state=loop.state if told else LoopState.CANCELLED,
        day=loop_day(loop.kickoff, local_date(now, loop.zone)),
        deadline=last_day(loop.kickoff),
        kickoff=loop.kickoff,
        zone=loop.zone,
        rounds=tuple(round_view(facts, round_, reader) for round_ in facts.rounds if told),
        ball=_ball_for(facts, reader),
        forecast=None if ends is None else _forecast(ends),
        outlook=None if ends is None else _range(ends),
        foreseen=_foreseen(tx, loop) if told and loop.state in (LoopState.OFFER, LoopState.NO) else None,
        coordinator=who(facts.people[loop.coordinator_id]),
        hiring_manager=who(facts.people[loop.hiring_manager_id]),
        resume=loop.candidate.resume if facts.may(reader, Resource.RESUME, Action.READ) else "",
        nudges_paused_until=loop.nudges_paused_until,
        end_reason=loop.end_reason if told else "",
        ending_told=told,
        may=verbs(facts, reader, now),
    )


def may_see_loop(facts: LoopFacts, reader: Person) -> bool:
    return any(facts.may(reader, Resource.STAGE, action) for action in (Action.READ, Action.READ_MASKED))


def round_view(facts: LoopFacts, round_: Round, reader: Person) -> RoundView:
    """One round. Times and people of rounds other than the reader's own need the right to the whole schedule."""
    open_to = may_see_schedule(facts, round_, reader)
    seats = facts.seats[round_.id] if open_to else ()
    return RoundView(
        id=round_.id,
        index=round_.index,
        kind=round_.kind,
        name=round_.name,
        minutes=round_.minutes,
        state=round_.state,
        start=round_.start if open_to else None,
        end=round_.end if open_to else None,
        seats=tuple(_seat_view(facts, round_, seat, reader) for seat in seats),
        focus=round_.focus,
        event=round_.event,
        meet_link=round_.meet_link if open_to else None,
        html_link=round_.html_link if open_to else None,
    )


def may_see_schedule(facts: LoopFacts, round_: Round, reader: Person) -> bool:
    """Whether the reader may know when a round is and who sits in it."""
    own = facts.seat(round_.id, reader.id) is not None
    return facts.may(reader, Resource.SCHEDULE, Action.READ) or (
        own and facts.may(reader, Resource.OWN_SCHEDULE, Action.READ)
    )


def _seat_view(facts: LoopFacts, round_: Round, seat: Seat, reader: Person) -> SeatView:
    told = seat.person_id == reader.id or facts.may(reader, Resource.SUBMISSIONS, Action.READ, round_.id)
    owed = round_.state in (RoundState.FEEDBACK, RoundState.VERDICT, RoundState.ADVANCED, RoundState.STOPPED)
    is_in = (round_.id, seat.person_id) in facts.cards
    return SeatView(
        who=who(facts.people[seat.person_id]),
        pool=seat.pool,
        declined=seat.state is SeatState.DECLINED,
        feedback_in=(is_in or None if not owed else is_in) if told else None,
    )


def _forecast(found: Outlook) -> ForecastView:
    ends = found.ends
    return ForecastView(day=ends.day, on=ends.on, decided_by=ends.decided_by, late=ends.late)


def _range(found: Outlook) -> OutlookView:
    return OutlookView(likely=found.likely.on, latest=found.latest.on, hangs_on=found.latest.decided_by)


def _foreseen(tx: Transaction, loop: Loop) -> ForeseenView | None:
    """None where the loop was decided before its last round, which was no question of time."""
    made = tx.forecasts.first(loop.id)
    if made is None or made.ended_on is None:
        return None
    days = (local_date(made.made_at, loop.zone), made.likely, made.latest, made.ended_on)
    on, likely, latest, ended = (loop_day(loop.kickoff, day) for day in days)
    return ForeseenView(on=on, likely=likely, latest=latest, ended=ended)


def _ball_for(facts: LoopFacts, reader: Person) -> Ball:
    """Who holds an interview is told to those who may know its panel, whose feedback is missing to those who may know who
    has submitted. Everybody may know of themselves."""
    whole = ball(facts)
    round_ = next((r for r in facts.rounds if r.index == whole.round_index), None)
    if round_ is None or whole.kind not in (BallKind.INTERVIEW, BallKind.FEEDBACK):
        return whole
    open_to = may_see_schedule(facts, round_, reader)
    submissions = facts.may(reader, Resource.SUBMISSIONS, Action.READ, round_.id)
    told = open_to if whole.kind is BallKind.INTERVIEW else submissions
    own = tuple(person for person in whole.people if person.id == reader.id)
    people = whole.people if told else own or (THE_PANEL,)
    return replace(whole, people=people, since=whole.since if open_to else None)


def ball(facts: LoopFacts) -> Ball:
    """Whom the loop waits for now."""
    loop = facts.loop
    coordinator = everyone([facts.people[loop.coordinator_id]])
    manager = everyone([facts.people[loop.hiring_manager_id]])
    if loop.state not in LIVE_LOOP:
        return Ball(kind=BallKind.NOTHING)
    if loop.state is LoopState.DEBRIEF:
        return Ball(kind=BallKind.DECISION, people=manager)
    early = {
        LoopState.PLANNING: BallKind.PLAN,
        LoopState.PROPOSED: BallKind.CHOICE,
        LoopState.BOOKING: BallKind.BOOKING,
    }
    if loop.state in early:
        return Ball(kind=early[loop.state], people=coordinator)
    return _ball_of_round(facts, facts.current(), coordinator, manager)


def _ball_of_round(
    facts: LoopFacts, round_: Round | None, coordinator: tuple[Who, ...], manager: tuple[Who, ...]
) -> Ball:
    if round_ is None:
        return Ball(kind=BallKind.DECISION, people=manager)
    if round_.state in (RoundState.OPEN, RoundState.HELD):
        return Ball(kind=BallKind.NEW_TIME, people=coordinator, round_index=round_.index)
    if round_.state is RoundState.FEEDBACK:
        people = everyone(facts.missing(round_.id))
        return Ball(kind=BallKind.FEEDBACK, people=people, since=round_.end, round_index=round_.index)
    if round_.state is RoundState.VERDICT:
        return Ball(kind=BallKind.VERDICT, people=manager, since=round_.verdict_since, round_index=round_.index)
    people = everyone(facts.panel(round_.id))
    return Ball(kind=BallKind.INTERVIEW, people=people, since=round_.start, round_index=round_.index)


def verbs(facts: LoopFacts, reader: Person, now: datetime) -> frozenset[str]:
    """What this reader may do with the loop right now; the buttons follow from it."""
    loop = facts.loop
    if loop.state not in LIVE_LOOP:
        return frozenset()
    ahead = [r for r in facts.rounds if r.state in (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)]
    running = loop.state is LoopState.RUNNING
    manages = facts.may(reader, Resource.PANEL, Action.MANAGE)
    plans = facts.may(reader, Resource.SCHEDULE, Action.MANAGE)
    decides = facts.may(reader, Resource.DECISION, Action.WRITE)
    current = facts.current()
    owed = [r for r in facts.rounds if _owed_by(facts, r, reader, now)]
    granted = {
        "plan": manages and loop.state in (LoopState.PLANNING, LoopState.PROPOSED),
        "move": manages and running and bool(ahead),
        "swap": manages and running and bool(ahead),
        "cancel": manages,
        "edit": plans and bool(ahead),
        "pause": facts.may(reader, Resource.NUDGES, Action.MANAGE),
        "feedback": bool(owed),
        "verdict": decides and current is not None and current.state is RoundState.VERDICT and running,
        "decide": decides and loop.state in (LoopState.RUNNING, LoopState.DEBRIEF),
        "debrief": facts.may(reader, Resource.OTHERS_FEEDBACK, Action.READ) or decides,
    }
    return frozenset(verb for verb, yes in granted.items() if yes)


def _owed_by(facts: LoopFacts, round_: Round, reader: Person, now: datetime) -> bool:
    begun = round_.start is not None and round_.start <= now
    sits = facts.seat(round_.id, reader.id) is not None and not facts.has_nothing_to_add(round_.id, reader)
    return sits and begun and round_.state in (RoundState.INVITED, RoundState.FEEDBACK, RoundState.VERDICT)


def rounds_ahead(rounds: Sequence[Round]) -> list[Round]:
    """Rounds that still lie ahead, with or without a time."""
    return [r for r in rounds if r.state in (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)]
