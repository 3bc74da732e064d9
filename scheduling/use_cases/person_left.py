"""Somebody left the workspace or the team: their coming interviews need somebody else, and their loops need a person."""

from __future__ import annotations

from collections.abc import Iterator

from models.records.loops import Loop, RoundState, SeatState
from models.records.people import Person, Standing
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.wishes import record, say
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.use_cases.change_seats import note_decline

COMING = (RoundState.HELD, RoundState.INVITED)


def person_left(tx: Transaction, at: Circumstances, person: Person, *, actor: str = "workspace") -> None:
    """Every coming seat of theirs counts as declined, so that the coordinator hears with ways to mend it; admins hear of
    live loops that they coordinated or hired for. Telling it twice of one version of the person says it once: whoever comes
    back may leave again."""
    for loop in _theirs(tx, person):
        for round_ in tx.rounds.of_loop(loop.id):
            ahead = round_.state in COMING and round_.start is not None and round_.start > at.now
            for seat in tx.seats.of_round(round_.id):
                if ahead and seat.person_id == person.id and seat.state is not SeatState.DECLINED:
                    note_decline(tx, at, loop, round_, seat, reason="", how=f"left.{person.version}")
        if person.id in (loop.coordinator_id, loop.hiring_manager_id):
            for admin in tx.people.all(active=True):
                if Standing.ADMIN in admin.standings and admin.id != person.id:
                    trouble = {"what": "person_left", "reason": "", "loop": loop.id, "person": person.id}
                    say(
                        tx,
                        at,
                        Topic.TROUBLE,
                        to=admin.id,
                        about=f"left.{person.id}.{person.version}.{loop.id}",
                        payload=trouble,
                    )
    record(tx, at, actor=actor, action="person.left", subject=person.id)


def _theirs(tx: Transaction, person: Person) -> Iterator[Loop]:
    """The live loops in which they have a part, each locked before anything of it is read: somebody else may be put into
    their seat at this moment."""
    for loop in tx.loops.live():
        part = {loop.coordinator_id, loop.hiring_manager_id, *(seat.person_id for seat in tx.seats.of_loop(loop.id))}
        locked = tx.loops.lock(id=loop.id) if person.id in part else None
        if locked is not None and locked.state in LIVE_LOOP:
            yield locked
