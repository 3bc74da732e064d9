"""The one judge sees what it is there to see: each promise broken by hand, and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from models.records.delivery import EffectKind, EffectState, InboxState
from models.records.loops import EventState, LoopState, RoundState
from models.unit_of_work import Transaction, UnitOfWork
from scheduling import intents as i
from scheduling.invariants import check
from scheduling.messages import Topic
from scheduling.ports import TransientFault
from tests.rehearsed import under_way
from tests.world import SECRET, World


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    """A loop with one round held, whose feedback and verdict are in."""
    return under_way(uow, held=1)


def overwrite_scorecard(tx: Transaction, world: World) -> None:
    [card] = tx.scorecards.all()
    tx.scorecards.remove(id=card.id)
    tx.scorecards.add(replace(card, version=2))


def lose_scorecard(tx: Transaction, world: World) -> None:
    [card] = tx.scorecards.all()
    tx.scorecards.remove(id=card.id)


def forget_outcome(tx: Transaction, world: World) -> None:
    row = tx.inbox.all(state=InboxState.DONE)[0]
    tx.inbox.save(replace(row, outcome=""))


def book_without_event(tx: Transaction, world: World) -> None:
    tx.rounds.save(replace(world.round(1), event=EventState.NONE))


def reopen_with_event(tx: Transaction, world: World) -> None:
    tx.rounds.save(replace(world.round(1), state=RoundState.OPEN))


def book_over_another(tx: Transaction, world: World) -> None:
    first, second = world.round(1), world.round(2)
    seat = tx.seats.of_round(first.id)[0]
    tx.seats.add(replace(seat, round_id=second.id, index=9))
    tx.rounds.save(replace(second, start=first.start, end=first.end))


def drop_claim(tx: Transaction, world: World) -> None:
    seat = tx.seats.of_round(world.round(1).id)[0]
    claim = next(c for c in tx.slots.all(round_id=seat.round_id) if c.person_id == seat.person_id)
    tx.slots.remove(person_id=claim.person_id, slot=claim.slot)


def claim_one_message_for_two(tx: Transaction, world: World) -> None:
    first, second = tx.outbox.all(kind=EffectKind.POST, state=EffectState.DONE)[:2]
    tx.outbox.save(replace(second, remote_ref=first.remote_ref))


def skip_without_reason(tx: Transaction, world: World) -> None:
    effect = tx.outbox.all(kind=EffectKind.POST, state=EffectState.DONE)[0]
    tx.outbox.save(replace(effect, state=EffectState.SKIPPED, reason=""))


def forget_reminders(tx: Transaction, world: World) -> None:
    tx.outbox.remove(round_id=world.round(1).id, kind=EffectKind.POST)


def forget_card(tx: Transaction, world: World) -> None:
    tx.outbox.remove(kind=EffectKind.CARD)


def end_loop_alone(tx: Transaction, world: World) -> None:
    tx.loops.save(replace(world.loop(), state=LoopState.WITHDRAWN, ended_at=world.now))


def plan_again_alone(tx: Transaction, world: World) -> None:
    tx.loops.save(replace(world.loop(), state=LoopState.PLANNING))


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        (forget_outcome, {"I2"}),
        (overwrite_scorecard, {"I3"}),
        (lose_scorecard, {"I3"}),
        (book_without_event, {"I4"}),
        (reopen_with_event, {"I5"}),
        (book_over_another, {"I6"}),
        (drop_claim, {"I6"}),
        (claim_one_message_for_two, {"I7"}),
        (skip_without_reason, {"I7"}),
        (forget_reminders, {"I7"}),
        (forget_card, {"I7"}),
        (end_loop_alone, {"I7", "I9"}),
        (plan_again_alone, {"I9"}),
    ],
)
def test_what_was_broken_by_hand_is_told(
    world: World, breaks: Callable[[Transaction, World], None], told: set[str]
) -> None:
    assert () == world.broken()
    with world.uow() as tx:
        breaks(tx, world)
    assert told == {sentence.partition(":")[0] for sentence in found(world)}


def found(world: World) -> tuple[str, ...]:
    """By the database alone."""
    with world.uow.reading() as tx:
        return check(tx, now=world.now, secret=SECRET)


def test_while_a_message_of_an_ended_loop_is_looked_for_nothing_is_broken(uow: UnitOfWork) -> None:
    world = under_way(uow)
    end = world.round(0).end
    assert end is not None
    world.until(end - timedelta(minutes=1))
    world.messenger.fail("post", TransientFault("timeout", maybe_done=True), times=1, after=True)
    world.messenger.fail("find", TransientFault("server_error"), times=6)
    world.wait(minutes=1)
    world.does(i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="x"))
    assert () == world.broken()


def test_a_reminder_of_a_time_that_counts_no_more_is_seen(world: World) -> None:
    with world.uow() as tx:
        ask = tx.outbox.all(topic=Topic.FEEDBACK_ASK, state=EffectState.PENDING)[0]
        tx.outbox.save(replace(ask, payload=ask.payload | {"revision": 7}))
    assert any(sentence.startswith(f"I7: feedback_ask of {ask.person_id} waits") for sentence in world.broken())
