"""`users.*`: who is in the workspace."""

from __future__ import annotations

from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal
from sandbox.slack.users import User
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace


def info(workspace: Workspace, args: Arguments) -> JsonObject:
    user = workspace.users.get(args.required("user"))
    if user is None:
        raise Refusal("user_not_found")
    return {"ok": True, "user": _shown(workspace, user)}


def lookup_by_email(workspace: Workspace, args: Arguments) -> JsonObject:
    """Deactivated people are not found."""
    user = workspace.users.by_email(args.required("email"))
    if user is None:
        raise Refusal("users_not_found")
    return {"ok": True, "user": _shown(workspace, user)}


def bot_info(workspace: Workspace, args: Arguments) -> JsonObject:
    """`bots.info` of the app's own bot, the only one whose `bot_id` anybody is told."""
    app = workspace.app
    if args.required("bot") != app.bot_id:
        raise Refusal("bot_not_found")
    return {
        "ok": True,
        "bot": {
            "id": app.bot_id,
            "deleted": False,
            "name": app.name,
            "updated": 0,
            "app_id": app.app_id,
            "user_id": app.bot_user_id,
        },
    }


def list_all(workspace: Workspace, args: Arguments) -> JsonObject:
    everybody = workspace.users.all()
    limit = args.integer("limit", default=0) or len(everybody)
    cursor = args.text("cursor")
    if cursor and not (cursor.isdigit() and int(cursor) < len(everybody)):
        raise Refusal("invalid_cursor")
    start = int(cursor or 0)
    following = start + limit
    return {
        "ok": True,
        "members": [_shown(workspace, user) for user in everybody[start:following]],
        "cache_ts": workspace.epoch(),
        "response_metadata": {"next_cursor": str(following) if following < len(everybody) else ""},
    }


def _shown(workspace: Workspace, user: User) -> JsonObject:
    with_email = "users:read.email" in workspace.app.scopes
    return user.as_payload(workspace.now(), with_email=with_email, home_team=workspace.team.id)
