"""Starting over: the example team as on its first morning, or three weeks in with loops to look around in."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.page.asked import fields, viewer
from sandbox.page.example import DAYS, play_example
from sandbox.page.render import page
from sandbox.page.world import Demo

CLEAN, EXAMPLE = "clean", "example"


def routes(demo: Demo) -> list[Route]:
    def choice(request: Request) -> Response:
        return page(demo, "start_over.html", part="start-over", by=viewer(demo, request), days=DAYS)

    async def started(request: Request) -> Response:
        to = (await fields(request)).get("to", "")
        if to not in (CLEAN, EXAMPLE):
            raise HTTPException(400, "There is no such start.")
        await run_in_threadpool(_start, demo, example=to == EXAMPLE)
        return RedirectResponse("/", 303)

    return [Route("/start-over", choice), Route("/start-over", started, methods=["POST"])]


def _start(demo: Demo, *, example: bool) -> None:
    demo.start_over()
    if example:
        play_example(demo)
