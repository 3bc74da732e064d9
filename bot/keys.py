"""From the one secret key to the keys that are used, and the guard that a database stays with its key."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from pydantic import SecretStr

from models.records.delivery import Bookmark, EffectState
from models.unit_of_work import UnitOfWork
from scheduling.outbox.restored import lately_restored
from scheduling.outbox.settlement import UNSURE
from scheduling.ports import Clock

BOOKMARK = "secret.key"
LOOK_SECONDS = 5.0
NOT_ITS_KEY = (
    "HIREBOT_SECRET_KEY is not this database's key. After `python3 start.py rotate-key` that is the new one; of a backup "
    "that was put back, the one kept with it"
)


class ForeignKey(Exception):
    """The database was filled under another secret key."""


class CannotRotate(Exception):
    """The message says what a person has to do before."""


class NotAtRest(CannotRotate):
    """Something may have been done of which nobody knows; it can be found under the present key only."""

    def __init__(self) -> None:
        super().__init__(
            "Something is under way, or was when the last process stopped, and is not settled yet. Let one run for two "
            "minutes, stop it (not with kill -9), and try again."
        )


class RestoredLately(CannotRotate):
    """What the backup does not know of is found again under the present key only."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "A backup was put back not long ago, and what it does not know of can be found under the present key only. "
            f"Rotate it after {until:%Y-%m-%d}."
        )


class BrokenChain(CannotRotate):
    """The audit log was altered; under a new key that could not be seen any more."""

    def __init__(self) -> None:
        super().__init__(
            "The audit log was altered, which could not be seen any more under a new key: `python3 start.py doctor` says "
            "where."
        )


def derive(secret_key: SecretStr, purpose: str) -> bytes:
    """A key of its own for each purpose: what leaks of one tells nothing of another."""
    return hmac.new(secret_key.get_secret_value().encode(), f"hirebot/{purpose}".encode(), hashlib.sha256).digest()


def hold_to(uow: UnitOfWork, clock: Clock, secret_key: SecretStr) -> None:
    """Raises ForeignKey where the key is not this database's: the one that it began with, or was given since.

    Under another key, marks of messages and ids of events would not be found again: everything that is under way would
    be said and booked a second time.
    """
    with uow() as tx:
        tx.bookmarks.add_once(Bookmark(name=BOOKMARK, value=_mark(secret_key), at=clock.now()))
    if not belongs(uow, secret_key):
        raise ForeignKey


def rotate(uow: UnitOfWork, clock: Clock, *, old: SecretStr, new: SecretStr) -> None:
    """The database belongs to `new` from then on, and its audit log is chained by it. All or nothing. A process that runs
    under `old` begins nothing any more, and leaves (see `KeyWatch`). Raises ForeignKey where `old` is not the database's,
    RestoredLately, NotAtRest and BrokenChain."""
    hold_to(uow, clock, old)
    with uow() as tx:
        tx.outbox.stop_claims()
        if (restore := lately_restored(tx, clock.now())) is not None:
            raise RestoredLately(restore.until)
        retried = tx.outbox.all(state=EffectState.RETRY)
        if tx.outbox.count(EffectState.SENDING, EffectState.AMBIGUOUS) or any(e.reason in UNSURE for e in retried):
            raise NotAtRest
        if tx.audit.broken_at(derive(old, "core")) is not None:
            raise BrokenChain
        tx.audit.chain_anew(derive(new, "core"), clock.now())
        tx.bookmarks.put(Bookmark(name=BOOKMARK, value=_mark(new), at=clock.now()))


def belongs(uow: UnitOfWork, secret_key: SecretStr) -> bool:
    """Whether this is the database's key, or it has none yet. Writes nothing."""
    with uow.reading() as tx:
        stored = tx.bookmarks.find(name=BOOKMARK)
    return stored is None or hmac.compare_digest(stored.value, _mark(secret_key))


def _mark(secret_key: SecretStr) -> str:
    return derive(secret_key, "database").hex()


class KeyWatch:
    """Whether the database still belongs to the key that this process began with. It is a tick that looks: whoever waits
    for signals must not have to wait for a database as well."""

    def __init__(self, uow: UnitOfWork, secret: bytes) -> None:
        self._uow = uow
        self._secret = secret
        self.lost = False

    def look(self) -> None:
        with self._uow.reading() as tx:
            self.lost = not tx.audit.belongs_to(self._secret)
