"""The questions that single collections answer beyond what all of them do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models.records.delivery import Bookmark
from models.records.feedback import Draft
from models.records.loops import LoopState, RoundState, Seat
from models.records.people import Holiday, PoolMember
from models.repositories.loops import LIVE_STATES, moment, quarters
from models.unit_of_work import UnitOfWork
from tests.models.samples import NOW, inbox_row, loop, person, plant, proposal, round_, scorecard

QUARTER = timedelta(minutes=15)
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("asked", ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@Example.com"])
def test_a_person_is_found_by_e_mail_whatever_the_case(uow: UnitOfWork, asked: str) -> None:
    with uow() as tx:
        tx.people.add(person(email="Ada@example.com"))
        found = tx.people.by_email(asked)
    assert found is not None
    assert found.id == "p1"


def test_an_address_that_differs_in_case_only_is_nobody_else(uow: UnitOfWork) -> None:
    with pytest.raises(IntegrityError):
        _add_people(uow, person("p1", email="ada@example.com"), person("p2", email="Ada@Example.com"))


def test_who_speaks_and_whether_they_said_so_before_is_one_question(uow: UnitOfWork) -> None:
    ada = person("p1")
    _add_people(uow, ada, person("p2", slack_id=None))
    with uow() as tx:
        tx.inbox.add_once(inbox_row("said"))
        assert (ada, True) == tx.people.who_says("U-p1", "said")
        assert (ada, False) == tx.people.who_says("U-p1", "new")
        assert (None, False) == tx.people.who_says("U-nobody", "said")


def test_people_are_found_by_ids(uow: UnitOfWork) -> None:
    _add_people(uow, person("p1"), person("p2", slack_id=None), person("p3", slack_id=None))
    with uow.reading() as tx:
        assert set(tx.people.by_ids(["p1", "p3", "nobody"])) == {"p1", "p3"}
        assert tx.people.by_ids([]) == {}


def test_pools_know_their_names_and_members(uow: UnitOfWork) -> None:
    _add_people(uow, person("p1"), person("p2"))
    with uow() as tx:
        for pool, who in (("pm", "p2"), ("lead", "p2"), ("lead", "p1")):
            tx.pools.add(PoolMember(pool=pool, person_id=who))
        assert tx.pools.names() == ["lead", "pm"]
        assert tx.pools.members("lead") == ["p1", "p2"]
        assert tx.pools.members("nobody's") == []


def test_holidays_are_days(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.holidays.add(Holiday(day=date(2026, 12, 25)))
        assert tx.holidays.days() == {date(2026, 12, 25)}


def test_live_loops_are_those_without_an_ending_oldest_first(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
        tx.rounds.remove(loop_id="l1")
        tx.loops.remove(id="l1")
        for number, state in enumerate(LoopState):
            tx.loops.add(loop(f"l{number}", state=state, created_at=NOW - timedelta(days=number)))
        assert [found.state for found in tx.loops.live()] == list(reversed(LIVE_STATES))
        assert [found.id for found in tx.loops.recent(limit=2)] == ["l0", "l1"]


def test_rounds_come_in_their_order_and_ended_ones_can_be_asked_for(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
        tx.rounds.remove(id="r1")
        tx.rounds.add(round_("b", index=0, end=NOW))
        tx.rounds.add(round_("a", index=1, end=NOW + QUARTER))
        tx.rounds.add(round_("c", index=2, end=NOW, state=RoundState.HELD))
        assert [found.id for found in tx.rounds.of_loop("l1")] == ["b", "a", "c"]
        assert [found.id for found in tx.rounds.ended_by(NOW)] == ["b"]


def test_seats_are_found_by_round_and_by_person(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx, "r1", "r2")
        seats = [Seat(round_id=r, index=0, person_id=p, pool="pm") for r, p in (("r1", "p1"), ("r2", "p2"))]
        for seat in seats:
            tx.seats.add(seat)
        assert tx.seats.of_round("r1") == tx.seats.of_person("p1") == seats[:1]
        assert tx.seats.of_loop("l1") == seats


def test_claiming_time_is_all_or_nothing_to_whoever_looks_at_the_answer(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx, "r1", "r2")
        assert tx.slots.claim(person_id="p1", round_id="r1", start=TEN, end=TEN + 4 * QUARTER)
        assert tx.slots.claim(person_id="p2", round_id="r2", start=TEN, end=TEN + 4 * QUARTER)
        assert tx.slots.claim(person_id="p1", round_id="r2", start=TEN + 4 * QUARTER, end=TEN + 5 * QUARTER)
        assert not tx.slots.claim(person_id="p1", round_id="r2", start=TEN + 3 * QUARTER, end=TEN + 6 * QUARTER)


@pytest.mark.parametrize(
    ("start", "end", "seen"),
    [
        (TEN, TEN + 2 * QUARTER, 2),
        (TEN - QUARTER, TEN, 0),
        (TEN + 2 * QUARTER, TEN + 4 * QUARTER, 0),
        (TEN - QUARTER, TEN + timedelta(minutes=1), 1),
        (TEN + timedelta(minutes=29), TEN + 3 * QUARTER, 1),
        (TEN, TEN, 0),
    ],
)
def test_booked_time_is_what_the_stretch_touches_and_not_what_begins_at_its_end(
    uow: UnitOfWork, start: datetime, end: datetime, seen: int
) -> None:
    with uow() as tx:
        plant(tx)
        tx.slots.claim(person_id="p1", round_id="r1", start=TEN, end=TEN + 2 * QUARTER)
        found = tx.slots.booked(["p1", "p2"], start, end)
    assert len(found.get("p1", [])) == seen
    assert "p2" not in found


def test_released_time_is_free_again_for_one_person_or_all(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
        for who in ("p1", "p2"):
            tx.slots.claim(person_id=who, round_id="r1", start=TEN, end=TEN + QUARTER)
        tx.slots.release("r1", "p1")
        assert [claim.person_id for claim in tx.slots.all()] == ["p2"]
        tx.slots.release("r1")
        assert tx.slots.all() == []


def test_load_counts_interviews_and_not_quarters_from_a_moment_on(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx, "r1", "r2", "r3")
        for number, round_id in enumerate(("r1", "r2", "r3")):
            start = TEN + timedelta(days=number)
            tx.slots.claim(person_id="p1", round_id=round_id, start=start, end=start + 8 * QUARTER)
        tx.slots.claim(person_id="p2", round_id="r3", start=TEN, end=TEN + QUARTER)
        assert tx.slots.interviews_per_person(TEN) == {"p1": 3, "p2": 1}
        assert tx.slots.interviews_per_person(TEN + timedelta(days=1)) == {"p1": 2}


@pytest.mark.parametrize(
    ("start", "end", "count"), [(0, 15, 1), (0, 16, 2), (14, 16, 2), (15, 15, 0), (-15, 0, 1), (1, 14, 1)]
)
def test_quarters_cover_every_minute_that_is_touched(start: int, end: int, count: int) -> None:
    first, last = (TEN + timedelta(minutes=minutes) for minutes in (start, end))
    found = quarters(first, last)
    assert len(found) == count
    if count:
        assert moment(found.start) <= first
        assert moment(found.stop) >= last


def test_every_version_of_a_scorecard_is_kept_and_the_newest_is_the_one_that_counts(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx, "r1", "r2")
        cards = [scorecard("s1"), scorecard("s3", version=2, summary="better"), scorecard("s2", person_id="p2")]
        for card in (*cards, scorecard("s4", round_id="r2")):
            tx.scorecards.add(card)
        assert tx.scorecards.latest("r1", "p1") == cards[1]
        assert tx.scorecards.latest("r2", "p2") is None
        assert {card.id for card in tx.scorecards.latest_of_loop("l1")} == {"s2", "s3", "s4"}
        assert len(tx.scorecards.all()) == 4


def test_a_version_of_a_scorecard_exists_once(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
        assert tx.scorecards.add_once(scorecard("s1"))
        assert not tx.scorecards.add_once(scorecard("s2", summary="pressed twice"))


def test_a_draft_that_arrives_late_does_not_replace_a_newer_one(uow: UnitOfWork) -> None:
    def draft(text: str, seconds: int) -> Draft:
        saved = NOW + timedelta(seconds=seconds)
        return Draft(round_id="r1", person_id="p1", fields={"summary": text}, saved_at=saved)

    with uow() as tx:
        plant(tx)
        for text, seconds in (("first", 0), ("newest", 2), ("late", 1)):
            tx.drafts.put(draft(text, seconds))
        assert tx.drafts.all() == [draft("newest", 2)]
        tx.drafts.put(draft("same second", 2))
        assert tx.drafts.all() == [draft("same second", 2)]


def test_the_newest_proposal_of_a_loop_is_found(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
        assert tx.proposals.newest("l1") is None
        for number in (1, 3, 2):
            tx.proposals.add(proposal(f"x{number}", generation=number))
        newest = tx.proposals.newest("l1")
    assert newest is not None
    assert newest.generation == 3


def test_a_bookmark_is_put_where_it_was(uow: UnitOfWork) -> None:
    with uow() as tx:
        for value in ("one", "two"):
            tx.bookmarks.put(Bookmark(name="sync", value=value, at=NOW))
        assert tx.bookmarks.all() == [Bookmark(name="sync", value="two", at=NOW)]


def _add_people(uow: UnitOfWork, *people: Any) -> None:
    with uow() as tx:
        for each in people:
            tx.people.add(each)
