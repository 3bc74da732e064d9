"""The database, before anything is begun with it: opened, brought to this version and held to its key; and in words why it
cannot be. No word ever quotes its address, in which there may be a password."""

from __future__ import annotations

import logging
import re

from bot.config import Settings
from bot.container import App
from bot.health import write_something
from bot.keys import NOT_ITS_KEY, ForeignKey, hold_to
from models.engine import StoreError
from models.migration import UnknownRevision, current, database_file, upgrade

_log = logging.getLogger(__name__)

_WHY_CLOSED = (
    ("failed to resolve host ", "its host is not known; is it spelled right?"),
    ("Connection refused|No such file", "nothing listens there; does PostgreSQL run, at that host and port?"),
    ("timeout expired|timed out|No route|unreachable", "its host does not answer; is a firewall between?"),
    ('FATAL: +database ".*" does not exist', "its server has no database of that name; is it still to be made?"),
    (
        'FATAL: +role ".*" does not exist|authentication failed|no password supplied|no pg_hba.conf|permission denied for',
        "its server does not let this user in; are user and password right, and does its pg_hba.conf allow them?",
    ),
    ("connection to server .* failed", "its server refuses the connection; the server's log says why"),
)
"""What PostgreSQL and its driver say, and what an operator looks at."""


class CannotStart(Exception):
    """Something that a person has to put right; the message says what."""


def why_closed(error: BaseException) -> str:
    """What to look at; of what is not known, its kind."""
    cause = getattr(error, "orig", None) or error
    if type(cause).__module__.partition(".")[0] == "psycopg":
        for what, words in _WHY_CLOSED:
            if re.search(what, str(cause)):
                return words
    return f"is it there, and may this user write to it? ({kind(error)})"


def place(url: str) -> str:
    """Where to look for it."""
    file = database_file(url)
    return "at the address in HIREBOT_DATABASE_URL" if file is None else f"at {file.absolute()}"


def is_there(settings: Settings) -> bool:
    """Whether there is a database that holds anything of ours. Raises CannotStart where that cannot be seen."""
    try:
        return current(settings.database_url.get_secret_value()) is not None
    except (StoreError, OSError) as error:
        raise _cannot_open(error) from None


def find_store(settings: Settings) -> None:
    """Raises CannotStart where there is no database yet. Makes none."""
    if is_there(settings):
        return
    url = settings.database_url.get_secret_value()
    file = database_file(url)
    relative = file is not None and not file.is_absolute()
    raise CannotStart(
        f"There is no database of Hirebot's {place(url)}. "
        + ("HIREBOT_DATABASE_URL is seen from the current directory: is this the right one? " if relative else "")
        + "Nothing was changed."
    )


def prepare_store(settings: Settings) -> list[str]:
    """Brings the database to this version and returns the steps that it took. Safe to do unasked, because all is one
    transaction, and one process at a time does it. Raises CannotStart."""
    try:
        applied = upgrade(settings.database_url.get_secret_value())
    except UnknownRevision:
        raise CannotStart(
            "HIREBOT_DATABASE_URL names a database that a newer Hirebot has upgraded; run that version"
        ) from None
    except (StoreError, OSError) as error:
        raise _cannot_open(error) from None
    if applied:
        _log.info("database_upgraded", extra={"to": applied[-1], "steps": len(applied)})
    return applied


def hold_to_key(app: App) -> None:
    """Raises CannotStart under another key than the database's, and for a database that can only be read."""
    try:
        hold_to(app.uow, app.clock, app.settings.secret_key)
        write_something(app.uow, app.clock)
    except ForeignKey:
        raise CannotStart(
            f"{NOT_ITS_KEY}. Under any other one everything under way would be said and booked twice"
        ) from None
    except StoreError as error:
        raise CannotStart(
            f"HIREBOT_DATABASE_URL names a database that cannot be written ({kind(error)}); is its disk full, or is it "
            "read-only?"
        ) from None


def kind(error: BaseException) -> str:
    return type(getattr(error, "orig", None) or error).__name__


def _cannot_open(error: BaseException) -> CannotStart:
    return CannotStart(f"HIREBOT_DATABASE_URL names a database that cannot be opened or upgraded: {why_closed(error)}")
