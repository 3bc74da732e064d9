"""The Bolt app: how it is set up, and who may speak to it at all. What it says is registered by `handlers`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import SecretStr
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from bot.identity import Identity, OwnIdentity
from bot.patience import of_request
from bot.slack_wire import web_client

ECHO_SECONDS = 2
"""How long one call of an echo (a view opened, words to whoever pressed) may take. It comes after the acknowledgement, but
whoever pressed is waiting, and a trigger is good for three seconds."""

_log = logging.getLogger(__name__)


def make_bolt(token: SecretStr, *, api_url: str, identity: OwnIdentity) -> App:
    """Whatever a listener stores is committed before its acknowledgement (`process_before_response`). Signatures are
    verified at the HTTP edge, with our clock; no request makes Bolt ask Slack anything."""
    client = web_client("", base_url=api_url, timeout=ECHO_SECONDS)
    client.token = None  # each request gets the one that `authorize` answers with
    return App(
        name="hirebot",
        logger=logging.getLogger("slack_bolt"),
        client=client,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        token_verification_enabled=False,
        attaching_function_token_enabled=False,
        before_authorize=_Admission(identity, client),
        authorize=_Authorisation(token, identity),
    )


def dispatch(bolt: App, request: BoltRequest, came: float) -> BoltResponse:
    """Bolt's answer, or 400 for a request that it cannot even take apart: then its own error handler breaks as well."""
    try:
        with of_request(came):
            return bolt.dispatch(request)
    except Exception as error:  # noqa: BLE001  # the last boundary: whatever it is, it must not end in a 500
        _log.error("request_not_understood", extra={"error": error})
        return BoltResponse(status=400, body="")


def is_ours(body: Mapping[str, Any], identity: Identity) -> bool:
    """Whether a request is meant for this app. Which workspace its sender is from is asked where people are told."""
    app_id = body.get("api_app_id")
    return not identity.app_id or app_id in (None, identity.app_id)


class _Admission(Middleware):
    """Turns away what is meant for another app. (Bolt hands a function whatever it names of forty things, made anew each
    time; what derives from its own classes is simply called.)"""

    def __init__(self, identity: OwnIdentity, shared: WebClient) -> None:
        self._identity = identity
        self._shared = shared

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002  # Bolt's name
    ) -> BoltResponse | None:
        client = req.context.client
        client.proxy = self._shared.proxy  # Bolt makes a client per request, which reads the environment again
        if req.body.get("type") == "url_verification" or is_ours(req.body, self._identity.get()):
            return next()
        _log.warning("foreign_app_refused")
        return BoltResponse(status=403, body="")


class _Authorisation(Authorize):
    """One workspace with one token: whoever asks, it is this app that answers."""

    def __init__(self, token: SecretStr, identity: OwnIdentity) -> None:
        self._token = token
        self._identity = identity

    def __call__(self, **_who: Any) -> AuthorizeResult:
        known = self._identity.get()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=known.team_id,
            bot_id=known.bot_id,
            bot_user_id=known.bot_user_id,
            bot_token=self._token.get_secret_value(),
        )
