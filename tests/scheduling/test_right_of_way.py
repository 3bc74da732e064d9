"""Requests go first: a step of work waits for those under way, and never for long."""

from __future__ import annotations

from threading import Event, Thread

from scheduling.right_of_way import RightOfWay

LONG = 30.0
"""More seconds than any of these tests takes."""


def test_work_begins_at_once_where_no_request_is_under_way() -> None:
    RightOfWay(most_seconds=LONG).give()


def test_work_waits_until_the_last_of_the_requests_has_been_acknowledged() -> None:
    way, worked = RightOfWay(most_seconds=LONG), Event()

    def work() -> None:
        way.give()
        worked.set()

    worker = Thread(target=work)
    with way.taken():
        with way.taken():
            worker.start()
        assert not worked.is_set()
    worker.join(timeout=LONG)
    assert worked.is_set()


def test_work_goes_on_however_many_requests_there_are() -> None:
    way = RightOfWay(most_seconds=0)

    with way.taken():
        way.give()


def test_a_request_that_breaks_holds_nothing_up() -> None:
    way = RightOfWay(most_seconds=LONG)

    try:
        with way.taken():
            raise ConnectionError
    except ConnectionError:
        way.give()
