"""What would bring a late loop back, looked for in the calendars and put into the alert that is about to be told.

The alert does not wait for long: it is due within a minute whatever becomes of this, and is brought up to date if it was
told before.
"""

from __future__ import annotations

from dataclasses import replace

from models.records.delivery import Effect, EffectState
from models.records.loops import LoopState
from models.repositories.rows import StaleRecord
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.performers.situation import read_busy, read_situation
from scheduling.outbox.settlement import Outside, Settlement, Then, done, skipped
from scheduling.outbox.wishes import is_waiting, retell
from scheduling.queries.facts import loop_facts
from scheduling.queries.outlook import loop_outlook
from scheduling.rules.planning_input import candidates_for, horizon
from scheduling.rules.reminders import told_at
from scheduling.rules.repairs import Repairs, movable, repair_notice, repairs


def find_repairs(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """Free/busy is read outside any transaction, as for a plan; nothing is booked, nothing is proposed."""
    with outside.uow.reading() as tx:
        facts = loop_facts(tx, effect.loop_id or "")
        if facts is None or facts.loop.state is not LoopState.RUNNING:
            return skipped("loop_not_running")
        found = loop_outlook(tx, facts.loop, facts.rounds, at.now)
        loose = movable(facts.rounds, at.now)
        if found is None or not found.ends.late or not loose:
            return done(then=_tell(facts.loop.id, Repairs()))
        notice = repair_notice(found.answered, zone=facts.loop.zone, holidays=facts.holidays, now=at.now)
        situation = read_situation(tx, facts, loose=loose, now=at.now, notice=notice)
    start, end = horizon(facts.loop, at.now)
    emails = [person.email for person in candidates_for(situation)]
    busy = read_busy(outside, facts, at, emails=emails, start=max(start, at.now), end=end)
    return done(then=_tell(facts.loop.id, repairs(situation, busy, late_day=found.ends.day)))


def _tell(loop_id: str, found: Repairs) -> Then:
    def then(tx: Transaction, at: Circumstances) -> None:
        for alert in tx.outbox.all(loop_id=loop_id, topic=Topic.LATE_ALERT):
            if alert.state is EffectState.SENDING:
                raise StaleRecord("outbox")
            payload = {**alert.payload, "repairs": found.as_payload()}
            if is_waiting(alert):
                reader = tx.people.get(id=alert.person_id or "")
                due = told_at(at.now, zone=reader.zone, holidays=tx.holidays.days())
                tx.outbox.save(replace(alert, payload=payload, due_at=min(alert.due_at, due)))
            elif alert.state is EffectState.DONE:
                tx.outbox.save(replace(alert, payload=payload))
        retell(tx, at, Topic.LATE_ALERT, loop_id=loop_id)

    return then
