"""The stand-in as one ASGI app: Web API, response URLs, Socket Mode."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.web_api.http import WebApi
from sandbox.slack.workspace import Workspace


def create_app(workspace: Workspace) -> Starlette:
    """Has to be served by `sandbox.serving.Served`, which gives it the wire that faults need."""
    web_api, socket_mode = WebApi(workspace), SocketMode(workspace)
    return Starlette(
        routes=[
            Route("/api/{method}", web_api.method, methods=["GET", "POST"]),
            Route("/response/{secret}", web_api.response_url, methods=["POST"]),
            WebSocketRoute("/link/", socket_mode.link),
        ]
    )
