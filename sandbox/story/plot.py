"""What both plots are made of: looking up where a loop stands, and the scenes that every loop has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.ui.actions import Press
from models.records.loops import Loop, Round
from sandbox.story.acts import give_feedback, latest, press, sees
from sandbox.story.stage import Stage

Plot = Iterator[datetime]
"""Yields the moment at which it wants to go on; the stage lets time pass until then."""


class LoopOnStage:
    """One candidate's loop, as the story follows it. It looks at the bot's database and never writes there."""

    def __init__(self, stage: Stage, candidate: str) -> None:
        self.stage = stage
        self.candidate = candidate

    def loop(self) -> Loop:
        with self.stage.bot.uow.reading() as tx:
            return next(loop for loop in tx.loops.all() if loop.candidate.name == self.candidate)

    def round(self, index: int) -> Round:
        with self.stage.bot.uow.reading() as tx:
            return tx.rounds.of_loop(self.loop().id)[index]

    def ends(self, index: int) -> datetime:
        end = self.round(index).end
        assert end is not None, f"round {index + 1} has no time"
        return end

    def panel(self, index: int) -> list[str]:
        """Short names of the people in the round's seats."""
        with self.stage.bot.uow.reading() as tx:
            seats = tx.seats.of_round(self.round(index).id)
            return [self.stage.company.named(tx.people.get(id=seat.person_id).email) for seat in seats]

    def owing(self, index: int) -> list[str]:
        """Those of the panel whose scorecard is not in."""
        with self.stage.bot.uow.reading() as tx:
            round_id = self.round(index).id
            seats = tx.seats.of_round(round_id)
            late = [s.person_id for s in seats if tx.scorecards.latest(round_id, s.person_id) is None]
            return [self.stage.company.named(tx.people.get(id=person).email) for person in late]

    def books(self, coordinator: str, *, nth: int = 0) -> None:
        """The coordinator takes an option of the newest proposal."""
        stage, person = self.stage, self.stage.person(coordinator)
        stage.act(lambda: press(person, latest(person, Press.BOOK, about=self.candidate), Press.BOOK, nth=nth))

    def gives_feedback(self, index: int, name: str, *, recommendation: str = "yes", summary: str = "") -> None:
        stage, person = self.stage, self.stage.person(name)
        said = summary or f"{self.candidate} explained the trade-offs of a real system and what went wrong with it."
        stage.act(
            lambda: give_feedback(
                person,
                latest(person, Press.FEEDBACK, about=self.candidate),
                recommendation=recommendation,
                summary=said,
            )
        )

    def everyone_gives_feedback(self, index: int, *, after: timedelta = timedelta(minutes=20)) -> Plot:
        """A little while after the interview, one after the other."""
        yield self.ends(index) + after
        for name in self.owing(index):
            self.gives_feedback(index, name)
            yield self.stage.now + timedelta(minutes=7)

    def manager_says(self, manager: str, button: Press, *, after: timedelta) -> Plot:
        """Some time `after` the feedback, and as soon as the question has come (it comes in working hours)."""
        stage, person = self.stage, self.stage.person(manager)
        yield stage.now + after
        while not sees(person, button, about=self.candidate):
            yield stage.now + timedelta(hours=3)
        stage.act(lambda: press(person, latest(person, button, about=self.candidate), button))


def perform(stage: Stage, *plots: Plot) -> None:
    """Plays plots side by side on one clock: whichever wants to go on first does."""
    waiting = [(stage.now, number, plot) for number, plot in enumerate(plots)]
    while waiting:
        waiting.sort(key=lambda entry: entry[:2])
        moment, number, plot = waiting.pop(0)
        if moment > stage.now:
            stage.until(moment)
        wanted = next(plot, None)
        if wanted is not None:
            waiting.append((wanted, number, plot))
