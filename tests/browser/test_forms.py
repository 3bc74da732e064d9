"""Forms: what is wrong is told beside its field, and nothing that was typed gets lost."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from sandbox.page.world import Demo
from sandbox.story.plot import LoopOnStage
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE

HALF = "Half a thought, and then the phone"


def test_a_form_that_is_not_complete_says_so_beside_the_field_and_leads_there(client: Client) -> None:
    client.say("/hire new")
    form = client.form("New loop")
    form.fill({"Candidate": CANDIDATE, "Link to the resume": "https://resumes.example.com/ana"})

    form.submit("Start")

    form.expect_objection("E-mail", "Please complete this required field. Invitations go here.")
    expect(form.field("E-mail")).to_be_focused()
    expect(form.field("Candidate")).to_have_value(CANDIDATE)
    expect(form.field("Candidate")).not_to_have_attribute("aria-invalid", "true")
    expect(form.field("Link to the resume")).to_have_value("https://resumes.example.com/ana")

    form.field("Candidate").click()
    client.is_up_to_date()
    expect(form.field("Candidate")).to_be_focused()  # nobody is led there twice

    form.submit("Start")
    expect(form.field("E-mail")).to_be_focused()


def test_what_the_bot_objects_to_stands_beside_the_field_and_goes_once_it_is_right(client: Client) -> None:
    client.say(f"/hire new {CANDIDATE}")
    form = client.form("New loop")
    form.fill({"E-mail": "ana.kovac@mail.example", "Kick-off": "2026-10-09", "Days off": "soon"})

    form.submit("Start")

    form.expect_objection("Kick-off", re.compile("passed"))
    form.expect_objection("Days off", re.compile("soon"))
    expect(form.field("Kick-off")).to_be_focused()
    expect(form.field("Days off")).to_have_value("soon")
    form.fill({"Kick-off": "2026-10-12", "Days off": "2026-10-14"})
    form.send("Start")
    expect(client.dialog).to_have_accessible_name("Got it")


def test_a_city_is_found_by_typing_and_what_is_not_picked_is_not_taken(client: Client) -> None:
    client.say("/hire new")
    zone = client.form("New loop").field("Where the candidate is")
    zone.fill("Oslo")
    client.dialog.get_by_role("option", name="Europe/Oslo").click()
    expect(zone).to_have_value("Europe/Oslo")

    zone.fill("Atlantis")
    expect(client.dialog.get_by_text("Nothing found")).to_be_visible()
    client.form("New loop").field("E-mail").click()

    expect(zone).to_have_value("Europe/Oslo")


def test_what_was_typed_is_there_after_a_reload_and_after_it_was_put_away(client: Client, ana: LoopOnStage) -> None:
    client.clock.until(ana.ends(0))
    client.press("Give feedback")
    card = client.form("Your feedback")
    with client.page.expect_response(lambda response: response.url.endswith("/type")):
        card.fill({"In two or three sentences": HALF})
    card.choose("Strong yes")

    client.page.reload()
    expect(card.field("In two or three sentences")).to_have_value(HALF)
    expect(card.dialog.get_by_role("radio", name="Strong yes")).to_be_checked()

    card.send("Later")
    client.press("Give feedback")
    expect(card.field("In two or three sentences")).to_have_value(HALF)
    expect(card.dialog.get_by_role("radio", name="Strong yes")).to_be_checked()


def test_what_is_being_typed_stays_while_the_page_changes_around_it(
    client: Client, ana: LoopOnStage, demo: Demo
) -> None:
    client.clock.until(ana.ends(0))
    client.press("Give feedback")
    field = client.form("Your feedback").field("In two or three sentences")
    field.press_sequentially(HALF)
    field.press("ArrowLeft")

    with demo.act():
        demo.people["jonas"].say("Good luck, everybody", channel="hiring")
    expect(client.page.get_by_text("unread: 1").first).to_be_attached()  # the page has looked at what is new
    field.press("X")

    expect(field).to_be_focused()
    expect(field).to_have_value(f"{HALF[:-1]}X{HALF[-1]}")
