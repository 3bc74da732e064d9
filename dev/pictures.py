"""Takes the pictures in the documents anew: `python3 start.py pictures`. They show the sandbox as the example leaves it, so
whoever runs this gets the same ones. Needs a Chromium (see dev/chromium.py)."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from bot import log
from dev.chromium import MISSING, find, running
from dev.venv import ROOT
from sandbox.page.app import create_app
from sandbox.page.example import play_example
from sandbox.page.world import Demo, demo_world
from sandbox.serving import Served
from sandbox.story.play import BEGINS

FOLDER = Path(ROOT, "docs", "pictures")
WIDTH, HEIGHT = 1180, 740
SHARPNESS = 1.5
LATE, IN_TIME, CHOOSING, OWED = "Ben Adeyemi", "Ana Kovač", "Leo Martin", "Yuki Tanaka"
NO_PLAN, DROPPED_OUT = "Sofia Reyes", "Ines Duarte"


def main(arguments: Sequence[str]) -> int:
    """`arguments` are the names of some pictures; without any, all are taken."""
    unknown = sorted(set(arguments) - PICTURES.keys())
    if unknown:
        print(f"There is no picture {', '.join(unknown)}. There are: {', '.join(PICTURES)}.", file=sys.stderr)
        return 1
    path = find(os.environ)
    if path is None:
        print(MISSING, file=sys.stderr)
        return 1
    log.configure(quiet=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_world(BEGINS) as demo, Served(create_app(demo)) as served, running(path) as browser:
        play_example(demo)
        for name in arguments or PICTURES:
            _take(browser, served.url, demo, name)
            print(f"docs/pictures/{name}.png")
    return 0


def _take(browser: Browser, address: str, demo: Demo, name: str) -> None:
    page = browser.new_page(
        base_url=address,
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=SHARPNESS,
        color_scheme="dark" if name in DARK else "light",
        reduced_motion="reduce",
    )
    PICTURES[name](page, demo)
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()
    for person in demo.people.values():
        if person.modal is not None:
            person.close(everything=True)


def _proposal(page: Page, demo: Demo) -> None:
    _conversation(page, "mara")
    _to_top(_message(page, f"Plan for {CHOOSING}"))


def _scorecard(page: Page, demo: Demo) -> None:
    _conversation(page, "mara")
    page.get_by_role("article").filter(has_text=OWED).get_by_role("button", name="Give feedback").last.click()
    form = page.get_by_role("dialog")
    form.get_by_role("radio").nth(1).check()
    form.get_by_role("textbox").first.fill(
        "Ran a support assistant for 40,000 users; found its failures in a golden set."
    )
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")


def _debrief(page: Page, demo: Demo) -> None:
    _conversation(page, "jonas")
    _to_top(_message(page, f"{IN_TIME}: the debrief"))


def _late(page: Page, demo: Demo) -> None:
    _conversation(page, "diego")
    _to_top(_message(page, re.compile(rf"{LATE}: day 2\d")))


def _week(page: Page, demo: Demo) -> None:
    page.goto(f"/calendar?as=mara&week={BEGINS.date().isoformat()}")


def _why_not(page: Page, demo: Demo) -> None:
    _conversation(page, "mara")
    _to_top(_message(page, f"No plan for {NO_PLAN}"))


def _repaired(page: Page, demo: Demo) -> None:
    """What `why-not` becomes once its first button was pressed."""
    _why_not(page, demo)
    _press(page, _message(page, f"No plan for {NO_PLAN}"), "Agreed, plan it", sure="Plan it")
    _to_top(_message(page, "Agreed for this loop"))


def _replacement(page: Page, demo: Demo) -> None:
    _conversation(page, "mara")
    _to_top(_message(page, f"can't make Round 2 · Technical deep-dive with {DROPPED_OUT}"))


def _replaced(page: Page, demo: Demo) -> None:
    """What `replacement` becomes once the first of the stand-ins was chosen."""
    _replacement(page, demo)
    _press(page, _message(page, f"Somebody else for round 2 with {DROPPED_OUT}"), re.compile("Book "), sure="Book")
    _to_top(_message(page, f"can't make Round 2 · Technical deep-dive with {DROPPED_OUT}"))


PICTURES: dict[str, Callable[[Page, Demo], None]] = {
    "proposal": _proposal,
    "scorecard": _scorecard,
    "debrief": _debrief,
    "late": _late,
    "week": _week,
    "why-not": _why_not,
    "replacement": _replacement,
    "repaired": _repaired,
    "replaced": _replaced,
}
DARK = {"week"}


def _conversation(page: Page, name: str) -> None:
    page.goto(f"/as/{name}/dm")
    away = page.get_by_role("button", name="Put the guide away")
    if away.is_visible():
        away.click()
        away.wait_for(state="detached")


def _message(page: Page, about: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("article").filter(has_text=about).last


def _press(page: Page, message: Locator, button: str | re.Pattern[str], *, sure: str) -> None:
    message.get_by_role("button", name=button).first.click()
    page.get_by_role("dialog").get_by_role("button", name=sure, exact=True).click()
    page.wait_for_load_state("networkidle")


def _to_top(message: Locator) -> None:
    message.evaluate("message => message.scrollIntoView({block: 'start'})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
