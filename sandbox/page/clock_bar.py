"""The clock on every page, and the timeline of what comes next. Time passes as it would while one waits: with a stop at
everything that happens on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.page.asked import Viewer, fields, viewer
from sandbox.page.coming import read_timeline
from sandbox.page.render import fragment, page
from sandbox.page.troubles import NONE, current
from sandbox.page.world import Demo

LEAPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From when to when the clock is being moved right now."""

    start: datetime
    end: datetime

    def done(self, now: datetime) -> int:
        """In per cent."""
        whole = (self.end - self.start).total_seconds()
        return 100 if whole <= 0 else round(100 * (now - self.start).total_seconds() / whole)


class Journey:
    """At most one at a time: who asks while the clock moves is not heard, for a second press would double the leap."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self.way: Way | None = None

    @contextmanager
    def to(self, start: datetime, end: datetime) -> Iterator[bool]:
        """Whether this is the one."""
        if not self._turn.acquire(blocking=False):
            yield False
            return
        try:
            self.way = Way(start=start, end=end)
            yield True
        finally:
            self.way = None
            self._turn.release()


def routes(demo: Demo) -> list[Route]:
    journey = Journey()

    def bar(request: Request) -> Response:
        return HTMLResponse(_bar(demo, journey, viewer(demo, request)))

    async def moved(request: Request) -> Response:
        to = (await fields(request)).get("to", "")
        await run_in_threadpool(_move, demo, journey, to)
        return RedirectResponse(f"/timeline?as={viewer(demo, request).name}", 303)

    def timeline(request: Request) -> Response:
        by = viewer(demo, request)
        today = demo.now.astimezone(ZoneInfo(by.zone)).date()
        return page(demo, "timeline.html", part="timeline", by=by, today=today, timeline=read_timeline(demo, by))

    return [Route("/clock", bar), Route("/clock", moved, methods=["POST"]), Route("/timeline", timeline)]


def next_thing(demo: Demo) -> datetime | None:
    """When something will be due; None when nothing is planned."""
    return demo.stage.next_due()


def _move(demo: Demo, journey: Journey, to: str) -> None:
    goal = next_thing(demo) if to == "next" else demo.now + LEAPS[to] if to in LEAPS else None
    if goal is None:
        return
    with journey.to(demo.now, goal) as mine:
        if mine and set(current(demo).values()) == {NONE}:
            demo.until(goal)
        elif mine:
            _plod(demo, goal)


def _plod(demo: Demo, goal: datetime) -> None:
    """In trouble everything is tried again and again, which makes for thousands of stops: an hour at a time will do."""
    while demo.now < goal:
        with demo.act():
            demo.company.clock.set(min(goal, demo.now + LEAPS["hour"]))


def _bar(demo: Demo, journey: Journey, by: Viewer) -> str:
    zone, way, following = ZoneInfo(by.zone), journey.way, next_thing(demo)
    return fragment(
        "clock_bar.html",
        by=by,
        now=demo.now.astimezone(zone),
        utc=demo.now,
        way=way,
        arrives=None if way is None else way.end.astimezone(zone),
        percent=0 if way is None else way.done(demo.now),
        following=None if following is None else following.astimezone(zone),
    )
