"""A phone is enough: a loop is started and booked in a narrow window."""

from __future__ import annotations

from playwright.sync_api import expect

from sandbox.page.world import Demo
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE, Opens


def test_a_loop_is_started_and_booked_in_a_narrow_window(demo: Demo, opens: Opens) -> None:
    client: Client = opens(demo, viewport={"width": 390, "height": 844}, has_touch=True)

    client.starts_a_loop(CANDIDATE)
    client.press("Book", confirming="Book")
    expect(client.message(f"Plan for {CANDIDATE}")).to_contain_text("Booked")
    client.be("Jonas")
    client.look_at("Calendars")

    expect(client.calendars.interviews("Mara")).to_have_count(1)


def test_where_only_the_step_to_do_is_shown_it_keeps_its_number(demo: Demo, opens: Opens) -> None:
    client: Client = opens(demo, viewport={"width": 390, "height": 844}, has_touch=True)

    step = client.page.get_by_role("listitem").filter(has_text="Start a loop")

    expect(step).to_be_visible()
    assert '"2"' == step.evaluate("step => getComputedStyle(step, '::before').content")
