"""The page as one web application around a demo."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.page.calendar_week import routes as calendar_routes
from sandbox.page.clock_bar import routes as clock_routes
from sandbox.page.guard import Guard
from sandbox.page.start_over import routes as start_over_routes
from sandbox.page.trouble_page import routes as trouble_routes
from sandbox.page.workspace import routes as workspace_routes
from sandbox.page.world import Demo

_STATIC = Path(__file__).parent / "static"


def create_app(demo: Demo) -> Starlette:
    """Serve it on loopback only: whoever reaches it can act as anybody."""
    routes: list[Route | Mount] = [
        *workspace_routes(demo),
        *calendar_routes(demo),
        *clock_routes(demo),
        *trouble_routes(demo),
        *start_over_routes(demo),
    ]
    routes.append(Mount("/static", StaticFiles(directory=_STATIC)))
    return Starlette(routes=routes, middleware=[Middleware(Guard)])
