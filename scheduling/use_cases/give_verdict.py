"""The hiring manager's word on a round: advance turns the next hold into an invitation, stop ends the loop, talk waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.records.feedback import Verdict, VerdictChoice
from models.records.loops import EventState, Loop, LoopState, Round, RoundState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import GiveVerdict
from scheduling.messages import Topic
from scheduling.outbox.wishes import (
    cancel_event,
    look_for_times,
    record,
    redraw_card,
    refresh_home,
    retell,
    say_when,
    settle_event,
)
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import facts_of
from scheduling.rules.lifecycle import LIVE_LOOP, LoopEvent, RoundEvent, next_round_state
from scheduling.rules.reminders import verdict_ladder
from scheduling.use_cases.booking import announce, redraw_invitations, release_person, remind, remind_manager, times_of
from scheduling.use_cases.end_loop import end_loop
from scheduling.use_cases.give_feedback import reopen

SHORTEST_NOTICE = timedelta(hours=2)
"""A hold closer than this is not turned into an invitation any more: the candidate gets a new time instead."""


def give_verdict(tx: Transaction, at: Circumstances, wish: GiveVerdict) -> Outcome:
    """Only while the round's verdict is due; the second of two presses changes nothing."""
    loop = tx.loops.lock(id=wish.loop_id)
    round_ = None if loop is None else tx.rounds.find(id=wish.round_id)
    if loop is None or round_ is None or round_.loop_id != loop.id:
        return Refused(why=Refusal.UNKNOWN_ROUND)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    if round_.state in (RoundState.ADVANCED, RoundState.STOPPED):
        return Refused(why=Refusal.ALREADY_DONE)
    if round_.state is not RoundState.VERDICT or loop.state is not LoopState.RUNNING:
        return Refused(why=Refusal.VERDICT_NOT_DUE)
    _write(tx, at, wish)
    asked = (Topic.VERDICT_ASK, Topic.VERDICT_OWED)
    tx.outbox.supersede("verdict_given", round_id=round_.id, topic=asked)
    {VerdictChoice.ADVANCE: _advance, VerdictChoice.STOP: _stop, VerdictChoice.TALK: _talk}[wish.choice](
        tx, at, loop, round_, wish
    )
    retell(tx, at, *asked, round_id=round_.id)
    record(tx, at, actor=wish.actor_id, action=f"verdict.{wish.choice}", loop_id=loop.id, subject=round_.id)
    return Done(code=str(wish.choice))


def _write(tx: Transaction, at: Circumstances, wish: GiveVerdict) -> None:
    tx.verdicts.add(
        Verdict(
            id=at.new_id(),
            loop_id=wish.loop_id,
            round_id=wish.round_id,
            person_id=wish.actor_id,
            choice=wish.choice,
            reason=wish.reason,
            given_at=at.now,
        )
    )


def _advance(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, wish: GiveVerdict) -> None:
    tx.rounds.save(replace(round_, state=next_round_state(round_.state, RoundEvent.ADVANCE)))
    following = facts_of(tx, loop).after(round_)
    if following is None:
        return
    soon = following.start is not None and following.start < at.now + SHORTEST_NOTICE
    if following.state is RoundState.HELD and not soon:
        invite(tx, at, loop, following)
    else:
        _find_time(tx, at, loop, following)
    redraw_card(tx, at, loop)


def invite(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> None:
    """A hold becomes an interview: the candidate is invited, and the panel's reminders are written down."""
    saved = tx.rounds.save(
        replace(
            round_,
            state=next_round_state(round_.state, RoundEvent.INVITE),
            candidate_invited=True,
            event=round_.event if round_.event is EventState.LIVE else EventState.WANTED,
        )
    )
    settle_event(tx, at, saved)
    panel = facts_of(tx, loop).panel(saved.id)
    for person in panel:
        briefed = announce(tx, at, Topic.CONFIRMED, to=person, loop=loop, round_=saved)
        redraw_invitations(tx, at, saved, person)
        remind(tx, at, loop, saved, person, briefed=briefed)
        refresh_home(tx, at, person)
    remind_manager(tx, at, loop, saved, panel, end=times_of(saved)[1])


def _find_time(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> None:
    """The next round has no usable hold: where a time was planned it is tried first, else new ones are proposed."""
    job = {"kind": "move", "round_id": round_.id, "because": "hold_passed" if round_.start else ""}
    if round_.state is RoundState.HELD:
        round_ = drop_hold(tx, at, loop, round_)
    elif round_.start is not None and round_.start > at.now + SHORTEST_NOTICE:
        job = {"kind": "confirm", "round_id": round_.id}
    look_for_times(tx, at, loop, actor=loop.coordinator_id, **job)


def drop_hold(tx: Transaction, at: Circumstances, loop: Loop, round_: Round) -> Round:
    """A hold whose time came too close or passed: taken off the calendars, its people told, and open for a new time."""
    for person in facts_of(tx, loop).panel(round_.id):
        release_person(tx, at, loop, round_, person)
    if round_.event is not EventState.NONE:
        cancel_event(tx, at, round_)
    return reopen(tx, at, loop, tx.rounds.get(id=round_.id), RoundEvent.LOSE_TIME)


def _stop(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, wish: GiveVerdict) -> None:
    tx.rounds.save(replace(round_, state=next_round_state(round_.state, RoundEvent.STOP)))
    end_loop(tx, at, loop, LoopEvent.NO, reason=wish.reason, actor=wish.actor_id)


def _talk(tx: Transaction, at: Circumstances, loop: Loop, round_: Round, wish: GiveVerdict) -> None:
    """The hiring manager wants to talk first: the ladder starts again from now, so that it does not end in silence."""
    manager = tx.people.get(id=loop.hiring_manager_id)
    for step in verdict_ladder(topic=Topic.VERDICT_OWED, asked=at.now, zone=manager.zone, holidays=tx.holidays.days()):
        say_when(tx, at, step, to=manager.id, loop=loop, round_=round_, anew=True)
    redraw_card(tx, at, loop)
