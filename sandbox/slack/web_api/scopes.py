"""Which scope a method needs. Methods that are not listed need none; reading conversations depends on their kind."""

from __future__ import annotations

from sandbox.slack.refusal import Refusal
from sandbox.slack.workspace import Workspace

METHOD_SCOPES: dict[str, str] = {
    "bots.info": "users:read",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
}


def require_scope(workspace: Workspace, scope: str) -> None:
    provided = workspace.app.scopes
    if scope not in provided:
        raise Refusal("missing_scope", extra={"needed": scope, "provided": ",".join(sorted(provided))})
