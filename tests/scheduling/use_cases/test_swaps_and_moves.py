"""Somebody else, or another time: everyone hears what is new for them, once, and what was said goes on to count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import RoundState, SeatState
from models.records.people import PoolMember
from models.records.proposals import Proposal, ProposalState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.views.loops import PanelView, ProposalView
from tests.rehearsed import under_way
from tests.world import MONDAY, World, email

EVENING = datetime(2026, 11, 2, 19, 30, tzinfo=UTC)  # 20:30 in Berlin
NEXT_MORNING = datetime(2026, 11, 3, 8, 1, tzinfo=UTC)


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def declines(world: World, name: str, index: int) -> None:
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=world.round(index).id))


def replaces(world: World, name: str, index: int) -> None:
    round_id = world.round(index).id
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_id, person_id=name))
    world.books()


def states(world: World, index: int) -> dict[str, SeatState]:
    with world.uow.reading() as tx:
        return {seat.person_id: seat.state for seat in tx.seats.of_round(world.round(index).id)}


def start_of(world: World, index: int) -> datetime:
    found = world.round(index).start
    assert found is not None
    return found


def offered(world: World, name: str, index: int) -> Proposal:
    """What is found for somebody else in the seat of `name`."""
    round_id = world.round(index).id
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_id, person_id=name))
    return world.newest_proposal()


def chosen(proposal: Proposal) -> i.Book:
    return i.Book(actor_id="mara", loop_id="L1", proposal_id=proposal.id, option=0)


def state_of(world: World, proposal: Proposal) -> ProposalState:
    with world.uow.reading() as tx:
        return tx.proposals.get(id=proposal.id).state


def test_a_swap_in_the_evening_takes_the_mornings_news_from_nobody_who_stays(uow: UnitOfWork) -> None:
    world = World(uow, now=EVENING)
    world.booked(kickoff=date(2026, 11, 2))
    replaces(world, world.panel(3)[2], 3)
    world.until(NEXT_MORNING)
    assert [world.topics(name).count("on_panel") for name in world.panel(3)] == [1, 1, 1]


def test_of_a_round_that_moves_twice_in_one_evening_the_time_that_was_known_is_said(world: World) -> None:
    world.until(EVENING)
    known = start_of(world, 2)
    for _ in range(2):
        world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(2).id))
        world.books()
    [who] = world.panel(2)

    world.until(NEXT_MORNING)

    told = [said.view for said in world.heard(who, Topic.MOVED)]
    assert known != start_of(world, 2)
    assert [(known, start_of(world, 2))] == [
        (v.previous_start, v.round.start) for v in told if isinstance(v, PanelView)
    ]


def test_whoever_stays_hears_each_reminder_once_whatever_seats_are_swapped(world: World) -> None:
    for index in range(3):
        world.holds_round(index)
    first, second, third = world.panel(3)
    replaces(world, third, 3)
    replaces(world, world.panel(3)[2], 3)
    world.until(start_of(world, 3))
    assert world.panel(3) == [first, second, third]
    for name in world.panel(3):
        assert (name, world.topics(name).count("brief_short")) == (name, 1)
    assert [world.briefs(name) for name in (first, second)] == [1, 1]
    assert world.broken() == ()


def test_of_two_who_cannot_make_it_each_can_be_replaced_and_the_other_still_counts_as_away(world: World) -> None:
    with world.uow() as tx:
        tx.pools.add(PoolMember(pool="lead", person_id="otto"))
    product, lead, peer = world.panel(3)
    declines(world, lead, 3)
    declines(world, peer, 3)
    replaces(world, peer, 3)
    assert states(world, 3)[lead] is SeatState.DECLINED
    replaces(world, lead, 3)
    assert set(states(world, 3).values()) == {SeatState.SEATED}
    assert set(world.panel(3)).isdisjoint({lead, peer})
    assert product in world.panel(3)
    assert world.broken() == ()


def test_whoever_is_released_a_second_time_hears_it_a_second_time(world: World) -> None:
    third = world.panel(3)[2]
    for _ in range(3):
        replaces(world, world.panel(3)[2], 3)
    assert third not in world.panel(3)
    assert world.topics(third).count("released") == 2


def test_who_is_swapped_out_twice_in_one_night_hears_once_that_they_are_free(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.until(MONDAY + timedelta(hours=12))
    gone = world.panel(3)[2]
    for _ in range(3):  # out, in again, out again
        leaves = world.panel(3)[2]
        world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=world.round(3).id, person_id=leaves))
        world.books()
        assert leaves != world.panel(3)[2]
    assert gone != world.panel(3)[2]
    world.wait(hours=14)
    assert 1 == world.topics(gone).count("released")


def test_news_that_a_move_overtook_is_told_of_the_new_time_and_not_as_a_move(uow: UnitOfWork) -> None:
    world = World(uow, now=EVENING)
    world.booked(kickoff=date(2026, 11, 2))
    name = world.panel(3)[0]
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(3).id))
    world.books()
    world.until(NEXT_MORNING)
    assert world.panel(3)[0] == name
    assert world.topics(name) == ["on_panel"]
    view = world.heard(name)[0].view
    assert isinstance(view, PanelView)
    assert view.round.start == start_of(world, 3)


def test_another_time_is_another_time(world: World) -> None:
    booked = start_of(world, 1)
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    with world.uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    assert proposal.options
    assert [option for option in proposal.options if option.rounds[1].start == booked] == []


def test_with_holds_off_everyone_hears_once_their_round_is_on(uow: UnitOfWork) -> None:
    world = World(uow, holds=False)
    world.booked()
    world.holds_round(0)
    (name,) = world.panel(1)
    assert world.round(1).state is RoundState.INVITED
    assert world.topics(name).count("confirmed") == 1
    world.until(start_of(world, 1) + timedelta(hours=2))
    assert [world.topics(name).count(t) for t in ("brief_short", "feedback_ask")] == [1, 1]
    assert world.briefs(name) == 1


def test_a_round_that_moves_twice_reminds_only_of_the_last_time(world: World) -> None:
    for _ in range(2):
        world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
        world.books()
    name = world.panel(1)[0]
    world.holds_round(0)
    start = start_of(world, 1)
    world.until(start)
    shorts = world.heard(name, Topic.BRIEF_SHORT)
    assert [said.at for said in shorts] == [start - timedelta(minutes=15)]
    assert world.broken() == ()


def test_options_from_before_a_neighbour_moved_are_looked_for_again(world: World) -> None:
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    with world.uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    first, booked = world.round(0), start_of(world, 1)
    assert first.event_id is not None
    late = proposal.options[0].rounds[1].start + timedelta(hours=3)
    world.calendar.move_by_hand(first.event_id, late, late + timedelta(minutes=30))
    world.settle()
    world.does(i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=first.id))
    world.does(i.Book(actor_id="mara", loop_id="L1", proposal_id=proposal.id, option=0))
    assert start_of(world, 1) == booked
    with world.uow.reading() as tx:
        fresh = tx.proposals.newest("L1")
    assert fresh is not None
    assert fresh.id != proposal.id
    assert all(option.rounds[1].start > late for option in fresh.options)


def test_somebody_else_is_found_for_a_round_after_one_that_has_no_time(uow: UnitOfWork) -> None:
    world = under_way(uow)
    second, last = world.round(1), world.round(3)
    assert second.start is not None
    world.until(second.start + timedelta(minutes=1))  # round 1 is not through, so this hold has passed unused
    assert world.round(1).start is None
    gone = world.panel(3)[2]
    world.does(i.Decline(actor_id=gone, loop_id="L1", round_id=last.id))
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=last.id, person_id=gone))
    view = world.heard("mara", Topic.PROPOSAL)[-1].view
    assert isinstance(view, ProposalView)
    assert {"nina", "noah"} - {gone} == {option.newcomer.id for option in view.options if option.newcomer}
    assert world.errors == []


def test_of_two_replacements_at_once_the_second_leaves_the_first_where_they_are(world: World) -> None:
    with world.uow() as tx:
        tx.pools.add(PoolMember(pool="pm", person_id="otto"))
    first, lead, peer = world.panel(3)
    declines(world, first, 3)
    declines(world, peer, 3)
    replaced = offered(world, first, 3)
    round_id = world.round(3).id
    again = i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_id, person_id=peer)
    world.core.take(again, dedupe_key="second")
    world.core.take(chosen(replaced), dedupe_key="first")
    world.settle()
    assert world.panel(3) == ["otto", lead, peer]
    second = world.newest_proposal()
    assert second.id != replaced.id

    world.does(chosen(second))
    assert world.panel(3) == ["otto", lead, peer]
    assert state_of(world, second) is ProposalState.STALE
    world.books()
    assert world.panel(3) == ["otto", lead, ({"nina", "noah"} - {peer}).pop()]
    assert world.topics(first) == ["on_panel", "released"]
    assert world.broken() == ()


def test_a_replacement_does_not_move_a_round_back_from_the_time_that_was_set_by_hand(world: World) -> None:
    round_ = world.round(1)
    [gone] = world.panel(1)
    declines(world, gone, 1)
    proposal = offered(world, gone, 1)
    later = start_of(world, 1) + timedelta(minutes=30)
    assert round_.event_id is not None
    world.calendar.move_by_hand(round_.event_id, later, later + timedelta(hours=1))
    world.settle()
    world.does(i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=round_.id))

    world.does(chosen(proposal))
    assert (start_of(world, 1), world.panel(1)) == (later, [gone])
    assert state_of(world, proposal) is ProposalState.STALE
    world.books()
    assert start_of(world, 1) == later
    assert world.panel(1) != [gone]
    assert world.broken() == ()


@pytest.mark.parametrize("busy", [False, True])
def test_a_replacement_does_not_bring_back_a_time_that_its_round_has_lost(world: World, busy: bool) -> None:
    world.holds_round(0, verdict=False)
    round_, [who] = world.round(1), world.panel(1)
    proposal = offered(world, who, 1)
    [other] = proposal.options[0].rounds[1].people
    assert round_.end is not None
    if busy:
        world.calendar.add_busy(email(other), start_of(world, 1), round_.end)
    world.until(start_of(world, 1) - timedelta(hours=1))
    advance = i.GiveVerdict(
        actor_id="jonas", loop_id="L1", round_id=world.round(0).id, choice=VerdictChoice.ADVANCE, reason=""
    )
    world.core.take(advance, dedupe_key="advance")
    world.core.take(chosen(proposal), dedupe_key="choose")
    world.settle()
    assert (world.round(1).state, world.round(1).start) == (RoundState.OPEN, None)
    assert state_of(world, proposal) is ProposalState.STALE
    assert world.errors == []
    world.books()
    assert world.round(1).state is RoundState.INVITED
    assert world.broken() == ()


def test_with_holds_off_somebody_else_is_found_for_a_round_that_is_only_planned(uow: UnitOfWork) -> None:
    world = World(uow, holds=False)
    world.booked()
    [who] = world.panel(1)
    replaces(world, who, 1)
    assert world.round(1).state is RoundState.OPEN
    assert who not in world.panel(1)
    assert world.broken() == ()
