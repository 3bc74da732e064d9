"""The example that can be looked around in: a loop that ended in time and one that is late, played as the story plays
them, only not to their end."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from handlers.ui.actions import Press
from sandbox.page.world import Demo
from sandbox.story.acts import latest, press, pressed_form, start_loop
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
    others = (_owed(stage), _drops_out(stage), _to_choose_from(stage), _does_not_fit(stage))
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


def _owed(stage: Stage) -> Plot:
    """Yuki's first interview has been, and its feedback is still to come."""
    yield stage.now + timedelta(days=17, hours=1)
    _starts(stage, "Yuki Tanaka", "Europe/Paris")
    yield stage.now + timedelta(minutes=10)
    LoopOnStage(stage, "Yuki Tanaka").books("mara")


def _drops_out(stage: Stage) -> Plot:
    """Two hours before Ines' second interview its interviewer can't make it, and Mara asks who else could."""
    ines, mara = LoopOnStage(stage, "Ines Duarte"), stage.person("mara")
    yield stage.now + timedelta(days=18, hours=1)
    _starts(stage, ines.candidate, "Europe/Paris", **{"from": "13:00", "to": "17:00"})
    yield stage.now + timedelta(minutes=10)
    ines.books("mara")
    yield from ines.everyone_gives_feedback(0)
    yield from ines.manager_says("jonas", Press.ADVANCE, after=timedelta(minutes=30))
    yield ines.ends(1) - timedelta(hours=3)
    name = ines.panel(1)[0]
    who, reason = stage.person(name), {"reason": "A train that does not come."}
    stage.act(lambda: pressed_form(who, latest(who, Press.CANT, about=ines.candidate), Press.CANT, reason))
    stage.act(lambda: press(mara, latest(mara, Press.REPLACE, about=ines.candidate), Press.REPLACE))


def _to_choose_from(stage: Stage) -> Plot:
    """For Leo there are three plans, each the best of its kind."""
    yield stage.now + timedelta(days=22, hours=2, minutes=30)
    week = {"windows": ["2", "3"], "from": "13:00", "to": "15:30"}
    _starts(stage, "Leo Martin", "Europe/Lisbon", **week)


def _does_not_fit(stage: Stage) -> Plot:
    """Sofia is nine hours away and free for two hours a day: no plan fits until somebody gives a little."""
    yield stage.now + timedelta(days=22, hours=2)
    _starts(stage, "Sofia Reyes", "America/Los_Angeles", **{"from": "09:00", "to": "11:00"})


def _starts(stage: Stage, name: str, zone: str, **week: Any) -> None:
    """A loop of Mara's that begins today."""
    stage.act(
        lambda: start_loop(
            stage.person("mara"),
            name=name,
            email=f"{name.split()[0].lower()}@mail.example",
            zone=zone,
            opening="Senior AI Engineer: document search",
            kickoff=stage.now.date().isoformat(),
            **week,
        )
    )


def _until(stage: Stage, *, days: int) -> Plot:
    yield stage.now + timedelta(days=days, hours=3)
    raise _Enough
