"""What a screen reader finds: names of everything that can be used, headings and landmarks to find one's way by."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.client import Client
from tests.browser.reading import LANDMARKS, Part, read
from tests.browser.surfaces import SURFACES, probe

every_surface = pytest.mark.parametrize("surface", SURFACES)


@every_surface
def test_everything_that_can_be_used_says_what_it_is(lived_in: Client, surface: str) -> None:
    SURFACES[surface](lived_in)

    parts = read(lived_in.page)

    assert unnamed(parts) == []
    assert len([part for part in parts if part.focusable]) > 2
    assert probe(lived_in.page, "loose_ids") == {"twice": [], "missing": []}


@every_surface
def test_headings_and_landmarks_lead_through_the_page(lived_in: Client, surface: str) -> None:
    SURFACES[surface](lived_in)

    parts = read(lived_in.page)

    assert astray(parts) == []


def unnamed(parts: list[Part]) -> list[Part]:
    """Whatever takes the focus, opens, or groups fields, and has no name or no role. There is one main part: it needs no
    name."""
    used = [part for part in parts if part.focusable or part.role in {"dialog", "alertdialog", "radiogroup"}]
    return [part for part in used if part.role in {"generic", "none"} or (not part.name and part.role != "main")]


def astray(parts: list[Part]) -> list[str]:
    """A dialog has a page to itself while it is open: it needs a heading, but no landmarks."""
    levels = [part.level for part in parts if part.level]
    problems = [f"h{level} after h{before}" for before, level in pairwise(levels) if level > before + 1]
    if any(part.role == "dialog" for part in parts):
        return problems if levels else [*problems, "no heading"]
    marks = [part for part in parts if part.role in LANDMARKS and (part.name or part.role not in {"form", "region"})]
    places = [(part.role, part.name) for part in marks]
    problems += [f"{role} “{name}” twice" for role, name in places if places.count((role, name)) > 1]
    problems += [f"{role} without a name" for role, name in places if not name and role not in {"banner", "main"}]
    problems += [f"{levels.count(1)} first headings"] * (levels.count(1) != 1)
    return problems + ["no main"] * ("main" not in {part.role for part in marks})


@pytest.mark.parametrize(
    ("html", "problems"),
    [
        ("<main><h1>Loops</h1><h2>Late</h2></main>", []),
        ("<main><h1>Loops</h1><h3>Late</h3></main>", ["h3 after h1"]),
        ("<main><h1>Loops</h1><h1>People</h1></main>", ["2 first headings"]),
        ("<h1>Loops</h1>", ["no main"]),
        ("<main><h1>Loops</h1></main><nav></nav>", ["navigation without a name"]),
    ],
)
def test_a_page_on_which_one_gets_lost_is_noticed(blank: Page, html: str, problems: list[str]) -> None:
    blank.set_content(html)

    assert astray(read(blank)) == problems


@pytest.mark.parametrize(
    "html", ["<button></button>", "<input>", "<div tabindex=0 aria-label=Words>x</div>", "<a href='/'><img alt=''></a>"]
)
def test_what_has_no_name_is_noticed(blank: Page, html: str) -> None:
    blank.set_content(f"<title>A page</title>{html}")

    assert len(unnamed(read(blank))) == 1


def test_ids_that_lead_nowhere_are_noticed(blank: Page) -> None:
    blank.set_content("<p id=a></p><p id=a></p><button aria-describedby='a b'>Go</button>")

    assert probe(blank, "loose_ids") == {"twice": ["a"], "missing": ["b"]}
