"""One secret key, a key for each purpose, and a database that knows its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.keys import BrokenChain, ForeignKey, KeyWatch, NotAtRest, derive, hold_to, rotate
from models.engine import AnotherKey
from models.records.delivery import AuditEntry, Effect, EffectKind, EffectState
from models.unit_of_work import UnitOfWork
from sandbox.clock import SteppedClock
from scheduling.outbox.relay import LEASE
from tests.waiting import begun_meanwhile
from tests.world import MONDAY, World

KEY, OTHER = SecretStr("a key that is long enough"), SecretStr("another key of that length")


def test_each_purpose_has_a_key_of_its_own_that_stays_the_same() -> None:
    assert derive(KEY, "core") == derive(KEY, "core")
    assert 4 == len({derive(KEY, "core"), derive(KEY, "database"), derive(OTHER, "core"), derive(OTHER, "database")})
    assert 32 == len(derive(KEY, "core"))


def test_a_database_takes_the_first_key_and_no_other_one_after_it(uow: UnitOfWork) -> None:
    clock = SteppedClock(MONDAY)
    hold_to(uow, clock, KEY)
    hold_to(uow, clock, KEY)

    with pytest.raises(ForeignKey):
        hold_to(uow, clock, OTHER)


def test_the_key_itself_is_not_stored(uow: UnitOfWork) -> None:
    hold_to(uow, SteppedClock(MONDAY), KEY)

    with uow.reading() as tx:
        stored = [bookmark.value for bookmark in tx.bookmarks.all()]

    assert not [value for value in stored if KEY.get_secret_value() in value or derive(KEY, "core").hex() in value]


def with_two_entries(uow: UnitOfWork) -> SteppedClock:
    clock = SteppedClock(MONDAY)
    hold_to(uow, clock, KEY)
    for action in ("loop.started", "round.moved"):
        with uow() as tx:
            tx.audit.append(AuditEntry(at=MONDAY, actor_id="mara", action=action), derive(KEY, "core"))
    return clock


def is_lost(uow: UnitOfWork, key: SecretStr) -> bool:
    watch = KeyWatch(uow, derive(key, "core"))
    watch.look()
    return watch.lost


def first_broken(uow: UnitOfWork, key: SecretStr) -> int | None:
    with uow.reading() as tx:
        return tx.audit.broken_at(derive(key, "core"))


def test_after_a_rotation_the_database_belongs_to_the_new_key_and_its_audit_log_is_whole(uow: UnitOfWork) -> None:
    clock = with_two_entries(uow)

    rotate(uow, clock, old=KEY, new=OTHER)

    hold_to(uow, clock, OTHER)
    assert None is first_broken(uow, OTHER)
    assert first_broken(uow, KEY) is not None
    with pytest.raises(ForeignKey):
        rotate(uow, clock, old=KEY, new=OTHER)


def test_whoever_runs_under_the_old_key_writes_nothing_into_the_audit_log_any_more(uow: UnitOfWork) -> None:
    clock = with_two_entries(uow)
    assert not is_lost(uow, KEY)

    rotate(uow, clock, old=KEY, new=OTHER)

    with pytest.raises(AnotherKey), uow() as tx:
        tx.audit.append(AuditEntry(at=MONDAY, actor_id="mara", action="round.moved"), derive(KEY, "core"))
    assert is_lost(uow, KEY)
    assert not is_lost(uow, OTHER)
    assert None is first_broken(uow, OTHER)
    rotate(uow, clock, old=OTHER, new=KEY)


def test_a_database_that_nothing_was_changed_in_yet_is_no_longer_the_old_keys_either(uow: UnitOfWork) -> None:
    clock = SteppedClock(MONDAY)

    rotate(uow, clock, old=KEY, new=OTHER)

    with pytest.raises(AnotherKey), uow() as tx:
        tx.audit.append(AuditEntry(at=MONDAY, actor_id="mara", action="round.moved"), derive(KEY, "core"))


@pytest.mark.parametrize("state", [EffectState.SENDING, EffectState.AMBIGUOUS, EffectState.RETRY])
def test_while_the_outcome_of_anything_is_unknown_the_key_stays(uow: UnitOfWork, state: EffectState) -> None:
    clock = with_two_entries(uow)
    with uow() as tx:
        tx.outbox.add(
            Effect(
                key="k",
                kind=EffectKind.POST,
                target="dm:mara",
                due_at=MONDAY,
                created_at=MONDAY,
                state=state,
                reason="outcome_unknown",
            )
        )

    with pytest.raises(NotAtRest):
        rotate(uow, clock, old=KEY, new=OTHER)
    hold_to(uow, clock, KEY)


def test_a_key_is_not_rotated_while_somebody_takes_an_effect(uow: UnitOfWork) -> None:
    world = World(uow)
    refused: list[bool] = []

    def rotated() -> None:
        try:
            rotate(uow, world.clock, old=KEY, new=OTHER)
        except NotAtRest:
            refused.append(True)

    due = Effect(key="k", kind=EffectKind.POST, target="dm:mara", due_at=MONDAY, created_at=MONDAY)
    hold_to(uow, world.clock, KEY)
    with uow() as tx:
        tx.outbox.add(due)
    with uow() as tx:
        assert tx.outbox.claim(owner="w", now=MONDAY, lease=LEASE, pace=timedelta(0), limit=1)
        meanwhile = begun_meanwhile(world, tx, rotated)
    meanwhile.join()

    assert [True] == refused
    hold_to(uow, world.clock, KEY)


def test_an_altered_audit_log_is_not_made_whole_by_a_rotation(uow: UnitOfWork) -> None:
    clock = with_two_entries(uow)
    with uow() as tx:
        tx.audit.remove(id=1)

    with pytest.raises(BrokenChain):
        rotate(uow, clock, old=KEY, new=OTHER)
    assert first_broken(uow, KEY) is not None
