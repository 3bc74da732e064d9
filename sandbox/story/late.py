"""Ben Adeyemi's loop: feedback and verdicts come late, a hold passes, and from day 22 on there is a nudge a day."""

from __future__ import annotations

from datetime import timedelta

from handlers.ui.actions import Press
from sandbox.story.acts import latest, pressed_form, start_loop
from sandbox.story.plot import LoopOnStage, Plot
from sandbox.story.stage import Stage

CANDIDATE = "Ben Adeyemi"


def late(stage: Stage) -> Plot:
    ben = LoopOnStage(stage, CANDIDATE)
    diego, grace = stage.person("diego"), stage.person("grace")
    yield stage.now + timedelta(hours=6)
    stage.act(
        lambda: start_loop(
            diego,
            name=CANDIDATE,
            email="ben.adeyemi@mail.example",
            zone="America/New_York",
            opening="Senior AI Engineer: support assistant",
            kickoff=stage.now.date().isoformat(),
            windows=["1", "3"],
        )
    )
    yield stage.now + timedelta(minutes=10)
    ben.books("diego")
    # Round 1: in time, but the word on it takes until the second reminder.
    yield from ben.everyone_gives_feedback(0)
    yield from ben.manager_says("grace", Press.ADVANCE, after=timedelta(days=3))
    yield from _round_2_waits_for_one_scorecard(stage, ben)
    # Round 3 and what follows are planned anew as often as a hold has passed.
    for index in (2, 3):
        yield from _until_held(stage, ben, index)
        yield from ben.everyone_gives_feedback(index, after=timedelta(days=1, hours=2))
        if index == 2:
            yield from ben.manager_says("grace", Press.ADVANCE, after=timedelta(days=3))
    while (stage.now.date() - ben.loop().kickoff).days < 26:
        yield stage.now + timedelta(days=1)
    decision = {"ending": "no", "reason": "Strong on prototypes; nothing yet that had to be kept alive for users."}
    stage.act(lambda: pressed_form(grace, latest(grace, Press.DECIDE, about=CANDIDATE), Press.DECIDE, decision))
    yield stage.now + timedelta(days=3)


def _round_2_waits_for_one_scorecard(stage: Stage, ben: LoopOnStage) -> Plot:
    yield from _until_held(stage, ben, 1)
    yield ben.ends(1) + timedelta(minutes=20)
    first, *others = ben.owing(1)
    ben.gives_feedback(1, first)
    yield ben.ends(1) + timedelta(days=5)
    for name in others:
        ben.gives_feedback(1, name, recommendation="no")
    yield from ben.manager_says("grace", Press.ADVANCE, after=timedelta(hours=2))


def _until_held(stage: Stage, ben: LoopOnStage, index: int) -> Plot:
    """Takes the first of the new times wherever the round has none."""
    yield stage.now + timedelta(minutes=30)
    if ben.round(index).start is None:
        ben.books("diego")
        yield stage.now + timedelta(minutes=30)
