"""The first loop, step by step, and how far it has come. It looks at what happened, not at what was clicked."""

from __future__ import annotations

from dataclasses import dataclass

from models.records.loops import Loop, LoopState, Round, RoundState
from models.unit_of_work import Transaction
from sandbox.page.world import Demo
from sandbox.slack.timeline import Happening
from scheduling.queries.facts import facts_of
from scheduling.queries.loops import loop_view
from scheduling.rules.business_time import LOOP_DAYS
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.views.loops import BallKind, LoopView

COORDINATOR = "mara"
NEXT = {
    BallKind.PLAN: "times to be found",
    BallKind.CHOICE: "a plan to choose",
    BallKind.BOOKING: "the booking",
    BallKind.INTERVIEW: "an interview",
    BallKind.FEEDBACK: "feedback",
    BallKind.VERDICT: "a verdict",
    BallKind.DECISION: "the decision",
    BallKind.NEW_TIME: "a new time",
    BallKind.NOTHING: "nothing",
}


ENDED = {
    LoopState.OFFER: "ended with an offer",
    LoopState.NO: "ended with a no",
    LoopState.WITHDRAWN: "withdrew",
    LoopState.CANCELLED: "called off",
}
_ANSWERED = frozenset({RoundState.ADVANCED, RoundState.STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`act_as` is somebody whose client is needed for it."""

    title: str
    how: str
    done: bool
    act_as: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A loop to look at. `act_as` is the short name of whoever it waits for."""

    candidate: str
    where: str
    act_as: str


def steps(demo: Demo, acting_as: str) -> list[Step]:
    """Seven of them, up to a decision; the first that is not done is the next to do."""
    loop, rounds = _first_loop(demo)
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
            how="A name and an e-mail address are enough to try it: nobody gets mail. The form tells you what is missing.",
            done=loop is not None,
        ),
        *_with_a_loop(demo, loop, rounds),
    ]


def _with_a_loop(demo: Demo, loop: Loop | None, rounds: list[Round]) -> list[Step]:
    booked = [r for r in rounds if r.event_id is not None and r.start is not None]
    interviewer = _interviewer(demo, booked[0]) if booked else ""
    ended = loop is not None and loop.state not in LIVE_LOOP
    decider = _decider(demo, loop) if loop is not None else ""
    return [
        Step(
            title="Book one of the plans",
            how=_booking_how(loop),
            done=ended or bool(booked),
            act_as=COORDINATOR,
        ),
        Step(
            title="Give feedback after the interview",
            how=_feedback_how(interviewer),
            done=ended or _has_feedback(demo, rounds),
            act_as=interviewer,
        ),
        Step(
            title="Say how it goes on",
            how="The hiring manager gets what everybody found, and presses “Advance”.",
            done=ended or any(r.state in _ANSWERED for r in rounds),
            act_as=decider,
        ),
        Step(
            title="Come to a decision",
            how=_decision_how(loop),
            done=ended,
            act_as=decider,
            line=f"/hire decide {loop.candidate.name.split()[0].lower()}" if loop is not None else "",
        ),
    ]


def sights(demo: Demo) -> list[Sight]:
    """The loops there are, oldest first: where each stands, and whom to act as to go on with it."""
    with demo.bot.uow.reading() as tx:
        loops = sorted(tx.loops.all(), key=lambda loop: loop.created_at)
        return [_sight(demo, tx, loop) for loop in loops]


def _sight(demo: Demo, tx: Transaction, loop: Loop) -> Sight:
    view = loop_view(facts_of(tx, loop), tx.people.get(id=loop.coordinator_id), demo.now)
    person = tx.people.get(id=view.ball.people[0].id if view.ball.people else loop.coordinator_id)
    return Sight(candidate=view.candidate, where=_where(view), act_as=demo.company.named(person.email))


def _where(view: LoopView) -> str:
    if view.state not in LIVE_LOOP:
        return ENDED[view.state]
    past = view.day - LOOP_DAYS
    day = f"day {view.day} of {LOOP_DAYS}" if past <= 0 else f"day {view.day}, {past} past the {LOOP_DAYS}"
    return f"{day}; next: {NEXT[view.ball.kind]}"


def _booking_how(loop: Loop | None) -> str:
    if loop is not None and loop.state is LoopState.PLANNING:
        return "Hirebot looks into every calendar now. The plan comes as a message."
    return "Hirebot has looked into every calendar. Press “Book this” under the plan."


def _decision_how(loop: Loop | None) -> str:
    if loop is not None and loop.state is LoopState.DEBRIEF:
        return "Every round is done. The hiring manager has it all on one page and presses “Decide”, or writes this."
    return (
        "The other rounds go the same way, and then there may be an offer: the name below leads to whoever it waits for."
        " To see a loop end now, write this as the hiring manager."
    )


def _feedback_how(interviewer: str) -> str:
    who = f"be {interviewer.capitalize()}" if interviewer else "be the interviewer"
    return f"Press “To the next thing” above until the first interview is over, {who}, and fill in the scorecard."


def _first_loop(demo: Demo) -> tuple[Loop | None, list[Round]]:
    with demo.bot.uow.reading() as tx:
        loops = sorted(tx.loops.all(), key=lambda loop: loop.created_at)
        return (loops[0], list(tx.rounds.of_loop(loops[0].id))) if loops else (None, [])


def _interviewer(demo: Demo, first: Round) -> str:
    with demo.bot.uow.reading() as tx:
        seats = tx.seats.of_round(first.id)
        return demo.company.named(tx.people.get(id=seats[0].person_id).email) if seats else ""


def _decider(demo: Demo, loop: Loop) -> str:
    with demo.bot.uow.reading() as tx:
        return demo.company.named(tx.people.get(id=loop.hiring_manager_id).email)


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
