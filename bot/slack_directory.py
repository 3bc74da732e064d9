"""Slack as the `Directory` port: who somebody is in the workspace, and whether they belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.slack_wire import SlackWire
from scheduling.ports import Directory, PermanentFault, SlackUser, TransientFault

_NOBODY = ("user_not_found", "users_not_found", "user_not_visible")
_SLACKBOT = "USLACKBOT"


class SlackDirectory:
    """Thread-safe. `own_team` tells the workspace's id, or raises the port's faults while it is not known."""

    def __init__(self, wire: SlackWire, own_team: Callable[[], str]) -> None:
        self._wire = wire
        self._own_team = own_team

    def by_email(self, email: str) -> SlackUser | None:
        return self._user("users.lookupByEmail", email=email)

    def by_id(self, user_id: str) -> SlackUser | None:
        return self._user("users.info", user=user_id)

    def _user(self, method: str, **who: str) -> SlackUser | None:
        team = self._own_team()
        try:
            user = self._wire.ask(method, **who).get("user")
        except PermanentFault as fault:
            if fault.reason in _NOBODY:
                return None
            raise
        if not isinstance(user, dict) or not isinstance(user.get("id"), str):
            raise TransientFault("server_error")
        return _read(user, team)


def _read(user: Mapping[str, Any], team: str) -> SlackUser:
    profile = user.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    names = (profile.get("real_name"), user.get("real_name"), user.get("name"))
    return SlackUser(
        user_id=str(user["id"]),
        email=_text(profile.get("email")),
        name=next((name for name in map(_text, names) if name), ""),
        zone=_text(user.get("tz")),
        outsider=_is_outsider(user, team),
        deactivated=user.get("deleted") is True,
    )


def _is_outsider(user: Mapping[str, Any], team: str) -> bool:
    """Guests, bots, and whoever is of another workspace: alone or, on Enterprise Grid, not of ours among others."""
    marked = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "is_workflow_bot")
    if user["id"] == _SLACKBOT or any(user.get(mark) is True for mark in marked):
        return True
    grid = user.get("enterprise_user")
    teams = grid.get("teams") if isinstance(grid, dict) else None
    return user.get("team_id") != team and not (isinstance(teams, list) and team in teams)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


_held_to: type[Directory] = SlackDirectory
