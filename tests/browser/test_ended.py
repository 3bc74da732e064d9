"""A demo that was stopped: the page says so in its own words, not in the browser's."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.client import Client


def test_whoever_presses_on_after_the_demo_ended_is_told_that_it_does_not_answer(client: Client) -> None:
    client.watch.tolerates("ERR_INTERNET_DISCONNECTED")
    client.page.context.set_offline(True)

    client.page.get_by_role("button", name="One hour on").click()

    expect(client.page.get_by_text("The demo does not answer. Does it still run?")).to_be_visible()
