"""Which Chromium the browser tests drive, and how it is started: one that is on the machine, for nothing is downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHOSEN = "HIREBOT_CHROMIUM"
REQUIRED = "HIREBOT_BROWSER_REQUIRED"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = f"No Chromium was found: install one (Debian: apt install chromium), or set {CHOSEN} to the path of yours."

SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Keep it from calling home, and hold all that a page could ask for to this machine: tests/loopback.py cannot see what
another process does."""


def find(environ: Mapping[str, str]) -> str | None:
    """The path of the browser: the one that was chosen, or the first of its usual names on PATH. Where one was chosen
    that is not there, nothing else is taken for it: raises FileNotFoundError."""
    chosen = environ.get(CHOSEN, "")
    path = environ.get("PATH", "")
    if chosen:
        found = shutil.which(chosen, path=path)
        if found is None:
            raise FileNotFoundError(f"{CHOSEN} is {chosen!r}, and there is no such program.")
        return found
    return next((found for name in NAMES if (found := shutil.which(name, path=path))), None)


def required(environ: Mapping[str, str]) -> bool:
    """Whether tests without a browser fail instead of being skipped, as they must where nobody reads what was skipped."""
    return environ.get(REQUIRED, "") not in ("", "0")


@contextmanager
def running(path: str) -> Iterator[Browser]:
    """A browser without a window. Its own sandbox works neither for root nor in many a container, and it opens nothing
    but our own page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES), chromium_sandbox=False)
        yield browser
        browser.close()
