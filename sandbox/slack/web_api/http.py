"""Serves the methods over HTTP: reads forms and JSON bodies, lets the fault switches interfere, keeps the log."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from sandbox.serving import WIRE
from sandbox.slack.faults import FaultKind, FaultSwitch
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal, rate_limited
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.web_api.methods import METHODS, RESPONSE_URL, run_method
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    body: JsonObject
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class WebApi:
    """The endpoints of `/api/{method}` and of response URLs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def method(self, request: Request) -> Response:
        name = str(request.path_params["method"])
        return await self._serve(request, "" if name == RESPONSE_URL else name)

    async def response_url(self, request: Request) -> Response:
        return await self._serve(request, RESPONSE_URL, secret=str(request.path_params["secret"]))

    async def _serve(self, request: Request, name: str, **extra: str) -> Response:
        try:
            args = await _read(request, name, extra)
        except Refusal as refusal:
            return _json_response(_refused(refusal))
        with self._workspace.change():
            switch = self._workspace.faults.take(name)
        if switch is None:
            return self._respond(self._carry_out(name, args, fault=None))
        return await self._spoil(request, name, args, switch)

    def _carry_out(self, name: str, args: Arguments, *, fault: str | None) -> _Outcome:
        workspace = self._workspace
        with workspace.change():
            try:
                outcome = _Outcome(body=run_method(workspace, name, args))
            except Refusal as refusal:
                outcome = _refused(refusal)
            self._note(name, args, outcome, fault=fault, carried_out=True)
        return outcome

    async def _spoil(self, request: Request, name: str, args: Arguments, switch: FaultSwitch) -> Response:
        fault = switch.fault
        if fault.kind is FaultKind.HANG:
            return await self._hang(request, name, args, switch)
        if fault.done:
            self._carry_out(name, args, fault=fault.kind)
        if fault.kind is FaultKind.LOSE_ANSWER:
            if not fault.done:
                self._skip(name, args, _Outcome(body={}, status=0), switch)
            return await _reset(request)
        if fault.kind is FaultKind.RATE_LIMIT:
            outcome = _refused(rate_limited(fault.retry_after))
        elif fault.kind is FaultKind.REFUSE:
            outcome = _refused(Refusal(fault.error))
        else:
            outcome = _Outcome(body={"ok": False, "error": "internal_error"}, status=fault.status)
        if not fault.done:
            self._skip(name, args, outcome, switch)
        return self._respond(outcome)

    async def _hang(self, request: Request, name: str, args: Arguments, switch: FaultSwitch) -> Response:
        done = self._carry_out(name, args, fault=switch.fault.kind) if switch.fault.done else None
        await switch.gate.wait(switch.fault.seconds)
        if done is not None:
            return self._respond(done)
        if await request.is_disconnected():
            self._skip(name, args, _Outcome(body={}, status=0), switch)
            return Response(status_code=499)
        return self._respond(self._carry_out(name, args, fault=switch.fault.kind))

    def _skip(self, name: str, args: Arguments, outcome: _Outcome, switch: FaultSwitch) -> None:
        with self._workspace.change():
            self._note(name, args, outcome, fault=switch.fault.kind, carried_out=False)

    def _note(self, name: str, args: Arguments, outcome: _Outcome, *, fault: str | None, carried_out: bool) -> None:
        self._workspace.calls.note(
            method=name,
            args=args.given,
            at=self._workspace.now(),
            answer=outcome.body,
            status=outcome.status,
            fault=fault,
            carried_out=carried_out,
        )

    def _respond(self, outcome: _Outcome) -> Response:
        scopes = ",".join(sorted(self._workspace.app.scopes))
        return _json_response(replace(outcome, headers={"X-OAuth-Scopes": scopes, **outcome.headers}))


def _json_response(outcome: _Outcome) -> Response:
    """In ASCII, as Slack writes it; so no text whatever can break an answer."""
    return Response(
        json.dumps(outcome.body),
        status_code=outcome.status,
        headers=outcome.headers,
        media_type="application/json; charset=utf-8",
    )


async def _reset(request: Request) -> Response:
    request.scope["extensions"][WIRE].reset()
    await asyncio.sleep(0)  # lets the server see that the connection is gone before it is told to answer
    return Response(status_code=499)


def _refused(refusal: Refusal) -> _Outcome:
    return _Outcome(body=refusal.body(), status=refusal.status, headers=refusal.headers())


async def _read(request: Request, name: str, extra: dict[str, str]) -> Arguments:
    given: JsonObject = dict(request.query_params)
    body = await request.body()
    content_type = request.headers.get("content-type", "").split(";")[0].strip()
    if body and content_type == "application/json":
        sent = _json(body)
        method = METHODS.get(name)
        given |= sent if method is None or method.reads_json else {}
    elif body and content_type == "application/x-www-form-urlencoded":
        given |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif body:
        raise Refusal("invalid_post_type")
    token = str(given.pop("token", ""))
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = bearer.strip()
    return Arguments(given=given | extra, token=token, base_url=str(request.base_url).rstrip("/"))


def _json(body: bytes) -> JsonObject:
    try:
        sent = json.loads(body)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(sent, dict):
        raise Refusal("json_not_object")
    return sent
