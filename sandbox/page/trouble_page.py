"""The trouble room: switches that put Slack or Google into trouble, and the inspector of what was said meanwhile."""

from __future__ import annotations

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.page.asked import fields, viewer
from sandbox.page.inspector import read_exchanges, shown
from sandbox.page.render import page
from sandbox.page.troubles import CHOICES, GOOGLE, NONE, SLACK, current, switch
from sandbox.page.world import Demo

NAMES = {SLACK: "Slack", GOOGLE: "Google Calendar"}


def routes(demo: Demo) -> list[Route]:
    def room(request: Request) -> Response:
        return _room(demo, request)

    async def switched(request: Request) -> Response:
        given = await fields(request)
        service, code = given.get("service", ""), given.get("trouble", "")
        try:
            await run_in_threadpool(switch, demo, service, code)
        except LookupError:
            raise HTTPException(400, "There is no such trouble.") from None
        if code == NONE:
            await run_in_threadpool(demo.settle)
        return RedirectResponse(f"/trouble?{urlencode({'as': viewer(demo, request).name})}", 303)

    return [Route("/trouble", room), Route("/trouble", switched, methods=["POST"])]


def _room(demo: Demo, request: Request) -> Response:
    by, asked = viewer(demo, request), request.query_params
    service = asked.get("of", "") if asked.get("of") in NAMES else ""
    kept = {"as": by.name, **({"of": service} if service else {})}
    opened = asked.get("open", "")
    return page(
        demo,
        "trouble.html",
        part="trouble",
        by=by,
        zone=ZoneInfo(by.zone),
        names=NAMES,
        choices=CHOICES,
        current=current(demo),
        works=NONE,
        service=service,
        exchanges=read_exchanges(demo, service),
        opened=opened,
        shown=shown,
        link=lambda **more: f"/trouble?{urlencode(kept | more)}",
        here=f"/trouble?{urlencode(kept | ({'open': opened} if opened else {}))}",
    )
