"""What cannot be done is given up after a while and told to a person; it holds nothing else up, and comes never too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest

from models.records.delivery import Effect, EffectKind, EffectState, InboxState
from models.records.loops import LoopState, RoundState
from models.unit_of_work import Transaction, UnitOfWork
from scheduling import intents as i
from scheduling.circumstances import Circumstances
from scheduling.inbox import receive, set_aside
from scheduling.messages import Topic
from scheduling.outbox.performers import PERFORMERS
from scheduling.outbox.settlement import Outside, Settlement, done
from scheduling.outbox.wishes import cancel_event, settle_event
from scheduling.ports import PermanentFault, Rsvp, TransientFault
from scheduling.use_cases.person_left import person_left
from scheduling.views.loops import TroubleView
from tests.rehearsed import under_way
from tests.world import World, email, slack_id


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def not_yet_in_slack(world: World, name: str) -> None:
    """The team file names them, and the workspace does not know them."""
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id=name), slack_id=None))
    user = world.directory.by_id(slack_id(name))
    assert user is not None
    world.directory.put(replace(user, email=None))


def found(world: World, name: str) -> None:
    user = world.directory.by_id(slack_id(name))
    assert user is not None
    world.directory.put(replace(user, email=email(name)))


def message(world: World, name: str, **fields: object) -> None:
    with world.uow() as tx:
        effect = Effect(
            key="k",
            kind=EffectKind.POST,
            target=f"dm:{name}",
            topic=Topic.NOTICE,
            person_id=name,
            payload={"code": "paused"},
            due_at=world.now,
            created_at=world.now,
        )
        tx.outbox.add(replace(effect, **fields))  # type: ignore[arg-type]  # fields of an effect


def state_of(world: World, key: str = "k") -> EffectState:
    with world.uow.reading() as tx:
        return tx.outbox.get(key=key).state


def test_whoever_cannot_be_found_in_the_workspace_is_told_to_a_person_within_five_minutes(world: World) -> None:
    not_yet_in_slack(world, "otto")
    message(world, "otto")
    world.wait(minutes=5)
    assert state_of(world) is EffectState.DEAD
    assert world.topics("ada") == ["trouble"]


def test_a_message_waits_as_long_as_the_workspace_cannot_be_asked(world: World) -> None:
    not_yet_in_slack(world, "otto")
    world.directory.fail("by_email", TransientFault("server_error"), times=6)
    message(world, "otto")
    world.wait(minutes=5)
    found(world, "otto")
    world.wait(minutes=30)
    assert world.topics("otto") == ["notice"]


def test_a_message_that_waited_for_its_reader_is_not_sent_after_its_moment(world: World) -> None:
    not_yet_in_slack(world, "otto")
    message(world, "otto", until=world.now + timedelta(seconds=90))
    world.wait(minutes=2)
    found(world, "otto")
    world.wait(minutes=3)
    assert state_of(world) is EffectState.SKIPPED
    assert "notice" not in world.topics("otto")


def test_what_fails_where_it_is_written_down_is_given_up_after_a_while(world: World) -> None:
    def spoiled(tx: Transaction, at: Circumstances) -> None:
        raise RuntimeError("a bug in what follows from an effect")

    def perform(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
        return done(then=spoiled)

    relay = replace(world.engine.relay, performers={**PERFORMERS, EffectKind.HOME: perform})
    world.engine = replace(world.engine, relay=relay)
    message(world, "otto", kind=EffectKind.HOME, target="home:otto")
    for _ in range(15):
        world.settle()
        world.clock.advance(timedelta(minutes=5))
    assert state_of(world) is EffectState.DEAD
    assert "trouble" in world.topics("ada")


def test_a_booking_that_is_refused_for_good_leaves_the_loop_to_be_planned_again(world: World) -> None:
    world.starts()
    world.calendar.fail("busy", PermanentFault("forbidden"))
    world.books()
    assert world.loop().state is LoopState.PLANNING
    assert world.topics("mara")[-1] == "trouble"
    assert troubles(world, "mara")[-1].what == "book"
    world.does(i.FindPlan(actor_id="mara", loop_id="L1"))
    world.books()
    assert world.loop().state is LoopState.RUNNING
    assert world.broken() == ()


def test_a_new_event_is_made_also_while_the_old_one_still_waits_to_be_taken_off(uow: UnitOfWork) -> None:
    world = under_way(uow)
    round_ = world.round(1)
    with world.uow() as tx:
        cancel_event(tx, world.engine.circumstances(), round_)
        settle_event(tx, world.engine.circumstances(), round_)
        settle_event(tx, world.engine.circumstances(), round_)
        waiting = tx.outbox.all(target=f"event:{round_.id}", state=EffectState.PENDING)
    assert ["cancel" in effect.payload for effect in waiting] == [True, False]


def spoils_zone(world: World, name: str) -> None:
    """A row that nobody can do anything with: it came by hand, or from a version with a bug."""
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id=name), zone="Atlantis/Nowhere"))
        tx.loops.save(replace(tx.loops.get(id="L1"), coordinator_id=name, zone="Atlantis/Nowhere"))


def test_a_loop_that_nobody_can_read_keeps_no_other_from_going_on(world: World) -> None:
    world.booked("L1")
    world.booked("L2")
    spoils_zone(world, "otto")
    end = world.round(0, "L2").end
    assert end is not None
    world.clock.set(end)
    with pytest.raises(ZoneInfoNotFoundError):
        world.engine.watch_time()
    assert world.round(0, "L2").state is RoundState.FEEDBACK


def test_an_event_that_cannot_be_told_of_keeps_no_other_from_being_seen(world: World) -> None:
    world.booked("L1")
    world.booked("L2")
    spoils_zone(world, "otto")
    for loop_id in ("L1", "L2"):
        event, (name, *_) = world.round(3, loop_id).event_id, world.panel(3, loop_id)
        assert event is not None
        world.calendar.answer(email(name), event, Rsvp.DECLINED)
    with pytest.raises(ZoneInfoNotFoundError):
        world.engine.sync_calendar()
    world.engine.run_until_idle()
    assert world.topics("mara").count("guest_declined") == 1


def test_a_worker_that_wakes_up_after_its_lease_posts_nothing_any_more(world: World) -> None:
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id="otto"), dm_channel=None))
    message(world, "otto")
    opens = world.messenger.open_dm

    def suspended(slack_id: str) -> str:
        world.messenger.open_dm = opens  # type: ignore[method-assign]  # the process sleeps here, once
        world.clock.advance(timedelta(minutes=2))
        world.engine.run_until_idle()
        return opens(slack_id)

    world.messenger.open_dm = suspended  # type: ignore[method-assign]
    world.engine.run_until_idle()
    world.wait(minutes=1)
    assert world.topics("otto") == ["notice"]
    assert [event for event, _ in world.around.reports].count("fenced") == 1


def troubles(world: World, name: str) -> list[TroubleView]:
    return [said.view for said in world.heard(name, Topic.TROUBLE) if isinstance(said.view, TroubleView)]


def test_the_coordinator_hears_whom_of_the_team_a_message_did_not_reach(world: World) -> None:
    world.booked()
    world.messenger.fail("post", PermanentFault("channel_not_found"))
    message(world, "rita", loop_id="L1")
    world.settle()
    assert ("notice", "Rita", "Ana Kovač") == next(
        (told.what, told.who, told.candidate) for told in troubles(world, "mara")
    )


def test_the_admins_hear_who_left_a_loop_that_they_ran(world: World) -> None:
    world.booked()
    with world.uow() as tx:
        person_left(tx, world.engine.circumstances(), tx.people.get(id="jonas"))
    world.settle()
    assert [("person_left", "Jonas")] == [(told.what, told.who) for told in troubles(world, "ada")]


def test_a_message_that_is_refused_a_second_time_is_told_a_second_time(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.messenger.refuse(Topic.FEEDBACK_ASK, PermanentFault("invalid_blocks"))
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    told = len(world.heard("mara", Topic.TROUBLE))
    with uow() as tx:
        [dead] = tx.outbox.all(state=EffectState.DEAD)
        tx.outbox.save(replace(dead, state=EffectState.AMBIGUOUS, reason="outcome_unknown", attempts=0))
    world.wait(minutes=5)
    with uow.reading() as tx:
        assert EffectState.DEAD is tx.outbox.get(id=dead.id).state
    assert told + 1 == len(world.heard("mara", Topic.TROUBLE))


def test_an_input_that_met_others_changes_is_tried_again_after_a_bug_as_well(world: World) -> None:
    at = world.engine.circumstances()
    with world.uow() as tx:
        receive(tx, at, i.OpenHome(actor_id="mara"), dedupe_key="k")
        for _ in range(5):
            set_aside(tx, at, tx.inbox.get(dedupe_key="k"), "StaleRecord", conflict=True)
        set_aside(tx, at, tx.inbox.get(dedupe_key="k"), "IntegrityError")
        assert tx.inbox.get(dedupe_key="k").state is InboxState.NEW


@pytest.mark.parametrize(("conflict", "most"), [(False, 6), (True, 60)], ids=["a bug", "changes of others"])
def test_an_input_is_given_up_when_it_has_failed_often_enough(world: World, conflict: bool, most: int) -> None:
    at = world.engine.circumstances()
    with world.uow() as tx:
        receive(tx, at, i.OpenHome(actor_id="mara"), dedupe_key="k")
        for _ in range(most - 1):
            set_aside(tx, at, tx.inbox.get(dedupe_key="k"), "Error", conflict=conflict)
        assert tx.inbox.get(dedupe_key="k").state is InboxState.NEW
        set_aside(tx, at, tx.inbox.get(dedupe_key="k"), "Error", conflict=conflict)
        assert tx.inbox.get(dedupe_key="k").state is InboxState.DEAD
