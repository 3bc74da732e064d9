"""Several writers at once: the database settles who was first, and nobody gets what another has."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TypeVar

import pytest
from sqlalchemy import Engine

from models.records.delivery import AuditEntry, Effect, EffectState, InboxState
from models.repositories.loops import moment
from models.repositories.rows import StaleRecord
from models.unit_of_work import UnitOfWork
from tests.models.samples import NOW, effect, inbox_row, person, plant, round_

THREADS = 8
RACERS, SLOTS, TRIES = 32, 300, 60
SECRET = b"a secret of this installation"
T = TypeVar("T")
R = TypeVar("R")


def test_of_thirty_two_racers_for_three_hundred_slots_of_one_person_no_two_get_the_same(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx, *(f"r{number}" for number in range(RACERS)))

    def book(number: int) -> dict[int, str]:
        random, got = Random(number), dict[int, str]()
        for _ in range(TRIES):
            first, length = random.randrange(SLOTS - 3), random.choice([1, 2, 4])
            if _booked(uow, f"r{number}", ["p1"], first, first + length):
                got |= dict.fromkeys(range(first, first + length), f"r{number}")
        return got

    booked = _all_at_once(book, range(RACERS), threads=RACERS)
    with uow.reading() as tx:
        stored = {claim.slot: claim.round_id for claim in tx.slots.all(person_id="p1")}
    assert stored == {slot: round_id for got in booked for slot, round_id in got.items()}
    assert sum(map(len, booked)) == len(stored)
    assert len(stored) > SLOTS * 0.9


def test_bookings_of_several_people_and_hours_never_overlap_and_leave_no_halves(uow: UnitOfWork) -> None:
    rounds = [f"r{number}" for number in range(40)]
    people = [f"q{number}" for number in range(4)]
    with uow() as tx:
        plant(tx, *rounds)
        for each in people:
            tx.people.add(person(each))

    def book(round_id: str) -> tuple[str, set[tuple[str, int]]]:
        random = Random(round_id)
        panel, first, length = sorted(random.sample(people, 2)), random.randrange(60), random.choice([2, 4, 8])
        wanted = {(each, slot) for each in panel for slot in range(first, first + length)}
        return round_id, wanted if _booked(uow, round_id, panel, first, first + length) else set()

    booked = dict(_all_at_once(book, rounds))
    with uow.reading() as tx:
        stored = {(claim.person_id, claim.slot): claim.round_id for claim in tx.slots.all()}
    assert stored == {place: round_id for round_id, places in booked.items() for place in places}
    assert sum(map(len, booked.values())) == len(stored)
    assert any(booked.values())


def test_the_same_input_from_many_doors_is_written_once(uow: UnitOfWork) -> None:
    keys = [f"event-{number}" for number in range(40)]

    def receive(_door: int) -> int:
        fresh = 0
        for key in keys:
            with uow() as tx:
                fresh += tx.inbox.add_once(inbox_row(key))
        return fresh

    assert sum(_all_at_once(receive, range(THREADS))) == len(keys)
    with uow.reading() as tx:
        assert sorted(row.dedupe_key for row in tx.inbox.all()) == sorted(keys)


def test_claimers_share_no_effect_and_never_work_on_one_target_together(uow: UnitOfWork) -> None:
    with uow() as tx:
        for number in range(120):
            tx.outbox.add(effect(f"{number}", target=f"dm:{number % 6}"))
    under_way: Counter[str] = Counter()
    order: dict[str, list[int]] = {}
    watch = threading.Lock()

    def work(worker: int) -> None:
        while True:
            claimed = _claimed(uow, f"worker {worker}")
            with watch:
                under_way.update(each.target for each in claimed)
                assert max(under_way.values(), default=0) <= 1
                for each in claimed:
                    order.setdefault(each.target, []).append(each.id)
            for each in claimed:
                with watch:  # before it is settled: the next one may be claimed as soon as it is
                    under_way[each.target] -= 1
                _done(uow, each)
            if not claimed and _nothing_waits(uow):
                return

    _all_at_once(work, range(4))
    assert sum(len(ids) for ids in order.values()) == 120
    assert all(ids == sorted(set(ids)) for ids in order.values())


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_worker_skips_the_input_that_another_is_working_on(uow: UnitOfWork) -> None:
    with uow() as tx:
        for key, person in (("a", "p1"), ("corrected", "p1"), ("b", "p2")):
            tx.inbox.add(inbox_row(key, actor_id=person))
    with uow() as first, uow() as second:
        taken = first.inbox.next(NOW)
        other = second.inbox.next(NOW)
        assert (taken and taken.dedupe_key, other and other.dedupe_key) == ("a", "b")
        with uow() as third:
            assert third.inbox.next(NOW) is None, "what p1 said next waits for what they said first"


def test_many_workers_process_every_input_once(uow: UnitOfWork) -> None:
    with uow() as tx:
        for number in range(60):
            tx.inbox.add(inbox_row(f"{number}"))

    def work(_worker: int) -> list[str]:
        done: list[str] = []
        while key := _process_one(uow):
            done.append(key)
        return done

    processed = [key for done in _all_at_once(work, range(4)) for key in done]
    assert sorted(processed, key=int) == [f"{number}" for number in range(60)]


def test_the_audit_chain_has_no_fork_however_many_write_to_it(uow: UnitOfWork) -> None:
    def write(writer: int) -> None:
        for number in range(8):
            with uow() as tx:
                tx.audit.append(AuditEntry(at=NOW, actor_id=f"p{writer}", action=f"act.{number}"), SECRET)

    _all_at_once(write, range(THREADS))
    with uow.reading() as tx:
        assert len(tx.audit.all()) == 8 * THREADS
        assert tx.audit.broken_at(SECRET) is None


def test_of_two_savers_with_the_same_version_one_is_refused(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
    barrier = threading.Barrier(2)

    def save(name: str) -> str:
        with uow.reading() as tx:
            read = tx.rounds.get(id="r1")
        barrier.wait()
        try:
            with uow() as tx:
                tx.rounds.save(replace(read, name=name))
        except StaleRecord:
            return "refused"
        return name

    outcomes = _all_at_once(save, ["left", "right"])
    with uow.reading() as tx:
        stored = tx.rounds.get(id="r1")
    assert sorted(outcomes) == sorted(["refused", stored.name])
    assert stored.version == round_().version + 1


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_locked_rows_wait_for_each_other_and_then_show_what_was_written(uow: UnitOfWork) -> None:
    with uow() as tx:
        plant(tx)
    reading = threading.Event()
    found: list[str] = []

    def second() -> None:
        with uow() as tx:
            tx.people.find(id="p1")
            reading.set()
            locked = tx.rounds.lock(id="r1")
            found.append(locked.name if locked else "gone")

    with uow() as tx:
        read = tx.rounds.lock(id="r1")
        assert read is not None
        waiting = threading.Thread(target=second)
        waiting.start()
        reading.wait()
        tx.rounds.save(replace(read, name="written first"))
    waiting.join()
    assert found == ["written first"]


def test_the_lock_of_a_row_that_is_not_there_is_nothing(engine: Engine) -> None:
    with UnitOfWork(engine)() as tx:
        assert tx.rounds.lock(id="nowhere") is None


class Taken(Exception):
    """Rolls a booking back."""


def _booked(uow: UnitOfWork, round_id: str, panel: Iterable[str], first: int, end: int) -> bool:
    try:
        with uow() as tx:
            for each in panel:
                if not tx.slots.claim(person_id=each, round_id=round_id, start=moment(first), end=moment(end)):
                    raise Taken
    except Taken:
        return False
    return True


def _claimed(uow: UnitOfWork, owner: str) -> list[Effect]:
    with uow() as tx:
        lease, pace = timedelta(seconds=60), timedelta(0)
        return list(tx.outbox.claim(owner=owner, now=NOW, lease=lease, pace=pace, limit=3))


def _done(uow: UnitOfWork, each: Effect) -> None:
    with uow() as tx:
        tx.outbox.save(replace(each, state=EffectState.DONE))


def _nothing_waits(uow: UnitOfWork) -> bool:
    with uow.reading() as tx:
        return tx.outbox.next_due() is None


def _process_one(uow: UnitOfWork) -> str | None:
    with uow() as tx:
        row = tx.inbox.next(NOW)
        if row is None:
            return None
        tx.inbox.save(replace(row, state=InboxState.DONE, processed_at=NOW))
        return row.dedupe_key


def _all_at_once(work: Callable[[T], R], items: Iterable[T], *, threads: int = THREADS) -> list[R]:
    """The results in order; whatever a thread raises is raised here."""
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return list(pool.map(work, items))
