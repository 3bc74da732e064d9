"""The inbox as its worker sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.records.delivery import InboxState
from models.unit_of_work import UnitOfWork
from tests.models.samples import NOW, inbox_row

MINUTE = timedelta(minutes=1)


def test_the_oldest_input_comes_first_and_what_is_processed_never_again(uow: UnitOfWork) -> None:
    with uow() as tx:
        for key in ("a", "b"):
            tx.inbox.add(inbox_row(key))
        first = tx.inbox.next(NOW)
        assert first is not None
        assert first.dedupe_key == "a"
        tx.inbox.save(replace(first, state=InboxState.DONE, processed_at=NOW, payload={}))
    with uow() as tx:
        second = tx.inbox.next(NOW)
        assert second is not None
        assert second.dedupe_key == "b"
        tx.inbox.save(replace(second, state=InboxState.DEAD))
        assert tx.inbox.next(NOW) is None


def test_an_input_that_failed_waits_without_holding_back_those_behind_it(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.inbox.add(inbox_row("failed", next_try_at=NOW + MINUTE))
        tx.inbox.add(inbox_row("fresh"))
        now, later = tx.inbox.next(NOW), tx.inbox.next(NOW + MINUTE)
        assert (now and now.dedupe_key, later and later.dedupe_key) == ("fresh", "failed")
        assert tx.inbox.waiting() == 2


def test_a_worker_that_fails_leaves_the_input_for_the_next_try(uow: UnitOfWork) -> None:
    with uow() as tx:
        tx.inbox.add(inbox_row("a"))
    try:
        with uow() as tx:
            taken = tx.inbox.next(NOW)
            assert taken is not None
            tx.inbox.save(replace(taken, state=InboxState.DONE))
            raise RuntimeError  # the process ends here
    except RuntimeError:
        pass
    with uow() as tx:
        assert tx.inbox.next(NOW) == taken


def test_only_processed_rows_of_the_given_kinds_are_forgotten_and_only_old_ones(uow: UnitOfWork) -> None:
    with uow() as tx:
        old, done = NOW - MINUTE, InboxState.DONE
        tx.inbox.add(inbox_row("old", state=done, received_at=old))
        tx.inbox.add(inbox_row("new", state=done))
        tx.inbox.add(inbox_row("waiting", received_at=old))
        tx.inbox.add(inbox_row("dead", state=InboxState.DEAD, received_at=old))
        tx.inbox.add(inbox_row("other kind", state=done, received_at=old, kind="book"))
        assert tx.inbox.forget_before(NOW, ["decline"]) == 1
        assert {row.dedupe_key for row in tx.inbox.all()} == {"new", "waiting", "dead", "other kind"}
