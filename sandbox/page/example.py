"""The example that can be looked around in: a loop that ended in time and one that is late, played as the story plays
them, only not to their end."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sandbox.page.world import Demo
from sandbox.story.acts import start_loop
from sandbox.story.in_time import in_time
from sandbox.story.late import late
from sandbox.story.plot import LoopOnStage, Plot, perform
from sandbox.story.stage import Stage

DAYS = 22
"""After which the second loop is late by two days."""


class _Enough(Exception):
    """The example is where it should be."""


def play_example(demo: Demo) -> None:
    """Takes some seconds, during which the clock bar shows how far it has come. Where somebody moves the clock just
    now, nothing happens."""
    with demo.journey.to(demo.now, demo.now + timedelta(days=DAYS, hours=3)) as mine:
        if mine:
            _play(demo)


def _play(demo: Demo) -> None:
    stage = demo.stage
    others = (_another(stage, "Yuki Tanaka", days=17, books=True), _another(stage, "Leo Martin", days=21, books=False))
    with demo.act():
        with suppress(_Enough):
            perform(stage, in_time(stage), late(stage), *others, _until(stage, days=DAYS))
        _everybody_looked(demo)


def _everybody_looked(demo: Demo) -> None:
    """Forms that were left open are closed, and only what came within the last day is new to anybody."""
    before = (demo.now - timedelta(days=1)).timestamp()
    for person in demo.people.values():
        if person.modal is not None:
            person.close(everything=True)
        old = [m for m in person.sees() if float(m.ts) < before]
        if old:
            demo.desk.reads(person.user_id, old[-1].channel, old[-1].ts)


def _another(stage: Stage, name: str, *, days: int, books: bool) -> Plot:
    """A loop that begins `days` from now; one that `books` has its four times, the other waits for a choice."""
    yield stage.now + timedelta(days=days, hours=1)
    stage.act(
        lambda: start_loop(
            stage.person("mara"),
            name=name,
            email=f"{name.split()[0].lower()}@mail.example",
            zone="Europe/Paris",
            opening="Senior AI Engineer: document search",
            kickoff=stage.now.date().isoformat(),
        )
    )
    if books:
        yield stage.now + timedelta(minutes=10)
        LoopOnStage(stage, name).books("mara")


def _until(stage: Stage, *, days: int) -> Plot:
    yield stage.now + timedelta(days=days, hours=3)
    raise _Enough
