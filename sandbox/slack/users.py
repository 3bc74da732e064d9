"""The people (and bots) of the workspace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.slack.payload import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """`name` is the handle, `tz` an IANA zone. `guest` means restricted; another `team_id` means a person who is here
    through a shared channel."""

    id: str
    team_id: str
    name: str
    real_name: str
    email: str | None
    tz: str = "UTC"
    admin: bool = False
    guest: bool = False
    is_bot: bool = False
    deleted: bool = False

    def as_payload(self, now: datetime, *, with_email: bool, home_team: str) -> JsonObject:
        """The user object of `users.info`. The address is there only for apps that may see it."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        profile: JsonObject = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": self.team_id,
        }
        if with_email and self.email is not None:
            profile["email"] = self.email
        body: JsonObject = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
        }
        if self.team_id != home_team:
            body["is_stranger"] = True
        if self.deleted:  # Slack says no more of deactivated people
            return body
        return body | {
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "is_admin": self.admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
        }


class Users:
    """All users by id. Guarded by the workspace's lock."""

    def __init__(self) -> None:
        self._by_id: dict[str, User] = {}

    def put(self, user: User) -> None:
        self._by_id[user.id] = user

    def get(self, user_id: str) -> User | None:
        return self._by_id.get(user_id)

    def all(self) -> list[User]:
        return list(self._by_id.values())

    def by_email(self, email: str) -> User | None:
        """Active people of any team here; letter case does not matter."""
        wanted = email.strip().casefold()
        found = (u for u in self._by_id.values() if u.email is not None and u.email.casefold() == wanted)
        return next((user for user in found if not user.deleted and not user.is_bot), None)

    def by_name(self, name: str) -> User | None:
        return next((user for user in self._by_id.values() if user.name == name), None)

    def deactivate(self, user_id: str) -> None:
        self._by_id[user_id] = replace(self._by_id[user_id], deleted=True)
