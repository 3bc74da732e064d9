"""Whatever is stored comes back as it was, on both engines."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.records.feedback import Draft, Rating
from models.records.loops import Candidate
from models.unit_of_work import Transaction, UnitOfWork
from tests.models.samples import EXAMPLES, effect, loop, person, plant, round_, scorecard

# Any text that a form lets through: no NUL and no lone surrogates, which are refused where they are typed.
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=300)
zones = st.sampled_from(sorted(available_timezones()))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001  # gets its zone below

in_one_database = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("collection", sorted(EXAMPLES))
def test_a_record_comes_back_as_it_was_stored(uow: UnitOfWork, collection: str) -> None:
    record = EXAMPLES[collection]
    _store(uow, collection, record)
    with uow.reading() as tx:
        assert record in getattr(tx, collection).all()


def test_there_is_an_example_for_every_collection_with_no_field_left_at_its_default() -> None:
    assert set(EXAMPLES) == {name for name, made in vars(Transaction).items() if isinstance(made, cached_property)}
    for record in EXAMPLES.values():
        for field in fields(record):
            assert getattr(record, field.name) != field.default, f"{type(record).__name__}.{field.name}"


@in_one_database
@given(text=texts, zone=zones)
def test_texts_and_zones_come_back_byte_for_byte(uow: UnitOfWork, text: str, zone: str) -> None:
    candidate = Candidate(name=text, email=text, zone=zone, resume=text)
    card = scorecard(summary=text, red_flags=(text, text), ratings=(Rating(competency=text, points=1, evidence=text),))
    draft = Draft(round_id="r1", person_id="p1", fields={text: text}, saved_at=card.submitted_at)
    stored = (loop("l2", candidate=candidate, zone=zone), card, draft, effect(payload={text: [text]}))
    with suppress(TakeBack), uow() as tx:
        plant(tx)
        tx.loops.add(stored[0])
        tx.scorecards.add(card)
        tx.drafts.add(draft)
        tx.outbox.add(stored[3])
        found = (
            tx.loops.get(id="l2"),
            tx.scorecards.get(id=card.id),
            tx.drafts.get(round_id="r1", person_id="p1"),
            replace(tx.outbox.get(key="e1"), id=0),
        )
        assert found == stored
        raise TakeBack


@in_one_database
@given(naive=moments, zone=zones, fold=st.sampled_from([0, 1]))
def test_a_moment_of_any_zone_is_the_same_instant_in_utc_afterwards(
    uow: UnitOfWork, naive: datetime, zone: str, fold: int
) -> None:
    local = naive.replace(tzinfo=ZoneInfo(zone), fold=fold)
    instant = local.astimezone(UTC)
    with suppress(TakeBack), uow() as tx:
        plant(tx)
        tx.rounds.add(round_("r2", index=1, start=local))
        found = tx.rounds.get(id="r2").start
        assert found == instant
        assert found is not None
        assert found.tzinfo is UTC
        raise TakeBack


def test_both_hours_of_the_night_the_clock_goes_back_stay_apart(uow: UnitOfWork) -> None:
    twice = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    with uow() as tx:
        plant(tx)
        tx.rounds.add(round_("r2", index=1, start=twice.replace(fold=0), end=twice.replace(fold=1)))
        found = tx.rounds.get(id="r2")
    assert found.start == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert found.end == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_moments_compare_as_instants_whatever_zone_a_query_names_them_in(uow: UnitOfWork) -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    end = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    with uow() as tx:
        plant(tx)
        tx.rounds.add(round_("r2", index=1, end=end))
        assert "r2" in {r.id for r in tx.rounds.ended_by(end.astimezone(kolkata))}
        assert "r2" not in {r.id for r in tx.rounds.ended_by((end - timedelta(microseconds=1)).astimezone(kolkata))}


@pytest.mark.parametrize(("collection", "field"), [("loops", "created_at"), ("rounds", "start"), ("outbox", "due_at")])
def test_a_naive_moment_is_refused_before_it_reaches_the_database(uow: UnitOfWork, collection: str, field: str) -> None:
    naive = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  # what is to be refused
    record = replace(EXAMPLES[collection], **{field: naive})
    with pytest.raises(Exception, match="a naive datetime cannot be stored"):
        _store(uow, collection, record)
    with uow.reading() as tx:
        assert tx.people.all() == []


def test_a_word_outside_the_vocabulary_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(Exception, match="'sleeping' is not a valid LoopState"):
        _store(uow, "loops", loop("l2", state="sleeping"))


def test_a_word_outside_the_vocabulary_is_refused_when_it_is_read(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
        tx.loops.connection.exec_driver_sql("UPDATE loops SET state = 'sleeping'")
    with pytest.raises(ValueError, match="'sleeping' is not a valid LoopState"), uow.reading() as tx:
        tx.loops.all()


def test_a_value_of_the_wrong_shape_is_refused_when_it_is_read(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.people.add(person())
        tx.people.connection.exec_driver_sql("""UPDATE people SET work = '[{"weekday": 0}]'""")
    with pytest.raises(ValueError, match="Field required"), uow.reading() as tx:
        tx.people.get(id="p1")


class TakeBack(Exception):
    """Ends a transaction without a trace."""


def _store(uow: UnitOfWork, collection: str, record: Any) -> None:
    with uow() as tx:
        plant(tx)
        getattr(tx, collection).add(record)
