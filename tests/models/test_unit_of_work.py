"""All of a use case or nothing of it; readers neither write nor wait."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import unit_of_work
from models.engine import make_engine
from models.records.people import Holiday, PoolMember
from models.tables.people import holidays
from models.unit_of_work import Transaction, UnitOfWork

CHRISTMAS = Holiday(day=date(2026, 12, 25), name="Christmas")
NEW_YEAR = Holiday(day=date(2027, 1, 1), name="New Year")

ROOT = Path(unit_of_work.__file__).parent.parent
KILLED = """
import datetime, os, sys
from models.engine import make_engine
from models.records.people import Holiday
from models.unit_of_work import UnitOfWork
with UnitOfWork(make_engine(sys.argv[1]))() as tx:
    tx.holidays.add(Holiday(day=datetime.date(2026, 12, 25)))
    os.write(1, b"written")
    os.kill(os.getpid(), 9)
"""


class Mishap(Exception):
    pass


def test_a_block_that_ends_is_kept_and_one_that_raises_leaves_nothing(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.holidays.add(CHRISTMAS)
    with pytest.raises(Mishap):
        _add_and_fail(uow)
    with uow.reading() as tx:
        assert tx.holidays.all() == [CHRISTMAS]


def test_a_block_that_returns_early_is_kept(uow: UnitOfWork) -> None:
    def use_case() -> str:
        with uow() as tx:
            tx.holidays.add(CHRISTMAS)
            return "done"

    assert use_case() == "done"
    with uow.reading() as tx:
        assert tx.holidays.all() == [CHRISTMAS]


def test_reading_cannot_write(uow: UnitOfWork) -> None:
    with pytest.raises(DBAPIError, match=r"transaction that only reads|read-only transaction"):
        _add_while_reading(uow)
    with uow() as tx:  # and the connection that refused it goes back to work
        tx.holidays.add(NEW_YEAR)
    with uow.reading() as tx:
        assert tx.holidays.all() == [NEW_YEAR]


def test_reading_cannot_write_many_rows_at_once_either(uow: UnitOfWork) -> None:
    with uow.reading() as tx, pytest.raises(DBAPIError, match=r"transaction that only reads|read-only transaction"):
        tx.holidays.connection.execute(insert(holidays), [asdict(CHRISTMAS), asdict(NEW_YEAR)])
    with uow.reading() as tx:
        assert tx.holidays.all() == []


def test_reading_sees_one_moment_although_others_write(uow: UnitOfWork) -> None:
    with uow.reading() as reader:
        before = reader.holidays.all()
        with uow() as writer:
            writer.holidays.add(CHRISTMAS)
        assert reader.holidays.all() == before == []
    with uow.reading() as reader:
        assert reader.holidays.all() == [CHRISTMAS]


def test_reading_does_not_wait_for_a_writer_and_sees_nothing_of_it(uow: UnitOfWork) -> None:
    with uow() as writer:
        writer.holidays.add(CHRISTMAS)
        with uow.reading() as reader:
            assert reader.holidays.all() == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_on_sqlite_a_writer_waits_for_the_one_before_it_instead_of_failing_later(migrated_url: str) -> None:
    patient, hasty = (UnitOfWork(make_engine(migrated_url, busy_seconds=seconds)) for seconds in (30.0, 0.0))
    started = threading.Event()

    def second() -> None:
        started.set()
        with patient() as tx:
            tx.holidays.add(NEW_YEAR)

    with patient() as tx:
        tx.holidays.add(CHRISTMAS)
        with pytest.raises(DBAPIError, match="locked"):
            _add(hasty, NEW_YEAR)
        waiting = threading.Thread(target=second)
        waiting.start()
        started.wait()
    waiting.join()
    with patient.reading() as tx:
        assert tx.holidays.all() == [CHRISTMAS, NEW_YEAR]
    for uow in (patient, hasty):
        uow.engine.dispose()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_on_sqlite_whoever_has_no_patience_hears_soon_that_somebody_else_writes(uow: UnitOfWork) -> None:
    hasty, elsewhere = UnitOfWork(uow.engine, patience=lambda: 0.0), UnitOfWork(make_engine(str(uow.engine.url)))
    for writer in (uow, elsewhere):  # another thread of this process, another process
        with writer() as tx:
            tx.holidays.add(CHRISTMAS)
            with pytest.raises(DBAPIError, match="locked"):
                _add(hasty, NEW_YEAR)
            tx.holidays.remove(day=CHRISTMAS.day)
    _add(hasty, NEW_YEAR)
    with uow() as tx:
        tx.holidays.add(CHRISTMAS)
    elsewhere.engine.dispose()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_on_sqlite_a_connection_that_begins_again_does_not_wait_for_itself_nor_anybody_after_it(
    uow: UnitOfWork,
) -> None:
    begun = time.monotonic()
    with uow.engine.connect() as connection:
        for _ in range(2):
            connection.exec_driver_sql("SELECT 1")
            connection.commit()
    _add(uow, NEW_YEAR)
    assert time.monotonic() - begun < 5


def test_a_reference_to_nobody_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        _add_member(uow)


def test_a_process_that_is_killed_while_it_writes_leaves_nothing_and_blocks_nobody(uow: UnitOfWork) -> None:
    url = uow.engine.url.render_as_string(hide_password=False)
    killed = subprocess.run([sys.executable, "-c", KILLED, url], cwd=ROOT, capture_output=True, check=False)
    assert (killed.returncode, killed.stdout) == (-9, b"written"), killed.stderr
    with uow() as tx:
        assert tx.holidays.all() == []
        tx.holidays.add(CHRISTMAS)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_is_acknowledged_survives_a_power_cut_and_references_hold_on_every_connection(uow: UnitOfWork) -> None:
    with uow() as tx:
        ask = tx.people.connection.exec_driver_sql
        found = {name: ask(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_stopped_process_cannot_hold_its_locks_for_ever_on_postgresql(uow: UnitOfWork) -> None:
    with uow() as tx:
        shown = tx.people.connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar()
    assert shown == "30s"


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_postgresql_plans_for_the_moment_that_is_asked_about_however_often_it_was_asked(uow: UnitOfWork) -> None:
    with uow() as tx:
        ask = tx.people.connection.exec_driver_sql
        found = {name: ask(f"SHOW {name}").scalar() for name in ("plan_cache_mode", "jit")}
    assert found == {"plan_cache_mode": "force_custom_plan", "jit": "off"}


def _add(uow: UnitOfWork, holiday: Holiday) -> None:
    with uow() as tx:
        tx.holidays.add(holiday)


def _add_and_fail(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.holidays.add(NEW_YEAR)
        raise Mishap


def _add_while_reading(uow: UnitOfWork) -> None:
    with uow.reading() as tx:
        tx.holidays.add(CHRISTMAS)


def _add_member(uow: UnitOfWork) -> None:
    def write(tx: Transaction) -> None:
        tx.pools.add(PoolMember(pool="engineer", person_id="nobody"))

    with uow() as tx:
        write(tx)
