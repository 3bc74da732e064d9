"""Nobody gets round the blind rule with buttons that are theirs: by a seat they left, gave away or were given, or by how a loop ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import LoopState, RoundState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.outcomes import Refusal
from scheduling.views.loops import LoopView
from tests.rehearsed import under_way
from tests.world import World

SECRET = "a secret opinion"


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    """Three rounds are held, the last one is ahead: with pia, leo and one of the peers."""
    return under_way(uow, held=3)


def ended(world: World) -> list[str]:
    end = world.round(3).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    return world.panel(3)


def reads(world: World, name: str) -> bool:
    """Whether this person sees what others have said of the last round, wherever they look."""
    reader = world.person(name)
    shown = [world.core.debrief(reader, "L1"), world.core.round_feedback(reader, world.round(3).id), world.heard(name)]
    return SECRET in repr(shown)


def hands_on(world: World, name: str, to: str) -> None:
    world.does(i.HandOff(actor_id=name, loop_id="L1", round_id=world.round(3).id, to_person_id=to))


def declines(world: World, name: str) -> None:
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=world.round(3).id, reason=""))


def test_a_word_from_somebody_who_was_not_there_opens_nothing_to_them(world: World) -> None:
    absent, *others = world.panel(3)
    declines(world, absent)
    ended(world)
    for name in others:
        world.gives_feedback(name, 3, summary=SECRET)

    world.gives_feedback(absent, 3, summary=".")

    assert not reads(world, absent)
    assert all(reads(world, name) for name in others)


def test_a_seat_that_was_given_on_when_all_was_said_opens_nothing(world: World) -> None:
    absent, *others = world.panel(3)
    declines(world, absent)
    ended(world)
    for name in others:
        world.gives_feedback(name, 3, summary=SECRET)

    hands_on(world, absent, "otto")
    world.gives_feedback("otto", 3, summary=".")

    assert not reads(world, "otto")


def test_the_coordinator_hears_that_somebody_else_was_there(world: World) -> None:
    name = ended(world)[0]

    hands_on(world, name, "otto")

    assert "handed_on" == world.last_notice("mara")
    assert f"{name.title()} → Otto" in repr(world.heard("mara")[-1].view)


def test_whoever_may_have_read_what_was_said_can_be_given_no_seat(world: World) -> None:
    first, second, _ = ended(world)
    world.gives_feedback(first, 3, summary=SECRET)
    assert reads(world, "jonas")

    hands_on(world, second, "jonas")

    assert Refusal.NO_VIEW_OF_THEIR_OWN == world.last_notice(second)
    assert second in world.panel(3)
    form: Any = world.core.scorecard_form(world.person(second), world.round(3).id)
    offered = {who.id for who in form.colleagues}
    assert ("otto" in offered, "jonas" in offered) == (True, False)


def test_a_hiring_manager_who_gave_their_seat_away_and_read_does_not_get_it_back(world: World) -> None:
    first, second, _ = ended(world)
    hands_on(world, second, "jonas")
    world.gives_feedback(first, 3, summary=SECRET)
    assert not reads(world, "jonas")

    hands_on(world, "jonas", "otto")
    assert reads(world, "jonas")
    hands_on(world, "otto", "jonas")

    assert Refusal.NO_VIEW_OF_THEIR_OWN == world.last_notice("otto")
    assert "otto" in world.panel(3)


def test_a_hiring_manager_who_was_not_there_reads_and_does_not_write(uow: UnitOfWork) -> None:
    world = World(uow, hiring_manager_id="leo")
    world.booked()
    for index in range(3):
        world.holds_round(index, verdict=False)
        world.says(VerdictChoice.ADVANCE, index, by="leo")
    declines(world, "leo")
    others = [name for name in ended(world) if name != "leo"]
    for name in others:
        world.gives_feedback(name, 3, summary=SECRET)

    assert reads(world, "leo")
    world.gives_feedback("leo", 3)

    assert Refusal.NOT_ON_PANEL == world.last_notice("leo")
    assert LoopState.DEBRIEF is world.loop().state
    assert world.broken() == ()


def test_nobody_calls_off_what_another_one_is_writing_about(world: World) -> None:
    first, second, _ = ended(world)
    round_id, fields = world.round(3).id, {"summary": "Knows her"}
    world.does(i.SaveDraft(actor_id=first, loop_id="L1", round_id=round_id, fields=fields, typed_at=world.now))

    world.does(i.DidNotHappen(actor_id=second, loop_id="L1", round_id=round_id, reason=""))

    assert Refusal.HELD == world.last_notice(second)
    form: Any = world.core.scorecard_form(world.person(first), round_id)
    assert fields == form.draft


def test_whoever_was_not_there_does_not_say_that_it_did_not_happen(world: World) -> None:
    absent = world.panel(3)[0]
    declines(world, absent)
    ended(world)

    world.does(i.DidNotHappen(actor_id=absent, loop_id="L1", round_id=world.round(3).id, reason=""))

    assert Refusal.HELD == world.last_notice(absent)
    assert RoundState.FEEDBACK is world.round(3).state


def test_what_was_begun_and_never_sent_is_gone_once_nobody_can_send_it(world: World) -> None:
    first, _, _ = ended(world)
    round_id, fields = world.round(3).id, {"summary": "Too early to say"}
    world.does(i.SaveDraft(actor_id=first, loop_id="L1", round_id=round_id, fields=fields, typed_at=world.now))

    world.does(i.Cancel(actor_id="mara", loop_id="L1", reason="", withdrew=True))

    with world.uow.reading() as tx:
        assert [] == tx.drafts.all()


@pytest.mark.parametrize("ending", [LoopState.NO, LoopState.WITHDRAWN])
def test_how_it_ended_is_told_to_those_who_may_know_the_decision(world: World, ending: LoopState) -> None:
    inside = world.panel(0)[0]
    world.decides(ending)

    shown = {name: world.core.loop(world.person(name), "L1") for name in ("mara", "jonas", "ada", inside)}

    views = {name: view for name, view in shown.items() if isinstance(view, LoopView)}
    assert set(views) == set(shown)
    assert {"mara": True, "jonas": True, "ada": False, inside: False} == {n: v.ending_told for n, v in views.items()}
    assert [repr(ending) in repr(views[name]) for name in ("jonas", "ada", inside)] == [True, False, False]
