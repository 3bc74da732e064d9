"""The HTTP edge: Slack's requests, and what operators ask. Nothing is parsed before it is known to come from Slack."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

from pydantic import SecretStr
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import signature
from bot.health import Health
from bot.metrics import CONTENT_TYPE, Metrics
from bot.slack_app import dispatch
from scheduling.ports import Clock
from scheduling.right_of_way import RightOfWay

MOST_BYTES = 1_000_000
"""Slack's own requests stay far below."""

READ_SECONDS = 5.0
THREADS = 4
"""Requests worked on side by side; the others wait in the order in which they came. None waits for anything but the database,
and sixteen that share one interpreter only overtake each other: of 16 at once the last took twice as long so."""

PROBE_THREADS = 4
"""For operators' questions, which read the database: many of them must not keep requests from it."""

_SECURITY_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
_log = logging.getLogger(__name__)
_Endpoint = Callable[[Request], Awaitable[Response]]


def http_app(*, slack: SlackDoor | None, health: Health, metrics: Metrics) -> Starlette:
    """`slack` is left out in Socket Mode. There are no other routes than these."""
    threads = ThreadPoolExecutor(max_workers=PROBE_THREADS, thread_name_prefix="probe")

    async def healthz(request: Request) -> Response:
        """The process is alive and its event loop turns."""
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        found = await asyncio.get_running_loop().run_in_executor(threads, health.readiness)
        return PlainTextResponse(str(found), status_code=200 if found.ready else 503)

    async def page(request: Request) -> Response:
        body = await asyncio.get_running_loop().run_in_executor(threads, metrics.page)
        return Response(body, media_type=CONTENT_TYPE)

    probes: dict[str, _Endpoint] = {"/healthz": healthz, "/readyz": readyz, "/metrics": page}
    routes = [] if slack is None else [Route("/slack/events", slack.knock, methods=["POST"])]
    routes += [Route(path, endpoint, methods=["GET"]) for path, endpoint in probes.items()]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    app.add_middleware(_WithSecurityHeaders)
    return app


class SlackDoor:
    """`POST /slack/events`: commands, interactions and events. Answers 401 to whatever Slack has not signed just now,
    whatever is in it, and never 500 for the form of a request."""

    def __init__(
        self, bolt: App, *, signing_secret: SecretStr, clock: Clock, metrics: Metrics, right_of_way: RightOfWay
    ) -> None:
        self._bolt = bolt
        self._right_of_way = right_of_way
        self._secret = signing_secret.get_secret_value().encode()
        self._clock = clock
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="slack")

    async def knock(self, request: Request) -> Response:
        body = await _read(request)
        if isinstance(body, Response):
            return self._refuse(body, "too_large" if body.status_code == 413 else "incomplete")
        started = time.perf_counter()
        if _is_ssl_check(request, body):
            return PlainTextResponse("")
        why = signature.why_refused(
            body,
            timestamps=request.headers.getlist(signature.TIMESTAMP),
            signatures=request.headers.getlist(signature.SIGNATURE),
            secret=self._secret,
            now=self._clock.now(),
        )
        if why is not None:
            return self._refuse(PlainTextResponse("not signed by Slack\n", status_code=401), why)
        slack_request = _parsed(request, body)
        if slack_request is None:
            return self._refuse(PlainTextResponse("not readable\n", status_code=400), "unreadable")
        with self._right_of_way.taken():
            given = (self._bolt, slack_request, time.monotonic())
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, dispatch, *given)
        self._metrics.acks.observe(time.perf_counter() - started)
        return to_starlette_response(answer)

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _refuse(self, response: Response, reason: str) -> Response:
        self._metrics.refused.labels(reason).inc()
        _log.warning("request_refused", extra={"reason": reason})
        return response


async def _read(request: Request) -> bytes | Response:
    """The whole body, or the answer to one that is too large or does not come. What is too much is read and thrown away,
    because an answer to somebody who is still sending gets lost."""
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= MOST_BYTES:
                    body += chunk
    except (TimeoutError, ClientDisconnect):
        status = 413 if size > MOST_BYTES else 408
        return PlainTextResponse("too slow\n", status_code=status, headers={"Connection": "close"})
    return bytes(body) if size <= MOST_BYTES else PlainTextResponse("too large\n", status_code=413)


def _is_ssl_check(request: Request, body: bytes) -> bool:
    """Slack now and then looks at the certificate behind a command's address, without a signature."""
    if len(body) > 1000 or b"ssl_check=1" not in body or signature.SIGNATURE in request.headers:
        return False
    return dict(parse_qsl(body.decode("utf-8", "replace"))).get("ssl_check") == "1"


def _parsed(request: Request, body: bytes) -> BoltRequest | None:
    """None for what is no request of Slack's, signed as it may be: not UTF-8, not JSON, not an object."""
    try:
        found = BoltRequest(
            body=body.decode("utf-8"),
            headers={
                name: value for name, value in request.headers.items() if name.startswith(("content-type", "x-slack-"))
            },
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    return found if found.body else None


class _WithSecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SECURITY_HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)
