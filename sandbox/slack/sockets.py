"""Socket Mode connections as the workspace knows them: who is connected, and which envelopes await an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import Future

from sandbox.serving import Wire
from sandbox.slack.payload import JsonObject

CONNECTION_LIMIT = 10


class SocketConnection:
    """One web socket of the app. The methods may be called from any thread."""

    def __init__(self, *, outgoing: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop, wire: Wire) -> None:
        self._outgoing = outgoing
        self._loop = loop
        self._wire = wire

    def send(self, message: JsonObject) -> None:
        self._on_loop(lambda: self._outgoing.put_nowait(json.dumps(message)))

    def close(self) -> None:
        """An orderly close from Slack's side, after what was sent before."""
        self._on_loop(lambda: self._outgoing.put_nowait(None))

    def reset(self) -> None:
        """The connection breaks."""
        self._on_loop(self._wire.reset)

    def freeze(self) -> None:
        """Dead without FIN: pings stay unanswered, nothing is read, and the app is told nothing."""
        self._on_loop(self._wire.fall_silent)

    def _on_loop(self, action: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(action)


class Sockets:
    """Guarded by the workspace's lock."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._connections: list[SocketConnection] = []
        self._awaited: dict[str, Future[JsonObject]] = {}
        self._turn = 0
        self.silent = False
        """When true, connections stay open but nothing is delivered on them: alive, yet useless."""

    @property
    def connected(self) -> int:
        return len(self._connections)

    def give_ticket(self, ticket: str) -> str:
        self._tickets.add(ticket)
        return ticket

    def redeem(self, ticket: str) -> bool:
        """A ticket opens one connection."""
        if ticket not in self._tickets or len(self._connections) >= CONNECTION_LIMIT:
            return False
        self._tickets.remove(ticket)
        return True

    def add(self, connection: SocketConnection) -> None:
        self._connections.append(connection)

    def remove(self, connection: SocketConnection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)

    def next(self) -> SocketConnection | None:
        """Each payload goes to one of the connections, in turn."""
        if not self._connections:
            return None
        self._turn += 1
        return self._connections[self._turn % len(self._connections)]

    def expect(self, envelope_id: str) -> Future[JsonObject]:
        """The answer to an envelope, to be waited for without the lock."""
        answer: Future[JsonObject] = Future()
        self._awaited[envelope_id] = answer
        return answer

    def forget(self, envelope_id: str) -> None:
        self._awaited.pop(envelope_id, None)

    def answered(self, message: JsonObject) -> bool:
        """Takes an acknowledgement; false when nobody waits for it (any more)."""
        answer = self._awaited.pop(str(message.get("envelope_id")), None)
        if answer is None:
            return False
        answer.set_result(message)
        return True

    def reset_all(self) -> None:
        for connection in list(self._connections):
            connection.reset()

    def freeze_all(self) -> None:
        """Every connection goes dead without FIN; payloads still go there, and are lost."""
        for connection in list(self._connections):
            connection.freeze()

    def refresh_all(self) -> None:
        """Slack asks the app to reconnect, as it does every few hours, and closes."""
        for connection in list(self._connections):
            connection.send({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "sandbox"}})
            connection.close()
