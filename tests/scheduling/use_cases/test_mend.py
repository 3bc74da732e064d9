"""What `hirebot doctor --fix` puts right, each thing once; the rest is said and left to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from models.records.delivery import EffectKind, EffectState
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.invariants import check
from scheduling.messages import Topic
from scheduling.outbox.relay import LEASE
from scheduling.ports import PUT_FOR, EventDraft, StoredEvent
from scheduling.use_cases.mend import mend
from tests.rehearsed import under_way
from tests.waiting import begun_meanwhile
from tests.world import SECRET, World


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def broken(world: World) -> list[str]:
    """What the check finds, calendar and workspace included."""
    marks = Counter(said.mark for said in world.messenger.said)
    with world.uow.reading() as tx:
        found = check(tx, now=world.now, secret=SECRET, events=world.calendar.listed(), marks=marks)
    return [sentence.partition(":")[0] for sentence in found]


def mended(world: World) -> int:
    """How much a doctor puts right; whatever that is, a second one finds nothing, and the relay does it."""
    done = mend(world.uow, world.engine.circumstances(), world.calendar.listed())
    assert () == mend(world.uow, world.engine.circumstances(), world.calendar.listed())
    world.engine.run_until_idle()
    assert () == mend(world.uow, world.engine.circumstances(), world.calendar.listed())
    return len(done)


def event(world: World, index: int) -> StoredEvent:
    return next(e for e in world.calendar.listed() if e.event_id == world.round(index).event_id)


def test_a_healthy_world_is_left_alone(world: World) -> None:
    before = len(world.messenger.said)
    assert [] == broken(world)
    assert 0 == mended(world)
    assert before == len(world.messenger.said)


def test_an_event_that_is_gone_from_the_calendar_is_put_back(world: World) -> None:
    world.calendar.delete_by_hand(world.round(1).event_id or "")
    assert ["I4"] == broken(world)
    assert 1 == mended(world)
    assert [] == broken(world)
    assert 4 == len(world.calendar.live_events())


def test_an_event_at_another_time_is_set_right(world: World) -> None:
    """As a worker leaves it that woke up with what the round was before."""
    found = event(world, 1)
    assert found.start is not None
    assert found.end is not None
    old = _copy(found, event_id=found.event_id)
    by = timedelta(hours=1)
    earlier = {**old.private, PUT_FOR: "0.held"}
    world.calendar.change(replace(old, start=old.start + by, end=old.end + by, private=earlier), notify=False)
    assert ["I4"] == broken(world)
    assert 1 == mended(world)
    assert found.start == event(world, 1).start


def test_a_second_event_of_a_round_is_taken_off_and_the_first_one_stays(world: World) -> None:
    world.calendar.insert(_copy(event(world, 2), event_id="seconda1"), notify=False)
    assert ["I5"] == broken(world)
    assert 1 == mended(world)
    assert 4 == len(world.calendar.live_events())
    assert [] == broken(world)


def test_an_event_of_a_round_that_nobody_here_knows_is_told_and_left_to_people(world: World) -> None:
    foreign = replace(_copy(event(world, 2), event_id="foreign1"), private={"round": "L99-1"})
    world.calendar.insert(foreign, notify=False)
    assert 0 == mended(world)
    assert ["I5"] == broken(world)


def test_an_event_that_no_round_has_is_told_with_when_it_is_where_it_is(world: World) -> None:
    found = event(world, 2)
    assert found.start is not None
    assert found.zone is not None
    world.calendar.insert(_copy(found, event_id="seconda1"), notify=False)

    with world.uow.reading() as tx:
        [said] = check(tx, now=world.now, secret=SECRET, events=world.calendar.listed())

    when = found.start.astimezone(ZoneInfo(found.zone))
    assert f"event seconda1 ({when:%A %Y-%m-%d %H:%M} {found.zone}) stands in the calendar" in said


def test_work_whose_worker_is_gone_is_freed(world: World) -> None:
    end = world.round(0).end
    assert end is not None
    world.clock.set(end + timedelta(minutes=1))
    with world.uow() as tx:
        tx.outbox.claim(owner="gone", now=world.now, lease=LEASE, pace=timedelta(0), limit=1)
    world.clock.advance(timedelta(minutes=5))
    assert "I10" in broken(world)
    done = mend(world.uow, world.engine.circumstances(), world.calendar.listed())
    assert 1 == len(done)
    assert "I10" not in broken(world)


REMINDERS = (Topic.BRIEF_SHORT, Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED)


@pytest.mark.parametrize("topic", REMINDERS)
def test_a_reminder_that_is_missing_is_written_down_again_and_said_once(world: World, topic: Topic) -> None:
    (name,) = world.panel(0)
    with world.uow() as tx:
        there_were = tx.outbox.remove(topic=topic, round_id=world.round(0).id, person_id=name)
    assert ["I7"] == broken(world)
    assert 1 == mended(world)
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(days=7))
    assert there_were == world.topics(name).count(topic) > 0


@pytest.mark.parametrize("topic", REMINDERS)
def test_of_two_doctors_at_once_one_writes_a_missing_reminder_down(world: World, topic: Topic) -> None:
    (name,) = world.panel(0)
    with world.uow() as tx:
        there_were = tx.outbox.remove(topic=topic, round_id=world.round(0).id, person_id=name)
    slow = EndsAfterAnother(world)
    mend(slow, world.engine.circumstances(), world.calendar.listed())
    slow.other.join()
    with world.uow.reading() as tx:
        assert there_were == len(tx.outbox.all(topic=topic, round_id=world.round(0).id, person_id=name))


class EndsAfterAnother(UnitOfWork):
    """Its transaction ends when a second doctor has got as far as it gets beside it."""

    def __init__(self, world: World) -> None:
        super().__init__(world.uow.engine)
        self._world = world

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        with super().__call__() as tx:
            yield tx
            self.other = begun_meanwhile(self._world, tx, self._mend)

    def _mend(self) -> None:
        mend(self._world.uow, self._world.engine.circumstances(), self._world.calendar.listed())


def test_a_card_that_was_given_up_is_drawn_again(world: World) -> None:
    with world.uow() as tx:
        card = tx.outbox.all(kind=EffectKind.CARD)[-1]
        tx.outbox.save(replace(card, state=EffectState.DEAD, reason="channel_not_found"))
    assert [] == broken(world)  # it is tried again each working day
    world.clock.advance(timedelta(days=5, minutes=1))
    assert "I7" in broken(world)
    assert 1 == mended(world)
    assert [] == broken(world)


def test_what_is_mended_stands_in_the_audit_log(world: World) -> None:
    world.calendar.delete_by_hand(world.round(1).event_id or "")
    mended(world)
    with world.uow.reading() as tx:
        assert ["mended"] == [entry.action for entry in tx.audit.all(actor_id="doctor")]


def _copy(found: StoredEvent, *, event_id: str) -> EventDraft:
    assert found.start is not None
    assert found.end is not None
    return EventDraft(
        event_id=event_id,
        summary=found.summary,
        description="",
        start=found.start,
        end=found.end,
        zone=found.zone or "UTC",
        guests=tuple(found.rsvps),
        private=found.private,
    )
