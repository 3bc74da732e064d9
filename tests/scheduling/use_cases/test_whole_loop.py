"""A loop from its first wish to the offer, as the core sees it."""

from models.records.feedback import VerdictChoice
from models.records.loops import LoopState, RoundState
from models.unit_of_work import UnitOfWork
from scheduling.messages import Topic
from tests.rehearsed import under_way
from tests.world import World


def test_a_loop_goes_from_its_start_to_an_offer(uow: UnitOfWork) -> None:
    world = World(uow)
    world.booked()
    for index in range(4):
        world.holds_round(index)
    assert world.loop().state is LoopState.DEBRIEF
    world.decides(LoopState.OFFER)
    assert world.loop().state is LoopState.OFFER
    assert [r.state for r in world.rounds()] == [RoundState.ADVANCED] * 4
    assert world.errors == []
    assert world.broken() == ()


def test_a_booked_loop_costs_two_free_busy_reads_and_four_inserts(uow: UnitOfWork) -> None:
    world = under_way(uow)
    calls = [call for call in world.calendar.calls if call != "changes"]
    assert calls == ["busy", "busy", "insert", "insert", "insert", "insert"]


def test_round_1_invites_the_candidate_and_later_rounds_are_held_without_them(uow: UnitOfWork) -> None:
    world = under_way(uow)
    assert [r.state for r in world.rounds()] == [RoundState.INVITED] + [RoundState.HELD] * 3
    guests = [set(_event(world, index).rsvps) for index in range(4)]
    assert ["l1@mail.example" in g for g in guests] == [True, False, False, False]


def test_advancing_turns_the_next_hold_into_an_invitation(uow: UnitOfWork) -> None:
    world = under_way(uow, held=1)
    assert world.round(1).state is RoundState.INVITED
    assert "l1@mail.example" in _event(world, 1).rsvps
    assert world.topics(world.panel(1)[0]).count(str(Topic.CONFIRMED)) == 1


def test_a_stop_takes_every_later_hold_off_the_calendars_and_ends_all_reminders(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    panel = world.panel(1)
    world.says(VerdictChoice.STOP, 0, reason="no production work")
    assert world.loop().state is LoopState.NO
    assert [r.state for r in world.rounds()[1:]] == [RoundState.RELEASED] * 3
    assert [_event(world, index).status for index in (1, 2, 3)] == ["cancelled"] * 3
    before = len(world.messenger.said)
    world.wait(days=40)
    assert len(world.messenger.said) == before
    assert world.topics(panel[0])[-1] == Topic.RELEASED
    assert world.broken() == ()


def _event(world: World, index: int):  # type: ignore[no-untyped-def]  # StoredEvent, asserted right here
    event_id = world.round(index).event_id
    assert event_id is not None
    event = world.calendar.get(event_id)
    assert event is not None
    return event
