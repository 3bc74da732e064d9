"""How long a request waits for the database: Slack waits for three seconds, and what is told after that is told to nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MOST_SECONDS = 2.5
"""From when the request came. It may have waited for a thread, and it may write more than once."""

LEAST_SECONDS = 0.1
"""What is left to one that came longer ago: for whoever else of this process writes just then, not for a locked file."""

_came: ContextVar[float | None] = ContextVar("came", default=None)


@contextmanager
def of_request(came: float) -> Iterator[None]:
    """What runs inside, in this thread, is for a request that came at this `time.monotonic()`."""
    token = _came.set(came)
    try:
        yield
    finally:
        _came.reset(token)


def seconds_left() -> float | None:
    """None outside of requests: nobody waits there."""
    came = _came.get()
    return None if came is None else max(LEAST_SECONDS, came + MOST_SECONDS - time.monotonic())
