"""The story in the terminal: two loops from beginning to end, and every promise held."""

from __future__ import annotations

from sandbox.page.world import demo_world
from sandbox.story import play
from sandbox.story.acts import start_loop
from sandbox.story.play import BEGINS


def test_the_story_ends_well() -> None:
    told: list[str] = []

    code = play(told.append)

    assert 0 == code
    assert "Ana Kovač: offer, on day 5 of 21." in told
    assert any(line.startswith("Ben Adeyemi: no, on day ") and line.endswith(", past the 21.") for line in told)
    assert "Every promise held: nothing lost, nothing twice, nothing too early." in told


def test_among_equals_the_same_people_are_taken_every_time() -> None:
    assert planned() == planned()


def planned() -> list[str]:
    """What the coordinator reads after starting a loop in a company of its own."""
    with demo_world(BEGINS) as demo:
        mara = demo.stage.person("mara")
        kickoff = BEGINS.date().isoformat()
        opening = "Senior AI Engineer: document search"
        demo.stage.act(
            lambda: start_loop(
                mara, name="Mia", email="mia@a.example", zone="Europe/Oslo", opening=opening, kickoff=kickoff
            )
        )
        return [str(block) for message in mara.sees() for block in message.blocks]
