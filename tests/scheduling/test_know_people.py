"""Who left is noticed also where no event has told us: Slack gives events up after an hour or so of trying."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.outbox.wishes import find_in_workspace
from scheduling.ports import PermanentFault, TransientFault
from scheduling.views.loops import CalendarNewsView, TroubleView
from tests.rehearsed import under_way
from tests.world import NAMES, World, person, slack_id, user


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def a_day_passes(world: World) -> None:
    """With the hourly look at who is there."""
    for _ in range(24):
        world.clock.advance(timedelta(hours=1))
        world.engine.know_people()
    world.settle()


def leaves(world: World, name: str) -> None:
    """The workspace knows it and tells nobody."""
    world.directory.put(replace(user(name), deactivated=True))


def test_who_left_while_no_event_told_us_is_noticed_within_a_day(world: World) -> None:
    (name,) = world.panel(1)
    leaves(world, name)
    a_day_passes(world)
    assert not world.person(name).active
    assert 1 == world.topics("mara").count("guest_declined")
    assert () == world.broken()


def test_everybody_is_looked_at_once_a_day_and_nothing_else_comes_of_it(world: World) -> None:
    with world.uow.reading() as tx:
        team, effects = len(tx.people.all(active=True)), len(tx.outbox.all(kind="resolve"))
    world.directory.calls.clear()
    a_day_passes(world)
    assert ["by_id"] * team == world.directory.calls
    with world.uow.reading() as tx:
        assert effects == len(tx.outbox.all(kind="resolve"))


def test_nobody_has_left_because_the_workspace_cannot_be_asked(world: World) -> None:
    world.directory.fail("by_id", TransientFault("ratelimited"), times=24)
    a_day_passes(world)
    with world.uow.reading() as tx:
        assert [] == [person.id for person in tx.people.all() if not person.active]


def told_of(world: World, name: str) -> list[tuple[str, str]]:
    """What could not be done, and why."""
    views = [said.view for said in world.heard(name, Topic.TROUBLE)]
    return [(view.what, view.reason) for view in views if isinstance(view, TroubleView)]


def not_visible(world: World, *names: str) -> None:
    """As with the token of another workspace: Slack says that it knows nobody by their ids."""
    world.directory.forget(*(slack_id(name) for name in names))


def test_nobody_has_left_because_another_workspace_was_asked(world: World) -> None:
    not_visible(world, *NAMES)
    a_day_passes(world)
    assert [] == [name for name in NAMES if not world.person(name).active]


def test_whose_slack_id_nobody_has_stays_and_the_admins_are_told(world: World) -> None:
    (name,) = world.panel(1)
    not_visible(world, name)
    world.does(i.NoteUser(actor_id="ada", slack_id=slack_id(name)))
    assert world.person(name).active
    assert [("resolve", "user_not_found")] == told_of(world, "ada")


def test_who_was_turned_into_a_guest_has_left(world: World) -> None:
    world.directory.put(replace(user("otto"), outsider=True))
    a_day_passes(world)
    assert not world.person("otto").active


def test_whoever_is_new_is_asked_for_also_where_the_others_cannot_be(world: World) -> None:
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id="otto"), slack_id=None))
    world.directory.fail("by_id", PermanentFault("invalid_arguments"))
    with pytest.raises(PermanentFault):
        world.engine.know_people()
    world.settle()
    assert slack_id("otto") == world.person("otto").slack_id


def test_one_of_whom_slack_cannot_tell_keeps_nobody_else_from_being_looked_at(uow: UnitOfWork) -> None:
    world = World(uow)
    many = [f"p{number:02}" for number in range(24)]
    with world.uow() as tx:
        for name in many:
            tx.people.add(person(name))
    for name in (*NAMES, *many):
        leaves(world, name)
    world.directory.fail("by_id", TransientFault("timeout"), times=1)
    a_day_passes(world)
    assert 1 == sum(world.person(name).active for name in (*NAMES, *many))


def test_who_is_no_longer_in_the_team_file_does_not_come_back_by_being_found_in_the_workspace(world: World) -> None:
    mara = world.person("mara")
    with world.uow() as tx:
        find_in_workspace(tx, world.engine.circumstances(), mara)
        tx.people.save(replace(tx.people.get(id=mara.id), active=False, slack_id=None))
    world.settle()
    assert not world.person("mara").active


def renamed(world: World, name: str) -> None:
    """Slack knows their account under a new address, and so does the team file: to us that is somebody new."""
    world.directory.put(replace(user(name), email="new@team.example"))
    with world.uow() as tx:
        tx.people.add(person("new", slack_id=None))
        find_in_workspace(tx, world.engine.circumstances(), tx.people.get(id="new"))


def test_whoever_has_a_new_address_keeps_their_account(world: World) -> None:
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id="otto"), active=False, dm_channel="D1"))
    renamed(world, "otto")
    world.settle()
    assert (slack_id("otto"), True) == (world.person("new").slack_id, world.person("new").active)
    assert (None, None) == (world.person("otto").slack_id, world.person("otto").dm_channel)
    assert ([], ()) == (world.errors, world.broken())


def test_two_people_of_the_team_under_one_account_are_told_to_the_admins(world: World) -> None:
    renamed(world, "otto")
    world.settle()
    assert (None, slack_id("otto")) == (world.person("new").slack_id, world.person("otto").slack_id)
    assert [("resolve", "account_of_somebody_else")] == told_of(world, "ada")
    assert [] == world.errors


def comes_back(world: World, name: str) -> None:
    world.directory.put(user(name))
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id=name), active=True))


def test_whoever_comes_back_and_leaves_again_is_told_to_the_coordinator_again(world: World) -> None:
    (name,), round_id = world.panel(1), world.round(1).id
    leaves(world, name)
    world.does(i.NoteUser(actor_id="ada", slack_id=slack_id(name)))
    comes_back(world, name)
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=round_id))
    leaves(world, name)
    world.does(i.NoteUser(actor_id="ada", slack_id=slack_id(name)))
    told = [said.view for said in world.heard("mara", Topic.GUEST_DECLINED)]
    assert ["", ""] == [view.settled for view in told if isinstance(view, CalendarNewsView)]
    assert () == world.broken()


def test_whoever_ran_a_loop_and_leaves_again_is_told_to_the_admins_again(world: World) -> None:
    for _ in range(2):
        leaves(world, "jonas")
        a_day_passes(world)
        comes_back(world, "jonas")
    assert [("person_left", "")] * 2 == told_of(world, "ada")
