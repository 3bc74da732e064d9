"""Puts the routing table into a Bolt app. Knows Slack's ways of registering and nothing of what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.command_text import read_command
from handlers.gate import Afterwards, Gate
from handlers.mishaps import on_error
from handlers.payloads import Kind
from handlers.route import ANYTHING, Route
from handlers.routes import ROUTES
from scheduling.api import Hirebot

COMMAND = "/hire"

_ANY = re.compile(".*", re.DOTALL)
_Listener = Callable[..., None]


def register(app: App, core: Hirebot, *, afterwards: Afterwards) -> None:
    """`app` is built with `process_before_response=True`: what a listener stores is stored before it is acknowledged.
    `afterwards` runs what comes after that, at once or soon, in any thread."""
    gate = Gate(core, ROUTES, afterwards)
    ways: Mapping[Kind, Callable[[Any], Callable[..., Any]]] = {
        Kind.PRESS: app.action,
        Kind.TYPED: app.action,
        Kind.FORM: app.view,
        Kind.OPTIONS: app.options,
        Kind.EVENT: app.event,
    }
    app.command(COMMAND)(_commands(gate, {r.pattern: r for r in ROUTES if r.kind is Kind.COMMAND}))
    # Bolt takes the first that fits: those that catch the rest come last.
    for route in sorted(ROUTES, key=lambda route: route.pattern == ANYTHING):
        if route.kind is not Kind.COMMAND:
            ways[route.kind](_ANY if route.pattern == ANYTHING else str(route.pattern))(_through(gate, route))
    app.error(on_error)


def _through(gate: Gate, route: Route) -> _Listener:
    def listener(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        gate.admit(route, ack=ack, body=body, client=client, context=context)

    return listener


def _commands(gate: Gate, routes: Mapping[str, Route]) -> _Listener:
    """One slash command; the word after it says which route is meant."""

    def listener(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        verb = read_command(body.get("text")).verb
        route = routes[ANYTHING if verb is None else verb]
        gate.admit(route, ack=ack, body=body, client=client, context=context)

    return listener
