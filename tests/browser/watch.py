"""What goes wrong in a page without anybody seeing it: errors in the console, rules of the page's Content-Security-Policy
that are broken, requests that leave the page's own address."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

LOUD = ("error", "warning")


class Watch:
    """Looks on from the first page of the context to the last. The browser says in the console which rule was broken."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.complaints: list[str] = []
        self._address = address
        self._tolerated: list[str] = []
        context.on("console", self._said)
        context.on("weberror", self._broke)
        context.on("request", self._asked)

    def expects(self, complaint: str) -> None:
        """That this was complained of once is what the test is about; anything else stays a complaint."""
        heard = [one for one in self.complaints if complaint in one]
        assert len(heard) == 1, f"{complaint!r} was not complained of once: {self.complaints}"
        self.complaints.remove(heard[0])

    def tolerates(self, complaint: str) -> None:
        """That this is complained of from now on, however often, is what the test is about."""
        self._tolerated.append(complaint)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in LOUD and not any(one in message.text for one in self._tolerated):
            self.complaints.append(f"console: {message.text}")

    def _broke(self, error: WebError) -> None:
        self.complaints.append(f"not caught: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._address}/", "data:")):
            self.complaints.append(f"asked another machine: {request.url}")
