"""The HTTP side: routes from the discovery document, and the door every call passes.

The door counts the call, lets faults strike, checks the token, holds request and answer against the discovery
document, and answers as Google does. The token endpoint is at `/token`, the page on which a person consents at
`/o/oauth2/auth`.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox.google.calendars import Calendars, Call
from sandbox.google.consent_page import consent_routes
from sandbox.google.discovery import Method, calendar_api
from sandbox.google.endpoints import HANDLERS, Request
from sandbox.google.faults import TOKEN, Fault, Moment, break_off
from sandbox.google.refusals import Refused, bad_request
from sandbox.google.schema import body_problems, parameter_problems
from sandbox.google.tokens import TokenRefused


def create_app(calendars: Calendars) -> Starlette:
    """The stand-in over `calendars`: `/calendar/v3/...`, `/token` and the consent pages."""
    api = calendar_api()
    routes = [
        Route(api.service_path + method.path, ApiDoor(calendars, method), methods=[method.verb])
        for method in api.methods.values()
    ]
    token = Route("/token", TokenDoor(calendars), methods=["POST"])
    return Starlette(routes=[*routes, token, *consent_routes(calendars)])


class _Door(ABC):
    """What both doors share: faults strike before or after the call is carried out."""

    name: str

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = await _read(receive)
        fault = await run_in_threadpool(self._calendars.faults.strike, self.name)
        response = None
        if fault is None or fault.moment is Moment.AFTER:
            response = await run_in_threadpool(self.carry_out, scope, raw)
        if fault is not None:
            response = _struck(fault)
        await run_in_threadpool(self._record, scope, raw, response)
        if response is None:
            await break_off(receive, after=fault.seconds if fault else 0.0)
        else:
            await response(scope, receive, send)

    @abstractmethod
    def carry_out(self, scope: Scope, raw: bytes) -> Response:
        """Does what the call asks; runs on a worker thread."""

    def _record(self, scope: Scope, raw: bytes, response: Response | None) -> None:
        subject = None
        with self._calendars.token_desk() as desk:
            token = Headers(scope=scope).get("authorization", "").removeprefix("Bearer ")
            if token in desk.given:
                subject = desk.given[token].subject
        status = 0 if response is None else response.status_code
        secret = self.name == TOKEN  # assertions and tokens are nobody's business
        self._calendars.record(
            Call(
                method=self.name,
                status=status,
                query=tuple(_query(scope)),
                body=None if secret else _parsed(raw),
                subject=subject,
                at=self._calendars.clock.now(),
                event_id=scope["path_params"].get("eventId", ""),
                answer=None if secret or response is None else _parsed(bytes(response.body)),
            )
        )


class ApiDoor(_Door):
    def __init__(self, calendars: Calendars, method: Method) -> None:
        super().__init__(calendars)
        self.name = method.id
        self._method = method

    def carry_out(self, scope: Scope, raw: bytes) -> Response:
        try:
            answer = HANDLERS[self._method.id](self._calendars, self._admit(scope, raw))
        except Refused as refused:
            return _refusal(refused)
        if answer is None:
            return Response(status_code=204)
        if self._method.response and (problems := body_problems(self._method.response, answer)):
            raise AssertionError(f"the stand-in's own answer is wrong: {problems}")
        headers = {"ETag": answer["etag"]} if "etag" in answer else {}
        return JSONResponse(answer, headers=headers)

    def _admit(self, scope: Scope, raw: bytes) -> Request:
        headers, query = Headers(scope=scope), _query(scope)
        with self._calendars.token_desk() as desk:
            access = desk.access(headers.get("authorization"), any_of=self._method.scopes)
        if problems := parameter_problems(self._method.parameters, query):
            raise bad_request("; ".join(problems))
        return Request(
            path=scope["path_params"],
            query=tuple(query),
            body=self._body(headers, raw),
            if_match=headers.get("if-match"),
            subject=access.subject,
        )

    def _body(self, headers: Headers, raw: bytes) -> dict[str, Any] | None:
        if self._method.request is None:
            if raw:
                raise bad_request("This method takes no body.")
            return None
        body = _parsed(raw)
        if body is None or not headers.get("content-type", "").startswith("application/json"):
            raise Refused(400, "parseError", "Parse Error")
        nulls = self._method.verb == "PATCH"
        if problems := body_problems(self._method.request, body, nulls=nulls):
            raise bad_request("; ".join(problems))
        return body


class TokenDoor(_Door):
    name = TOKEN

    def carry_out(self, scope: Scope, raw: bytes) -> Response:
        headers = Headers(scope=scope)
        if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return JSONResponse({"error": "invalid_request", "error_description": "Bad Request"}, status_code=400)
        form = dict(parse_qsl(raw.decode("utf-8", "replace")))
        try:
            with self._calendars.token_desk() as desk:
                return JSONResponse(desk.grant(form, own_address=f"http://{headers.get('host')}/token"))
        except TokenRefused as refused:
            return JSONResponse(refused.body, status_code=refused.status)


async def _read(receive: Receive) -> bytes:
    raw = b""
    while True:
        message = await receive()
        raw += bytes(message.get("body", b""))
        if not message.get("more_body", False):
            return raw


def _struck(fault: Fault) -> Response | None:
    return None if fault.answer is None else _refusal(fault.answer)


def _refusal(refused: Refused) -> Response:
    return JSONResponse(refused.body, status_code=refused.status, headers=refused.headers)


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode(), keep_blank_values=True)


def _parsed(raw: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
