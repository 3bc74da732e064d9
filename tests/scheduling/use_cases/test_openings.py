"""Who may change an opening, and what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.records.openings import Opening
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.outcomes import Refusal
from scheduling.rules.shown import shown_of_opening
from tests.world import World


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def opening(world: World) -> Opening:
    with world.uow.reading() as tx:
        return tx.openings.get(id="search")


def edits(world: World, by: str, *, manager: str = "jonas", coordinator: str = "mara", seen: str = "") -> None:
    wish = i.EditOpening(
        actor_id=by,
        opening_id="search",
        title="AI Engineer",
        hiring_manager_id=manager,
        coordinator_id=coordinator,
        seats=tuple(plan.seats for plan in opening(world).rounds),
        holds=True,
        active=True,
        seen=seen,
    )
    world.does(wish)


def test_a_coordinator_does_not_make_themselves_the_one_who_reads_all_feedback(world: World) -> None:
    edits(world, "mara", manager="mara")

    assert Refusal.NOT_ALLOWED == world.last_notice("mara")
    assert ("jonas", "Senior AI Engineer: search") == (opening(world).hiring_manager_id, opening(world).title)


def test_an_opening_whose_hiring_manager_has_left_can_still_be_changed(world: World) -> None:
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id="jonas"), active=False))

    edits(world, "mara")
    assert "AI Engineer" == opening(world).title

    edits(world, "ada", manager="leo")
    edits(world, "ada", manager="jonas")
    assert (Refusal.UNKNOWN_PERSON, "leo") == (world.last_notice("ada"), opening(world).hiring_manager_id)


def test_a_coordinator_changes_all_else_and_an_admin_the_hiring_manager_too(world: World) -> None:
    edits(world, "mara", coordinator="otto")
    assert ("jonas", "otto", "AI Engineer") == (
        opening(world).hiring_manager_id,
        opening(world).coordinator_id,
        opening(world).title,
    )

    edits(world, "ada", manager="leo")
    assert "leo" == opening(world).hiring_manager_id
    stale = shown_of_opening(replace(opening(world), title="Before"))
    edits(world, "ada", manager="jonas", seen=stale)
    assert (Refusal.CHANGED_MEANWHILE, "leo") == (world.last_notice("ada"), opening(world).hiring_manager_id)
    with world.uow.reading() as tx:
        assert "hires leo, coordinates mara" == tx.audit.all(action="opening.edited")[-1].detail
