"""A demo in which one loop is booked, and a browser at its page; built once, for it takes some seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from models.records.loops import Round
from sandbox.page.app import create_app
from sandbox.page.world import Demo, demo_world
from sandbox.serving import Served
from sandbox.story.acts import start_loop
from sandbox.story.play import BEGINS
from sandbox.story.plot import LoopOnStage

CANDIDATE = "Ana Kovač"


@dataclass(frozen=True, kw_only=True)
class Booked:
    """Tests share it: each takes a round of its own, and none relies on the time or on what was said before."""

    demo: Demo
    browser: httpx.Client

    def round(self, index: int) -> Round:
        return LoopOnStage(self.demo.stage, CANDIDATE).round(index)

    def event_id(self, index: int) -> str:
        event_id = self.round(index).event_id
        assert event_id is not None
        return event_id

    def get(self, path: str, **query: str) -> str:
        answer = self.browser.get(path, params={"as": "mara", **query})
        assert answer.status_code == 200
        return answer.text

    def post(self, path: str, **form: str) -> str:
        answer = self.browser.post(path, params={"as": "mara"}, data=form)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture(scope="session")
def booked() -> Iterator[Booked]:
    with demo_world(BEGINS) as demo:
        starts_a_loop(demo)
        demo.advance(timedelta(minutes=10))
        LoopOnStage(demo.stage, CANDIDATE).books("mara")
        with (
            Served(create_app(demo)) as served,
            httpx.Client(
                base_url=served.url, headers={"origin": served.url}, follow_redirects=True, timeout=30
            ) as browser,
        ):
            yield Booked(demo=demo, browser=browser)


def starts_a_loop(demo: Demo) -> None:
    """A plan lies before Mara afterwards."""
    with demo.act():
        start_loop(
            demo.people["mara"],
            name=CANDIDATE,
            email="ana.kovac@mail.example",
            zone="Europe/Zagreb",
            opening="Senior AI Engineer: document search",
            kickoff=demo.now.date().isoformat(),
        )
