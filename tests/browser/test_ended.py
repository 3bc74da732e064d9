"""A demo that was stopped: the page says so in its own words, not in the browser's."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.client import Client


def test_whoever_presses_on_after_the_demo_ended_is_told_that_it_does_not_answer(client: Client) -> None:
    client.page.context.set_offline(True)

    client.page.get_by_role("button", name="One hour on").click()

    expect(client.page.get_by_text("The demo does not answer. Does it still run?")).to_be_visible()
    unheard = [one for one in client.watch.complaints if "ERR_INTERNET_DISCONNECTED" not in one]
    client.watch.complaints.clear()  # that nobody answers is what this is about
    assert [] == unheard
