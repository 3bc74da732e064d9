"""The sandbox's page as somebody has it before them: what is there is named as a screen reader names it, by role and
name. The page's ids and classes are its own business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from sandbox.page.world import Demo
from tests.browser.watch import Watch

OPENING = "Senior AI Engineer: document search"


class Client:
    """Every act returns when its effect is there to be seen."""

    def __init__(self, page: Page, demo: Demo, watch: Watch) -> None:
        self.page = page
        self.watch = watch
        self.clock = Clock(page, demo)
        self.calendars = Calendars(page)

    # ------------------------------------------------------------------------------------------------ who and where

    def be(self, name: str) -> None:
        """Acts as somebody from now on, by their first name; their messages from the bot open."""
        line = _starting(self.page.get_by_role("navigation", name="People to act as"), "link", name)
        line.click()
        self._arrived(line, "true")

    def look_at(self, part: str) -> None:
        """A part of the sandbox: Workspace, Calendars, Trouble."""
        tab = self.page.get_by_role("navigation", name="Parts of the sandbox").get_by_role("link", name=part)
        tab.click()
        self._arrived(tab, "page")

    def go_to(self, conversation: str) -> None:
        """A line of the list of conversations: App Home, Messages, or a channel."""
        line = _starting(self.page.get_by_role("navigation", name="Conversations"), "link", conversation)
        line.click()
        self._arrived(line, "page")

    def _arrived(self, chosen: Locator, current: str) -> None:
        """Another page is there, and listens: what is pressed before its scripts have run would not be heard."""
        expect(chosen).to_have_attribute("aria-current", current)
        self.page.wait_for_load_state()

    # ------------------------------------------------------------------------------------------------ reading

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def line(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_role("combobox", name="Message or command")

    @property
    def dialog(self) -> Locator:
        """The one on top."""
        return self.page.get_by_role("dialog").last

    def message(self, about: str | re.Pattern[str]) -> Locator:
        """The newest message that tells of something."""
        return self.page.get_by_role("log").get_by_role("article").filter(has_text=about).last

    def offering(self, button: str) -> Locator:
        """The newest message with a button whose name begins so."""
        return (
            self.page.get_by_role("log").get_by_role("article").filter(has=_starting(self.page, "button", button)).last
        )

    def form(self, title: str) -> Form:
        """The form of this title, once it is open."""
        dialog = self.page.get_by_role("dialog", name=title)
        expect(dialog).to_be_visible()
        return Form(dialog)

    def is_up_to_date(self) -> None:
        """The page has looked at what is new, and shows it: the second look begins when the first has ended."""
        for _ in range(2):
            with self.page.expect_response(re.compile(r"/as/\w+/\w+$")):
                self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    # ------------------------------------------------------------------------------------------------ doing

    def say(self, line: str) -> None:
        """Writes a line and sends it."""
        with self.page.expect_response(re.compile("/say$")):
            self.line.fill(line)
            self.line.press("Enter")

    def press(self, button: str, *, of: Locator | None = None, confirming: str = "") -> None:
        """The button whose name begins so, in the newest message that has one or where `of` says; `confirming` is the
        answer where the client asks back."""
        with self.page.expect_response(re.compile("/act$")):
            _starting(of or self.offering(button), "button", button).first.click()
            if confirming:
                self.dialog.get_by_role("button", name=confirming, exact=True).click()

    def pick(self, action: str, *, of: Locator) -> None:
        """A line of the message's menu of rarer actions."""
        with self.page.expect_response(re.compile("/act$")):
            of.get_by_label("More actions").first.click()
            of.get_by_role("button", name=action).click()

    def close(self, title: str) -> None:
        """A modal that is left as it is."""
        modal = self.page.get_by_role("dialog", name=title)
        modal.get_by_role("button", name="Close").first.click()
        expect(modal).to_have_count(0)

    # ------------------------------------------------------------------------------------------------ what people do

    def starts_a_loop(self, candidate: str) -> None:
        """`/hire new`, filled in and sent."""
        self.say(f"/hire new {candidate}")
        form = self.form("New loop")
        form.fill({"E-mail": "ana.kovac@mail.example"})
        form.field("Opening").select_option(label=OPENING)
        form.send("Start")
        self.close("Got it")

    def gives_feedback(self, recommendation: str, *, summary: str) -> None:
        """The scorecard of the newest interview, every competency rated."""
        self.press("Give feedback")
        card = self.form("Your feedback")
        card.choose(recommendation)
        for competency in card.dialog.get_by_role("combobox").all():
            competency.select_option("3")
        card.fill({"In two or three sentences": summary})
        card.send("Send")


class Form:
    """A modal with fields."""

    def __init__(self, dialog: Locator) -> None:
        self.dialog = dialog

    def field(self, label: str) -> Locator:
        """The first whose label begins so."""
        return self.dialog.get_by_label(re.compile(rf"^{re.escape(label)}")).first

    def fill(self, texts: Mapping[str, str]) -> None:
        for label, text in texts.items():
            self.field(label).fill(text)

    def choose(self, option: str) -> None:
        """One of several round buttons."""
        with self.dialog.page.expect_response(re.compile("/act$")):
            self.dialog.get_by_role("radio", name=option, exact=True).check()

    def submit(self, button: str) -> None:
        with self.dialog.page.expect_response(re.compile("/act$")):
            self.dialog.get_by_role("button", name=button, exact=True).click()

    def send(self, button: str) -> None:
        """It is taken, so it closes."""
        self.submit(button)
        expect(self.dialog).to_have_count(0)

    def expect_objection(self, label: str, words: str | re.Pattern[str]) -> None:
        """The field is marked as wrong, and what is wrong is told with it."""
        expect(self.field(label)).to_have_attribute("aria-invalid", "true")
        expect(self.field(label)).to_have_accessible_description(words)


class Clock:
    """The clock in the top bar. Time stands still unless somebody presses a button of it."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self._page = page
        self._demo = demo
        self.face = page.get_by_role("banner").get_by_role("time").first

    def leap(self, button: str) -> None:
        """One press; when it returns, everything that happens on the way has happened."""
        before = self.face.text_content() or ""  # all of it, as it is compared: a narrow bar hides the UTC
        self._page.get_by_role("button", name=button).click()
        expect(self.face).not_to_have_text(before)
        expect(self._page.get_by_role("progressbar")).to_have_count(0)

    def until(self, moment: datetime) -> None:
        """Day by day, then from one thing that happens to the next; the end of an interview is one of them."""
        while self._demo.now < moment:
            a_day_more = self._demo.now + timedelta(days=1) <= moment
            self.leap("One day on" if a_day_more else "To the next thing")


class Calendars:
    """The week of everybody, and the event that is open in it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.event = page.get_by_role("complementary", name="The event")
        self.news = page.get_by_role("main").get_by_role("status")
        """What the bot did about what was just done by hand."""

    def interviews(self, person: str) -> Locator:
        """The interviews in the week of one person, by first name."""
        return _starting(self._page.get_by_role("table"), "row", person).get_by_role("link")

    def open(self, person: str) -> None:
        """The first interview in somebody's week."""
        self.interviews(person).first.click()
        expect(self.event).to_be_visible()
        self._page.wait_for_load_state()

    def press(self, button: str) -> None:
        """In the open event; it is done when the bot has said what it made of it."""
        self.event.get_by_role("button", name=button).click()
        expect(self.news).to_be_visible()


def _starting(place: Locator | Page, role: str, name: str) -> Locator:
    """Whatever has this role and a name that begins so; names are told in lower case too."""
    return place.get_by_role(role, name=re.compile(rf"^{re.escape(name)}", re.IGNORECASE))  # type: ignore[arg-type]
