"""What every collection of records promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from models.records.loops import Seat
from models.records.people import Holiday, Person
from models.repositories.rows import StaleRecord
from models.unit_of_work import UnitOfWork
from tests.models.samples import effect, inbox_row, loop, person, plant


def test_saving_moves_the_version_on_and_returns_what_is_stored(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.people.add(person(version=1))
        saved = tx.people.save(replace(tx.people.get(id="p1"), name="Ada"))
        assert saved.version == 2
        assert tx.people.get(id="p1") == saved


def test_whoever_read_before_another_saved_is_told_so_and_changes_nothing(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.people.add(person(version=1))
    with uow.reading() as tx:
        read = tx.people.get(id="p1")
    with uow() as tx:
        tx.people.save(replace(read, name="First"))
    with pytest.raises(StaleRecord):
        _save(uow, read, "Second")
    with uow.reading() as tx:
        assert tx.people.get(id="p1").name == "First"


def test_saving_what_is_not_there_is_refused_with_and_without_a_version(uow: UnitOfWork) -> None:
    with uow() as tx:
        with pytest.raises(StaleRecord):
            tx.people.save(person("nobody"))
        with pytest.raises(StaleRecord):
            tx.holidays.save(Holiday(day=date(2026, 1, 1)))


def test_adding_twice_breaks_the_transaction_and_adding_once_does_not(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.inbox.add(inbox_row("a"))
    with pytest.raises(IntegrityError):
        _add_again(uow)
    with uow() as tx:
        assert not tx.inbox.add_once(inbox_row("a"))
        assert tx.inbox.add_once(inbox_row("b"))  # the transaction still works after a key that was there
        assert not tx.inbox.add_once(inbox_row("b"))
    with uow.reading() as tx:
        assert [row.dedupe_key for row in tx.inbox.all()] == ["a", "b"]


def test_adding_once_hides_nothing_but_a_key_that_is_there(uow: UnitOfWork) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        _seat_nobody(uow)


def test_the_database_numbers_rows_in_the_order_of_arrival(uow: UnitOfWork) -> None:
    with uow() as tx:
        for key in ("a", "b", "c"):
            tx.outbox.add(effect(key))
        numbers = [each.id for each in tx.outbox.all()]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3


def test_nothing_can_be_looked_for_as_well(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
        tx.loops.add(loop("l2", ended_at=None))
        assert [found.id for found in tx.loops.all(ended_at=None)] == ["l2"]


def test_what_must_exist_and_does_not_is_named_without_its_value(uow: UnitOfWork) -> None:
    with uow.reading() as tx, pytest.raises(KeyError, match=r"people \['email'\]"):
        tx.people.get(email="secret@example.com")


def test_removing_says_how_many_went(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx, "r1", "r2")
        for round_id in ("r1", "r2"):
            tx.seats.add(Seat(round_id=round_id, index=0, person_id="p1", pool="pm"))
        assert tx.seats.remove(round_id="r1") == 1
        assert tx.seats.remove(round_id="r1") == 0
        assert len(tx.seats.all()) == 1


def _save(uow: UnitOfWork, read: Person, name: str) -> None:
    with uow() as tx:
        tx.people.save(replace(read, name=name))


def _add_again(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.inbox.add(inbox_row("a"))


def _seat_nobody(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.seats.add_once(Seat(round_id="nowhere", index=0, person_id="nobody", pool="pm"))
