"""A workspace of people at their Slack clients, talking to the real listeners over a façade that remembers.

The strict stand-in judges every view and every answer; the app is dispatched to in this process, as the HTTP edge does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from sandbox.slack import Answer, LocalSlack, Outbound, Person, Problem, Workspace
from sandbox.slack.users import User
from tests.fakes.facade import FakeHirebot


class Dispatching:
    """A delivery that hands what Slack would send straight to Bolt. `bodies` has everything that was sent."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.bodies: list[dict[str, Any]] = []

    def send(self, request: Outbound) -> Answer:
        self.bodies.append(request.payload)
        return _answer(dispatch(self._app, request.payload))


def dispatch(app: App, body: Mapping[str, Any]) -> BoltResponse:
    return app.dispatch(BoltRequest(mode="socket_mode", body=dict(body)))


def _answer(response: BoltResponse) -> Answer:
    if response.status != 200:
        return Answer(status=response.status, problem=Problem.HTTP_ERROR)
    return Answer(status=200, body=_read(response.body))


def _read(body: str) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """`core` is what was taken and what is to be seen; the people are those of tests/builders/views.py."""

    slack: LocalSlack
    app: App
    core: FakeHirebot
    delivery: Dispatching
    users: Mapping[str, User]

    @property
    def workspace(self) -> Workspace:
        return self.slack.workspace

    def person(self, name: str) -> Person:
        return self.slack.person(self.users[name])

    def send(self, body: Mapping[str, Any]) -> BoltResponse:
        """Any body at all, as somebody with the signing secret could send it."""
        return dispatch(self.app, body)
