"""Requests go first: Slack waits three seconds for an acknowledgement, and nobody waits for the work behind it that long.

Both share one interpreter and, on SQLite, one writer. Of a hundred requests at once each would wait for as many steps of
work as well, and the last one twice as long as without.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

MOST_SECONDS = 0.25
"""Work gives way no longer than this at a time, so that it goes on however many requests there are."""


class RightOfWay:
    """Of requests over the steps of work, in one process. Safe for any thread."""

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self._under_way = 0
        self._free = Condition()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """While a request is being acknowledged."""
        with self._free:
            self._under_way += 1
        try:
            yield
        finally:
            with self._free:
                self._under_way -= 1
                if not self._under_way:
                    self._free.notify_all()

    def give(self) -> None:
        """Returns once no request is under way, or after `most_seconds`."""
        with self._free:
            self._free.wait_for(lambda: not self._under_way, timeout=self._most_seconds)
