"""Text can be read, in the light and in the dark scheme: WCAG AA, by computation from what the browser shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.client import Client
from tests.browser.surfaces import SURFACES, probe


@pytest.mark.parametrize("surface", SURFACES)
def test_every_text_stands_out_in_both_schemes(lived_in: Client, surface: str) -> None:
    SURFACES[surface](lived_in)

    lived_in.page.emulate_media(color_scheme="light")
    light = probe(lived_in.page, "contrast")
    lived_in.page.emulate_media(color_scheme="dark")
    dark = probe(lived_in.page, "contrast")

    assert {"light": [], "dark": []} == {"light": light["weak"], "dark": dark["weak"]}
    assert light["measured"] > 3
    assert dark["measured"] > 3


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
