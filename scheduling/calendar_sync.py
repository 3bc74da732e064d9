"""Reads the organiser's calendar once a minute, so that nothing rests on a push message alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from models.records.delivery import Bookmark
from models.records.loops import EventState, Round
from models.unit_of_work import UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.ports import Calendar, EventChanges, EventStatus, StoredEvent
from scheduling.use_cases.note_calendar import WATCHED, note_event

TOKEN = "calendar.sync"


def sync_calendar(uow: UnitOfWork, calendar: Calendar, circumstances: Callable[[], Circumstances]) -> int:
    """One step: what changed since the stored token is applied, and the next token stored with it. Idempotent: the same
    changes applied twice say nothing twice. Returns how many events were looked at. Raises TransientFault."""
    with uow.reading() as tx:
        bookmark = tx.bookmarks.find(name=TOKEN)
    changes = calendar.changes(bookmark.value if bookmark else None)
    events = [*changes.events, *(_unseen(uow, calendar, changes, circumstances().now) if changes.full else ())]
    for event in events:
        with uow() as tx:
            note_event(tx, circumstances(), event)
    with uow() as tx:
        tx.bookmarks.put(Bookmark(name=TOKEN, value=changes.next_token, at=circumstances().now))
    return len(events)


def _unseen(uow: UnitOfWork, calendar: Calendar, changes: EventChanges, now: datetime) -> list[StoredEvent]:
    """After a full read: events of ours that it should have shown and did not, asked for one by one."""
    seen = {event.event_id for event in changes.events}
    with uow.reading() as tx:
        expected = [r for state in WATCHED for r in tx.rounds.all(state=state, event=EventState.LIVE)]
    found = []
    for round_ in expected:
        if round_.event_id in seen or round_.start is None or round_.start <= now:
            continue
        found.append(_asked_for(calendar, round_))
    return found


def _asked_for(calendar: Calendar, round_: Round) -> StoredEvent:
    assert round_.event_id is not None  # a live event has an id
    missing = StoredEvent(event_id=round_.event_id, etag="missing", status=EventStatus.CANCELLED)
    return calendar.get(round_.event_id) or missing
