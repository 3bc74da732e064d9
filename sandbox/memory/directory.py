"""The `Directory` port in memory: who is in the workspace. `tests/contracts/test_directory.py` holds it to the real one."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.memory.faults import Faults
from scheduling.ports import Directory, SlackUser


class FakeDirectory:
    """`calls` names the methods called; `fail` arms faults as in the other fakes."""

    def __init__(self, users: Iterable[SlackUser] = ()) -> None:
        self._faults = Faults()
        self._users: dict[str, SlackUser] = {}
        self.fail = self._faults.fail
        self.calls = self._faults.calls
        for user in users:
            self.put(user)

    def by_email(self, email: str) -> SlackUser | None:
        """Deactivated people are not found by their address [Slack]."""
        with self._faults.during("by_email"):
            active = (user for user in self._users.values() if not user.deactivated and user.email)
            return next((user for user in active if (user.email or "").casefold() == email.strip().casefold()), None)

    def by_id(self, user_id: str) -> SlackUser | None:
        with self._faults.during("by_id"):
            return self._users.get(user_id)

    def put(self, user: SlackUser) -> None:
        """Adds them, or replaces what is known of them."""
        self._users[user.user_id] = user

    def forget(self, *user_ids: str) -> None:
        """Knows them no longer, as another workspace would not."""
        for user_id in user_ids:
            del self._users[user_id]


_held_to: type[Directory] = FakeDirectory
