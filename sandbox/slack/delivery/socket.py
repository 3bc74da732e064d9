"""Delivery over the web sockets the app has opened by itself (Socket Mode)."""

from __future__ import annotations

from concurrent.futures import TimeoutError as NoAnswer
from uuid import UUID

from sandbox.slack.delivery.requests import Answer, Kind, Outbound, Problem
from sandbox.slack.payload import JsonObject
from sandbox.slack.workspace import Workspace

_ENVELOPE = {
    Kind.COMMAND: "slash_commands",
    Kind.INTERACTION: "interactive",
    Kind.OPTIONS: "interactive",
    Kind.EVENT: "events_api",
}


class SocketDelivery:
    """Each payload goes to one of the app's connections; `patience` is real seconds."""

    def __init__(self, workspace: Workspace, *, patience: float = 3.0) -> None:
        self._workspace = workspace
        self._patience = patience

    def send(self, request: Outbound) -> Answer:
        workspace = self._workspace
        with workspace.change():
            connection = workspace.sockets.next()
            envelope = self._envelope(request)
            answer = workspace.sockets.expect(envelope["envelope_id"])
            if connection is not None and not workspace.sockets.silent:
                connection.send(envelope)
        if connection is None:
            return Answer(problem=Problem.UNREACHABLE)
        try:
            acknowledged = answer.result(timeout=self._patience)
        except NoAnswer:
            return Answer(problem=Problem.TIMEOUT)
        finally:
            with workspace.change():
                workspace.sockets.forget(envelope["envelope_id"])
        return _read(acknowledged, accepts_payload=envelope["accepts_response_payload"])

    def _envelope(self, request: Outbound) -> JsonObject:
        envelope: JsonObject = {
            "envelope_id": str(UUID(int=self._workspace.mint.number(128), version=4)),
            "type": _ENVELOPE[request.kind],
            "payload": request.payload,
            "accepts_response_payload": request.kind is not Kind.EVENT,
        }
        if request.kind is Kind.EVENT:
            envelope |= {"retry_attempt": request.retry_num, "retry_reason": request.retry_reason or ""}
        return envelope


def _read(acknowledged: JsonObject, *, accepts_payload: bool) -> Answer:
    payload = acknowledged.get("payload") if accepts_payload else None
    if not payload:
        return Answer(status=200)
    if not isinstance(payload, dict):
        return Answer(status=200, problem=Problem.BAD_ANSWER)
    return Answer(status=200, body=payload)
