"""The clock on every page, and the timeline of what comes next. Time passes as it would while one waits: with a stop at
everything that happens on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.page.asked import fields, viewer
from sandbox.page.clock_face import clock_face, next_thing
from sandbox.page.coming import read_timeline
from sandbox.page.render import fragment, page
from sandbox.page.troubles import NONE, current
from sandbox.page.world import Demo

LEAPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


def routes(demo: Demo) -> list[Route]:
    def bar(request: Request) -> Response:
        return HTMLResponse(fragment("clock_bar.html", **clock_face(demo, viewer(demo, request))))

    async def moved(request: Request) -> Response:
        to = (await fields(request)).get("to", "")
        await run_in_threadpool(_move, demo, to)
        return RedirectResponse(f"/timeline?as={viewer(demo, request).name}", 303)

    def timeline(request: Request) -> Response:
        by = viewer(demo, request)
        today = demo.now.astimezone(ZoneInfo(by.zone)).date()
        return page(demo, "timeline.html", part="timeline", by=by, today=today, timeline=read_timeline(demo, by))

    return [Route("/clock", bar), Route("/clock", moved, methods=["POST"]), Route("/timeline", timeline)]


def _move(demo: Demo, to: str) -> None:
    goal = next_thing(demo) if to == "next" else demo.now + LEAPS[to] if to in LEAPS else None
    if goal is None:
        return
    with demo.journey.to(demo.now, goal) as mine:
        if mine and set(current(demo).values()) == {NONE}:
            demo.until(goal)
        elif mine:
            _plod(demo, goal)


def _plod(demo: Demo, goal: datetime) -> None:
    """In trouble everything is tried again and again, which makes for thousands of stops: an hour at a time will do."""
    while demo.now < goal:
        with demo.act():
            demo.company.clock.set(min(goal, demo.now + LEAPS["hour"]))
