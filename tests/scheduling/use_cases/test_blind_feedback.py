"""Nobody gets round the blind rule with buttons that are theirs: by a seat they left, gave away or were given, or by how a loop ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.records.feedback import VerdictChoice
from models.records.loops import LoopState, RoundState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.outcomes import Refusal, Refused
from scheduling.views.loops import LoopView
from tests.rehearsed import under_way
from tests.world import World, slack_id, user

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


def held_without_one(world: World) -> list[str]:
    """Of the last panel the first has declined, and the others have said all that they have to say."""
    absent, *others = world.panel(3)
    declines(world, absent)
    ended(world)
    for name in others:
        world.gives_feedback(name, 3, summary=SECRET)
    return [absent, *others]


def test_a_word_from_somebody_who_was_not_there_opens_nothing_to_them(world: World) -> None:
    absent, *others = held_without_one(world)

    world.gives_feedback(absent, 3, summary=".")

    assert not reads(world, absent)
    assert all(reads(world, name) for name in others)


def test_a_seat_that_was_given_on_when_all_was_said_opens_nothing(world: World) -> None:
    absent = held_without_one(world)[0]

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


@pytest.fixture
def leo_hires(uow: UnitOfWork) -> World:
    """As `world`, in a company where the hiring manager sits in the last round."""
    world = World(uow, hiring_manager_id="leo")
    world.booked()
    for index in range(3):
        world.holds_round(index, verdict=False)
        world.says(VerdictChoice.ADVANCE, index, by="leo")
    return world


def test_a_hiring_manager_who_was_not_there_reads_and_does_not_write(leo_hires: World) -> None:
    world = leo_hires
    declines(world, "leo")
    others = [name for name in ended(world) if name != "leo"]
    for name in others:
        world.gives_feedback(name, 3, summary=SECRET)

    assert reads(world, "leo")
    assert Refused(why=Refusal.NOT_ON_PANEL) == world.core.scorecard_form(world.person("leo"), world.round(3).id)
    world.gives_feedback("leo", 3)

    assert Refusal.NOT_ON_PANEL == world.last_notice("leo")
    assert LoopState.DEBRIEF is world.loop().state
    assert world.broken() == ()


def test_a_hiring_manager_who_had_declined_and_came_is_heard_as_long_as_nobody_else_was(leo_hires: World) -> None:
    world = leo_hires
    declines(world, "leo")
    ended(world)

    world.gives_feedback("leo", 3)

    with world.uow.reading() as tx:
        assert tx.scorecards.latest(world.round(3).id, "leo") is not None


def test_where_all_had_declined_and_somebody_else_was_there_nobody_else_is_waited_for(leo_hires: World) -> None:
    world = leo_hires
    for name in world.panel(3):
        declines(world, name)
    first = ended(world)[0]

    hands_on(world, first, "otto")
    world.gives_feedback("otto", 3)

    assert LoopState.DEBRIEF is world.loop().state
    assert world.broken() == ()


def test_whoever_was_there_left_and_came_back_gives_feedback_and_reads_as_promised(world: World) -> None:
    first, second, third = ended(world)
    world.directory.put(replace(user(third), deactivated=True))
    world.does(i.NoteUser(actor_id="mara", slack_id=slack_id(third)))
    with world.uow() as tx:  # as the team file does that is loaded again
        tx.people.save(replace(tx.people.get(id=third), active=True))
    world.gives_feedback(first, 3, summary=SECRET)
    assert not reads(world, third)

    world.gives_feedback(third, 3)

    assert reads(world, third)
    assert not reads(world, second)


def test_one_who_had_declined_and_came_is_told_what_their_word_does_not_open(world: World) -> None:
    absent, other, _ = world.panel(3)
    declines(world, absent)
    ended(world)

    forms: list[Any] = [world.core.scorecard_form(world.person(name), world.round(3).id) for name in (absent, other)]

    assert [True, False] == [form.absent for form in forms]


def test_the_coordinator_reads_of_it_in_their_hours(world: World) -> None:
    name = ended(world)[0]
    world.until(world.now.replace(hour=21))

    hands_on(world, name, "otto")

    assert "handed_on" != world.last_notice("mara")
    world.wait(days=3)
    assert "handed_on" == world.last_notice("mara")


def test_what_another_one_has_said_is_not_taken_away(world: World) -> None:
    first, second, _ = ended(world)
    world.gives_feedback(first, 3)

    world.does(i.DidNotHappen(actor_id=second, loop_id="L1", round_id=world.round(3).id, reason=""))

    assert Refusal.HELD == world.last_notice(second)
    assert RoundState.FEEDBACK is world.round(3).state


def test_what_somebody_has_begun_to_write_keeps_nobody_from_saying_that_it_did_not_happen(world: World) -> None:
    round_id, fields = world.round(3).id, {"summary": "no show"}
    for name in ended(world)[:2]:
        draft = i.SaveDraft(actor_id=name, loop_id="L1", round_id=round_id, fields=fields, typed_at=world.now)
        world.does(draft)

    world.does(i.DidNotHappen(actor_id=world.panel(3)[0], loop_id="L1", round_id=round_id, reason=""))

    assert RoundState.OPEN is world.round(3).state


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
