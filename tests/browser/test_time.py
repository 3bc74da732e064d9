"""The clock of the sandbox: reminders and nudges come when it is moved, and what will come can be looked up before."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from sandbox.story.plot import LoopOnStage
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE

DAY_22 = re.compile(f"{CANDIDATE}: day 22")


def test_from_day_22_on_coordinator_and_hiring_manager_are_nudged(client: Client, ana: LoopOnStage) -> None:
    for _ in range(3):
        client.clock.leap("One week on")
    expect(client.message(DAY_22)).to_have_count(0)
    expect(client.clock.face).to_contain_text("08:10")  # clocks went back in the meantime: three weeks are an hour less

    client.clock.leap("One hour on")

    expect(client.message(DAY_22)).to_contain_text(CANDIDATE)
    client.be("Jonas")
    expect(client.message(DAY_22)).to_contain_text(CANDIDATE)
    client.be("Nadia")
    expect(client.message(DAY_22)).to_have_count(0)


def test_feedback_that_is_owed_is_asked_for_at_once_and_the_next_morning(client: Client, ana: LoopOnStage) -> None:
    client.clock.until(ana.ends(0))
    client.be(ana.panel(0)[0])
    asked = client.offering("Give feedback")
    expect(asked).to_contain_text("11:30")

    client.clock.leap("One day on")

    expect(client.offering("Give feedback")).to_contain_text("09:00")
    expect(client.page.get_by_role("button", name="One day later")).to_be_visible()


def test_what_comes_next_is_told_before_it_comes_and_among_what_was_said_afterwards(
    client: Client, ana: LoopOnStage
) -> None:
    client.clock.face.click()
    expect(client.main.get_by_role("heading", level=1)).to_have_text("What comes next")
    asks = client.main.get_by_role("row").filter(has_text="Recruiter screen").filter(has_text="the interview has ended")
    expect(asks).to_contain_text("11:30")
    expect(asks.get_by_role("link")).to_have_text("Mara Lindqvist")
    last = client.main.get_by_role("table").last
    expect(last.get_by_role("row").filter(has_text="the interview has ended")).to_have_count(0)

    client.clock.until(ana.ends(0))

    expect(last.get_by_role("row").filter(has_text="the interview has ended")).to_have_count(1)


def test_each_reads_the_time_of_their_own_zone(client: Client) -> None:
    expect(client.clock.face).to_contain_text("09:00 Berlin")

    client.be("Priya")

    expect(client.clock.face).to_contain_text("12:30 Kolkata")
