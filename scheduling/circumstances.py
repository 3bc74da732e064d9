"""What a use case may know of the moment it runs in: the time, where new ids come from, the secret of this installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """`now` is aware, UTC, and stands still for the whole use case. `new_id` gives short unique ids. `secret` keys the
    audit chain, event ids and message marks; it is never stored or shown. `unknown_since`: from this moment on, what is
    to be done may have been done without our knowing (a backup was put back)."""

    now: datetime
    new_id: Callable[[], str]
    secret: bytes
    unknown_since: datetime | None = None
