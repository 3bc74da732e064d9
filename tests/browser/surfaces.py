"""The main surfaces of the page, each with the way to it, and what must hold on every one of them is looked up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.client import Client

FOLDER = Path(__file__).parent


def show(client: Client, surface: str) -> None:
    """Goes there, and waits for all that belongs to the page: its sheets, and the clock, which is fetched by itself."""
    SURFACES[surface](client)
    client.page.wait_for_load_state()
    expect(client.clock.face).to_be_visible()


def probe(place: Page | Locator, name: str) -> Any:
    """What a script beside this file finds in the page, or in a part of it."""
    return place.evaluate((FOLDER / f"{name}.js").read_text(encoding="utf-8"))


def _messages(client: Client) -> None:
    expect(client.offering("Give feedback")).to_be_visible()


def _messages_of_another(client: Client) -> None:
    client.be("Tomasz")


def _an_empty_channel(client: Client) -> None:
    client.go_to("hiring")


def _app_home(client: Client) -> None:
    client.go_to("App Home")
    expect(client.main.get_by_role("button", name="New loop")).to_be_visible()


def _commands(client: Client) -> None:
    client.line.press("/")
    expect(client.page.get_by_role("listbox", name="Commands")).to_be_visible()


def _rarer_actions(client: Client) -> None:
    client.main.get_by_label("More actions").first.click()
    expect(client.main.get_by_role("button", name="Quiet the nudges").first).to_be_visible()


def _form_with_mistakes(client: Client) -> None:
    client.say("/hire new")
    client.form("New loop").submit("Start")


def _scorecard(client: Client) -> None:
    client.press("Give feedback")
    client.form("Your feedback")


def _question_before_booking(client: Client) -> None:
    client.offering("Book").get_by_role("button", name="Book").first.click()
    expect(client.dialog.get_by_role("button", name="Not yet")).to_be_visible()


def _calendars(client: Client) -> None:
    client.look_at("Calendars")


def _an_event(client: Client) -> None:
    client.look_at("Calendars")
    client.calendars.open("Mara")


def _what_comes_next(client: Client) -> None:
    client.clock.face.click()
    expect(client.main.get_by_role("heading", level=1)).to_have_text("What comes next")


def _trouble(client: Client) -> None:
    client.look_at("Trouble")
    button = client.main.get_by_role("form", name="Google").get_by_role("button", name="Fails")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def _a_request(client: Client) -> None:
    client.look_at("Trouble")
    client.main.get_by_role("link", name="chat.postMessage").first.click()
    expect(client.main.get_by_role("heading", name="Answer", exact=True)).to_be_visible()


SURFACES: dict[str, Callable[[Client], None]] = {
    way.__name__.lstrip("_"): way
    for way in (
        _messages,
        _messages_of_another,
        _an_empty_channel,
        _app_home,
        _commands,
        _rarer_actions,
        _form_with_mistakes,
        _scorecard,
        _question_before_booking,
        _calendars,
        _an_event,
        _what_comes_next,
        _trouble,
        _a_request,
    )
}
