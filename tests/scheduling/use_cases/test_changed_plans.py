"""What is proposed when a booked loop has to change: as little as can be, to as few people as can be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.records.loops import RoundState
from models.records.people import DaysOff, Hours
from models.records.proposals import Proposal, ProposalKind
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from tests.rehearsed import under_way
from tests.world import World, new_loop


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def changed(proposal: Proposal, option: int = 0) -> list[int]:
    return [round_.index for round_ in proposal.options[option].rounds if not round_.kept]


def away_on_the_day_of(world: World, index: int) -> None:
    start = world.round(index).start
    assert start is not None
    off = (DaysOff(first=start.date(), last=start.date()),)
    windows = world.loop().candidate.windows
    world.does(i.EditAvailability(actor_id="mara", loop_id="L1", windows=windows, days_off=off))


def test_a_round_that_moves_keeps_its_person_and_leaves_the_others_where_they_are(world: World) -> None:
    before = [(round_.start, world.panel(round_.index)) for round_ in world.rounds()]

    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1).id))

    first = world.newest_proposal().options[0]
    assert [1] == changed(world.newest_proposal())
    assert before[1][1] == list(first.rounds[1].people)
    assert [was for k, was in enumerate(before) if k != 1] == [
        (r.start, list(r.people)) for r in first.rounds if r.index != 1
    ]


def test_a_day_off_of_the_candidate_moves_the_round_that_lay_on_it_and_nothing_else_that_need_not(
    world: World,
) -> None:
    day = world.round(2).start
    assert day is not None

    away_on_the_day_of(world, 2)

    found = world.newest_proposal()
    assert ("availability", ProposalKind.MOVE, 2) == (found.because, found.kind, found.round_index)
    assert 2 in changed(found)
    assert {2, 3} >= set(changed(found))
    assert all(day.date() != option.rounds[2].start.date() for option in found.options)
    world.does(i.Book(actor_id="mara", loop_id="L1", proposal_id=found.id, option=0))
    assert found.options[0].rounds[2].start == world.round(2).start
    assert () == world.broken()


def test_availability_that_still_fits_what_is_booked_changes_nothing(world: World) -> None:
    booked = world.newest_proposal()
    windows = (*world.loop().candidate.windows, Hours(weekday=5, start=540, end=600))

    world.does(i.EditAvailability(actor_id="mara", loop_id="L1", windows=windows, days_off=()))

    assert booked == world.newest_proposal()
    assert "availability_saved" == world.last_notice("mara")


def test_every_round_that_no_longer_fits_is_planned_along(world: World) -> None:
    afternoons = tuple(Hours(weekday=day, start=840, end=1020) for day in range(5))
    mornings = [r.index for r in world.rounds() if r.start is not None and r.start.hour + 1 < 14]

    world.does(i.EditAvailability(actor_id="mara", loop_id="L1", windows=afternoons, days_off=()))

    assert mornings
    assert set(mornings) <= set(changed(world.newest_proposal()))
    assert all(r.start.hour + 1 >= 14 for r in world.newest_proposal().options[0].rounds)  # Berlin is an hour ahead


def test_somebody_else_can_take_an_interview_over_that_begins_in_two_hours(world: World) -> None:
    start = world.round(0).start
    assert start is not None
    world.until(start - timedelta(hours=2))
    (who,) = world.panel(0)
    assert world.round(0).state is RoundState.INVITED

    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=world.round(0).id, person_id=who))

    (option,) = world.newest_proposal().options
    assert ({"rita", "ron"} - {who}) == set(option.rounds[0].people)
    assert start == option.rounds[0].start


def test_a_round_moved_by_hand_to_an_odd_minute_can_be_taken_over_too(world: World) -> None:
    first = world.round(0)
    assert first.start is not None
    assert first.event_id is not None
    odd = first.start + timedelta(minutes=7)
    world.calendar.move_by_hand(first.event_id, odd, odd + timedelta(minutes=30))
    world.settle()
    world.does(i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=first.id))
    (who,) = world.panel(0)

    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=first.id, person_id=who))

    assert [odd] == [option.rounds[0].start for option in world.newest_proposal().options]


def test_where_nobody_can_take_over_it_is_said_what_keeps_the_others_from_it(world: World) -> None:
    start, end = world.round(0).start, world.round(0).end
    assert start is not None
    assert end is not None
    (who,) = world.panel(0)
    (other,) = {"rita", "ron"} - {who}
    world.calendar.add_busy(world.person(other).email, start, end)

    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=world.round(0).id, person_id=who))

    assert () == world.newest_proposal().options
    assert [("busy", (other,))] == [(note.blocker, note.people) for note in world.newest_proposal().obstacles]


def test_a_new_loop_is_planned_as_before(uow: UnitOfWork) -> None:
    world = World(uow)
    world.does(new_loop("L2"))

    with world.uow.reading() as tx:
        found = tx.proposals.newest("L2")

    assert found is not None
    assert "balanced" == found.options[0].order
