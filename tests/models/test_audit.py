"""The audit log shows whether somebody changed it behind our back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from models.records.delivery import AuditEntry
from models.repositories.audit import link
from models.unit_of_work import UnitOfWork
from tests.models.samples import NOW

SECRET = b"a secret of this installation"
ENTRIES = [
    AuditEntry(at=NOW, actor_id="p1", action="loop.started", loop_id="l1", subject="o1"),
    AuditEntry(at=NOW, actor_id="p2", action="round.moved", loop_id="l1", detail="r2"),
    AuditEntry(at=NOW, actor_id="p2", action="round.moved", loop_id="l1", detail="r2"),
    AuditEntry(at=NOW + timedelta(hours=1), actor_id="system", action="team.loaded"),
]


@pytest.fixture
def written(uow: UnitOfWork) -> UnitOfWork:
    for entry in ENTRIES:
        with uow() as tx:
            tx.audit.append(entry, SECRET)
    return uow


def test_an_untouched_log_is_whole_and_so_is_an_empty_one(written: UnitOfWork) -> None:
    assert _broken_at(written) is None


def test_a_log_nobody_wrote_to_is_whole(uow: UnitOfWork) -> None:
    assert _broken_at(uow) is None


def test_a_moment_told_in_another_zone_is_the_same_moment_when_it_is_checked(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.audit.append(replace(ENTRIES[0], at=NOW.astimezone(timezone(timedelta(hours=9)))), SECRET)
    assert _broken_at(uow) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_id", "'p9'"),
        ("action", "'round.kept'"),
        ("loop_id", "NULL"),
        ("loop_id", "''"),
        ("subject", "'r9'"),
        ("detail", "'nothing'"),
        ("at", "'2026-03-02 09:30:15.123457'"),
        ("chain", "'0000'"),
    ],
)
def test_an_entry_that_was_altered_is_found(written: UnitOfWork, column: str, value: str) -> None:
    second = _ids(written)[1]
    _run(written, f"UPDATE audit SET {column} = {value} WHERE id = {second}")
    assert _broken_at(written) == second


def test_text_pushed_from_one_column_into_the_next_is_found(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.audit.append(AuditEntry(at=NOW, actor_id="p1", action="a", subject="x\x1fy", detail="z"), SECRET)
    _run(uow, "UPDATE audit SET subject = 'x', detail = 'y\x1fz'")
    assert _broken_at(uow) == _ids(uow)[0]


@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_entry_that_was_removed_is_missed_by_the_one_after_it(written: UnitOfWork, position: int) -> None:
    ids = _ids(written)
    _run(written, f"DELETE FROM audit WHERE id = {ids[position]}")
    assert _broken_at(written) == ids[position + 1]


@pytest.mark.parametrize("removed", [1, 2, 4])
def test_entries_cut_off_at_the_end_are_missed(written: UnitOfWork, removed: int) -> None:
    ids = _ids(written)
    _run(written, f"DELETE FROM audit WHERE id >= {ids[-removed]}")
    assert _broken_at(written) == (ids[-removed - 1] if removed < len(ids) else 0) + 1


def test_entries_that_changed_places_are_found(written: UnitOfWork) -> None:
    first, second = _ids(written)[:2]
    for old, new in ((first, 99), (second, first), (99, second)):
        _run(written, f"UPDATE audit SET id = {new} WHERE id = {old}")
    assert _broken_at(written) == first


def test_an_entry_slipped_in_without_the_secret_is_found(written: UnitOfWork) -> None:
    with written() as tx:
        last = tx.audit.all()[-1].chain
        forged = AuditEntry(at=NOW, actor_id="p1", action="forged")
        tx.audit.add(replace(forged, chain=link(b"another secret", last, forged)))
    assert _broken_at(written) == _ids(written)[-1]


def test_going_on_after_a_forgery_does_not_cover_it(written: UnitOfWork) -> None:
    second = _ids(written)[1]
    _run(written, f"UPDATE audit SET detail = 'r9' WHERE id = {second}")
    with written() as tx:
        tx.audit.append(ENTRIES[0], SECRET)
    assert _broken_at(written) == second


def test_an_entry_whose_change_did_not_happen_is_not_there_either(written: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        _append_and_fail(written)
    assert len(_ids(written)) == len(ENTRIES)
    assert _broken_at(written) is None


def _append_and_fail(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.audit.append(ENTRIES[0], SECRET)
        raise RuntimeError


def _broken_at(uow: UnitOfWork) -> int | None:
    with uow.reading() as tx:
        return tx.audit.broken_at(SECRET)


def _ids(uow: UnitOfWork) -> list[int]:
    with uow.reading() as tx:
        return [entry.id for entry in tx.audit.all()]


def _run(uow: UnitOfWork, statement: str) -> Any:
    with uow() as tx:
        return tx.audit.connection.exec_driver_sql(statement)
