"""The story in the terminal: two loops from beginning to end, and every promise held."""

from __future__ import annotations

from sandbox.story import play


def test_the_story_ends_well_and_is_told_the_same_way_every_time() -> None:
    first: list[str] = []
    second: list[str] = []

    codes = [play(first.append), play(second.append)]

    assert [0, 0] == codes
    assert first == second
    assert "Ana Kovač: offer, on day 5 of 21." in first
    assert any(line.startswith("Ben Adeyemi: no, on day ") and line.endswith(", past the 21.") for line in first)
    assert "Every promise held: nothing lost, nothing twice, nothing too early." in first
