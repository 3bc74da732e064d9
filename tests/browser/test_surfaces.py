"""What holds on every part of the page: a screen reader finds its way, text can be read in both schemes, and a window as
narrow as a phone is enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sandbox.page.troubles import GOOGLE, NONE, SLACK, switch
from sandbox.page.world import Demo
from tests.browser.client import Client
from tests.browser.conftest import opened
from tests.browser.reading import astray, read, unnamed
from tests.browser.surfaces import SURFACES, probe, show


@pytest.fixture(scope="module", params=SURFACES)
def surface(town: Demo, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Client]:
    """Opened once for all that is asked of it; what the one before left open is closed again."""
    for person in town.people.values():
        if person.modal is not None:
            person.close(everything=True)
    for service in (SLACK, GOOGLE):
        switch(town, service, NONE)
    with opened(chromium, town) as client:
        show(client, request.param)
        yield client


def test_everything_that_can_be_used_says_what_it_is(surface: Client) -> None:
    parts = read(surface.page)

    assert unnamed(parts) == []
    assert len([part for part in parts if part.focusable]) > 2
    assert probe(surface.page, "loose_ids") == {"twice": [], "missing": []}


def test_headings_and_landmarks_lead_through_the_page(surface: Client) -> None:
    assert astray(read(surface.page)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(surface: Client, scheme: str) -> None:
    surface.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    found = probe(surface.page, "contrast")

    assert found["weak"] == []
    assert found["measured"] > 3


def test_everything_is_within_reach_in_a_narrow_window(surface: Client) -> None:
    before = surface.page.viewport_size
    assert before is not None
    surface.page.set_viewport_size({"width": 390, "height": 844})
    on_top = surface.calendars.event.or_(surface.page.get_by_role("listbox"))  # lie on the page, and can be closed

    found = probe(on_top if on_top.count() else surface.page, "out_of_reach")
    surface.page.set_viewport_size(before)

    assert {"lost": [], "wider": 0} == {"lost": found["lost"], "wider": found["wider"]}
    assert found["tried"] > 1
