"""What was asked for is agreed: one press plans the loop so, for this loop alone, and what was promised of it comes true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.records.loops import LoopState
from models.records.people import DaysOff, Hours
from models.records.proposals import RemedyNote
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.outcomes import Refusal
from scheduling.views.loops import LoopNewsView
from tests.world import World

TUESDAYS = (Hours(weekday=1, start=540, end=1020),)


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def each_day(start: int, end: int) -> tuple[Hours, ...]:
    return tuple(Hours(weekday=day, start=start, end=end) for day in range(5))


def change(world: World, *names: str, **fields: Any) -> None:
    with world.uow() as tx:
        for name in names:
            tx.people.save(replace(tx.people.get(id=name), **fields))


def tuesdays_only(world: World) -> None:
    world.starts(windows=TUESDAYS)


def afternoons_too_short_for_the_pairing(world: World) -> None:
    world.starts(windows=each_day(840, 930))


def engineers_at_their_limit(field: str) -> Callable[[World], None]:
    def prepare(world: World) -> None:
        change(world, "emil", "eva", **{field: 0})
        world.starts()

    return prepare


def engineers_who_begin_when_the_candidate_leaves(world: World) -> None:
    change(world, "emil", "eva", work=each_day(750, 1050))
    world.starts(windows=each_day(540, 760))


def engineers_who_leave_when_the_candidate_comes(world: World) -> None:
    change(world, "emil", "eva", work=each_day(540, 795))
    world.starts(windows=each_day(795, 1050))


def no_engineer_at_all(world: World) -> None:
    off = DaysOff(first=world.now.date(), last=world.now.date() + timedelta(days=60))
    change(world, "emil", "eva", days_off=(off,))
    world.starts()


PLANTED: dict[str, Callable[[World], None]] = {
    "gap": tuesdays_only,
    "candidate_day": tuesdays_only,
    "candidate_earlier": afternoons_too_short_for_the_pairing,
    "candidate_later": afternoons_too_short_for_the_pairing,
    "cap_per_day": engineers_at_their_limit("max_per_day"),
    "cap_per_week": engineers_at_their_limit("max_per_week"),
    "earlier": engineers_who_begin_when_the_candidate_leaves,
    "later": engineers_who_leave_when_the_candidate_comes,
    "admit": no_engineer_at_all,
}


def agrees(world: World, proposal_id: str, place: int, note: RemedyNote, **other: Any) -> None:
    first = note.asked[0]
    wish = i.Agree(
        actor_id="mara",
        loop_id="L1",
        proposal_id=proposal_id,
        remedy=place,
        ask=first.ask,
        person=first.person or "",
    )
    world.does(replace(wish, **other))


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # nothing here depends on the engine
@pytest.mark.parametrize("ask", PLANTED)
def test_what_is_agreed_brings_the_plan_that_was_promised(world: World, ask: str) -> None:
    PLANTED[ask](world)
    asked = world.newest_proposal()
    place, note = next((k, n) for k, n in enumerate(asked.remedies) if [ask] == [each.ask for each in n.asked])

    agrees(world, asked.id, place, note)

    found = world.newest_proposal()
    assert ("agreed", note.end_day) == (found.because, min(option.end_day for option in found.options))
    assert note.asked == world.loop().agreed
    world.books()
    assert LoopState.RUNNING is world.loop().state
    assert ((), []) == (world.broken(), world.errors)


def test_it_counts_for_this_loop_and_no_other(world: World) -> None:
    tuesdays_only(world)
    asked = world.newest_proposal()
    agrees(world, asked.id, 0, asked.remedies[0])
    world.starts("L2", windows=TUESDAYS)

    assert all(option.end_day <= 21 for option in world.newest_proposal().options)
    assert all(option.end_day > 21 for option in world.newest_proposal("L2").options)


def test_a_press_on_what_is_out_of_date_or_stands_for_something_else_changes_nothing(world: World) -> None:
    tuesdays_only(world)
    asked = world.newest_proposal()
    agrees(world, asked.id, 0, asked.remedies[0], ask="meeting")
    assert (Refusal.PROPOSAL_STALE, ()) == (world.last_notice("mara"), world.loop().agreed)
    agrees(world, asked.id, 7, asked.remedies[0])
    assert (Refusal.PROPOSAL_STALE, ()) == (world.last_notice("mara"), world.loop().agreed)

    agrees(world, asked.id, 0, asked.remedies[0])
    agrees(world, asked.id, 0, asked.remedies[0])

    assert 1 == len(world.loop().agreed)
    assert "refused:proposal_stale" == world.outcomes()[-1]


def test_in_an_alert_it_finds_the_times_that_bring_a_booked_loop_back(world: World) -> None:
    tuesdays_only(world)
    world.books()
    [said] = world.heard("mara", Topic.LATE_ALERT)
    assert isinstance(said.view, LoopNewsView)
    promised = said.view.remedies[0].end_day
    with world.uow.reading() as tx:
        told = next(e for e in tx.outbox.all(loop_id="L1", topic=Topic.LATE_ALERT) if "repairs" in e.payload)
    ask, person = (told.payload["repairs"]["remedies"][0]["asked"][0][name] for name in ("ask", "person"))

    wish = i.Agree(actor_id="mara", loop_id="L1", proposal_id="", remedy=0, ask=ask, person=person or "")
    world.does(wish)

    assert promised == min(option.end_day for option in world.newest_proposal().options)
    world.books()
    assert world.loop().late_told is None


def test_what_the_candidate_agreed_to_counts_until_their_times_are_written_down_anew(world: World) -> None:
    afternoons_too_short_for_the_pairing(world)
    asked = world.newest_proposal()
    place, note = next((k, n) for k, n in enumerate(asked.remedies) if "candidate_later" == n.asked[0].ask)
    agrees(world, asked.id, place, note)

    world.does(i.EditAvailability(actor_id="mara", loop_id="L1", windows=TUESDAYS, days_off=()))

    assert () == world.loop().agreed
