"""The first loop, step by step, and how far it has come. It looks at what happened, not at what was clicked."""

from __future__ import annotations

from dataclasses import dataclass

from models.records.loops import Loop, Round
from sandbox.page.world import Demo
from sandbox.slack.timeline import Happening

COORDINATOR = "mara"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`act_as` is somebody whose client is needed for it."""

    title: str
    how: str
    done: bool
    act_as: str = ""
    line: str = ""


def steps(demo: Demo, acting_as: str) -> list[Step]:
    """Five of them; the first that is not done is the next to do."""
    loop, rounds = _first_loop(demo)
    booked = [r for r in rounds if r.event_id is not None and r.start is not None]
    interviewer = _interviewer(demo, booked[0]) if booked else ""
    asked = loop is not None or _opened_a_form(demo)
    return [
        Step(
            title="Be Mara, who coordinates",
            how="Whoever you pick on the left is who you are. Times are in their time zone.",
            done=acting_as == COORDINATOR or asked,
            act_as=COORDINATOR,
        ),
        Step(title="Start a loop", how="Write this below and press Enter.", done=asked, line="/hire new"),
        Step(
            title="Say who comes",
            how="A name, an address and an opening are enough to try it. The form tells you what is missing.",
            done=loop is not None,
        ),
        Step(
            title="Book one of the plans",
            how="Hirebot has looked into every calendar. Press “Book” under the plan that you like.",
            done=bool(booked),
            act_as=COORDINATOR,
        ),
        Step(
            title="Give feedback after the interview",
            how=_feedback_how(interviewer),
            done=loop is not None and _has_feedback(demo, rounds),
            act_as=interviewer,
        ),
    ]


def has_loops(demo: Demo) -> bool:
    return _first_loop(demo)[0] is not None


def _feedback_how(interviewer: str) -> str:
    who = f"be {interviewer.capitalize()}" if interviewer else "be the interviewer"
    return f"Move the clock above to after the first interview, {who}, and fill in the scorecard."


def _first_loop(demo: Demo) -> tuple[Loop | None, list[Round]]:
    with demo.bot.uow.reading() as tx:
        loops = sorted(tx.loops.all(), key=lambda loop: loop.created_at)
        return (loops[0], list(tx.rounds.of_loop(loops[0].id))) if loops else (None, [])


def _interviewer(demo: Demo, first: Round) -> str:
    with demo.bot.uow.reading() as tx:
        seats = tx.seats.of_round(first.id)
        return demo.company.named(tx.people.get(id=seats[0].person_id).email) if seats else ""


def _has_feedback(demo: Demo, rounds: list[Round]) -> bool:
    with demo.bot.uow.reading() as tx:
        return any(
            tx.scorecards.latest(each.id, seat.person_id) is not None
            for each in rounds
            for seat in tx.seats.of_round(each.id)
        )


def _opened_a_form(demo: Demo) -> bool:
    with demo.workspace.look():
        return any(entry.kind is Happening.MODAL for entry in demo.workspace.timeline.since())
