"""Everything works without a mouse: a loop is started and booked, a scorecard filled in, menus opened and left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sandbox.page.world import Demo
from sandbox.story.plot import LoopOnStage
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE
from tests.browser.keyboard import Keyboard


@pytest.fixture
def keyboard(client: Client) -> Keyboard:
    return Keyboard(client.page)


def test_a_loop_is_started_and_booked_without_a_mouse(client: Client, keyboard: Keyboard) -> None:
    keyboard.press("Tab", "Enter")  # past everything that is on every page
    expect(client.main).to_be_focused()
    keyboard.go_to(client.line)
    keyboard.type("/hire n")
    keyboard.press("ArrowDown", "Tab")
    expect(client.line).to_have_value("/hire new")
    keyboard.press("Enter")
    _fill_in_the_form(client, keyboard)

    expect(client.dialog).to_have_accessible_name("Got it")
    assert not keyboard.is_lost()
    keyboard.press("Escape")
    expect(client.dialog).to_have_count(0)
    expect(client.line).to_be_focused()  # where one was before the form opened

    book = client.offering("Book").get_by_role("button", name=re.compile("^Book")).first
    keyboard.go_to(book, back=True)
    keyboard.press("Enter")
    expect(client.dialog.get_by_role("button", name="Not yet")).to_be_focused()
    keyboard.press("Escape")
    expect(client.dialog).to_have_count(0)
    expect(book).to_be_focused()
    keyboard.press("Enter", "Tab", "Enter")

    expect(client.message(f"Plan for {CANDIDATE}")).to_contain_text("Booked")
    assert not keyboard.is_lost()


def test_a_slash_typed_anywhere_is_the_beginning_of_a_command(client: Client, keyboard: Keyboard) -> None:
    keyboard.press("Tab")
    keyboard.type("/hire new")

    expect(client.line).to_be_focused()
    expect(client.line).to_have_value("/hire new")


def _fill_in_the_form(client: Client, keyboard: Keyboard) -> None:
    form = client.form("New loop")
    expect(form.field("Candidate")).to_be_focused()
    keyboard.type(CANDIDATE)
    keyboard.press("Tab")
    keyboard.type("ana.kovac@mail.example")
    keyboard.press("Tab")
    expect(form.field("Where the candidate is")).to_be_focused()
    keyboard.type("Zagreb")
    expect(form.dialog.get_by_role("option", name="Europe/Zagreb")).to_be_visible()
    keyboard.press("ArrowDown", "Enter")
    expect(form.field("Where the candidate is")).to_have_value("Europe/Zagreb")
    expect(form.field("Where the candidate is")).to_be_focused()
    keyboard.go_to(form.dialog.get_by_role("checkbox", name="Friday"))
    keyboard.press("Space")
    expect(form.dialog.get_by_role("checkbox", name="Friday")).not_to_be_checked()
    keyboard.go_to(form.dialog.get_by_role("button", name="Start"))
    keyboard.press("Enter")


def test_a_scorecard_is_filled_in_without_a_mouse(client: Client, keyboard: Keyboard, ana: LoopOnStage) -> None:
    client.clock.until(ana.ends(0))
    keyboard.go_to(client.offering("Give feedback").get_by_role("button", name="Give feedback"))
    keyboard.press("Enter")
    card = client.form("Your feedback")
    yes = card.dialog.get_by_role("radio", name="Yes", exact=True)
    keyboard.go_to(card.dialog.get_by_role("radio", name="Strong no"))
    keyboard.press("ArrowDown", "ArrowDown")
    expect(yes).to_be_checked()
    expect(yes).to_be_focused()
    for competency in card.dialog.get_by_role("combobox").all():
        keyboard.go_to(competency)
        keyboard.type("3")
        expect(competency).to_have_value("3")
    keyboard.go_to(card.field("In two or three sentences"))
    keyboard.type("Knows why recall was 78 %.")
    keyboard.go_to(card.dialog.get_by_role("button", name="Send"))
    keyboard.press("Enter")

    expect(card.dialog).to_have_count(0)
    expect(client.message("Your feedback is in")).to_be_visible()
    assert not keyboard.is_lost()


def test_what_is_wrong_in_a_form_gets_the_focus_every_time_it_is_sent(client: Client, keyboard: Keyboard) -> None:
    client.say("/hire new")
    form = client.form("New loop")
    for _ in range(2):
        keyboard.go_to(form.dialog.get_by_role("button", name="Start"))
        keyboard.press("Enter")
        expect(form.field("Candidate")).to_be_focused()


def test_a_menu_of_rarer_actions_opens_and_closes_without_a_mouse(
    client: Client, keyboard: Keyboard, ana: LoopOnStage
) -> None:
    card = client.message(re.compile("Forecast"))
    menu = card.get_by_label("More actions")
    keyboard.go_to(menu)
    keyboard.press("Enter")
    expect(card.get_by_role("button", name="Quiet the nudges")).to_be_visible()

    keyboard.press("Tab", "Escape")

    expect(card.get_by_role("button", name="Quiet the nudges")).to_be_hidden()
    expect(menu).to_be_focused()
    keyboard.press("Enter")
    keyboard.go_to(card.get_by_role("button", name="Quiet the nudges"))
    keyboard.press("Enter")
    expect(client.dialog).to_be_visible()
    keyboard.press("Escape")
    expect(client.dialog).to_have_count(0)
    assert not keyboard.is_lost()


def test_esc_leaves_a_form_and_another_one_after_the_other(
    client: Client, keyboard: Keyboard, ana: LoopOnStage
) -> None:
    client.clock.until(ana.ends(0))
    give = client.offering("Give feedback").get_by_role("button", name="Give feedback")
    keyboard.go_to(give)
    keyboard.press("Enter")
    card = client.form("Your feedback")
    keyboard.go_to(card.dialog.get_by_role("button", name="Somebody else was there"), back=True)
    keyboard.press("Enter")
    client.form("Hand off")

    keyboard.press("Escape")
    expect(card.dialog).to_be_visible()
    assert not keyboard.is_lost()
    keyboard.press("Escape")

    expect(client.dialog).to_have_count(0)
    expect(give).to_be_focused()


def test_the_clock_is_moved_without_a_mouse_and_can_be_moved_again(
    client: Client, keyboard: Keyboard, demo: Demo
) -> None:
    day = client.page.get_by_role("button", name="One day on")
    keyboard.go_to(day)
    with demo.act():  # so that time has to wait, and the page shows it on its way
        keyboard.press("Enter")
        expect(client.page.get_by_role("progressbar")).to_be_visible()
        expect(day).to_be_disabled()
    expect(client.clock.face).to_contain_text("Tue 13 Oct")
    expect(day).to_be_enabled()
    expect(day).to_be_focused()
    keyboard.press("Space")
    expect(client.clock.face).to_contain_text("Wed 14 Oct")


def test_an_invitation_is_declined_without_a_mouse(client: Client, keyboard: Keyboard, ana: LoopOnStage) -> None:
    peer = ana.panel(3)[-1]
    client.look_at("Calendars")
    keyboard.go_to(client.calendars.interviews(peer).first)
    keyboard.press("Enter")
    decline = client.calendars.event.get_by_role("button", name=f"Decline as {peer}")
    keyboard.go_to(decline)
    keyboard.press("Enter")

    expect(client.calendars.news).to_contain_text("Mara")
    expect(decline).to_be_focused()
