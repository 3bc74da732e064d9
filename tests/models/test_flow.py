"""Where many messages are due together they leave at one pace, the most pressing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.records.delivery import WAITING, Effect, EffectKind, EffectState, Flow
from models.unit_of_work import UnitOfWork
from tests.models.samples import NOW, effect

FLOW = Flow(most=40, within=timedelta(seconds=10))
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def test_a_thousand_reminders_of_one_morning_leave_at_240_a_minute_the_nearest_interview_first(uow: UnitOfWork) -> None:
    with uow() as tx:
        for number in range(1000):
            begins = NOW + timedelta(hours=1, minutes=number * 7 % 1000)
            tx.outbox.add(effect(f"{number}", target=f"dm:{number}", until=begins))
    left = _until_nothing_waits(uow)
    moments = [moment for moment, _ in left]
    assert 1000 == len(left)
    assert all(later - first >= FLOW.within for first, later in zip(moments, moments[FLOW.most :], strict=False))
    assert NOW + 4 * MINUTE == moments[-1]
    assert sorted(each.until for _, each in left if each.until) == [each.until for _, each in left]


def test_what_is_pointless_in_a_moment_goes_before_news_and_alarms_and_they_before_other_reminders(
    uow: UnitOfWork,
) -> None:
    untils = {"tomorrow": timedelta(days=1), "in an hour": timedelta(hours=1), "in a moment": timedelta(minutes=10)}
    with uow() as tx:
        for name, until in untils.items():
            tx.outbox.add(effect(name, target=f"dm:{name}", until=NOW + until))
        tx.outbox.add(effect("alarm", target="dm:alarm", loop_id=None, until=NOW + timedelta(hours=12)))
        tx.outbox.add(effect("news", target="dm:news"))
        tx.outbox.add(effect("older news", target="dm:older", due_at=NOW - SECOND))
        claimed = tx.outbox.claim(owner="w", now=NOW, lease=MINUTE, pace=SECOND, limit=10, flow=FLOW)
    assert ["in a moment", "older news", "alarm", "news", "in an hour", "tomorrow"] == [each.key for each in claimed]


def test_what_is_no_message_does_not_wait_for_the_messages(uow: UnitOfWork) -> None:
    with uow() as tx:
        for number in range(FLOW.most):
            tried = {"state": EffectState.DONE, "last_try_at": NOW - SECOND}
            tx.outbox.add(effect(f"{number}", target=f"dm:{number}", **tried))
        tx.outbox.add(effect("message", target="dm:new"))
        tx.outbox.add(effect("booking", target="loop:l1", kind=EffectKind.BOOK))
        claimed = tx.outbox.claim(owner="w", now=NOW, lease=MINUTE, pace=SECOND, limit=10, flow=FLOW)
    assert ["booking"] == [each.key for each in claimed]


def test_what_its_moment_has_passed_for_takes_nobody_s_turn(uow: UnitOfWork) -> None:
    """After an outage: a thousand reminders that nobody needs any more, and a brief that somebody does."""
    with uow() as tx:
        for number in range(100):
            missed = {"state": EffectState.SKIPPED, "last_try_at": NOW}
            tx.outbox.add(effect(f"missed {number}", target="dm:otto", until=NOW - MINUTE, **missed))
        tx.outbox.add(effect("brief", target="dm:otto", until=NOW + MINUTE))
        claimed = tx.outbox.claim(owner="w", now=NOW, lease=MINUTE, pace=SECOND, limit=10, flow=FLOW)
    assert ["brief"] == [each.key for each in claimed]


def test_what_somebody_waits_for_takes_the_older_ones_of_its_conversation_along(uow: UnitOfWork) -> None:
    tomorrow, soon = NOW + timedelta(days=1), NOW + timedelta(minutes=10)
    with uow() as tx:
        for number in range(10):
            tx.outbox.add(effect(f"other {number}", target=f"dm:{number}", until=NOW + timedelta(hours=1 + number)))
        tx.outbox.add(effect("before the answer", target="dm:otto", until=tomorrow))
        tx.outbox.add(effect("answer", target="dm:otto"))
        tx.outbox.add(effect("before the short brief", target="dm:tina", until=tomorrow))
        tx.outbox.add(effect("short brief", target="dm:tina", until=soon))
        claimed = tx.outbox.claim(owner="w", now=NOW, lease=MINUTE, pace=SECOND, limit=3, flow=FLOW)
    assert ["before the short brief", "before the answer", "other 0"] == [each.key for each in claimed]


def _until_nothing_waits(uow: UnitOfWork) -> list[tuple[datetime, Effect]]:
    """Somebody looks every other second and takes what there is, twenty at a time; when each was taken."""
    left: list[tuple[datetime, Effect]] = []
    now = NOW
    with uow() as tx:
        while tx.outbox.count(*WAITING):
            claimed = tx.outbox.claim(owner="w", now=now, lease=MINUTE, pace=SECOND, limit=20, flow=FLOW)
            for each in claimed:
                tx.outbox.save(replace(each, state=EffectState.DONE))
            left += [(now, each) for each in claimed]
            now += timedelta(0) if claimed else 2 * SECOND
    return left
