"""Starting over: with a clean desk, or three weeks in with loops in different states."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from models.records.loops import LoopState
from models.records.proposals import Option, Proposal
from sandbox.page.example import play_example
from sandbox.page.guide import sights
from sandbox.page.world import Demo, demo_world
from sandbox.story.play import BEGINS
from scheduling.rules.business_time import LOOP_DAYS


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Not shared with other files: it is started over again and again."""
    with demo_world(BEGINS) as world:
        yield world


def start(browser: httpx.Client, to: str) -> httpx.Response:
    return browser.post("/start-over", data={"to": to})


def test_three_weeks_in_there_is_a_loop_in_each_state_and_one_is_late(browser: httpx.Client, demo: Demo) -> None:
    html = start(browser, "example").text

    with demo.bot.uow.reading() as tx:
        states = {loop.candidate.name: loop.state for loop in tx.loops.all()}
        ben = next(loop for loop in tx.loops.all() if loop.candidate.name == "Ben Adeyemi")
    assert {
        "Ana Kovač": LoopState.OFFER,
        "Ben Adeyemi": LoopState.RUNNING,
        "Yuki Tanaka": LoopState.RUNNING,
        "Ines Duarte": LoopState.RUNNING,
        "Leo Martin": LoopState.PROPOSED,
        "Sofia Reyes": LoopState.PLANNING,
    } == states
    assert (demo.now.date() - ben.kickoff).days + 1 > LOOP_DAYS
    assert [name in html for name in states] == [True] * 6, "the guide names all of them"
    told = {sight.candidate: sight.where for sight in sights(demo)}
    assert "ended with an offer" == told["Ana Kovač"]
    assert f"past the {LOOP_DAYS}" in told["Ben Adeyemi"]
    with demo.bot.uow.reading() as tx:
        newest = {loop.candidate.name: tx.proposals.newest(loop.id) for loop in tx.loops.all()}
    assert ["balanced", "earliest", "fairest"] == [o.order for o in _options(newest["Leo Martin"])]
    assert ["replacement"] * 3 == [o.order for o in _options(newest["Ines Duarte"])]
    stuck = newest["Sofia Reyes"]
    assert stuck is not None
    assert (True, True, False) == (bool(stuck.remedies), bool(stuck.obstacles), bool(stuck.options))


def _options(proposal: Proposal | None) -> tuple[Option, ...]:
    assert proposal is not None
    return proposal.options


def test_with_a_clean_desk_nothing_is_left_of_what_was_done(browser: httpx.Client, demo: Demo) -> None:
    browser.post("/as/mara/dm/say", json={"text": "/hire new Somebody"})
    browser.post("/clock", data={"to": "day"})

    html = start(browser, "clean").text

    assert BEGINS == demo.now
    assert "Somebody" not in html
    assert "Or look around first" in html
    assert demo.people["mara"].modal is None
    assert [] == sights(demo)


def test_a_start_is_good_for_a_loop_as_the_first_was(browser: httpx.Client) -> None:
    start(browser, "clean")
    start(browser, "clean")

    assert '<dialog id="modal-' in browser.post("/as/mara/dm/say", json={"text": "/hire new Mia Wong"}).text


def test_a_start_that_there_is_not_changes_nothing(browser: httpx.Client, demo: Demo) -> None:
    browser.post("/clock", data={"to": "hour"})
    before = demo.now

    assert 400 == start(browser, "elsewhere").status_code
    assert before == demo.now


def test_while_the_clock_moves_the_example_waits_for_another_time(demo: Demo) -> None:
    demo.start_over()
    with demo.journey.to(demo.now, demo.now):
        play_example(demo)

    assert [] == sights(demo)
