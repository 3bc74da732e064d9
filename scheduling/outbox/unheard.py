"""News of a loop for somebody who has left: nobody else would hear it."""

from __future__ import annotations

from datetime import timedelta

from models.records.delivery import Effect
from models.records.people import Standing
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.wishes import say
from scheduling.rules.business_time import local_date
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.rules.reminders import told_at

STALE_AFTER = timedelta(days=3)


def tell_of_unheard(tx: Transaction, at: Circumstances, effect: Effect) -> None:
    """A message to the coordinator or hiring manager of a live loop was not sent because they are gone: the other of the two
    and the admins hear that there is something to look at, once a day and loop, within their reading hours."""
    loop_id = effect.loop_id or effect.payload.get("loop")
    loop = tx.loops.find(id=loop_id) if loop_id else None
    if loop is None or loop.state not in LIVE_LOOP:
        return
    run_by = {loop.coordinator_id, loop.hiring_manager_id}
    if effect.person_id not in run_by:
        return
    payload = {"what": "unheard", "reason": "", "loop": loop.id, "person": effect.person_id}
    for person in tx.people.all(active=True):
        if person.id in run_by or Standing.ADMIN in person.standings:
            due = told_at(at.now, zone=person.zone, holidays=tx.holidays.days())
            about = f"unheard.{effect.person_id}.{loop.id}.{local_date(due, person.zone).isoformat()}"
            say(tx, at, Topic.TROUBLE, to=person.id, due=due, until=due + STALE_AFTER, about=about, payload=payload)
