"""What people do in their calendars by hand, and what the bot does about it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from sandbox.story.plot import LoopOnStage
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE


def test_the_week_shows_who_interviews_and_what_is_only_held(client: Client, ana: LoopOnStage) -> None:
    client.look_at("Calendars")

    expect(client.calendars.interviews("Mara")).to_have_accessible_name(re.compile("booked"))
    for interviewer in ana.panel(3):
        expect(client.calendars.interviews(interviewer)).to_have_accessible_name(re.compile("held"))


def test_an_interviewer_declines_in_the_calendar_and_somebody_else_is_found(client: Client, ana: LoopOnStage) -> None:
    peer = ana.panel(3)[-1]
    client.look_at("Calendars")
    client.calendars.open(peer)
    client.calendars.press(f"Decline as {peer}")
    expect(client.calendars.news).to_contain_text("Mara Lindqvist")

    client.calendars.news.get_by_role("link", name="Mara").click()
    expect(client.offering("Find somebody else")).to_contain_text("round 4", ignore_case=True)
    client.press("Find somebody else")
    client.press("Book", confirming="Book")

    client.look_at("Calendars")
    expect(client.calendars.interviews(peer)).to_have_count(0)
    assert peer not in ana.panel(3)
    expect(client.calendars.interviews(ana.panel(3)[-1])).to_contain_text(CANDIDATE)


def test_an_event_moved_by_hand_is_put_back(client: Client, ana: LoopOnStage) -> None:
    client.look_at("Calendars")
    client.calendars.open("Mara")
    begins = client.calendars.interviews("Mara").get_by_role("time")
    booked = begins.inner_text()
    client.calendars.event.get_by_label("New start").fill("2026-10-13T15:00")
    client.calendars.press("Move")
    expect(begins).to_have_text("15:00")

    client.look_at("Workspace")
    client.press("Put it back")

    client.look_at("Calendars")
    expect(begins).to_have_text(booked)


def test_an_event_deleted_by_hand_is_told_to_the_coordinator(client: Client, ana: LoopOnStage) -> None:
    client.look_at("Calendars")
    client.calendars.open("Mara")
    client.calendars.event.get_by_text("Delete the event").click()
    client.calendars.press("Delete it")
    expect(client.calendars.interviews("Mara")).to_have_count(0)

    client.look_at("Workspace")

    expect(client.offering("Put it back")).to_contain_text("round 1", ignore_case=True)
