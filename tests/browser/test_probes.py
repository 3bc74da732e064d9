"""What test_surfaces.py holds every part of the page to would be noticed if it were otherwise."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.reading import astray, read, unnamed
from tests.browser.surfaces import probe


@pytest.mark.parametrize(
    ("html", "problems"),
    [
        ("<main><h1>Loops</h1><h2>Late</h2></main>", []),
        ("<main><h1>Loops</h1><h3>Late</h3></main>", ["h3 after h1"]),
        ("<main><h1>Loops</h1><h1>People</h1></main>", ["2 first headings"]),
        ("<h1>Loops</h1>", ["no main"]),
        ("<main><h1>Loops</h1></main><nav></nav>", ["navigation without a name"]),
        (
            "<main><h1>Loops</h1></main><nav aria-label=On></nav><nav aria-label=On></nav>",
            ["navigation “On” twice"] * 2,
        ),
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


@pytest.mark.parametrize(
    ("style", "ratio"),
    [
        ("color: #767676", None),
        ("color: #777777", "4.48"),
        ("color: #777777; font-size: 24px", None),
        ("color: #969696; font-size: 24px", "2.96"),
        ("color: #000; opacity: .5", "3.98"),
        ("color: #fff; background: color-mix(in srgb, black 40%, transparent)", "2.85"),
        ("color: #777777; visibility: hidden", None),
    ],
)
def test_contrast_is_measured_as_the_standard_says(blank: Page, style: str, ratio: str | None) -> None:
    blank.set_content(f"<body style='background: #fff'><p style='{style}'>Words</p></body>")

    weak = probe(blank, "contrast")["weak"]

    assert (None if ratio is None else [ratio]) == ([words.split()[0] for words in weak] or None)


FAR_OFF = "<div style='overflow: {}; width: 100px'><button style='{}'>Go</button></div>"
COVER = "<p style='position: absolute; margin: 0; left: 0; top: 0; width: 390px; height: 90px'></p>"


@pytest.mark.parametrize(
    ("html", "lost", "wider"),
    [
        ("<button>Go</button>", 0, 0),
        (FAR_OFF.format("auto", "margin-left: 500px"), 0, 0),
        (FAR_OFF.format("hidden", "position: fixed; left: -90px"), 1, 0),
        (f"<button>Go</button>{COVER}", 1, 0),
        ("<p style='width: 400px'>wide</p>", 0, 10),
    ],
)
def test_what_is_out_of_reach_is_noticed(blank: Page, html: str, lost: int, wider: int) -> None:
    blank.set_viewport_size({"width": 390, "height": 844})
    blank.set_content(f"<!doctype html><body style='margin: 0'>{html}</body>")

    found = probe(blank, "out_of_reach")

    assert (lost, wider) == (len(found["lost"]), found["wider"])
