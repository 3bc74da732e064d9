"""The table of methods: what runs, with which token, and whether a JSON body is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal
from sandbox.slack.web_api import apps, chat, conversations, people, response_urls, views
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.web_api.scopes import METHOD_SCOPES, require_scope
from sandbox.slack.workspace import Workspace


class Token(Enum):
    BOT = auto()
    APP = auto()
    ANY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`reads_json`: Slack ignores the JSON body of methods that only take a form."""

    run: Callable[[Workspace, Arguments], JsonObject]
    token: Token = Token.BOT
    reads_json: bool = True


RESPONSE_URL = "response_url"
"""Posts to response URLs go the same way as methods (log, faults), under this name, which no method has."""

METHODS: dict[str, Method] = {
    "api.test": Method(run=apps.api_test, token=Token.ANY),
    "apps.connections.open": Method(run=apps.connections_open, token=Token.APP),
    "auth.test": Method(run=apps.auth_test),
    "bots.info": Method(run=people.bot_info, reads_json=False),
    "blocks.validate": Method(run=apps.blocks_validate, token=Token.ANY),
    "chat.delete": Method(run=chat.delete),
    "chat.postEphemeral": Method(run=chat.post_ephemeral),
    "chat.postMessage": Method(run=chat.post_message),
    "chat.update": Method(run=chat.update),
    "conversations.history": Method(run=conversations.history),
    "conversations.info": Method(run=conversations.info, reads_json=False),
    "conversations.members": Method(run=conversations.members, reads_json=False),
    "conversations.open": Method(run=conversations.open_direct),
    RESPONSE_URL: Method(run=response_urls.respond, token=Token.ANY),
    "users.info": Method(run=people.info, reads_json=False),
    "users.list": Method(run=people.list_all, reads_json=False),
    "users.lookupByEmail": Method(run=people.lookup_by_email, reads_json=False),
    "views.open": Method(run=views.open_modal),
    "views.publish": Method(run=views.publish),
    "views.push": Method(run=views.push),
    "views.update": Method(run=views.update),
}


def run_method(workspace: Workspace, name: str, args: Arguments) -> JsonObject:
    """Carries out one call; raises Refusal. The caller holds the workspace's lock."""
    method = METHODS.get(name)
    if method is None:
        raise Refusal("unknown_method", extra={"req_method": name})
    _authenticate(workspace, method, args.token)
    if name in METHOD_SCOPES:
        require_scope(workspace, METHOD_SCOPES[name])
    return method.run(workspace, args)


def _authenticate(workspace: Workspace, method: Method, token: str) -> None:
    if method.token is Token.ANY:
        return
    app = workspace.app
    if not token:
        raise Refusal("not_authed")
    if token not in (app.bot_token, app.app_token):
        raise Refusal("invalid_auth")
    if token in workspace.revoked_tokens:
        raise Refusal("token_revoked")
    expected = app.app_token if method.token is Token.APP else app.bot_token
    if token != expected:
        raise Refusal("not_allowed_token_type")
    if method.token is Token.APP and "connections:write" not in app.app_scopes:
        raise Refusal(
            "missing_scope", extra={"needed": "connections:write", "provided": ",".join(sorted(app.app_scopes))}
        )
