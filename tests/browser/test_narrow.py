"""In a window as narrow as a phone everything is there, and nothing has to be looked for to the right."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sandbox.page.world import Demo
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE, Opens
from tests.browser.surfaces import SURFACES, probe

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("surface", SURFACES)
def test_everything_is_within_reach_in_a_narrow_window(lived_in: Client, surface: str) -> None:
    lived_in.page.set_viewport_size({"width": 390, "height": 844})
    SURFACES[surface](lived_in)

    on_top = lived_in.calendars.event  # lies on the week, and can be closed
    found = probe(on_top if on_top.count() else lived_in.page, "out_of_reach")

    assert {"lost": [], "wider": 0} == {"lost": found["lost"], "wider": found["wider"]}
    assert found["tried"] > 1


def test_a_loop_is_started_and_booked_in_a_narrow_window(demo: Demo, opens: Opens) -> None:
    client = opens(demo, viewport=PHONE)

    client.starts_a_loop(CANDIDATE)
    client.press("Book", confirming="Book")
    expect(client.message(f"Plan for {CANDIDATE}")).to_contain_text("Booked")
    client.be("Jonas")
    client.look_at("Calendars")

    expect(client.calendars.interviews("Mara")).to_have_count(1)


@pytest.mark.parametrize(
    ("html", "lost", "wider"),
    [
        ("<button>Go</button>", 0, 0),
        ("<div style='overflow: auto; width: 100px'><button style='margin-left: 500px'>Go</button></div>", 0, 0),
        (
            "<div style='overflow: hidden; width: 100px'><button style='position: fixed; left: -90px'>Go</button></div>",
            1,
            0,
        ),
        (
            "<button>Go</button><p style='position: absolute; margin: 0; left: 0; top: 0; width: 390px; height: 90px'></p>",
            1,
            0,
        ),
        ("<p style='width: 400px'>wide</p>", 0, 10),
    ],
)
def test_what_is_out_of_reach_is_noticed(blank: Page, html: str, lost: int, wider: int) -> None:
    blank.set_viewport_size({"width": 390, "height": 844})
    blank.set_content(f"<!doctype html><body style='margin: 0'>{html}</body>")

    found = probe(blank, "out_of_reach")

    assert (lost, wider) == (len(found["lost"]), found["wider"])
