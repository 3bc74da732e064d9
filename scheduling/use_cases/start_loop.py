"""A new candidate in an opening: the loop and its rounds are written, and the planner is asked for times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from models.records.loops import Loop, LoopState, Round
from models.records.openings import Opening
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import EditAvailability, NewLoop
from scheduling.outbox.wishes import answer, look_for_times, record, redraw_card, say_when
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.loops import rounds_ahead
from scheduling.rules.agreed import CANDIDATES_OWN
from scheduling.rules.business_time import local_date
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.rules.planning_input import no_longer_fitting
from scheduling.rules.reminders import day_notes, first_overdue_nudge
from scheduling.rules.shown import shown_of_availability

FARTHEST_KICKOFF = timedelta(days=90)


def start_loop(tx: Transaction, at: Circumstances, wish: NewLoop) -> Outcome:
    """Idempotent by `wish.loop_id`. Refuses a candidate who is on the team or already in a live loop."""
    tx.loops.begin_in_turn()
    if tx.loops.find(id=wish.loop_id) is not None:
        return Done(code="repeated")
    opening = tx.openings.find(id=wish.opening_id)
    if opening is None or not opening.active:
        return Refused(why=Refusal.UNKNOWN_OPENING, field="opening_id")
    refused = _unfit(tx, wish, local_date(at.now, wish.candidate.zone))
    if refused:
        return refused
    loop = _write(tx, at, wish, opening)
    look_for_times(tx, at, loop, actor=wish.actor_id, kind="loop")
    _time_notes(tx, at, loop)
    redraw_card(tx, at, loop)
    record(tx, at, actor=wish.actor_id, action="loop.started", loop_id=loop.id, subject=opening.id)
    return Done(code="started")


def edit_availability(tx: Transaction, at: Circumstances, wish: EditAvailability) -> Outcome:
    """New windows or days off of the candidate; looks for times again where nothing is booked yet, or for other times of
    the booked rounds that they no longer leave room for."""
    loop = tx.loops.lock(id=wish.loop_id)
    if loop is None:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    if wish.seen not in ("", shown_of_availability(loop.candidate.windows, loop.candidate.days_off)):
        return Refused(why=Refusal.CHANGED_MEANWHILE)
    candidate = replace(loop.candidate, windows=wish.windows, days_off=wish.days_off)
    agreed = tuple(each for each in loop.agreed if each.ask not in CANDIDATES_OWN)
    before, loop = loop, tx.loops.save(replace(loop, candidate=candidate, agreed=agreed))
    ahead = rounds_ahead(tx.rounds.of_loop(loop.id)) if loop.state is LoopState.RUNNING else []
    away = no_longer_fitting(before, loop, ahead, at.now)
    if away:
        job = {"kind": "move", "round_id": away[0].id, "along": [r.id for r in away], "because": "availability"}
        look_for_times(tx, at, loop, actor=wish.actor_id, **job)
    elif loop.state is LoopState.PLANNING:
        look_for_times(tx, at, loop, actor=wish.actor_id, kind="loop", because="asked")
    else:
        answer(tx, at, to=wish.actor_id, code="availability_saved", loop_id=loop.id)
    record(tx, at, actor=wish.actor_id, action="loop.availability", loop_id=loop.id)
    return Done(code="saved")


def _unfit(tx: Transaction, wish: NewLoop, today: date) -> Refused | None:
    email = wish.candidate.email.lower()
    if tx.people.by_email(email) is not None:
        return Refused(why=Refusal.CANDIDATE_IS_COLLEAGUE, field="candidate.email")
    if any(loop.candidate.email.lower() == email for loop in tx.loops.live()):
        return Refused(why=Refusal.SAME_CANDIDATE, field="candidate.email")
    if wish.kickoff < today:
        return Refused(why=Refusal.IN_THE_PAST, field="kickoff")
    if wish.kickoff > today + FARTHEST_KICKOFF:
        return Refused(why=Refusal.TOO_FAR, field="kickoff", detail=(today + FARTHEST_KICKOFF).isoformat())
    return None


def _write(tx: Transaction, at: Circumstances, wish: NewLoop, opening: Opening) -> Loop:
    loop = Loop(
        id=wish.loop_id,
        opening_id=opening.id,
        candidate=wish.candidate,
        kickoff=wish.kickoff,
        zone=wish.candidate.zone,
        state=LoopState.PLANNING,
        coordinator_id=opening.coordinator_id,
        hiring_manager_id=opening.hiring_manager_id,
        created_at=at.now,
        created_by=wish.actor_id,
        nudges_paused_why="",
        end_reason="",
    )
    tx.loops.add(loop)
    for index, plan in enumerate(opening.rounds):
        tx.rounds.add(
            Round(
                id=f"{loop.id}-{index + 1}",
                loop_id=loop.id,
                index=index,
                kind=plan.kind,
                name=plan.name,
                minutes=plan.minutes,
                pools=plan.seats,
                gap_bdays=plan.gap_bdays,
                focus=plan.focus,
            )
        )
    return loop


def _time_notes(tx: Transaction, at: Circumstances, loop: Loop) -> None:
    """Day 15 and 18 for the coordinator, and the first of the nudges from day 22 on, written down at once."""
    holidays = tx.holidays.days()
    coordinator, manager = tx.people.get(id=loop.coordinator_id), tx.people.get(id=loop.hiring_manager_id)
    for note in day_notes(kickoff=loop.kickoff, zone=coordinator.zone, holidays=holidays):
        say_when(tx, at, note, to=coordinator.id, loop=loop)
    for person in {coordinator.id: coordinator, manager.id: manager}.values():
        nudge = first_overdue_nudge(kickoff=loop.kickoff, zone=person.zone, holidays=holidays)
        say_when(tx, at, nudge, to=person.id, loop=loop)
