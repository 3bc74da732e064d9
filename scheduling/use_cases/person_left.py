"""Somebody left the workspace or the team: their coming interviews need somebody else, and their loops need a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models.records.loops import Loop, SeatState
from models.records.people import Person, Standing
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.settled import AHEAD
from scheduling.outbox.wishes import record, redraw_card, say, tell
from scheduling.queries.facts import facts_of, has_begun
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.use_cases.change_seats import note_decline
from scheduling.use_cases.give_feedback import go_on_if_complete


def person_left(tx: Transaction, at: Circumstances, person: Person, *, actor: str = "workspace") -> None:
    """Every coming seat of theirs counts as declined, so that the coordinator hears with ways to mend it; nothing waits for
    feedback of theirs; admins hear of live loops that they coordinated or hired for. Telling it twice of one version of the
    person says it once: whoever comes back may leave again."""
    for loop in _theirs(tx, person):
        _will_not_come(tx, at, loop, person)
        _will_not_tell(tx, at, loop, person)
        if person.id in (loop.coordinator_id, loop.hiring_manager_id):
            _leaves_it_alone(tx, at, loop, person)
    record(tx, at, actor=actor, action="person.left", subject=person.id)


def _will_not_come(tx: Transaction, at: Circumstances, loop: Loop, person: Person) -> None:
    for round_ in tx.rounds.of_loop(loop.id):
        ahead = round_.state in AHEAD and round_.start is not None and round_.start > at.now
        for seat in tx.seats.of_round(round_.id):
            if ahead and seat.person_id == person.id and seat.state is not SeatState.DECLINED:
                note_decline(tx, at, loop, round_, seat, reason="")


def _will_not_tell(tx: Transaction, at: Circumstances, loop: Loop, person: Person) -> None:
    """Where others tell how the interview was, theirs is waived. Where nobody is left to, the coordinator is shown how it
    can be held again (`find_move`)."""
    facts = facts_of(tx, loop)
    for round_ in facts.rounds:
        seat = facts.seat(round_.id, person.id)
        if seat is None or not has_begun(round_, at.now) or person.id not in {p.id for p in facts.awaited(round_)}:
            continue
        lost = facts.is_lost(round_, at.now)
        if not lost:
            tx.seats.save(replace(seat, feedback_waived=True))
            go_on_if_complete(tx, at, loop, round_)
            redraw_card(tx, at, loop)
        news = _trouble("feedback_lost" if lost else "feedback_waived", loop, person) | {"round": round_.id}
        coordinator, about = facts.people[loop.coordinator_id], f"left.{person.id}.{person.version}"
        tell(tx, at, Topic.TROUBLE, to=coordinator, loop=loop, round_=round_, about=about, payload=news)


def _leaves_it_alone(tx: Transaction, at: Circumstances, loop: Loop, person: Person) -> None:
    about, news = f"left.{person.id}.{person.version}.{loop.id}", _trouble("person_left", loop, person)
    for admin in tx.people.all(active=True):
        if Standing.ADMIN in admin.standings and admin.id != person.id:
            say(tx, at, Topic.TROUBLE, to=admin.id, about=about, payload=news)


def _trouble(what: str, loop: Loop, person: Person) -> dict[str, str]:
    return {"what": what, "reason": "", "loop": loop.id, "person": person.id}


def _theirs(tx: Transaction, person: Person) -> Iterator[Loop]:
    """The live loops in which they have a part, each locked before anything of it is read: somebody else may be put into
    their seat at this moment."""
    for loop in tx.loops.live():
        part = {loop.coordinator_id, loop.hiring_manager_id, *(seat.person_id for seat in tx.seats.of_loop(loop.id))}
        locked = tx.loops.lock(id=loop.id) if person.id in part else None
        if locked is not None and locked.state in LIVE_LOOP:
            yield locked
