"""The database: there, at this version, of this key, and keeping every promise that it can show."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack

from pydantic import SecretStr

from bot.config import Given
from bot.doctor.finding import Finding, note, skipped, well, wrong
from bot.keys import belongs, derive
from models.engine import StoreError, make_engine
from models.migration import current, newest
from models.records.delivery import EffectState
from models.unit_of_work import UnitOfWork
from scheduling.invariants import check
from scheduling.ports import Clock

_NEEDS = ("HIREBOT_DATABASE_URL", "HIREBOT_SECRET_KEY")


def look_at_store(given: Given, closing: ExitStack) -> Generator[Finding, None, UnitOfWork | None]:
    """Returns the database where it can be read on. Its schema is looked at first, because nothing is to be made here."""
    if not given.sound("HIREBOT_DATABASE_URL"):
        yield skipped("database", "HIREBOT_DATABASE_URL")
        return None
    url = given.values["HIREBOT_DATABASE_URL"]
    try:
        found = current(url)
        if found is None:
            todo = (
                "once the settings are complete, `python3 start.py team load team.yaml` makes it (and so does "
                "`python3 start.py migrate`)"
            )
            yield wrong("database", "is empty or not there", todo)
            return None
        if found != newest():
            words = f"is at version {found}, this program works with {newest()}"
            yield wrong("database", words, "run `python3 start.py migrate`; where that refuses, the newer Hirebot")
            return None
        uow = UnitOfWork(make_engine(url))
        closing.callback(uow.engine.dispose)
        with uow():  # takes the right to write, and gives it back
            pass
    except (StoreError, OSError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        todo = "see HIREBOT_DATABASE_URL: is it there, and may this user write to it?"
        yield wrong("database", f"cannot be opened for writing ({kind})", todo)
        return None
    yield well("database", f"can be read and written, at version {found}")
    if given.sound("HIREBOT_SECRET_KEY") and not belongs(uow, SecretStr(given.values["HIREBOT_SECRET_KEY"])):
        todo = "put the key back that it began with; it is kept with the backup (docs/operations.md, The secret key)"
        yield wrong("secret key", "HIREBOT_SECRET_KEY is not the one this database began with", todo)
        return None
    return uow


def look_at_promises(given: Given, uow: UnitOfWork | None, clock: Clock) -> Iterator[Finding]:
    if uow is None or not given.sound("HIREBOT_SECRET_KEY"):
        yield skipped("promises", "the database" if given.sound(*_NEEDS) else "HIREBOT_SECRET_KEY")
        return
    secret = derive(SecretStr(given.values["HIREBOT_SECRET_KEY"]), "core")
    with uow.reading() as tx:
        broken = check(tx, now=clock.now(), secret=secret)
        dead = tx.outbox.count(EffectState.DEAD)
    for sentence in broken:
        yield wrong("promise", sentence, "keep a copy of the database and of the log, and tell the project (a bug)")
    if not broken:
        yield well("promises", "all hold")
    if dead:
        words = f"{dead} effects, of which the people concerned were told"
        yield note("given up", words, "docs/operations.md, Something was given up")
