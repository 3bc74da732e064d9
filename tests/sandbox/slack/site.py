"""A served workspace for these tests: one server for all of them, a workspace of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.serving import Served
from sandbox.slack import LocalSlack, Workspace, create_app
from sandbox.slack.users import User

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class StepClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move(self, **by: float) -> None:
        self._now += timedelta(**by)


class Doorway:
    """The server's app; each test puts its own behind it."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def doorway() -> Iterator[tuple[Doorway, str]]:
    door = Doorway()
    with Served(door) as served:
        yield door, served.url


@pytest.fixture
def clock() -> StepClock:
    return StepClock()


@pytest.fixture
def workspace(clock: StepClock) -> Workspace:
    return Workspace(clock)


@pytest.fixture
def slack(workspace: Workspace, doorway: tuple[Doorway, str]) -> Iterator[LocalSlack]:
    door, url = doorway
    door.app = create_app(workspace)
    yield LocalSlack(workspace, url=url)
    workspace.faults.all_off()
    with workspace.change():
        workspace.sockets.reset_all()


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    """The real client, which repeats nothing by itself."""
    return WebClient(slack.workspace.app.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)


@pytest.fixture
def ann(workspace: Workspace) -> User:
    return workspace.add_user("ann", real_name="Ann Arbor", email="ann@acme.test", tz="Europe/Berlin")


@pytest.fixture
def ben(workspace: Workspace) -> User:
    return workspace.add_user("ben", email="ben@acme.test", tz="America/New_York")


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> Any:
    """The body of the answer that a call was refused with."""
    return error.value.response.data


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, label: str = "Go", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(label), "action_id": action_id, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def text_field(block_id: str, **more: Any) -> dict[str, Any]:
    """An input block; `more` goes into its element."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id.title()),
        "element": {"type": "plain_text_input", "action_id": f"{block_id}_text", **more},
    }


def menu(*values: str) -> list[dict[str, Any]]:
    return [{"text": plain(value.title()), "value": value} for value in values]


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("A modal"), "submit": plain("Save"), "blocks": list(blocks), **more}


def home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks), **more}
