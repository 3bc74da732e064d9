"""What the README shows of the demo is what the demo tells."""

from __future__ import annotations

import re

from sandbox.company import TEAM_FILE
from sandbox.story import play
from tests.docs.pages import fenced, text

TEAM = re.findall(r"^    name: (.+)$", TEAM_FILE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readme_shows_what_the_story_tells() -> None:
    [shown] = fenced("README.md", "text")
    told: list[str] = []

    code = play(told.append)

    lines = {alike(line) for block in told for line in block.splitlines()}
    assert [] == [line for line in shown.splitlines() if line != "..." and alike(line) not in lines]
    assert 0 == code


def alike(line: str) -> str:
    """Of several people who are equally good for a seat, any may be taken: two runs of the story differ in people, and
    in what follows from that. The words are the same."""
    for name in TEAM:
        line = line.replace(name, "somebody")
    return re.sub(r"\bdays\b", "day", re.sub(r"\d+", "#", line)).rstrip()


def test_words_that_nobody_tells_would_be_noticed() -> None:
    told = alike("    BEN ADEYEMI: HEADING PAST DAY 21")

    assert told == alike("    BEN ADEYEMI: HEADING PAST DAY 22")
    assert told != alike("    BEN ADEYEMI: ALREADY PAST DAY 21")


def test_the_readme_is_one_screen_of_prose() -> None:
    assert len(text("README.md").splitlines()) <= 75
