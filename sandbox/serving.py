"""Serves an ASGI app on a loopback port from a thread: how tests and the demo give the stand-ins a real address.

It also hands the app the wire itself (`scope["extensions"]["sandbox.wire"]`, a `Wire`), because a stand-in must be able
to do what networks do: break a connection after the request was carried out, or fall silent without closing it.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import Any

import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

WIRE = "sandbox.wire"


class Wire:
    """One TCP connection of the server. To be used on the server's event loop."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def reset(self) -> None:
        """Breaks the connection with a TCP reset; whatever was not sent yet is lost."""
        raw = self._transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def hang_up(self, told: Callable[[], object]) -> None:
        """Closes the connection in good order, as servers do with idle ones, and calls `told` when it is closed."""
        self._transport.close()
        asyncio.get_running_loop().call_soon(told)  # after the closing, which the transport put on the loop before it

    def fall_silent(self) -> None:
        """Stops reading (pings included) but keeps the connection open: the peer sees no FIN and no answer."""
        self._transport.pause_reading()


class Served:
    """A running server. `url` has no trailing slash. Start-up is complete when the constructor returns."""

    def __init__(self, app: Any, *, port: int = 0) -> None:
        # named as TCP, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms for a delayed ACK
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            _with_wire(app), log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name=f"served-{self.port}", daemon=True)
        self._socket.listen(128)  # connections made before the loop runs wait in the backlog instead of being refused
        self._thread.start()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=5)
        self._socket.close()

    def __enter__(self) -> Served:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _with_wire(app: App) -> App:
    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn passes bound methods of the object that owns the transport; ASGI itself has no way to the connection
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport is not None:
            scope.setdefault("extensions", {})[WIRE] = Wire(transport)
        await app(scope, receive, send)

    return served
