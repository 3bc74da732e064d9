"""A database that takes nothing for a while: whoever is concerned is told at once, what was typed stays, and afterwards
everything goes on by itself."""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, event, inspect

from bot.config import load_settings
from bot.http import THREADS
from bot.run import run
from bot.store import CannotStart, prepare_store
from models.engine import StoreError
from models.records.people import Standing
from models.unit_of_work import UnitOfWork
from sandbox.slack import HttpDelivery, LocalSlack, Person, User
from tests.bot.fleet import until
from tests.bot.live import join
from tests.bot.process import Process, get, running
from tests.bot.site import Site
from tests.databases import DIALECTS
from tests.sandbox.slack.site import StepClock

LOCKED_FOR = 2.0
SLACK_WAITS = 3.0
ADMIN = frozenset({Standing.ADMIN})


@contextmanager
def full_disk(process: Process) -> Iterator[None]:
    """No file of the process can grow, or be written beyond its first byte."""
    before = resource.prlimit(process.child.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    yield
    resource.prlimit(process.child.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(site: Site) -> Iterator[None]:
    """It can be read and nothing else: a file system that the machine has made so, or a standby of PostgreSQL."""
    engine = site.app.uow.engine

    def opened(*_: object) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{engine.url.database}?mode=ro", uri=True, check_same_thread=False)

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    how: tuple[str, Any] = ("do_connect", opened) if engine.dialect.name == "sqlite" else ("begin", begun)
    event.listen(engine, *how)
    engine.dispose()
    yield
    event.remove(engine, *how)
    engine.dispose()


@contextmanager
def no_space(site: Site) -> Iterator[None]:
    """PostgreSQL answers each write as it does when its disk is full."""
    engine = site.app.uow.engine
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        for table in inspect(connection).get_table_names():
            connection.exec_driver_sql(
                f'CREATE TRIGGER no_space BEFORE INSERT OR UPDATE OR DELETE ON "{table}" EXECUTE FUNCTION no_space()'
            )
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION no_space() CASCADE")


def open_form(person: Person) -> None:
    """The form for oneself, with a number changed in it."""
    person.slash("/hire", "people")
    shown = person.sees()[-1]
    [section] = [block for block in shown.blocks if "accessory" in block]
    person.click(shown, section["accessory"]["action_id"], block_id=section["block_id"])
    person.workspace.wait_until(lambda: person.modal is not None, seconds=10)
    person.fill(None, {"max_per_week": "4"})


def limit_of(store: UnitOfWork, user: User) -> int:
    with store.reading() as tx:
        return tx.people.get(id=user.name).max_per_week


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits a process that runs already")
def test_a_full_disk_is_said_at_once_what_was_typed_stays_and_with_space_everything_goes_on(
    live_slack: LocalSlack, live_ann: User, variables: dict[str, str], store: UnitOfWork, tmp_path: Path
) -> None:
    with running(variables, tmp_path) as process:
        port = process.wait_for("started")["port"]
        join(store, live_ann, standings=ADMIN)
        us = live_slack.workspace.app
        url = f"http://127.0.0.1:{port}/slack/events"
        live_slack.connect(HttpDelivery(url, signing_secret=us.signing_secret, clock=live_slack.workspace.clock))
        person = live_slack.person(live_ann)
        open_form(person)

        with full_disk(process):
            assert "Please try again in a minute" in str(person.slash("/hire", "help").body)
            person.submit()
            assert person.modal is not None
            assert "What you typed is still there" in str(person.modal.blocks)
            status, told = get(port, "/readyz")
            assert 503 == status
            assert told.startswith("database: cannot be written; is its disk full, or read-only?\n")
            assert "hirebot_store_up 0.0" in get(port, "/metrics")[1]

        person.close()
        assert person.submit().ok
        until(lambda: limit_of(store, live_ann) == 4)
        assert (200, "ready\n") == get(port, "/readyz")


def test_a_database_that_can_only_be_read_is_told_before_anything_begins(variables: dict[str, str]) -> None:
    prepare_store(load_settings(variables, env_file=None))
    file = variables["HIREBOT_DATABASE_URL"].removeprefix("sqlite:///")
    only_read = variables | {"HIREBOT_DATABASE_URL": f"sqlite:///file:{file}?mode=ro&uri=true"}

    with pytest.raises(CannotStart) as why:
        run(load_settings(only_read, env_file=None))
    assert str(why.value).startswith("HIREBOT_DATABASE_URL names a database that cannot be written (OperationalError)")


@pytest.mark.parametrize("store_dialect", DIALECTS)
def test_a_database_that_becomes_read_only_is_said_at_once_what_was_typed_stays_and_afterwards_everything_goes_on(
    site: Site, slack: LocalSlack, ann: User
) -> None:
    site.join(ann)
    is_said_at_once_and_loses_nothing(site, slack.person(ann), read_only)


@pytest.mark.parametrize("store_dialect", ["postgresql"])
def test_a_postgresql_without_space_is_said_at_once_what_was_typed_stays_and_with_space_everything_goes_on(
    site: Site, slack: LocalSlack, ann: User
) -> None:
    site.join(ann)
    is_said_at_once_and_loses_nothing(site, slack.person(ann), no_space)


def is_said_at_once_and_loses_nothing(
    site: Site, person: Person, trouble: Callable[[Site], AbstractContextManager[None]]
) -> None:
    """What people and operators see while the store has a `trouble` with writing, and after it."""
    port = urlsplit(site.url).port
    assert port is not None
    open_form(person)

    with trouble(site):
        assert "Please try again in a minute" in str(person.slash("/hire", "help").body)
        person.submit()
        assert person.modal is not None
        assert "What you typed is still there" in str(person.modal.blocks)
        with pytest.raises(StoreError):
            site.app.engine.relay_due()
        told = "database: cannot be written; is its disk full, or read-only?\n"
        assert (503, told) == get(port, "/readyz")
        assert "hirebot_store_up 0.0" in get(port, "/metrics")[1]

    person.close()
    assert person.submit().ok
    site.app.engine.run_until_idle()
    assert 4 == limit_of(site.app.uow, person.user)
    assert (200, "ready\n") == get(port, "/readyz")


def test_while_a_backup_locks_sqlite_for_two_seconds_a_command_waits_and_is_kept(
    site: Site, slack: LocalSlack, ann: User, clock: StepClock
) -> None:
    site.join(ann)
    slack.connect(patient_delivery(site, slack, clock))
    with ThreadPoolExecutor(1) as elsewhere, locked(site):
        asked = elsewhere.submit(slack.person(ann).slash, "/hire", "help")
        assert not wait([asked], timeout=LOCKED_FOR).done
        assert [] == site.inbox()

    assert "/hire" in str(asked.result().body)
    assert ["asked"] == site.inbox()


def test_whoever_asks_while_something_locks_sqlite_for_long_is_told_before_slack_gives_up(
    site: Site, slack: LocalSlack, ann: User, clock: StepClock
) -> None:
    site.join(ann)
    slack.connect(patient_delivery(site, slack, clock))
    slack.person(ann).slash("/hire", "help")
    asked = time.monotonic()
    with locked(site), ThreadPoolExecutor(2 * THREADS) as at_once:
        answers = list(at_once.map(lambda _: slack.person(ann).slash("/hire", "help"), range(2 * THREADS)))

    assert time.monotonic() - asked < SLACK_WAITS
    assert all("nothing was changed" in str(answer.body) for answer in answers)
    assert ["asked"] == site.inbox()


def patient_delivery(site: Site, slack: LocalSlack, clock: StepClock) -> HttpDelivery:
    """Tells also what comes after Slack would have given up."""
    secret = slack.workspace.app.signing_secret
    return HttpDelivery(f"{site.url}/slack/events", signing_secret=secret, clock=clock, patience=30)


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Somebody else writes all the while: a backup, or whoever looks after the file by hand."""
    backup = sqlite3.connect(str(site.app.uow.engine.url.database), isolation_level=None)
    backup.execute("BEGIN EXCLUSIVE")
    yield
    backup.execute("ROLLBACK")
    backup.close()
