"""The database: there, at this version, of this key."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack

from pydantic import SecretStr

from bot.config import Given
from bot.doctor.finding import Finding, skipped, well, wrong
from bot.keys import belongs
from bot.store import place, why_closed
from models.engine import StoreError, make_engine
from models.migration import current, newest
from models.unit_of_work import UnitOfWork


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
            yield wrong("database", f"there is none {place(url)}, or it is empty", todo)
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
        yield wrong("database", "cannot be opened for writing", f"see HIREBOT_DATABASE_URL: {why_closed(error)}")
        return None
    yield well("database", f"can be read and written, at version {found}")
    if given.sound("HIREBOT_SECRET_KEY") and not belongs(uow, SecretStr(given.values["HIREBOT_SECRET_KEY"])):
        todo = (
            "after `python3 start.py rotate-key` it is the new one; of a backup that was put back, the one kept with it "
            "(docs/operations.md, The secret key)"
        )
        yield wrong("secret key", "HIREBOT_SECRET_KEY is not this database's key", todo)
        return None
    return uow
