"""Reads the organiser's calendar once a minute, so that nothing rests on a push message alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime

from models.records.delivery import Bookmark
from models.records.loops import EventState, Round
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.ports import Calendar, EventChanges, EventStatus, StoredEvent
from scheduling.rules.lifecycle import ON_CALENDAR
from scheduling.use_cases.note_calendar import note_event

TOKEN = "calendar.sync"
TURN = "calendar.sync.turn"
"""The bookmark of whoever noted something last: another value each time."""


def sync_calendar(uow: UnitOfWork, calendar: Calendar, circumstances: Callable[[], Circumstances]) -> int:
    """One step: what changed since the stored token is applied, and the next token stored with it. Idempotent: the same
    changes applied twice say nothing twice. Returns how many events were looked at. Raises TransientFault.

    The calendar is read outside any transaction, and a round may change meanwhile. What was read is held against the
    round only if that is as it was before; else the token stays, and the next step reads the same changes again. So it is
    where another process has noted something since we began to read: what it read may be newer.
    """
    with uow.reading() as tx:
        bookmark, turn = tx.bookmarks.find(name=TOKEN), tx.bookmarks.find(name=TURN)
        before = {r.event_id: r.version for r in _expected(tx)}
    changes = calendar.changes(bookmark.value if bookmark else None)
    events = [*changes.events, *(_unseen(uow, calendar, changes, circumstances().now) if changes.full else ())]
    unsettled: list[str] = []

    def note(event: StoredEvent) -> None:
        nonlocal turn
        at = circumstances()
        mine = Bookmark(name=TURN, value=at.new_id(), at=at.now)
        with uow() as tx:
            if tx.bookmarks.lock(name=TURN) != turn:
                return
            tx.bookmarks.put(mine)
            if not note_event(tx, at, event, version=before.get(event.event_id)):
                unsettled.append(event.event_id)
        turn = mine

    with ExitStack() as all_of_them:  # one event that can't be told of keeps no other from it
        for event in reversed(events):
            all_of_them.callback(note, event)
    token = changes.next_token if not unsettled else bookmark and bookmark.value
    if token:
        with uow() as tx:
            if tx.bookmarks.lock(name=TURN) == turn:
                tx.bookmarks.put(Bookmark(name=TOKEN, value=token, at=circumstances().now))
    return len(events)


def _expected(tx: Transaction) -> Sequence[Round]:
    """Rounds whose events should be in the calendar, or may come back out of its trash."""
    return tx.rounds.all(state=ON_CALENDAR, event=(EventState.LIVE, EventState.GONE))


def _unseen(uow: UnitOfWork, calendar: Calendar, changes: EventChanges, now: datetime) -> list[StoredEvent]:
    """After a full read: events of ours that it should have shown and did not, asked for one by one."""
    seen = {event.event_id for event in changes.events}
    with uow.reading() as tx:
        expected = _expected(tx)
    coming = [r for r in expected if r.event_id not in seen and r.start is not None and r.start > now]
    return [_asked_for(calendar, round_) for round_ in coming]


def _asked_for(calendar: Calendar, round_: Round) -> StoredEvent:
    assert round_.event_id is not None  # a live event has an id
    missing = StoredEvent(event_id=round_.event_id, etag="", status=EventStatus.CANCELLED)
    return calendar.get(round_.event_id) or missing
