"""Lets these tests ask for the sandbox's page in a real browser. Each has a company of its own, which takes a third of a
second, and a context of its own; the browser is started once per worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from dev.chromium import MISSING, find, required, running
from sandbox.page.app import create_app
from sandbox.page.world import Demo, demo_world
from sandbox.serving import Served
from sandbox.story.acts import start_loop
from sandbox.story.play import BEGINS
from sandbox.story.plot import LoopOnStage
from tests.browser.client import OPENING, Client
from tests.browser.watch import Watch

CANDIDATE = "Ana Kovač"
WEEK = {"zone": "Europe/Zagreb", "opening": OPENING, "from": "11:00"}
PATIENCE = 15_000
"""Milliseconds in which something must be seen: a bound for a busy machine, never waited for."""


class Opens(Protocol):
    """Opens the page of a demo. `how` goes to the browser's context: `viewport`, `color_scheme` ..."""

    def __call__(self, demo: Demo, **how: Any) -> Client: ...


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find(os.environ)
    if path is None:
        (pytest.fail if required(os.environ) else pytest.skip)(MISSING)
    expect.set_options(timeout=PATIENCE)
    with running(path) as browser:
        yield browser


@pytest.fixture
def demo() -> Iterator[Demo]:
    """The example team on a Monday at nine in Berlin, with nothing planned yet."""
    with demo_world(BEGINS) as world:
        yield world


@pytest.fixture
def ana(demo: Demo) -> LoopOnStage:
    """A loop with its four rounds booked, ten minutes later."""
    return booked_loop(demo)


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    """For tests that need more than one window, or another kind of it."""
    with ExitStack() as windows:
        yield lambda demo, **how: windows.enter_context(opened(chromium, demo, **how))


@pytest.fixture
def client(demo: Demo, opens: Opens, request: pytest.FixtureRequest) -> Client:
    """The workspace on a laptop, seen by its coordinator. What the test finds there has happened before it is opened."""
    if "ana" in request.fixturenames:
        request.getfixturevalue("ana")
    return opens(demo)


@pytest.fixture(scope="session")
def town() -> Iterator[Demo]:
    """A company in which something is going on, for tests that only look: one interview over and its feedback owed, three
    ahead, and a plan for somebody else that waits to be booked."""
    with demo_world(BEGINS) as world:
        loop = booked_loop(world)
        world.until(loop.ends(0))
        with world.act():
            start_loop(world.people["mara"], name="Leo Martin", email="leo@mail.example", kickoff="2026-10-14", **WEEK)
            world.people["mara"].close(everything=True)
        yield world


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    """A page to write what is wrong into, to see that it is noticed."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def booked_loop(demo: Demo) -> LoopOnStage:
    with demo.act():
        start_loop(
            demo.people["mara"],
            name=CANDIDATE,
            email="ana.kovac@mail.example",
            kickoff="2026-10-12",
            **WEEK,
        )
        demo.people["mara"].close(everything=True)
    demo.advance(timedelta(minutes=10))
    loop = LoopOnStage(demo.stage, CANDIDATE)
    loop.books("mara")
    return loop


@contextmanager
def opened(chromium: Browser, demo: Demo, **how: Any) -> Iterator[Client]:
    """The page of a demo in a window of its own. Whatever was complained of in it is raised at its end."""
    with Served(create_app(demo)) as served:
        context = chromium.new_context(base_url=served.url, reduced_motion="reduce", locale="en-GB", **how)
        context.set_default_timeout(PATIENCE)
        watch = Watch(context, served.url)
        page = context.new_page()
        page.goto("/")
        yield Client(page, demo, watch)
        context.close()
    assert watch.complaints == []
