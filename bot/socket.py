"""The Socket Mode edge: a web socket that we open, kept alive by somebody who looks whether it still is.

slack_sdk's client reconnects by itself in most cases. Known cases where it does not (a connection that is open and never
delivers, a client whose threads are stuck) are met here by starting over with a new one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from socket import SHUT_RDWR
from threading import Condition, Event, Thread

from pydantic import SecretStr
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.metrics import Metrics
from bot.slack_app import dispatch
from scheduling.right_of_way import RightOfWay

CONCURRENCY = 20
PINGS_TOLD, PINGS_MOST = 3, 5
"""How many pings stay unanswered until that is told, and until the connection is renewed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """In seconds. `patience`: how long a client may be without a connection before a new one takes its place; `silence`:
    how long Slack may say nothing before the connection is renewed, because it may be alive and deliver nothing;
    `pauses`: between attempts to connect, since Slack gives out few addresses a minute; `ping`: between pings."""

    look_every: float = 2.0
    patience: float = 20.0
    silence: float = 240.0
    pauses: tuple[float, ...] = (1.0, 5.0, 15.0, 30.0, 60.0)
    ping: float = 10.0


class SocketEdge:
    """`client` is for Slack's own address, with no token of its own. Seconds are counted by a clock that nobody sets."""

    def __init__(
        self,
        bolt: App,
        *,
        app_token: SecretStr,
        client: WebClient,
        metrics: Metrics,
        right_of_way: RightOfWay,
        times: Times = Times(),
    ) -> None:
        self._bolt = bolt
        self._app_token = app_token
        self._web = client
        self._metrics = metrics
        self._right_of_way = right_of_way
        self._times = times
        self._client: SocketModeClient | None = None
        self._heard = self._connected = self._answered = time.monotonic()
        self._pong: float | None = None
        self._failures = 0
        self._in_flight = 0
        self._idle = Condition()
        self._stopping = Event()
        self._keeper = Thread(target=self._keep, name="socket-keeper", daemon=True)

    def start(self) -> None:
        """Connects in the background, and stays connected until `stop`."""
        self._keeper.start()

    def problem(self) -> str:
        """What is wrong with the way from Slack, or nothing."""
        client = self._client
        if client is None or not client.is_connected():
            return "socket: not connected to Slack"
        unanswered = time.monotonic() - self._answered
        return "" if unanswered < self._times.ping * PINGS_TOLD else "socket: open, but Slack answers no pings"

    def is_kept(self) -> bool:
        """Whether somebody still looks after the connection."""
        return self._keeper.is_alive()

    def stop(self, seconds: float) -> None:
        """Takes nothing new (Slack offers it elsewhere, or again) and lets what is under way be acknowledged."""
        self._stopping.set()
        with self._idle:
            self._idle.wait_for(lambda: self._in_flight == 0, timeout=seconds)
        if self.is_kept():
            self._keeper.join(timeout=1.0)  # it may be connecting
        self._discard()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            pause = self._times.look_every
            if self._lost():
                pause = self._times.pauses[min(self._failures, len(self._times.pauses) - 1)]
                self._renew()
            self._stopping.wait(pause)

    def _lost(self) -> bool:
        """Whether there is no client, or none that is worth keeping."""
        client, now = self._client, time.monotonic()
        if client is None:
            return True
        if not client.is_connected():
            return now - self._connected > self._times.patience
        self._connected, self._failures = now, 0
        return now - self._heard > self._times.silence or self._unanswered(client, now)

    def _unanswered(self, client: SocketModeClient, now: float) -> bool:
        """The client itself notices missing answers to its pings only after it has had a first one."""
        pong = client.current_session.last_ping_pong_time if client.current_session is not None else None
        if pong != self._pong:
            self._pong, self._answered = pong, now
        return now - self._answered > self._times.ping * PINGS_MOST

    def _renew(self) -> None:
        old, fresh = self._client, self._make()
        try:
            fresh.connect()
        except (SlackClientError, HTTPException, OSError, ValueError) as error:
            self._failures += 1
            _log.warning("socket_not_connected", extra={"error": error})
            _close_later(fresh)
            return
        with self._idle:
            late = self._stopping.is_set()
            if not late:
                self._client, self._pong = fresh, None
                self._heard = self._answered = time.monotonic()
        if fresh.is_connected():
            _log.info("socket_connected")
        else:
            self._failures += 1
        given_up = fresh if late else old
        if given_up is not None:
            _close_later(given_up)

    def _make(self) -> SocketModeClient:
        client = SocketModeClient(
            app_token=self._app_token.get_secret_value(),
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=self._web,
            ping_interval=self._times.ping,
            concurrency=CONCURRENCY,
        )
        client.proxy = self._web.proxy  # its own reading of the environment knows no exceptions
        client.on_message_listeners.append(self._note)
        client.socket_mode_request_listeners.append(self._handle)
        return client

    def _note(self, message: str) -> None:
        self._heard = time.monotonic()

    def _handle(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._counted() as taken:
            if not taken:
                return
            started = time.perf_counter()
            headers = build_headers(request)
            with self._right_of_way.taken():
                slack_request = BoltRequest(mode="socket_mode", body=request.payload, headers=headers)
                answer = dispatch(self._bolt, slack_request, time.monotonic())
                self._acknowledge(client, request, answer)
            self._metrics.acks.observe(time.perf_counter() - started)

    def _acknowledge(self, client: BaseSocketModeClient, request: SocketModeRequest, answer: BoltResponse) -> None:
        """By the connection that the request came with or, where that was given up meanwhile, by the present one."""
        for way in dict.fromkeys((client, self._client)):
            try:
                if way is not None:
                    send_response(way, request, answer, time.perf_counter())
                    return
            except (SlackClientError, OSError):
                continue
        _log.warning("ack_not_delivered")  # an event is sent again, and the inbox knows it by its key

    @contextmanager
    def _counted(self) -> Iterator[bool]:
        with self._idle:
            taken = not self._stopping.is_set()
            self._in_flight += taken
        try:
            yield taken
        finally:
            with self._idle:
                self._in_flight -= taken
                self._idle.notify_all()

    def _discard(self) -> None:
        with self._idle:
            client, self._client = self._client, None
        if client is not None:
            _close_later(client)


def _close_later(client: SocketModeClient) -> None:
    """Hangs up at once. The rest waits for the client's own threads, and one of them may be stuck."""
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    client.closed = True
    session = client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(SHUT_RDWR)
    Thread(target=_close, args=(client,), name="socket-close", daemon=True).start()


def _close(client: SocketModeClient) -> None:
    try:
        client.close()
        client.disconnect()  # it may have been connecting when it was told
    except (AttributeError, RuntimeError, OSError, SlackClientError) as error:  # its threads race for the same socket
        _log.info("socket_close_failed", extra={"error": error})
