"""After a backup was put back: what it does not know of may be outside all the same, so it is looked for before it is said.

A message keeps the mark it had in the time that was lost, as long as it is about the same thing; that holds also for one
that is written down only now, because somebody does again what they did then. Events are found by their ids anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.records.delivery import Bookmark, Effect, EffectKind
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.outbox.wishes import record

RESTORED = "restored"
"""The bookmark: its value holds `since` and `last` of a `Restore`, its `at` is when a backup was put back."""

PROBE = "health.write"
"""The bookmark that is written only to see whether anything can be: it tells nothing of when the bot was at work."""

LOOKED_FOR = timedelta(days=28)
"""How long after: as long as a loop of that time may still have something to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """A backup that was put back. `last` is the last moment that it knows of: what is younger was begun after it was put
    back. From `since` on something may be unknown: from `last` on, or earlier where not long before another one was put
    back, which it holds the traces of. `until` is how long that is heeded."""

    since: datetime
    last: datetime
    until: datetime


def lately_restored(tx: Transaction, now: datetime) -> Restore | None:
    """None where no backup was put back in the last four weeks."""
    known = tx.bookmarks.find(name=RESTORED)
    if known is None or now - known.at > LOOKED_FOR:
        return None
    since, _, last = known.value.partition(" ")
    return Restore(
        since=datetime.fromisoformat(since),
        last=datetime.fromisoformat(last or since),
        until=known.at + LOOKED_FOR,
    )


def note_restored(tx: Transaction, at: Circumstances, *, actor: str) -> datetime:
    """To be called before anything else is done with the database. Returns the last moment that it knows of. Where it is
    said again of the same one, only its four weeks begin anew; another one that was put back meanwhile has been worked
    with since."""
    earlier = lately_restored(tx, at.now)
    moments = [bookmark.at for bookmark in tx.bookmarks.all() if bookmark.name not in (RESTORED, PROBE)]
    moments += [moment for moment in (tx.inbox.last_received(""), tx.outbox.last_tried()) if moment is not None]
    last = max(moments, default=at.now)
    if earlier is not None and last <= earlier.until - LOOKED_FOR:
        tx.bookmarks.put(replace(tx.bookmarks.get(name=RESTORED), at=at.now))
        return earlier.last
    since = last if earlier is None else min(earlier.since, last)
    record(tx, at, actor=actor, action="database.restored", detail=last.isoformat())
    tx.bookmarks.put(Bookmark(name=RESTORED, value=f"{since.isoformat()} {last.isoformat()}", at=at.now))
    return last


def unknown_since(tx: Transaction, effect: Effect, now: datetime) -> datetime | None:
    """From when on this message may be there already, though we have not tried it, or show something else than what we
    know, or what is to be booked stands in the calendars already; None where that cannot be."""
    if effect.kind not in (EffectKind.POST, EffectKind.CARD, EffectKind.EDIT, EffectKind.PLAN, EffectKind.BOOK):
        return None
    restore = lately_restored(tx, now)
    if restore is None or (effect.loop_id and begun_after(tx, restore, effect.loop_id)):
        return None
    return restore.since


def begun_after(tx: Transaction, restore: Restore, loop_id: str) -> bool:
    """Whether all of this loop is known: it was begun after the backup had been put back."""
    loop = tx.loops.find(id=loop_id)
    return loop is not None and loop.created_at > restore.last
