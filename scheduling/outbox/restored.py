"""After a backup was put back: what it does not know of may be outside all the same, so it is looked for before it is said.

A message keeps the mark it had in the time that was lost, as long as it is about the same thing; that holds also for one
that is written down only now, because somebody does again what they did then. Events are found by their ids anyway.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from models.records.delivery import Bookmark, Effect, EffectKind
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.outbox.wishes import record

RESTORED = "restored"
"""The bookmark: its value is the last moment that the backup knows of, `at` when it was put back."""

PROBE = "health.write"
"""The bookmark that is written only to see whether anything can be: it tells nothing of when the bot was at work."""

LOOKED_FOR = timedelta(days=28)
"""How long after: as long as a loop of that time may still have something to say."""


def note_restored(tx: Transaction, at: Circumstances, *, actor: str) -> datetime:
    """To be called before anything else is done with the database. Returns the moment from which on nothing is known.
    Said again it changes nothing."""
    known = tx.bookmarks.find(name=RESTORED)
    moments = [bookmark.at for bookmark in tx.bookmarks.all() if bookmark.name not in (RESTORED, PROBE)]
    moments += [moment for moment in (tx.inbox.last_received(""), tx.outbox.last_tried()) if moment is not None]
    if known is not None and at.now - known.at < LOOKED_FOR:
        return datetime.fromisoformat(known.value)
    since = max(moments, default=at.now)
    record(tx, at, actor=actor, action="database.restored", detail=since.isoformat())
    tx.bookmarks.put(Bookmark(name=RESTORED, value=since.isoformat(), at=at.now))
    return since


def unknown_since(tx: Transaction, effect: Effect, now: datetime) -> datetime | None:
    """From when on this message may be there already, though we have not tried it, or show something else than what we
    know, or what is to be booked stands in the calendars already; None where that cannot be."""
    if effect.kind not in (EffectKind.POST, EffectKind.CARD, EffectKind.EDIT, EffectKind.PLAN, EffectKind.BOOK):
        return None
    known = tx.bookmarks.find(name=RESTORED)
    if known is None or now - known.at > LOOKED_FOR:
        return None
    since = datetime.fromisoformat(known.value)
    loop = tx.loops.find(id=effect.loop_id) if effect.loop_id else None
    return None if loop is not None and loop.created_at > since else since
