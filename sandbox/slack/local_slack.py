"""A workspace on a loopback address with an app connected to it: what tests, the demo and the story start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sandbox.serving import Served
from sandbox.slack.acting.person import Person
from sandbox.slack.delivery.events import Events
from sandbox.slack.delivery.requests import Answer, Delivery, Outbound, Problem
from sandbox.slack.http_app import create_app
from sandbox.slack.users import User
from sandbox.slack.workspace import Workspace


@contextmanager
def local_slack(workspace: Workspace, *, port: int = 0) -> Iterator[LocalSlack]:
    """Serves the workspace as long as the context lasts; calls that hang are let go at the end."""
    with Served(create_app(workspace), port=port) as served:
        try:
            yield LocalSlack(workspace, url=served.url)
        finally:
            workspace.faults.all_off()


class LocalSlack:
    """A workspace that is served at `url`. `api_url` goes into the app's settings as its Slack address. People act as
    soon as `connect` was called."""

    def __init__(self, workspace: Workspace, *, url: str) -> None:
        self.workspace = workspace
        self.url = url
        self.api_url = f"{url}/api/"
        workspace.public_url = url
        self._delivery = _Redirected(workspace)
        self.events = Events(workspace, self._delivery)

    def connect(self, delivery: Delivery) -> None:
        """How the app is reached from now on; also for people who are at their clients already."""
        self._delivery.to = delivery

    @property
    def deliveries(self) -> list[Delivered]:
        """Everything that was sent to the app, with what it answered, oldest first."""
        with self.workspace.look():
            return list(self._delivery.log)

    def person(self, user: User) -> Person:
        return Person(self.workspace, user.id, delivery=self._delivery, events=self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """`at` is when it was sent."""

    at: datetime
    request: Outbound
    answer: Answer


class _Redirected:
    """Passes deliveries on to whatever is connected, and keeps the log; the app may move (restart) while people keep
    their handles."""

    def __init__(self, workspace: Workspace) -> None:
        self.to: Delivery | None = None
        self.log: list[Delivered] = []
        self._workspace = workspace

    def send(self, request: Outbound) -> Answer:
        at = self._workspace.now()
        answer = Answer(problem=Problem.UNREACHABLE) if self.to is None else self.to.send(request)
        with self._workspace.change():
            self.log.append(Delivered(at=at, request=request, answer=answer))
        return answer
