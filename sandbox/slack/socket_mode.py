"""The web socket an app in Socket Mode listens on (`/link/?ticket=...`)."""

from __future__ import annotations

import asyncio
import json

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.serving import WIRE
from sandbox.slack.payload import JsonObject
from sandbox.slack.sockets import SocketConnection
from sandbox.slack.workspace import Workspace


class SocketMode:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def link(self, socket: WebSocket) -> None:
        with self._workspace.change():
            welcome = self._workspace.sockets.redeem(socket.query_params.get("ticket", ""))
        if not welcome:
            await socket.close()  # before accepting: the handshake is refused with 403
            return
        await socket.accept()
        outgoing: asyncio.Queue[str | None] = asyncio.Queue()
        connection = SocketConnection(
            outgoing=outgoing, loop=asyncio.get_running_loop(), wire=socket.scope["extensions"][WIRE]
        )
        with self._workspace.change():
            self._workspace.sockets.add(connection)
            connection.send(self._hello())
        try:
            await self._talk(socket, outgoing)
        finally:
            with self._workspace.change():
                self._workspace.sockets.remove(connection)

    async def _talk(self, socket: WebSocket, outgoing: asyncio.Queue[str | None]) -> None:
        listening = asyncio.ensure_future(self._listen(socket))
        speaking = asyncio.ensure_future(_speak(socket, outgoing))
        try:
            await asyncio.wait([listening, speaking], return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
            speaking.cancel()
            await asyncio.gather(listening, speaking, return_exceptions=True)

    async def _listen(self, socket: WebSocket) -> None:
        try:
            while True:
                message = json.loads(await socket.receive_text())
                with self._workspace.change():
                    self._workspace.sockets.answered(message)
        except WebSocketDisconnect:
            return

    def _hello(self) -> JsonObject:
        return {
            "type": "hello",
            "num_connections": self._workspace.sockets.connected,
            "connection_info": {"app_id": self._workspace.app.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18_060},
        }


async def _speak(socket: WebSocket, outgoing: asyncio.Queue[str | None]) -> None:
    while (message := await outgoing.get()) is not None:
        await socket.send_text(message)
    await socket.close()
