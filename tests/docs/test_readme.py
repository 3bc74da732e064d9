"""The README: one screen, with the pictures that a command can take anew."""

from __future__ import annotations

import re

from dev.pictures import FOLDER, PICTURES
from tests.docs.pages import text


def test_the_readme_is_one_screen_of_prose() -> None:
    assert len(text("README.md").splitlines()) <= 75


def test_every_picture_that_is_taken_is_shown_and_no_other() -> None:
    in_readme = re.findall(r"!\[[^\]]+\]\(docs/pictures/([\w-]+)\.png\)", text("README.md"))
    in_planning = re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+)\.png\)", text("docs/planning.md"))

    assert set(PICTURES) == {*in_readme, *in_planning}
    assert sorted(PICTURES) == sorted(path.stem for path in FOLDER.iterdir())
