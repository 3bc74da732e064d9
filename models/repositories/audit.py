"""The audit log: one entry per change, in a chain that cannot be altered without being noticed."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from models.engine import AnotherKey
from models.records.delivery import AuditEntry, Bookmark
from models.repositories.bookmarks import Bookmarks
from models.repositories.rows import Rows, take_turns
from models.tables.delivery import audit, bookmarks

_AUDIT_TURN = 4_812_021
"""See `take_turns`."""

AUDIT_HEAD = "audit_head"
"""The bookmark that holds the newest link of the chain: without it, entries cut off at the end would not be missed."""

AUDIT_KEY = "audit_key"
"""The bookmark that tells under which secret the chain is made, without telling the secret."""

_LAST_LINK = select(audit.c.chain).order_by(audit.c.id.desc()).limit(1)
_KEY = select(bookmarks.c.value).where(bookmarks.c.name == AUDIT_KEY)
_LAST_LINK_AND_KEY = select(_LAST_LINK.scalar_subquery(), _KEY.scalar_subquery())


class Audit(Rows[AuditEntry]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, audit, AuditEntry)

    def append(self, entry: AuditEntry, secret: bytes) -> None:
        """Adds one entry to the chain. Writers wait for each other until their transactions end, so that the chain has
        no fork: append last, when nothing else is left to be locked. Raises AnotherKey."""
        take_turns(self.connection, _AUDIT_TURN)
        found, key = self.connection.execute(_LAST_LINK_AND_KEY).one()
        last = found or ""
        if key is None:
            self._keep_key(secret, entry.at)
        elif not hmac.compare_digest(key, _mark(secret)):
            raise AnotherKey
        chain = link(secret, last, entry)
        self.add(replace(entry, chain=chain))
        Bookmarks(self.connection).put(Bookmark(name=AUDIT_HEAD, value=chain, at=entry.at))

    def belongs_to(self, secret: bytes) -> bool:
        """Whether this is the secret of the chain, or there is none yet. Writes nothing."""
        key = self.connection.execute(_KEY).scalar()
        return key is None or hmac.compare_digest(key, _mark(secret))

    def chain_anew(self, secret: bytes, now: datetime) -> None:
        """Chains every entry under another secret; nobody appends under the old one any more. Whoever may do so can alter
        entries: look at `broken_at` before."""
        take_turns(self.connection, _AUDIT_TURN)
        last: AuditEntry | None = None
        for entry in self.all():
            last = replace(entry, chain=link(secret, "" if last is None else last.chain, entry))
            self.save(last)
        if last is not None:
            Bookmarks(self.connection).put(Bookmark(name=AUDIT_HEAD, value=last.chain, at=last.at))
        self._keep_key(secret, now)

    def broken_at(self, secret: bytes) -> int | None:
        """The id of the first entry that does not follow from the one before it (or is missing at the end); None when
        the chain is whole."""
        last, number = "", 0
        query = select(audit).order_by(audit.c.id).execution_options(yield_per=1000)
        with self.connection.execute(query) as rows:
            for row in rows:
                entry = self._record(row)
                if not hmac.compare_digest(entry.chain, link(secret, last, entry)):
                    return entry.id
                last, number = entry.chain, entry.id
        head = Bookmarks(self.connection).find(name=AUDIT_HEAD)
        return None if last == ("" if head is None else head.value) else number + 1

    def _keep_key(self, secret: bytes, now: datetime) -> None:
        Bookmarks(self.connection).put(Bookmark(name=AUDIT_KEY, value=_mark(secret), at=now))


def _mark(secret: bytes) -> str:
    return hmac.new(secret, b"the key of the audit log", hashlib.sha256).hexdigest()


def link(secret: bytes, last: str, entry: AuditEntry) -> str:
    """The HMAC of an entry and the link before it; an unambiguous encoding, the moment in UTC as it is read back."""
    moment = entry.at.astimezone(UTC).isoformat()
    parts = [last, moment, entry.actor_id, entry.action, entry.loop_id, entry.subject, entry.detail]
    return hmac.new(secret, json.dumps(parts).encode(), hashlib.sha256).hexdigest()
