"""What time alone brings about: interviews end, holds pass unused, forecasts slip past day 21."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.records.delivery import EffectKind
from models.records.loops import Loop, LoopState, Round, RoundState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.wishes import (
    is_waiting,
    look_for_times,
    redraw_card,
    redraw_card_of,
    refresh_home,
    say,
    say_when,
)
from scheduling.queries.facts import facts_of
from scheduling.queries.outlook import loop_outlook
from scheduling.rules.business_time import deadline, local_date
from scheduling.rules.lifecycle import LIVE_LOOP, RoundEvent, next_round_state
from scheduling.rules.outlook import Delays, Outlook
from scheduling.rules.reminders import next_overdue_nudge, told_at
from scheduling.use_cases.booking import redraw_invitations
from scheduling.use_cases.give_feedback import excuse_absent, go_on_if_complete
from scheduling.use_cases.give_verdict import drop_hold
from scheduling.use_cases.keep_forecasts import note_forecast

REPAIRS_WAIT = timedelta(minutes=1)
"""How long an alert waits for the ways to bring the loop back, at most; once they are found it goes out at once."""


def watch_loop(tx: Transaction, at: Circumstances, loop_id: str, pace: Delays) -> None:
    """Moves one loop on as far as time has moved it; repeatable, and nothing at all for a loop that has ended. `pace` is the
    team's, read once for all loops."""
    loop = tx.loops.lock(id=loop_id)
    if loop is None or loop.state not in LIVE_LOOP:
        return
    _keep_card(tx, at, loop)
    _keep_nudging(tx, at, loop)
    if loop.state not in (LoopState.RUNNING, LoopState.DEBRIEF):
        return
    rounds = list(tx.rounds.of_loop(loop.id))
    over = [r for r in rounds if r.state is RoundState.INVITED and r.end is not None and r.end <= at.now]
    passed = [r for r in rounds if r.state is RoundState.HELD and r.start is not None and r.start <= at.now]
    for round_ in over:
        _interview_over(tx, at, loop, round_)
    for round_ in passed:
        _hold_passed(tx, at, loop, round_)
    if over or passed:
        loop, rounds = tx.loops.get(id=loop.id), list(tx.rounds.of_loop(loop.id))
    ends = loop_outlook(tx, loop, rounds, at.now, pace=pace)
    if ends is not None:
        note_forecast(tx, at, loop, rounds, ends)
        _alert_if_late(tx, at, loop, ends)


def _keep_card(tx: Transaction, at: Circumstances, loop: Loop) -> None:
    """Draws the card anew on each day of the loop, also where nothing else happens: it says which day it is and when the
    loop will end, and where somebody is waited for both move. One that Slack has refused is tried again each morning."""
    today = local_date(at.now, loop.zone)
    if today <= local_date(loop.created_at, loop.zone):
        return
    if loop.card_ts is None:
        reader = tx.people.get(id=loop.coordinator_id)
        morning = told_at(at.now, zone=reader.zone, holidays=tx.holidays.days())
        redraw_card_of(tx, at, loop, local_date(morning, loop.zone), due=morning)
    elif loop.kickoff <= today:
        redraw_card_of(tx, at, loop, today)


def _keep_nudging(tx: Transaction, at: Circumstances, loop: Loop) -> None:
    """From day 22 on coordinator and hiring manager hear each business day: as long as one nudge is not written down that
    lies ahead, the next one is. Derived from rows, so that one skipped nudge does not end the row of them."""
    if at.now < deadline(loop.kickoff, loop.zone):
        return
    waiting = {effect.person_id for effect in tx.outbox.all(loop_id=loop.id, topic=Topic.OVERDUE) if is_waiting(effect)}
    for person in tx.people.by_ids({loop.coordinator_id, loop.hiring_manager_id} - waiting).values():
        step = next_overdue_nudge(
            now=at.now,
            kickoff=loop.kickoff,
            zone=person.zone,
            holidays=tx.holidays.days(),
        )
        say_when(tx, at, step, to=person.id, loop=loop)


def _interview_over(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> None:
    round_ = tx.rounds.save(replace(round_, state=next_round_state(round_.state, RoundEvent.END)))
    excuse_absent(tx, round_)
    go_on_if_complete(tx, at, loop, round_)
    for person in facts_of(tx, loop).panel(round_.id):
        redraw_invitations(tx, at, round_, person)
        refresh_home(tx, at, person)
    redraw_card(tx, at, loop)


def _hold_passed(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> None:
    """The round before is not through, so this hold could not be used; new times are proposed at once."""
    round_ = drop_hold(tx, at, loop, round_)
    before = [r for r in tx.rounds.of_loop(loop.id) if r.index < round_.index]
    if all(r.state is RoundState.ADVANCED for r in before):
        job = {"kind": "move", "round_id": round_.id, "because": "hold_passed"}
        look_for_times(tx, at, loop, actor=loop.coordinator_id, **job)


def _alert_if_late(tx: Transaction, at: Circumstances, loop: Loop, found: Outlook) -> None:
    """Past day 21: coordinator and hiring manager hear at once, and again only after it had come back in between."""
    if loop.state is not LoopState.RUNNING:
        return
    late_on = found.ends.on if found.ends.late else None
    if (late_on is None) == (loop.late_told is None):
        return
    loop = tx.loops.save(replace(loop, late_told=late_on))
    if late_on is not None:
        holidays = tx.holidays.days()
        for person in tx.people.by_ids({loop.coordinator_id, loop.hiring_manager_id}).values():
            earlier = tx.outbox.all(topic=Topic.LATE_ALERT, loop_id=loop.id, person_id=person.id, kind=EffectKind.POST)
            if any(is_waiting(alert) for alert in earlier):
                continue  # it says how things are when it is said
            due = max(told_at(at.now, zone=person.zone, holidays=holidays), at.now + REPAIRS_WAIT)
            say(tx, at, Topic.LATE_ALERT, to=person.id, loop=loop, about=late_on.isoformat(), anew=True, due=due)
        look_for_times(tx, at, loop, actor=loop.coordinator_id, kind="late")
    redraw_card(tx, at, loop)
