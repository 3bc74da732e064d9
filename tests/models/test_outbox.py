"""The outbox as the relay sees it: what may be tried now, by one worker only, in order, and never too fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.records.delivery import WAITING, Effect, EffectKind, EffectState
from models.repositories.claiming import HOLDING_TRIES
from models.repositories.rows import StaleRecord
from models.unit_of_work import UnitOfWork
from tests.models.samples import NOW, effect

LEASE = timedelta(seconds=60)
PACE = timedelta(seconds=1)
SECOND = timedelta(seconds=1)


def test_what_is_due_is_claimed_with_a_lease_and_marked_as_being_sent(uow: UnitOfWork) -> None:
    _put(uow, effect("due"), effect("later", due_at=NOW + SECOND))
    (claimed,) = _claim(uow, owner="worker 1")
    assert claimed.key == "due"
    assert claimed.state is EffectState.SENDING
    assert (claimed.lease_owner, claimed.lease_until) == ("worker 1", NOW + LEASE)
    assert (claimed.attempts, claimed.first_try_at, claimed.last_try_at) == (1, NOW, NOW)
    assert claimed == _stored(uow, "due")


def test_the_first_try_is_remembered_whatever_zone_the_clock_speaks(uow: UnitOfWork) -> None:
    kolkata = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    _put(uow, effect("a"))
    _claim(uow, now=kolkata)
    _settle(uow, "a", state=EffectState.RETRY, due_at=NOW + SECOND)
    (again,) = _claim(uow, now=kolkata + 5 * SECOND)
    assert (again.attempts, again.first_try_at, again.last_try_at) == (2, NOW, NOW + 5 * SECOND)


@pytest.mark.parametrize("state", list(EffectState))
def test_only_waiting_effects_are_claimed(uow: UnitOfWork, state: EffectState) -> None:
    _put(uow, effect("a", state=state, lease_until=NOW + LEASE))
    assert [claimed.key for claimed in _claim(uow)] == (["a"] if state in WAITING else [])


def test_what_is_claimed_is_not_claimed_again_while_it_is_under_way(uow: UnitOfWork) -> None:
    _put(uow, effect("a"))
    assert _claim(uow)
    assert not _claim(uow, now=NOW + 10 * LEASE)


def test_effects_of_one_target_go_one_after_the_other_oldest_first(uow: UnitOfWork) -> None:
    _put(uow, effect("1"), effect("2"), effect("other", target="dm:p2"))
    assert _keys(_claim(uow)) == ["1", "other"]
    assert _keys(_claim(uow)) == []
    _settle(uow, "1", state=EffectState.DONE)
    assert _keys(_claim(uow, now=NOW + PACE)) == ["2"]


def test_a_reminder_for_tomorrow_does_not_hold_back_what_is_due_today(uow: UnitOfWork) -> None:
    _put(uow, effect("tomorrow", due_at=NOW + timedelta(days=1)), effect("today"))
    assert _keys(_claim(uow)) == ["today"]


def test_a_due_retry_goes_before_what_came_later_and_never_beside_it(uow: UnitOfWork) -> None:
    _put(uow, effect("failed", state=EffectState.RETRY), effect("new"))
    assert _keys(_claim(uow)) == ["failed"]


def test_a_message_that_a_service_could_not_take_holds_back_the_later_ones_of_its_conversation(uow: UnitOfWork) -> None:
    edit = effect("edit", kind=EffectKind.EDIT)
    _put(uow, effect("before"), _failed(), effect("after"), effect("other", target="dm:p2"), edit)
    assert _keys(_claim(uow)) == ["before", "other"]
    _settle(uow, "before", state=EffectState.DONE)
    assert _keys(_claim(uow, now=NOW + PACE, limit=1)) == []
    assert _keys(_claim(uow, now=NOW + LEASE)) == ["failed"]
    _settle(uow, "failed", state=EffectState.DONE)
    assert _keys(_claim(uow, now=NOW + LEASE + PACE)) == ["after"]


ENDINGS = (EffectState.DONE, EffectState.DEAD, EffectState.SUPERSEDED, EffectState.SKIPPED)


@pytest.mark.parametrize("ending", ENDINGS)
def test_whatever_becomes_of_a_message_frees_those_after_it(uow: UnitOfWork, ending: EffectState) -> None:
    _put(uow, _failed(), effect("after"))
    assert _keys(_claim(uow)) == []
    _settle(uow, "failed", state=ending)
    assert _keys(_claim(uow)) == ["after"]


@pytest.mark.parametrize("reason", ["bug:KeyError", "history_too_long", "not_in_workspace"])
def test_a_message_that_fails_for_a_reason_of_its_own_holds_nobody_back(uow: UnitOfWork, reason: str) -> None:
    _put(uow, _failed(reason=reason), effect("after"))
    assert _keys(_claim(uow)) == ["after"]


def test_a_message_that_a_service_stumbles_over_again_and_again_holds_nobody_back_for_ever(uow: UnitOfWork) -> None:
    _put(uow, _failed(attempts=HOLDING_TRIES + 1), effect("after"))
    assert _keys(_claim(uow)) == ["after"]


def test_a_message_that_was_put_off_to_the_morning_holds_nobody_back(uow: UnitOfWork) -> None:
    _put(uow, _failed(attempts=0, reason="reading_hours"), effect("after"))
    assert _keys(_claim(uow)) == ["after"]


def test_what_only_shows_a_state_is_not_held_back_by_an_older_try(uow: UnitOfWork) -> None:
    _put(uow, _failed(kind=EffectKind.EVENT), effect("new", kind=EffectKind.EVENT))
    assert _keys(_claim(uow)) == ["new"]


def test_an_unknown_outcome_holds_back_what_came_later_for_its_target_until_it_is_known(uow: UnitOfWork) -> None:
    unsure = effect("unsure", state=EffectState.AMBIGUOUS, due_at=NOW + 5 * SECOND)
    _put(uow, effect("before"), unsure, effect("after"), effect("other", target="dm:p2"))
    assert _keys(_claim(uow)) == ["before", "other"]
    _settle(uow, "before", state=EffectState.DONE)
    assert _keys(_claim(uow, now=NOW + 2 * SECOND)) == []
    assert _keys(_claim(uow, now=NOW + 5 * SECOND)) == ["unsure"]
    _settle(uow, "unsure", state=EffectState.DONE)
    assert _keys(_claim(uow, now=NOW + 7 * SECOND)) == ["after"]


def test_messages_to_one_target_keep_a_distance_and_other_effects_do_not_wait_for_it(uow: UnitOfWork) -> None:
    sent = effect("sent", state=EffectState.DONE, last_try_at=NOW - PACE / 2)
    edit = effect("edit", kind=EffectKind.EDIT, target="edit:1")
    _put(uow, sent, effect("next"), replace(edit, key="past", state=EffectState.DONE, last_try_at=NOW), edit)
    assert _keys(_claim(uow)) == ["edit"]
    assert _keys(_claim(uow, now=NOW + PACE / 2)) == ["next"]


def test_without_a_pace_nothing_waits_for_messages_that_were_sent(uow: UnitOfWork) -> None:
    _put(uow, effect("sent", state=EffectState.DONE, last_try_at=NOW), effect("next"))
    assert _keys(_claim(uow, pace=timedelta(0))) == ["next"]


def test_no_more_are_claimed_than_were_asked_for_and_the_longest_due_come_first(uow: UnitOfWork) -> None:
    for number in range(5):
        _put(uow, effect(f"{number}", target=f"dm:{number}", due_at=NOW - number * SECOND))
    assert _keys(_claim(uow, limit=2)) == ["4", "3"]


def test_a_lease_that_ran_out_makes_the_outcome_unknown_and_fences_off_whoever_held_it(uow: UnitOfWork) -> None:
    _put(uow, effect("a"))
    (paused,) = _claim(uow)
    with uow() as tx:
        assert tx.outbox.expired(NOW + LEASE) == 0
        assert tx.outbox.expired(NOW + LEASE + SECOND) == 1
    found = _stored(uow, "a")
    assert (found.state, found.reason) == (EffectState.AMBIGUOUS, "lease_expired")
    with pytest.raises(StaleRecord):
        _save(uow, replace(paused, state=EffectState.DONE))
    (second,) = _claim(uow, now=NOW + 2 * LEASE, owner="worker 2")
    _save(uow, replace(second, state=EffectState.DONE))
    with pytest.raises(StaleRecord):
        _save(uow, replace(paused, state=EffectState.DEAD))
    assert _stored(uow, "a").state is EffectState.DONE


@pytest.mark.parametrize("state", list(EffectState))
def test_superseding_takes_back_what_no_one_is_sending_and_nothing_else(uow: UnitOfWork, state: EffectState) -> None:
    _put(uow, effect("a", state=state), effect("b", state=state, round_id="r2"))
    untried = state in (EffectState.PENDING, EffectState.RETRY)
    with uow() as tx:
        assert tx.outbox.supersede("moved", round_id="r1", person_id="p1") == int(untried)
    assert _stored(uow, "a").state is (EffectState.SUPERSEDED if untried else state)
    assert _stored(uow, "a").reason == ("moved" if untried else "")
    assert _stored(uow, "b").state is state


def test_what_is_superseded_while_a_worker_holds_it_stays_with_the_worker(uow: UnitOfWork) -> None:
    _put(uow, effect("a"))
    (claimed,) = _claim(uow)
    with uow() as tx:
        assert tx.outbox.supersede("moved", round_id="r1") == 0
    _save(uow, replace(claimed, state=EffectState.DONE))


def test_the_queue_can_be_looked_at(uow: UnitOfWork) -> None:
    with uow.reading() as tx:
        assert tx.outbox.next_due() is None
    _put(
        uow,
        effect("late", due_at=NOW - LEASE),
        effect("soon", due_at=NOW + SECOND, state=EffectState.RETRY),
        effect("done", due_at=NOW - 2 * LEASE, state=EffectState.DONE),
    )
    with uow.reading() as tx:
        assert tx.outbox.next_due() == NOW - LEASE
        assert tx.outbox.next_due(after=NOW - LEASE) == NOW + SECOND
        assert tx.outbox.next_due(after=NOW + SECOND) is None
        assert tx.outbox.overdue(NOW) == 1
        assert tx.outbox.count(EffectState.DONE, EffectState.RETRY) == 2
        assert _keys(tx.outbox.coming()) == ["late", "soon"]
        assert _keys(tx.outbox.coming(limit=1)) == ["late"]


def test_the_newest_message_of_a_topic_that_was_really_sent_can_be_found(uow: UnitOfWork) -> None:
    _put(
        uow,
        effect("first", remote_ref="D1/1"),
        effect("second", remote_ref="D1/2"),
        effect("edit", remote_ref="D1/2", kind=EffectKind.EDIT),
        effect("not sent"),
        effect("other topic", remote_ref="D1/3", topic="moved"),
    )
    with uow.reading() as tx:
        found = tx.outbox.latest_post(topic="brief", round_id="r1")
        assert found is not None
        assert found.key == "second"
        assert tx.outbox.latest_post(topic="brief", round_id="r9") is None


states = st.sampled_from([s for s in EffectState if s is not EffectState.SENDING])
queues = st.lists(st.tuples(st.sampled_from(["dm:1", "dm:2"]), states, st.integers(-2, 2)), max_size=7)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queue=queues)
def test_every_queue_drains_in_order_with_one_effect_per_target_at_a_time(
    uow: UnitOfWork, queue: list[tuple[str, EffectState, int]]
) -> None:
    """Whatever the queue: one per target under way, nothing before it is due, and in the end nothing waits."""
    with uow() as tx:
        tx.outbox.remove()
        for number, (target, state, due) in enumerate(queue):
            tried = {"attempts": 1, "reason": "server_error"} if state is EffectState.RETRY else {}
            tx.outbox.add(effect(f"{number}", target=target, state=state, due_at=NOW + due * SECOND, **tried))
        for step in range(12):
            now = NOW + step * SECOND
            claimed = tx.outbox.claim(owner="w", now=now, lease=LEASE, pace=PACE, limit=10)
            assert len({each.target for each in claimed}) == len(claimed)
            assert all(each.due_at <= now for each in claimed)
            for each in claimed:
                tx.outbox.save(replace(each, state=EffectState.DONE))
        assert tx.outbox.count(*WAITING, EffectState.SENDING) == 0


def _failed(**fields: Any) -> Effect:
    """A message that is tried again in a while."""
    failed = {"state": EffectState.RETRY, "attempts": 1, "reason": "server_error", "due_at": NOW + LEASE}
    return effect("failed", **{**failed, **fields})


def _put(uow: UnitOfWork, *effects: Effect) -> None:
    with uow() as tx:
        for each in effects:
            tx.outbox.add(each)


def _claim(uow: UnitOfWork, **changes: Any) -> Sequence[Effect]:
    asked: dict[str, Any] = {"owner": "w", "now": NOW, "lease": LEASE, "pace": PACE, "limit": 10, **changes}
    with uow() as tx:
        return tx.outbox.claim(**asked)


def _settle(uow: UnitOfWork, key: str, **changes: Any) -> None:
    _save(uow, replace(_stored(uow, key), **changes))


def _save(uow: UnitOfWork, record: Effect) -> None:
    with uow() as tx:
        tx.outbox.save(record)


def _stored(uow: UnitOfWork, key: str) -> Effect:
    with uow.reading() as tx:
        return tx.outbox.get(key=key)


def _keys(effects: Sequence[Effect]) -> list[str]:
    return [each.key for each in effects]
