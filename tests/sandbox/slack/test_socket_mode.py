"""Socket Mode with Slack's own handler and its built-in client."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import LocalSlack, Person, Problem, SocketDelivery, User
from sandbox.slack.sockets import SocketConnection
from tests.sandbox.slack.site import refusal
from tests.sandbox.slack.small_bot import SmallBot, small_bot


@pytest.fixture
def socket_bot(slack: LocalSlack) -> Iterator[SmallBot]:
    """Connected by web socket, pinging often so that a dead connection is noticed soon."""
    bot = small_bot(slack)
    logging.getLogger("slack_bolt.App").setLevel(logging.CRITICAL)
    handler = SocketModeHandler(bot.app, slack.workspace.app.app_token, ping_interval=0.1)
    handler.client.connect()
    slack.workspace.wait_until(lambda: slack.workspace.sockets.connected == 1)
    slack.connect(SocketDelivery(slack.workspace))
    yield bot
    bot.release.set()
    _close_at_once(handler.client, slack)


def _close_at_once(client: Any, slack: LocalSlack) -> None:
    """Closing by itself, the client waits up to three seconds for its socket and one for its queue: both are woken. One that
    is just connecting would connect, and would stay so for all tests to come."""
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    client.closed = True
    client.enqueue_message("{}")
    with slack.workspace.change():
        slack.workspace.sockets.reset_all()
    for hang_up in (client.close, client.disconnect):
        with suppress(AttributeError):  # its own thread may close the socket in the same moment
            hang_up()


def _has_only_another(slack: LocalSlack, old: SocketConnection | None) -> bool:
    sockets = slack.workspace.sockets
    return sockets.connected == 1 and sockets.next() is not old


@pytest.fixture
def her(slack: LocalSlack, socket_bot: SmallBot, ann: User) -> Person:
    return slack.person(ann)


def test_commands_forms_and_buttons_work_as_over_http(her: Person, socket_bot: SmallBot) -> None:
    her.slash("/hire", "hello")
    her.slash("/hire", "new")
    assert {"name": "Not this name"} == her.submit(values={"name": "errors"}).errors
    assert her.submit(values={"name": "Ada"}).ok
    her.slash("/hire", "card")
    assert her.click(her.dm[-1], "approve").ok
    assert ["You said hello", "Approved"] == [message.text for message in her.dm]
    assert her.modal is None


def test_events_are_told_and_retried_with_their_number(her: Person, socket_bot: SmallBot, slack: LocalSlack) -> None:
    assert her.open_home() is not None
    [event] = slack.events.all()
    slack.events.repeat(event.event_id, retry_num=1)
    assert [event.event_id] * 2 == [body["event_id"] for body in socket_bot.bodies("event")]
    assert {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}.items() <= socket_bot.headers[-1].items()


def test_a_late_acknowledgement_is_none(her: Person, socket_bot: SmallBot, slack: LocalSlack) -> None:
    slack.connect(SocketDelivery(slack.workspace, patience=0.2))
    assert Problem.TIMEOUT == her.slash("/hire", "slow").problem
    assert ['/hire failed with the error "operation_timeout"'] == her.notices


def test_a_broken_connection_is_opened_again_by_the_client(
    her: Person, socket_bot: SmallBot, slack: LocalSlack
) -> None:
    old = slack.workspace.sockets.next()
    with slack.workspace.change():
        slack.workspace.sockets.reset_all()
    slack.workspace.wait_until(lambda: _has_only_another(slack, old))
    assert 2 == slack.workspace.calls.count("apps.connections.open")
    assert her.slash("/hire", "again").ok


def test_a_refreshed_connection_is_opened_again_by_the_client(
    her: Person, socket_bot: SmallBot, slack: LocalSlack
) -> None:
    old = slack.workspace.sockets.next()
    with slack.workspace.change():
        slack.workspace.sockets.refresh_all()
    slack.workspace.wait_until(lambda: _has_only_another(slack, old))
    assert 2 == slack.workspace.calls.count("apps.connections.open")
    assert her.slash("/hire", "again").ok


def test_a_connection_may_be_alive_but_silent(her: Person, socket_bot: SmallBot, slack: LocalSlack) -> None:
    slack.connect(SocketDelivery(slack.workspace, patience=0.2))
    slack.workspace.sockets.silent = True
    assert Problem.TIMEOUT == her.slash("/hire", "x").problem
    slack.workspace.sockets.silent = False
    assert her.slash("/hire", "x").ok
    assert 1 == len(socket_bot.bodies("command"))


def test_a_connection_may_be_dead_without_a_word(her: Person, socket_bot: SmallBot, slack: LocalSlack) -> None:
    slack.connect(SocketDelivery(slack.workspace, patience=0.2))
    with slack.workspace.change():
        slack.workspace.sockets.freeze_all()
    assert Problem.TIMEOUT == her.slash("/hire", "x").problem


def test_nobody_connected_means_nobody_reached(slack: LocalSlack, ann: User) -> None:
    slack.connect(SocketDelivery(slack.workspace))
    assert Problem.UNREACHABLE == slack.person(ann).slash("/hire").problem


def test_a_ticket_opens_one_connection(slack: LocalSlack) -> None:
    client = WebClient(base_url=slack.api_url, retry_handlers=[])
    url = urlsplit(client.apps_connections_open(app_token=slack.workspace.app.app_token)["url"])
    assert "ws" == url.scheme
    assert [101, 403] == [_handshake(url.netloc, f"{url.path}?{url.query}") for _ in range(2)]
    assert 403 == _handshake(url.netloc, "/link/?ticket=guess")


def test_a_revoked_app_token_opens_nothing(slack: LocalSlack) -> None:
    slack.workspace.revoke(slack.workspace.app.app_token)
    client = WebClient(base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError) as refused:
        client.apps_connections_open(app_token=slack.workspace.app.app_token)
    assert "token_revoked" == refusal(refused)["error"]


def _handshake(netloc: str, path: str) -> int:
    connection = http.client.HTTPConnection(netloc, timeout=5)
    connection.request(
        "GET",
        path,
        headers={
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )
    status = connection.getresponse().status
    connection.close()
    return status
