"""One secret key, a key for each purpose, and a database that knows its own."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.keys import ForeignKey, derive, hold_to
from models.unit_of_work import UnitOfWork
from sandbox.clock import SteppedClock
from tests.world import MONDAY

KEY, OTHER = SecretStr("a key that is long enough"), SecretStr("another key of that length")


def test_each_purpose_has_a_key_of_its_own_that_stays_the_same() -> None:
    assert derive(KEY, "core") == derive(KEY, "core")
    assert 4 == len({derive(KEY, "core"), derive(KEY, "database"), derive(OTHER, "core"), derive(OTHER, "database")})
    assert 32 == len(derive(KEY, "core"))


def test_a_database_takes_the_first_key_and_no_other_one_after_it(uow: UnitOfWork) -> None:
    clock = SteppedClock(MONDAY)
    hold_to(uow, clock, KEY)
    hold_to(uow, clock, KEY)

    with pytest.raises(ForeignKey):
        hold_to(uow, clock, OTHER)


def test_the_key_itself_is_not_stored(uow: UnitOfWork) -> None:
    hold_to(uow, SteppedClock(MONDAY), KEY)

    with uow.reading() as tx:
        stored = [bookmark.value for bookmark in tx.bookmarks.all()]

    assert not [value for value in stored if KEY.get_secret_value() in value or derive(KEY, "core").hex() in value]
