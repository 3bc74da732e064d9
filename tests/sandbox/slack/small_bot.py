"""A small real Bolt app, with which the tests show that Slack's own libraries can't tell the stand-in from Slack."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk import WebClient
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack import LocalSlack, Workspace
from tests.sandbox.slack.site import actions, button, home, menu, modal, plain, section, text_field

Body = dict[str, Any]

FORM = modal(
    text_field("name"),
    {
        "type": "input",
        "block_id": "level",
        "label": plain("Level"),
        "optional": True,
        "element": {"type": "static_select", "action_id": "pick", "options": menu("junior", "senior")},
    },
    text_field(
        "notes",
        multiline=True,
        max_length=20,
        dispatch_action_config={"trigger_actions_on": ["on_character_entered"]},
    )
    | {"optional": True, "dispatch_action": True},
    callback_id="form",
    private_metadata="loop-1",
    notify_on_close=True,
)


@dataclass(slots=True)
class SmallBot:
    """`received` has every body by kind of listener; `release` lets the slow command go on."""

    app: App
    received: list[tuple[str, Body]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    failing: bool = False

    def bodies(self, kind: str) -> list[Body]:
        return [body for name, body in self.received if name == kind]


class _WorkspaceClock(SignatureClock):
    """Slack's verifier on the workspace's clock, as the bot does it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def now(self) -> float:
        return self._workspace.now().timestamp()


def small_bot(slack: LocalSlack) -> SmallBot:
    identity = slack.workspace.app
    client = WebClient(identity.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)
    app = App(
        client=client,
        signing_secret=identity.signing_secret,
        process_before_response=True,
        request_verification_enabled=False,
    )
    bot = SmallBot(app=app)
    verifier = SignatureVerifier(identity.signing_secret, clock=_WorkspaceClock(slack.workspace))

    @app.use
    def verify(req: BoltRequest, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002  # Bolt's name
        headers = {name: values[0] for name, values in req.headers.items()}
        bot.headers.append(headers)
        if req.mode != "socket_mode" and not verifier.is_valid_request(req.raw_body, headers):
            return BoltResponse(status=401, body="")
        return BoltResponse(status=503, body="") if bot.failing else next()

    _commands(bot)
    _modals(bot)
    _others(bot)
    return bot


def http_side(bot: SmallBot) -> Starlette:
    async def events(request: Request) -> Response:
        body = await request.body()
        answer = await run_in_threadpool(bot.app.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


def _commands(bot: SmallBot) -> None:
    @bot.app.command("/hire")
    def hire(ack: Any, body: Body, client: WebClient, respond: Any) -> None:
        bot.received.append(("command", body))
        match body["text"]:
            case "new":
                client.views_open(trigger_id=body["trigger_id"], view=FORM)
                ack()
            case "card":
                client.chat_postMessage(
                    channel=body["user_id"],
                    text="A loop",
                    blocks=[section("A loop"), actions(button("approve", "Approve", value="loop-1"))],
                )
                ack()
            case "later":
                ack()
                respond(text="Here it is", blocks=[actions(button("approve", "Approve", value="loop-2"))])
            case "all":
                ack({"response_type": "in_channel", "text": "Hello all"})
            case "bad":
                ack(blocks=[{"type": "banner"}], text="x")
            case "slow":
                bot.release.wait(timeout=10)
                ack()
            case "boom":
                raise RuntimeError("boom")
            case other:
                ack(f"You said {other}")


def _modals(bot: SmallBot) -> None:
    @bot.app.view("form")
    def submitted(ack: Any, body: Body) -> None:
        bot.received.append(("submission", body))
        match body["view"]["state"]["values"]["name"]["name_text"]["value"]:
            case "errors":
                ack(response_action="errors", errors={"name": "Not this name"})
            case "misplaced":
                ack(response_action="errors", errors={"nowhere": "Not this name"})
            case "update":
                ack(response_action="update", view=modal(text_field("name"), callback_id="form"))
            case "push":
                ack(response_action="push", view=modal(text_field("name"), callback_id="form"))
            case "clear":
                ack(response_action="clear")
            case "slow":
                bot.release.wait(timeout=10)
                ack()
            case "broken":
                ack(response_action="update", view={"type": "modal"})
            case _:
                ack()

    @bot.app.view_closed("form")
    def closed(ack: Any, body: Body) -> None:
        bot.received.append(("closed", body))
        ack()


def _others(bot: SmallBot) -> None:
    @bot.app.action("notes_text")
    def typed(ack: Any, body: Body) -> None:
        bot.received.append(("typed", body))
        ack()

    @bot.app.action("approve")
    def approve(ack: Any, body: Body, client: WebClient, respond: Any) -> None:
        bot.received.append(("action", body))
        ack()
        if body["container"]["is_ephemeral"]:
            respond(text="Approved here", replace_original=True)
        else:
            client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Approved")

    @bot.app.action("anything")
    def anything(ack: Any, body: Body) -> None:
        bot.received.append(("action", body))
        ack()

    @bot.app.options("person")
    def offer(ack: Any, body: Body) -> None:
        bot.received.append(("options", body))
        ack(options=menu(f"{body['value']}-1", f"{body['value']}-2"))

    @bot.app.event("app_home_opened")
    def opened(body: Body, event: Body, client: WebClient) -> None:
        bot.received.append(("event", body))
        client.views_publish(user_id=event["user"], view=home(section("Welcome"), actions(button("anything"))))

    @bot.app.event("message")
    def heard(body: Body) -> None:
        bot.received.append(("message", body))
