"""The guide on the page: whoever does as it says comes from the first command to a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.ui.actions import Press
from models.records.loops import LoopState
from sandbox.page.guide import Step, steps
from sandbox.page.world import Demo, demo_world
from sandbox.story.play import BEGINS
from sandbox.story.plot import LoopOnStage, perform
from tests.sandbox.page.booked import CANDIDATE, starts_a_loop


@pytest.fixture
def demo() -> Iterator[Demo]:
    with demo_world(BEGINS) as world:
        yield world


def now(demo: Demo) -> Step:
    return next(step for step in steps(demo, "mara") if not step.done)


def test_the_guide_leads_from_the_first_command_to_a_decision(demo: Demo) -> None:
    ana, jonas = LoopOnStage(demo.stage, CANDIDATE), demo.people["jonas"]
    assert "/hire new" == now(demo).line

    starts_a_loop(demo)
    demo.advance(timedelta(minutes=10))
    assert ("Book one of the plans", "mara") == (now(demo).title, now(demo).act_as)

    ana.books("mara")
    (interviewer,) = ana.panel(0)
    assert ("Give feedback after the interview", interviewer) == (now(demo).title, now(demo).act_as)

    perform(demo.stage, ana.everyone_gives_feedback(0))
    assert ("Say how it goes on", "jonas") == (now(demo).title, now(demo).act_as)

    perform(demo.stage, ana.manager_says("jonas", Press.ADVANCE, after=timedelta(hours=1)))
    assert ("Come to a decision", "jonas", "/hire decide ana") == (now(demo).title, now(demo).act_as, now(demo).line)

    with demo.act():
        jonas.slash("/hire", "decide ana")
        jonas.submit(None, {"ending": "no", "reason": "Another direction."})
    assert LoopState.NO == ana.loop().state
    assert [True] * 7 == [step.done for step in steps(demo, "mara")]


def test_a_loop_that_ended_early_leaves_no_step_to_do(demo: Demo) -> None:
    starts_a_loop(demo)

    with demo.act():
        demo.people["mara"].slash("/hire", "cancel ana")
        demo.people["mara"].submit(None, {"withdrew": "no", "reason": "The opening is closed."})

    assert [True] * 7 == [step.done for step in steps(demo, "mara")]


def test_once_every_round_is_done_the_guide_speaks_of_the_decision_alone(demo: Demo) -> None:
    starts_a_loop(demo)
    with demo.bot.uow() as tx:
        for loop in tx.loops.all():
            tx.loops.save(replace(loop, state=LoopState.DEBRIEF))

    *_, last = steps(demo, "mara")

    assert last.how.startswith("Every round is done.")
    assert last.line == "/hire decide ana"
