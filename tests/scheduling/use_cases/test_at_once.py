"""Several people want something of the same loop in the same moment, and several workers do it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from models.records.delivery import EffectKind, EffectState
from models.records.loops import LoopState, RoundState, SeatState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.api import Hirebot
from scheduling.outbox.performers.book import book
from scheduling.outbox.settlement import Then
from scheduling.outcomes import Refusal
from scheduling.use_cases.change_seats import keep_as_is
from scheduling.use_cases.person_left import person_left
from tests.rehearsed import under_way
from tests.waiting import begun_meanwhile
from tests.world import POOLS, World, new_loop, scorecard, search_opening

WORKERS = 4


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def all_at_once(steps: Sequence[Callable[[], object]]) -> None:
    gate = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        gate.wait()
        step()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def worked_off(world: World, *besides: Callable[[], object]) -> None:
    all_at_once([*[world.engine.run_until_idle] * WORKERS, *besides])
    world.wait(minutes=2)


def take(core: Hirebot, *intents: i.Intent) -> None:
    for number, intent in enumerate(intents):
        core.take(intent, dedupe_key=f"{intent.kind}-{number}-{intent.actor_id}")


def said_twice(world: World) -> list[str]:
    return [mark for mark, count in Counter(said.mark for said in world.messenger.said).items() if count > 1]


def test_one_candidate_who_is_entered_by_several_people_at_once_gets_one_loop(world: World) -> None:
    coordinators = ("rita", "ron", "emil", "eva")
    with world.uow() as tx:
        for name in coordinators:
            tx.openings.add(search_opening(id=name, key=name, coordinator_id=name))
    take(world.core, *(new_loop(f"L-{n}", opening=n, by=n, email="ana@mail.example") for n in coordinators))
    all_at_once([world.engine.work_inbox] * WORKERS)
    with world.uow.reading() as tx:
        assert len(tx.loops.live()) == 1
    assert sorted(world.outcomes()) == [f"refused:{Refusal.SAME_CANDIDATE}"] * (WORKERS - 1) + ["started"]


def test_two_coordinators_who_choose_at_once_book_one_plan(world: World) -> None:
    world.starts()
    proposal = world.newest_proposal("L1").id
    choices = [
        i.Book(actor_id=by, loop_id="L1", proposal_id=proposal, option=0) for by in ("mara", "jonas", "mara", "jonas")
    ]
    take(world.core, *choices, i.FindPlan(actor_id="mara", loop_id="L1"))
    worked_off(world, world.engine.watch_time, world.engine.sync_calendar)
    booked = [outcome for outcome in world.outcomes() if outcome == "booking"]
    assert len(booked) <= 1
    assert len(world.calendar.live_events()) == 4 * len(booked)
    assert (said_twice(world), world.errors, world.broken()) == ([], [], ())


def test_a_candidate_who_withdraws_while_workers_book_is_left_alone_from_then_on(world: World) -> None:
    world.starts()
    take(world.core, i.Book(actor_id="mara", loop_id="L1", proposal_id=world.newest_proposal("L1").id, option=0))
    world.engine.work_inbox()
    withdrawal = i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="Another offer")
    worked_off(world, lambda: take(world.core, withdrawal))
    before = len(world.messenger.said)
    assert world.loop().state is LoopState.WITHDRAWN
    assert world.calendar.live_events() == []
    world.wait(days=25)
    news = [str(said.topic) for said in world.messenger.said[before:]]
    assert set(news) <= {"released", "ended"}
    assert (said_twice(world), world.errors, world.broken()) == ([], [], ())


def test_scorecards_that_meet_the_end_of_their_loop_are_stored_or_kept_word_by_word(uow: UnitOfWork) -> None:
    world = under_way(uow)
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    name, round_id = world.panel(0)[0], world.round(0).id
    cards = [scorecard(name, round_id, summary=f"words {number}") for number in range(6)]
    decision = i.Decide(actor_id="jonas", loop_id="L1", ending=LoopState.NO, reason="because")
    take(world.core, *cards[:3], decision, *cards[3:])
    worked_off(world)
    with world.uow.reading() as tx:
        stored = [card.summary for card in tx.scorecards.all(round_id=round_id)]
        kept = [row.payload["summary"] for row in tx.inbox.all(kind="submit_scorecard") if row.payload]
    assert sorted([*stored, *kept]) == [f"words {number}" for number in range(6)]
    assert world.broken() == ()


def test_loops_that_are_booked_at_once_never_share_a_person_at_one_hour(world: World) -> None:
    loops = [f"L{number}" for number in range(1, 6)]
    for loop_id in loops:
        world.starts(loop_id)
    take(
        world.core,
        *(
            i.Book(actor_id="mara", loop_id=loop, proposal_id=world.newest_proposal(loop).id, option=0)
            for loop in loops
        ),
    )
    worked_off(world)
    assert LoopState.RUNNING in {world.loop(loop_id).state for loop_id in loops}
    assert (said_twice(world), world.errors, world.broken()) == ([], [], ())


def leaves(world: World, name: str) -> None:
    """What the workspace's word brings about."""
    with world.uow() as tx:
        known = tx.people.lock(id=name)
        assert known is not None
        person_left(tx, world.engine.circumstances(), tx.people.save(replace(known, active=False)))


def seat_of(world: World, index: int) -> tuple[str, SeatState]:
    with world.uow.reading() as tx:
        (seat,) = tx.seats.of_round(world.round(index).id)
    return seat.person_id, seat.state


def test_who_is_replaced_while_they_leave_does_not_get_their_seat_back(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (old,), round_id = world.panel(1), world.round(1).id
    (new,) = set(POOLS["engineer"]) - {old}
    with world.uow() as tx:
        tx.loops.lock(id="L1")
        (seat,) = tx.seats.of_round(round_id)
        tx.seats.save(replace(seat, person_id=new))
        leaving = begun_meanwhile(world, tx, lambda: leaves(world, old))
    leaving.join()
    assert (new, SeatState.SEATED) == seat_of(world, 1)


def test_who_is_kept_while_they_leave_is_told_to_the_coordinator_as_unable_to_come(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (name,), round_id = world.panel(1), world.round(1).id
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=round_id, reason="On call"))
    with world.uow() as tx:
        keep_as_is(tx, world.engine.circumstances(), i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=round_id))
        leaving = begun_meanwhile(world, tx, lambda: leaves(world, name))
    leaving.join()
    world.settle()
    assert (name, SeatState.DECLINED) == seat_of(world, 1)
    assert 2 == world.topics("mara").count("guest_declined")


def test_whoever_leaves_holds_up_no_loop_without_them(uow: UnitOfWork) -> None:
    world = under_way(uow)
    with world.uow() as tx:
        tx.loops.lock(id="L1")
        leaving = begun_meanwhile(world, tx, lambda: leaves(world, "otto"))
        assert world.uow.engine.dialect.name == "sqlite" or not leaving.is_alive()
    leaving.join()


def calendars_read(world: World) -> Then:
    """A booking as far as its question to the calendars; returns what it does next."""
    world.starts()
    return chosen(world)


def chosen(world: World) -> Then:
    take(world.core, i.Book(actor_id="mara", loop_id="L1", proposal_id=world.newest_proposal("L1").id, option=0))
    world.engine.work_inbox()
    with world.uow.reading() as tx:
        (booking,) = tx.outbox.all(kind=EffectKind.BOOK, state=EffectState.PENDING)
    then = book(world.engine.outside, booking, world.engine.circumstances()).then
    assert then is not None
    return then


def goes_on(world: World, then: Then) -> None:
    with world.uow() as tx:
        then(tx, world.engine.circumstances())


def offered(world: World, index: int) -> set[str]:
    return {name for option in world.newest_proposal().options for name in option.rounds[index].people}


def test_whoever_leaves_while_the_calendars_are_read_is_not_booked(world: World) -> None:
    then = calendars_read(world)
    leaves(world, "emil")
    leaves(world, "rita")
    goes_on(world, then)
    world.settle()
    assert [RoundState.OPEN] * 4 == [round_.state for round_ in world.rounds()]
    assert ({"ron"}, {"eva"}) == (offered(world, 0), offered(world, 1))
    world.books()
    assert (["ron"], ["eva"], ()) == (world.panel(0), world.panel(1), world.broken())


def test_whoever_leaves_while_the_booking_is_written_down_is_not_booked(world: World) -> None:
    then = calendars_read(world)
    (name,) = offered(world, 1) & {"emil"}
    with world.uow() as tx:
        known = tx.people.lock(id=name)
        assert known is not None
        person_left(tx, world.engine.circumstances(), tx.people.save(replace(known, active=False)))
        booking = begun_meanwhile(world, tx, lambda: goes_on(world, then))
    booking.join()
    assert [RoundState.OPEN] * 4 == [round_.state for round_ in world.rounds()]


def test_whoever_leaves_right_after_a_booking_is_told_to_the_coordinator_as_unable_to_come(world: World) -> None:
    then = calendars_read(world)
    with world.uow() as tx:
        then(tx, world.engine.circumstances())
        (name,) = [seat.person_id for seat in tx.seats.of_round(world.round(1).id)]
        leaving = begun_meanwhile(world, tx, lambda: leaves(world, name))
    leaving.join()
    world.settle()
    assert (name, SeatState.DECLINED) == seat_of(world, 1)
    assert 1 == world.topics("mara").count("guest_declined")


def test_whoever_leaves_while_a_scorecard_is_handed_to_them_is_not_given_it(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (name,), end = world.panel(0), world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    wish = i.HandOff(actor_id=name, loop_id="L1", round_id=world.round(0).id, to_person_id="otto")
    with world.uow() as tx:
        known = tx.people.lock(id="otto")
        assert known is not None
        person_left(tx, world.engine.circumstances(), tx.people.save(replace(known, active=False)))
        handing = begun_meanwhile(world, tx, lambda: world.does(wish))
    handing.join()
    assert [name] == world.panel(0)


def test_a_round_that_moves_while_somebody_else_is_booked_into_it_stays_where_it_was_moved(uow: UnitOfWork) -> None:
    world = under_way(uow)
    round_, [who] = world.round(1), world.panel(1)
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_.id, person_id=who))
    assert round_.start is not None
    assert round_.event_id is not None
    later = round_.start + timedelta(minutes=30)
    world.calendar.move_by_hand(round_.event_id, later, later + timedelta(hours=1))
    world.settle()
    then = chosen(world)
    take(world.core, i.AcceptCalendar(actor_id="mara", loop_id="L1", round_id=round_.id))
    world.engine.work_inbox()
    goes_on(world, then)
    assert (later, [who]) == (world.round(1).start, world.panel(1))
    world.settle()
    assert (later, ()) == (world.round(1).start, world.broken())
