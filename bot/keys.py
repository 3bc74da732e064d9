"""From the one secret key to the keys that are used, and the guard that a database stays with its key."""

from __future__ import annotations

import hashlib
import hmac

from pydantic import SecretStr

from models.records.delivery import Bookmark, EffectState
from models.unit_of_work import UnitOfWork
from scheduling.outbox.settlement import UNSURE
from scheduling.ports import Clock

BOOKMARK = "secret.key"


class ForeignKey(Exception):
    """The database was filled under another secret key."""


class NotAtRest(Exception):
    """Something may have been done of which nobody knows; it can be found under the present key only."""


class BrokenChain(Exception):
    """The audit log was altered; under a new key that could not be seen any more."""


def derive(secret_key: SecretStr, purpose: str) -> bytes:
    """A key of its own for each purpose: what leaks of one tells nothing of another."""
    return hmac.new(secret_key.get_secret_value().encode(), f"hirebot/{purpose}".encode(), hashlib.sha256).digest()


def hold_to(uow: UnitOfWork, clock: Clock, secret_key: SecretStr) -> None:
    """Raises ForeignKey where the key is not the one this database began with.

    Under another key, marks of messages and ids of events would not be found again: everything that is under way would
    be said and booked a second time.
    """
    with uow() as tx:
        tx.bookmarks.add_once(Bookmark(name=BOOKMARK, value=_mark(secret_key), at=clock.now()))
    if not belongs(uow, secret_key):
        raise ForeignKey


def rotate(uow: UnitOfWork, clock: Clock, *, old: SecretStr, new: SecretStr) -> None:
    """The database belongs to `new` from then on, and its audit log is chained by it. All or nothing; no process may run.
    Raises ForeignKey where `old` is not the database's, NotAtRest and BrokenChain."""
    hold_to(uow, clock, old)
    with uow() as tx:
        retried = tx.outbox.all(state=EffectState.RETRY)
        if tx.outbox.count(EffectState.SENDING, EffectState.AMBIGUOUS) or any(e.reason in UNSURE for e in retried):
            raise NotAtRest
        if tx.audit.broken_at(derive(old, "core")) is not None:
            raise BrokenChain
        tx.audit.chain_anew(derive(new, "core"))
        tx.bookmarks.put(Bookmark(name=BOOKMARK, value=_mark(new), at=clock.now()))


def belongs(uow: UnitOfWork, secret_key: SecretStr) -> bool:
    """Whether the database began with this key, or has not begun yet. Writes nothing."""
    with uow.reading() as tx:
        stored = tx.bookmarks.find(name=BOOKMARK)
    return stored is None or hmac.compare_digest(stored.value, _mark(secret_key))


def _mark(secret_key: SecretStr) -> str:
    return derive(secret_key, "database").hex()
