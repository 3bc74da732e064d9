"""Ana Kovač's loop: one round is moved, one interviewer declines in the calendar, and it ends with an offer in time."""

from __future__ import annotations

from datetime import timedelta

from handlers.ui.actions import Press
from sandbox.story.acts import latest, press, pressed_form, start_loop, taken
from sandbox.story.plot import LoopOnStage, Plot
from sandbox.story.stage import Stage

CANDIDATE = "Ana Kovač"


def in_time(stage: Stage) -> Plot:
    ana = LoopOnStage(stage, CANDIDATE)
    mara, jonas = stage.person("mara"), stage.person("jonas")
    stage.act(
        lambda: start_loop(
            mara,
            name=CANDIDATE,
            email="ana.kovac@mail.example",
            zone="Europe/Zagreb",
            opening="Senior AI Engineer: document search",
            kickoff=stage.now.date().isoformat(),
            **{"from": "11:00"},
        )
    )
    yield stage.now + timedelta(minutes=10)
    ana.books("mara")
    yield stage.now + timedelta(minutes=30)
    _another_time_for_round_3(stage, ana)
    for index in range(3):
        yield from ana.everyone_gives_feedback(index)
        yield from ana.manager_says("jonas", Press.ADVANCE, after=timedelta(hours=1))
        if index == 2:
            yield stage.now + timedelta(minutes=20)
            _a_peer_declines_in_the_calendar(stage, ana)
    yield from ana.everyone_gives_feedback(3)
    yield stage.now + timedelta(hours=1)
    decision = {"ending": "offer", "reason": "Owned a retrieval system end to end, and measures before she changes."}
    stage.act(lambda: pressed_form(jonas, latest(jonas, Press.DECIDE, about=CANDIDATE), Press.DECIDE, decision))


def _another_time_for_round_3(stage: Stage, ana: LoopOnStage) -> None:
    """The candidate asked for another day: `/hire move Ana`, the round, and one of the new times."""
    mara = stage.person("mara")

    def ask() -> None:
        taken(mara.slash("/hire", "move Ana"))
        taken(mara.submit(None, {"round_id": ana.round(2).id}))

    stage.act(ask)
    ana.books("mara")


def _a_peer_declines_in_the_calendar(stage: Stage, ana: LoopOnStage) -> None:
    """The peer of round 4 presses "No" in Google Calendar; the coordinator finds somebody else for the same time."""
    mara = stage.person("mara")
    peer = ana.panel(3)[-1]
    event = ana.round(3).event_id
    assert event is not None
    stage.company.calendars.answer(stage.company.emails[peer], event, "declined")
    stage.settle()
    stage.act(lambda: press(mara, latest(mara, Press.REPLACE, about=CANDIDATE), Press.REPLACE))
    ana.books("mara")
