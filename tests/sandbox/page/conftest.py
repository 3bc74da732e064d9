"""Lets these tests ask for a demo of their own and for a browser's requests to its page."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from sandbox.page.app import create_app
from sandbox.page.world import Demo, demo_world
from sandbox.serving import Served
from sandbox.story.play import BEGINS
from tests.sandbox.page.booked import booked

__all__ = ["address", "booked", "browser", "demo"]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Starting a bot takes two seconds, so the tests of a file share one and each looks for its own traces."""
    with demo_world(BEGINS) as world:
        yield world


@pytest.fixture(scope="module")
def address(demo: Demo) -> Iterator[str]:
    """Where the page is."""
    with Served(create_app(demo)) as served:
        yield served.url


@pytest.fixture
def browser(address: str) -> Iterator[httpx.Client]:
    """Asks as the page itself does: from its own origin."""
    with httpx.Client(base_url=address, headers={"Origin": address}, timeout=60, follow_redirects=True) as client:
        yield client
