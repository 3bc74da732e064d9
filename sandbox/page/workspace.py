"""The Slack client: people to act as, conversations, App Home, forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from typing import Any

from anyio.from_thread import run as from_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from handlers.presenters.help import VERBS
from sandbox.page.acting import Act, Hands
from sandbox.page.asked import Viewer
from sandbox.page.cast import Part, cast
from sandbox.page.guide import sights, steps
from sandbox.page.render import fragment, page
from sandbox.page.seeing import DIRECT, HOME, Client
from sandbox.page.world import Demo
from sandbox.slack import NotPossible

FIRST = "mara"
_MOST = 100_000
"""Bytes of one act; a form of the largest texts that Slack takes stays below."""


def routes(demo: Demo) -> list[Route]:
    """Looking is a GET and changes nothing but what is read; every act is a POST of JSON that answers with the page."""
    desk = _Desk(demo)
    return [
        Route("/", desk.start),
        Route("/workspace", desk.start),
        Route("/as/{name}", desk.enter),
        Route("/as/{name}/{place}", desk.look),
        Route("/as/{name}/{place}/act", desk.act, methods=["POST"]),
        Route("/as/{name}/{place}/type", desk.type, methods=["POST"]),
        Route("/as/{name}/{place}/say", desk.say, methods=["POST"]),
        Route("/as/{name}/{place}/suggest", desk.suggest, methods=["POST"]),
        Route("/guide/{wish}", desk.guide, methods=["POST"]),
    ]


class _Desk:
    """The endpoints. They are plain functions, so each request has a thread and may wait for the bot."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._parts = cast(demo.company)
        self._guided = True

    def start(self, request: Request) -> Response:
        return RedirectResponse(f"/as/{FIRST}/{DIRECT}")

    def enter(self, request: Request) -> Response:
        return RedirectResponse(f"/as/{request.path_params['name']}/{DIRECT}")

    def look(self, request: Request) -> Response:
        client = self._client(request)
        if client is None:
            return _missing()
        if client.place == HOME and "X-Fragment" not in request.headers:
            with self._demo.act():
                client.person.open_home()
        return self._page(client)

    def act(self, request: Request) -> Response:
        return self._done(request, lambda client, act: Hands(self._demo, client.person).do(act))

    def type(self, request: Request) -> Response:
        return self._done(request, lambda client, act: Hands(self._demo, client.person).type(act))

    def say(self, request: Request) -> Response:
        def say(client: Client, act: Act) -> None:
            channel = None if client.place in (DIRECT, HOME) else client.place
            Hands(self._demo, client.person).say(str(act["text"]), channel)

        return self._done(request, say)

    def suggest(self, request: Request) -> Response:
        client = self._client(request)
        if client is None:
            return _missing()
        try:
            options = Hands(self._demo, client.person).suggest(_body(request))
        except (NotPossible, KeyError, ValueError, TypeError) as problem:
            return PlainTextResponse(str(problem), 409)
        return HTMLResponse(fragment("options.html", options=options))

    def guide(self, request: Request) -> Response:
        """`put-away` or `show`."""
        self._guided = request.path_params["wish"] == "show"
        return HTMLResponse("")

    def _done(self, request: Request, do: Callable[[Client, Act], None]) -> Response:
        client = self._client(request)
        if client is None:
            return _missing()
        try:
            do(client, _body(request))
        except NotPossible as problem:
            return PlainTextResponse(str(problem), 409)
        except (KeyError, ValueError, TypeError):
            return PlainTextResponse("The page sent something that it should not.", 400)
        return self._page(client)

    def _client(self, request: Request) -> Client | None:
        name, place = request.path_params["name"], request.path_params["place"]
        part = next((part for part in self._parts if part.name == name), None)
        if part is None:
            return None
        client = Client(self._demo, part, place, self._parts)
        return client if client.knows(place) else None

    def _page(self, client: Client) -> Response:
        shown: dict[str, Any] = {"days": client.days()} if client.place != HOME else {"home": client.home()}
        return page(
            self._demo,
            "workspace.html",
            part="workspace",
            by=Viewer(name=client.part.name, full_name=client.part.real_name, zone=client.part.zone),
            me=client.part,
            client=client,
            place=client.place,
            groups=[(name, list(each)) for name, each in groupby(self._parts, key=lambda part: part.group)],
            unread={part.name: self._unread(part) for part in self._parts},
            guide=steps(self._demo, client.part.name) if self._guided else None,
            sights=sights(self._demo) if self._guided else (),
            verbs=VERBS,
            **shown,
        )

    def _unread(self, part: Part) -> int:
        return Client(self._demo, part, DIRECT, self._parts).unread()


def _body(request: Request) -> Act:
    """The JSON object that was sent. Raises ValueError for anything else."""
    sent = from_thread(request.body)
    if len(sent) > _MOST:
        raise ValueError("too long")
    act = json.loads(sent)
    if not isinstance(act, dict):
        raise TypeError("not an object")
    return act


def _missing() -> Response:
    return PlainTextResponse("There is nobody or nothing of that name here.", 404)
