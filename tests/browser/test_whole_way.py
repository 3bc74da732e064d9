"""A loop from `/hire new` to the decision, all of it clicked and typed: by the coordinator, the interviewers and the
hiring manager, with the clock moved by its buttons."""

from __future__ import annotations

from playwright.sync_api import expect

from sandbox.page.world import Demo
from sandbox.story.plot import LoopOnStage
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE


def test_ana_is_taken_from_hire_new_to_an_offer_in_the_browser(client: Client, demo: Demo) -> None:
    loop = LoopOnStage(demo.stage, CANDIDATE)
    _mara_starts_the_loop_and_books_a_plan(client)
    for index in range(4):
        client.clock.until(loop.ends(index))
        for interviewer in loop.panel(index):
            client.be(interviewer)
            client.gives_feedback("Yes", summary=f"{interviewer} liked what she said of trade-offs.")
            expect(client.message("Your feedback is in")).to_be_visible()
        if index < 3:
            _jonas_reads_it_and_lets_her_go_on(client, index)
    _jonas_decides(client)
    _mara_hears_how_it_ended(client)


def _mara_starts_the_loop_and_books_a_plan(client: Client) -> None:
    client.starts_a_loop(CANDIDATE)
    expect(client.offering("Book")).to_contain_text("of 21")
    client.press("Book", confirming="Book")
    expect(client.message(f"Plan for {CANDIDATE}")).to_contain_text("Booked")
    expect(client.message(f"{CANDIDATE} · ")).to_contain_text("Forecast")


def _jonas_reads_it_and_lets_her_go_on(client: Client, index: int) -> None:
    client.be("Jonas")
    asked = client.offering("Advance")
    expect(asked).to_contain_text(f"round {index + 1}", ignore_case=True)
    client.press("Read all", of=asked)
    expect(client.dialog).to_contain_text("liked what she said of trade-offs.")
    client.dialog.get_by_role("button", name="Close").first.click()
    expect(client.dialog).to_have_count(0)
    client.press("Advance", confirming="Advance")
    expect(client.page.get_by_role("button", name="Advance")).to_have_count(0)


def _jonas_decides(client: Client) -> None:
    client.be("Jonas")
    expect(client.offering("Decide")).to_contain_text("debrief", ignore_case=True)
    client.press("Decide")
    decision = client.form("Decide")
    decision.dialog.get_by_role("radio", name="offer").check()
    decision.fill({"Why?": "She owned a retrieval system end to end."})
    decision.send("Decide")
    expect(client.page.get_by_role("button", name="Decide", exact=True)).to_have_count(0)


def _mara_hears_how_it_ended(client: Client) -> None:
    client.be("Mara")
    expect(client.message("She owned a retrieval system end to end.")).to_contain_text(CANDIDATE)
    client.look_at("Calendars")
    expect(client.calendars.interviews("Mara")).to_have_count(1)
