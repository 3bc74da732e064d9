"""Puts right what `check` found, as far as a program may: always by a wish in the outbox or a normal step, so that what is
mended twice is done once. What only people can decide is left to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from models.unit_of_work import Transaction, UnitOfWork
from scheduling.agreement import Disagreement, Wrong, calendar_disagreements
from scheduling.circumstances import Circumstances
from scheduling.invariants import missing_reminders, stale_cards
from scheduling.outbox.restored import begun_after, lately_restored
from scheduling.outbox.wishes import record, redraw_card, say_when, settle_event, take_off
from scheduling.ports import StoredEvent
from scheduling.rules.reminders import Planned, feedback_ladder, interview_reminders
from scheduling.use_cases.booking import times_of

ACTOR = "doctor"


def mend(uow: UnitOfWork, at: Circumstances, events: Iterable[StoredEvent] | None) -> tuple[str, ...]:
    """Says what was done, a sentence each; an empty answer where nothing was to be done or could be. `events` are those of
    the calendar, read before; None where it could not be read: then nothing in it is touched. The outbox does the rest as
    soon as Hirebot runs."""
    with uow() as tx:
        done = (
            *_leases(tx, at),
            *(
                said
                for found in (() if events is None else calendar_disagreements(tx, tuple(events), now=at.now))
                if may_mend(tx, found, at.now)
                for said in _event(tx, at, found)
            ),
            *_reminders(tx, at),
            *_cards(tx, at),
        )
        if done:
            record(tx, at, actor=ACTOR, action="mended", detail=f"{len(done)} things")
    return done


def may_mend(tx: Transaction, found: Disagreement, now: datetime) -> bool:
    """An event of a round that is not known here is people's: another installation's, or of a time after a backup that was
    put back. So is, for four weeks after that, each one of a loop that the backup knows from before: what differs may have
    been done in the time that was lost, and whoever did it does it again."""
    round_ = tx.rounds.find(id=found.round_id) if found.round_id else None
    restore = lately_restored(tx, now)
    return round_ is not None and (restore is None or begun_after(tx, restore, round_.loop_id))


def _leases(tx: Transaction, at: Circumstances) -> Iterator[str]:
    if count := tx.outbox.expired(at.now):
        yield f"{count} effects whose worker is gone will be looked for and, if need be, done again"


def _event(tx: Transaction, at: Circumstances, found: Disagreement) -> Iterator[str]:
    round_ = tx.rounds.get(id=found.round_id)
    if found.wrong is Wrong.FOREIGN:
        take_off(tx, at, round_, found.event_id)
        yield f"event {found.event_id} will be taken off the calendar (round {round_.id} does not have it)"
        return
    settle_event(tx, at, round_)
    missing = found.wrong is Wrong.MISSING
    yield f"round {round_.id} will be {'put' if missing else 'set right'} on the calendar"


def _reminders(tx: Transaction, at: Circumstances) -> Iterator[str]:
    """Each by the name of what it stands for, so that of two doctors at once one writes it down."""
    for missing in list(missing_reminders(tx, at.now)):
        loop = tx.loops.get(id=missing.round.loop_id)
        person = tx.people.get(id=missing.person_id)
        start, end = times_of(missing.round)
        holidays = tx.holidays.days()
        planned: tuple[Planned, ...] = interview_reminders(
            start=start, end=end, zone=person.zone, holidays=holidays, now=at.now, briefed=True
        )
        planned += feedback_ladder(end=end, zone=person.zone, holidays=holidays)
        for step in planned:
            if step.topic == missing.topic:
                say_when(tx, at, step, to=person.id, loop=loop, round_=missing.round, about=f"mended-{missing.gone}")
        yield f"{missing.topic} of {person.id} for round {missing.round.id} is written down again"


def _cards(tx: Transaction, at: Circumstances) -> Iterator[str]:
    for loop in list(stale_cards(tx, at.now)):
        if redraw_card(tx, at, loop):
            yield f"the card of loop {loop.id} will be drawn again"
