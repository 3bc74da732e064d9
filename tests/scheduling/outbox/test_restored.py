"""A backup that is six hours old is put back: what was said and booked meanwhile is found and taken over, and what people
did meanwhile and do once more is said once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from models.records.delivery import EffectKind, EffectState
from models.records.feedback import VerdictChoice
from models.records.loops import LoopState
from models.unit_of_work import UnitOfWork
from scheduling.intents import FindMove, FindPlan, FindReplacement, PauseNudges
from scheduling.messages import Topic
from scheduling.outbox.restored import note_restored, unknown_since
from scheduling.outbox.wishes import redraw_card, say
from scheduling.ports import EventStatus
from scheduling.use_cases.mend import mend
from scheduling.views.loops import LoopView, ProposalView
from tests.remembered import all_rows, put_back, restored
from tests.world import World, new_loop


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def said_twice(world: World) -> list[str]:
    marks = Counter(said.mark for said in world.messenger.said)
    return [f"{said.topic} to {said.channel}" for said in world.messenger.said if marks[said.mark] > 1]


def live(world: World) -> list[str]:
    """The ids of the events that stand in the calendar."""
    found = world.calendar.changes(None).events
    return sorted(event.event_id for event in found if event.status is not EventStatus.CANCELLED)


def stands(world: World) -> dict[str, tuple[object, ...]]:
    """When those events are, and who comes."""
    found = (world.calendar.get(event_id) for event_id in live(world))
    return {e.event_id: (e.start, e.end, sorted(e.rsvps)) for e in found if e is not None}


def wanted(world: World) -> list[str]:
    return sorted(round_.event_id for round_ in world.rounds() if round_.event_id is not None)


def before_round_1(world: World) -> None:
    """An hour before the first interview."""
    world.booked()
    start = world.round(0).start
    assert start is not None
    world.until(start - timedelta(hours=1))


def advances(world: World) -> str:
    """The first interview is held, and the candidate goes on; returns who held it."""
    [screener] = world.panel(0)
    world.wait(hours=2)
    world.gives_feedback(screener, 0)
    world.says(VerdictChoice.ADVANCE, 0)
    return screener


def test_what_was_said_after_the_backup_is_adopted_and_not_said_again(world: World) -> None:
    before_round_1(world)
    kept = all_rows(world.uow.engine)
    world.wait(hours=6)
    [screener] = world.panel(0)
    assert {"brief_short", "feedback_ask"} <= set(world.topics(screener))
    said = len(world.messenger.said)

    after = restored(world, kept)
    after.settle()

    assert said == len(after.messenger.said)
    with after.uow.reading() as tx:
        [ask] = tx.outbox.all(kind=EffectKind.POST, topic=Topic.FEEDBACK_ASK, person_id=screener)
    assert (EffectState.DONE, True) == (ask.state, bool(ask.remote_ref))
    assert () == after.broken()


def test_what_a_second_backup_does_not_know_of_a_loop_begun_after_the_first_is_not_said_again(world: World) -> None:
    first = restored(world, all_rows(world.uow.engine))
    first.wait(minutes=5)
    before_round_1(first)
    kept = all_rows(first.uow.engine)
    first.wait(hours=6)
    said = len(first.messenger.said)

    second = restored(first, kept)
    second.settle()

    assert said == len(second.messenger.said)
    assert () == second.broken()


def test_what_the_first_backup_did_not_know_of_is_still_found_after_a_second_one(world: World) -> None:
    before_round_1(world)
    kept = all_rows(world.uow.engine)
    world.wait(hours=6)
    said = len(world.messenger.said)
    first = restored(world, kept)
    first.clock.advance(timedelta(minutes=5))
    first.core.take(PauseNudges(actor_id="mara", loop_id="L1", until=first.now.date(), reason=""), dedupe_key="pause")
    first.engine.work_inbox()

    second = restored(first, all_rows(first.uow.engine))
    second.settle()

    assert [] == said_twice(second)
    assert said <= len(second.messenger.said)


def test_said_again_of_the_same_backup_it_knows_the_same_and_the_four_weeks_begin_anew(world: World) -> None:
    world.booked()
    knew = world.now
    with world.uow.reading() as tx:
        [message, *_] = tx.outbox.all(kind=EffectKind.POST)
    world.clock.advance(timedelta(hours=1))
    after = restored(world, all_rows(world.uow.engine))
    after.clock.advance(timedelta(days=20))

    assert knew == told_again(after)
    with after.uow.reading() as tx:
        assert knew == unknown_since(tx, message, after.now + timedelta(days=20))
        assert None is unknown_since(tx, message, after.now + timedelta(days=29))


def told_again(world: World) -> datetime:
    with world.uow() as tx:
        return note_restored(tx, world.engine.circumstances(), actor="command line")


def test_without_being_told_so_it_would_be_said_again(world: World) -> None:
    before_round_1(world)
    kept = all_rows(world.uow.engine)
    world.wait(hours=6)

    put_back(world.uow.engine, kept)
    after = World(world.uow, found=world.around)
    after.settle()

    assert said_twice(after)


def test_what_people_did_after_the_backup_and_do_again_is_said_and_booked_once(world: World) -> None:
    before_round_1(world)
    kept = all_rows(world.uow.engine)
    screener = advances(world)
    world.wait(hours=4)

    after = restored(world, kept)
    after.settle()
    after.gives_feedback(screener, 0)
    after.says(VerdictChoice.ADVANCE, 0)
    after.wait(hours=1)

    assert [] == said_twice(after)
    assert wanted(after) == live(after)
    for index in (1, 2, 3):
        after.holds_round(index)
    after.decides(LoopState.OFFER)
    assert [] == said_twice(after)
    assert () == after.broken()


@pytest.mark.parametrize("looked_again", [False, True], ids=["as it was chosen", "after another search"])
def test_a_booking_after_the_backup_that_is_made_again_takes_its_events_over(world: World, looked_again: bool) -> None:
    world.starts()
    kept = all_rows(world.uow.engine)
    world.books()
    made, mails = stands(world), len(world.calendar.mails)

    after = restored(world, kept)
    after.settle()
    if looked_again:
        after.does(FindPlan(actor_id="mara", loop_id="L1"))
    after.books()

    assert made == stands(after)
    assert live(after) == wanted(after)
    assert mails == len(after.calendar.mails)
    assert [] == said_twice(after)


def test_a_replacement_after_the_backup_that_is_made_again_takes_the_seat_over(world: World) -> None:
    world.booked()
    (old,), kept = world.panel(1), all_rows(world.uow.engine)
    wish = FindReplacement(actor_id="mara", loop_id="L1", round_id=world.round(1).id, person_id=old)
    world.does(wish)
    world.books()
    made, (new,) = stands(world), world.panel(1)
    assert new != old

    after = restored(world, kept)
    after.does(wish)
    after.books()

    assert [new] == after.panel(1)
    assert made == stands(after)
    assert [] == said_twice(after)


def mended(world: World) -> tuple[str, ...]:
    """What a doctor who may put things right does about them."""
    done = mend(world.uow, world.engine.circumstances(), world.calendar.changes(None).events)
    world.settle()
    return done


def test_a_doctor_takes_off_no_event_that_the_backup_does_not_know(world: World) -> None:
    world.starts()
    kept = all_rows(world.uow.engine)
    world.books()
    world.wait(hours=6)
    made = live(world)

    after = restored(world, kept)
    after.settle()

    assert () == mended(after)
    assert made == live(after)
    after.books()
    after.books()
    assert () == mended(after)
    assert made == live(after) == wanted(after)


def test_a_doctor_leaves_an_invitation_that_the_backup_knows_as_a_hold(world: World) -> None:
    before_round_1(world)
    kept = all_rows(world.uow.engine)
    advances(world)
    invited = statuses(world)

    after = restored(world, kept)

    assert () == mended(after)
    assert invited == statuses(after)


def statuses(world: World) -> Counter[EventStatus]:
    return Counter(event.status for event in world.calendar.changes(None).events)


def test_a_doctor_mends_what_was_begun_after_the_restore(world: World) -> None:
    after = restored(world, all_rows(world.uow.engine))
    after.wait(minutes=5)
    after.booked()
    after.calendar.delete_by_hand(after.round(1).event_id or "")

    assert 1 == len(mended(after))
    assert 4 == len(live(after))


def test_a_search_that_was_pending_in_the_backup_proposes_in_the_message_that_stands_there(world: World) -> None:
    world.core.take(new_loop("L1"), dedupe_key="start")
    world.engine.work_inbox()
    kept = all_rows(world.uow.engine)
    world.settle()
    assert 1 == len(world.heard("mara", Topic.PROPOSAL))

    after = restored(world, kept)
    after.settle()

    [said] = after.heard("mara", Topic.PROPOSAL)
    assert isinstance(said.view, ProposalView)
    with after.uow.reading() as tx:
        newest = tx.proposals.newest("L1")
    assert newest is not None
    assert newest.id == said.view.id
    after.books()
    assert 4 == len(live(after))
    assert () == after.broken()


def test_a_search_that_somebody_asks_for_again_after_the_backup_answers_where_it_did_before(world: World) -> None:
    world.booked()
    kept = all_rows(world.uow.engine)
    move = FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1).id)
    world.does(move)
    proposals = len(world.heard("mara", Topic.PROPOSAL))

    after = restored(world, kept)
    after.does(move)

    assert proposals == len(after.heard("mara", Topic.PROPOSAL))
    assert [] == said_twice(after)


def test_a_card_that_was_drawn_after_the_backup_shows_what_is_true_now_once_it_is_drawn_again(world: World) -> None:
    world.booked()
    draws_card(world)
    kept = all_rows(world.uow.engine)
    pause = PauseNudges(actor_id="mara", loop_id="L1", until=world.now.date(), reason="A holiday.")
    world.does(pause)

    after = restored(world, kept)
    draws_card(after)

    [card] = after.heard("mara", Topic.CARD)
    assert isinstance(card.view, LoopView)
    assert None is card.view.nudges_paused_until


def draws_card(world: World) -> None:
    with world.uow() as tx:
        redraw_card(tx, world.engine.circumstances(), tx.loops.get(id="L1"))
    world.settle()


def test_what_was_due_meanwhile_and_never_said_is_named_in_the_digest(world: World) -> None:
    world.booked()
    with world.uow() as tx:
        at, hour = world.engine.circumstances(), timedelta(hours=1)
        say(tx, at, Topic.NOTICE, to="otto", due=at.now + hour, until=at.now + 2 * hour, payload={"code": "done"})
    kept = all_rows(world.uow.engine)
    world.clock.advance(timedelta(hours=6))  # nobody was at work: the machine was gone

    after = restored(world, kept)
    after.settle()
    after.wait(minutes=5)

    assert ["digest"] == after.topics("otto")


def test_a_loop_that_began_after_the_restore_is_not_looked_for(world: World) -> None:
    world.starts("L0")
    after = restored(world, all_rows(world.uow.engine))
    after.wait(minutes=1)
    before = after.messenger.calls.count("find")

    after.starts("L1", email="another@mail.example")

    assert before == after.messenger.calls.count("find")
    assert after.heard("mara", Topic.PROPOSAL)
