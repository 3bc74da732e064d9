"""Messages as they come, change and are read by the one they are for."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from sandbox.page.world import Demo
from sandbox.story.plot import LoopOnStage
from tests.browser.client import Client
from tests.browser.conftest import CANDIDATE, Opens

HELP = "/hire status"


def test_an_answer_to_a_command_in_a_channel_is_seen_by_the_one_who_asked(client: Client) -> None:
    client.be("Jonas")
    client.go_to("hiring")
    client.say("/hire help")
    expect(client.message(HELP)).to_contain_text("Only visible to you")

    client.be("Mara")
    client.go_to("hiring")

    expect(client.message(HELP)).to_have_count(0)


def test_a_message_is_brought_up_to_date_in_place(client: Client) -> None:
    client.starts_a_loop(CANDIDATE)
    everything = client.page.get_by_role("log").get_by_role("article")
    plan = client.message(f"Plan for {CANDIDATE}")
    place = everything.all_inner_texts().index(plan.inner_text())

    client.press("Book", confirming="Book")

    expect(everything.nth(place)).to_contain_text(f"Plan for {CANDIDATE}")
    expect(everything.nth(place)).to_contain_text("Booked")
    expect(plan.get_by_role("button", name="Book")).to_have_count(0)


def test_an_open_menu_stays_open_while_its_message_is_brought_up_to_date(
    client: Client, ana: LoopOnStage, demo: Demo
) -> None:
    card = client.offering("Move a round")
    menu = card.get_by_role("group").filter(has=client.page.get_by_label("More actions"))
    menu.get_by_label("More actions").click()

    demo.until(ana.ends(0))

    expect(card).to_contain_text("took place")
    expect(menu.get_by_role("button", name="End this loop")).to_be_visible()


def test_whoever_says_not_yet_has_booked_nothing(client: Client) -> None:
    client.starts_a_loop(CANDIDATE)
    client.offering("Book").get_by_role("button", name="Book").first.click()
    client.dialog.get_by_role("button", name="Not yet").click()
    expect(client.dialog).to_have_count(0)

    client.look_at("Calendars")

    expect(client.calendars.interviews("Mara")).to_have_count(0)


def test_what_the_coordinator_does_is_read_at_once_in_another_window(
    client: Client, opens: Opens, ana: LoopOnStage, demo: Demo
) -> None:
    other = opens(demo)
    other.be(ana.panel(0)[0])
    client.clock.until(ana.ends(0))

    expect(other.offering("Give feedback")).to_contain_text(CANDIDATE)
    other.gives_feedback("Yes", summary="Knows why recall was 78 %.")

    client.be("Jonas")
    expect(client.message("Knows why recall was 78 %.")).to_be_visible()


def test_who_has_something_new_to_read_is_marked_until_they_have_read_it(client: Client, ana: LoopOnStage) -> None:
    unread = client.page.get_by_role("navigation", name="People").get_by_role("link", name="unread")
    marked = unread.all_inner_texts()
    name = marked[0].split()[1]  # after the initials of the picture

    client.be(name)
    client.be("Mara")

    expect(unread).to_have_count(len(marked) - 1)
    expect(unread.filter(has_text=name)).to_have_count(0)


def test_app_home_lists_what_waits_and_leads_there(client: Client, ana: LoopOnStage) -> None:
    client.clock.until(ana.ends(0))
    client.be(ana.panel(0)[0])
    client.go_to("App Home")
    expect(client.main).to_contain_text(CANDIDATE)

    client.press("Give feedback", of=client.main)

    expect(client.form("Your feedback").dialog).to_contain_text(CANDIDATE)


def test_the_guide_leads_through_a_first_loop_and_can_be_put_away(client: Client) -> None:
    guide = client.page.get_by_role("complementary", name="Your first loop")
    guide.get_by_role("button", name="/hire new").click()
    expect(client.line).to_be_focused()
    expect(client.line).to_have_value("/hire new")

    client.line.press("Enter")
    client.close("New loop")
    expect(guide.get_by_role("listitem").filter(has_text="(done)")).to_have_count(2)

    guide.get_by_role("button", name="Put the guide away").click()
    expect(guide).to_have_count(0)


def test_a_command_that_is_another_apps_is_refused_in_words(client: Client) -> None:
    client.say("/giphy cats")

    expect(client.page.get_by_role("status").filter(has_text="Try /hire")).to_be_visible()
    client.watch.expects("the server responded with a status of 409")


def test_a_press_that_is_under_way_still_shows_as_such_when_the_page_has_looked_again(client: Client) -> None:
    client.say("/hire help")
    held: list[Route] = []
    client.page.route("**/act", lambda route: held.append(route))
    people = client.message(HELP).get_by_role("button", name="People")

    people.click()
    client.is_up_to_date()

    expect(people).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(client.dialog).to_contain_text("15 people")


def test_a_press_before_the_scripts_of_the_page_have_run_is_done_once_they_have(client: Client) -> None:
    client.starts_a_loop(CANDIDATE)
    held: list[Route] = []
    client.page.route("**/static/workspace.js", lambda route: held.append(route))
    client.page.reload(wait_until="commit")

    client.offering("Book").get_by_role("button", name="Book this").click()
    expect(client.dialog).to_have_count(0)
    held[0].continue_()

    expect(client.dialog.get_by_role("button", name="Book", exact=True)).to_be_visible()
