"""What a Slack client remembers by itself: how far somebody has read, and which fields were sent back."""

from __future__ import annotations

import threading
from collections.abc import Mapping


class Desk:
    """Thread-safe. People are ids of the workspace."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: dict[tuple[str, str], str] = {}
        self._errors: dict[str, dict[str, str]] = {}
        self._notices: dict[str, int] = {}

    def read_up_to(self, user_id: str, channel_id: str) -> str:
        """The `ts` of the last message they have seen there; empty before the first."""
        with self._lock:
            return self._read.get((user_id, channel_id), "")

    def reads(self, user_id: str, channel_id: str, ts: str) -> None:
        with self._lock:
            self._read[(user_id, channel_id)] = max(ts, self._read.get((user_id, channel_id), ""))

    def errors(self, view_id: str) -> dict[str, str]:
        """The messages under the fields of a view that was sent back, by block."""
        with self._lock:
            return dict(self._errors.get(view_id, {}))

    def sent_back(self, view_id: str, errors: Mapping[str, str]) -> None:
        """Remembers what is wrong in a view; an empty mapping forgets it."""
        with self._lock:
            self._errors.pop(view_id, None)
            if errors:
                self._errors[view_id] = dict(errors)

    def dismissed(self, user_id: str) -> int:
        """The number of the last notice that this person has put away."""
        with self._lock:
            return self._notices.get(user_id, 0)

    def dismisses(self, user_id: str, number: int) -> None:
        with self._lock:
            self._notices[user_id] = max(number, self._notices.get(user_id, 0))
