"""The switches that put Slack and Google into trouble, and the inspector that shows what was asked and answered."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from sandbox.page.world import Demo
from sandbox.story.plot import LoopOnStage
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE


def switches(client: Client, service: str) -> Locator:
    return client.main.get_by_role("form", name=service)


def switch(client: Client, service: str, trouble: str) -> None:
    client.look_at("Trouble")
    button = switches(client, service).get_by_role("button", name=trouble)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_while_google_fails_no_plan_comes_and_afterwards_it_does(client: Client) -> None:
    switch(client, "Google", "Fails")
    expect(switches(client, "Google")).to_have_accessible_name("Google Calendar in trouble")
    client.look_at("Workspace")
    client.starts_a_loop(CANDIDATE)
    expect(client.offering("Book")).to_have_count(0)

    switch(client, "Google", "Works")
    client.clock.leap("One hour on")

    client.look_at("Workspace")
    expect(client.offering("Book")).to_contain_text(CANDIDATE)


def test_a_message_whose_answer_got_lost_is_said_once(client: Client, demo: Demo) -> None:
    client.starts_a_loop(CANDIDATE)
    switch(client, "Slack", "Loses answers")
    client.look_at("Workspace")
    client.press("Book", confirming="Book")
    switch(client, "Slack", "Works")
    client.clock.leap("One hour on")

    client.look_at("Workspace")
    client.be(LoopOnStage(demo.stage, CANDIDATE).panel(1)[0])

    expect(client.page.get_by_role("heading", name="Save the date")).to_have_count(1)


def test_the_inspector_opens_a_request_with_its_answer_and_shows_no_token(
    client: Client, ana: LoopOnStage, demo: Demo
) -> None:
    client.look_at("Trouble")
    client.main.get_by_role("link", name="chat.postMessage").first.click()

    expect(client.main.get_by_role("heading", name="Answer", exact=True)).to_be_visible()
    expect(client.main.get_by_role("link", expanded=True)).to_have_text("chat.postMessage")
    expect(client.main).to_contain_text(CANDIDATE)
    expect(client.main).not_to_contain_text(demo.workspace.app.bot_token)
