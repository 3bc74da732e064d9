"""Hands that have no mouse: they know where they are by what has the focus, and never may it be nowhere."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

FAR = 60
"""Presses of Tab from anywhere to anywhere: whoever needs more has got lost."""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)

    def go_to(self, target: Locator, *, back: bool = False) -> None:
        """Tab by Tab (`back`: with Shift), until the focus is there."""
        expect(target).to_be_visible()
        for _ in range(FAR):
            if self.is_on(target):
                return
            self.press("Shift+Tab" if back else "Tab")
            assert not self.is_lost(), f"on the way to {target} nothing had the focus"
        raise AssertionError(f"{FAR} presses of Tab did not lead to {target}")

    def is_on(self, target: Locator) -> bool:
        found: bool = target.evaluate("element => element === document.activeElement")
        return found

    def is_lost(self) -> bool:
        """Whether the focus is on nothing: the next Tab begins at the top of the page, and nothing is read out."""
        lost: bool = self._page.evaluate("document.activeElement === document.body || !document.activeElement")
        return lost
