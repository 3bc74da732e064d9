"""Sample views of feedback on Ana Kovač: one scorecard, a round side by side, the debrief. Override what matters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.records.feedback import Rating, Recommendation, Scorecard
from models.records.loops import LoopState, RoundState
from scheduling.views.feedback import DebriefView, MissingView, RoundFeedbackView, ScorecardView
from scheduling.views.loops import Ball, BallKind, RoundView, SeatView, Who
from tests.builders.views import BEN, CY, LEE, MIA, PIA, RHEA, a_loop, a_round, at

COMPETENCIES = ("Production LLM experience", "Evaluation discipline", "Latency and cost")


def a_scorecard(author: Who = BEN, round_: RoundView | None = None, **more: Any) -> ScorecardView:
    """Yes; 3 of 4, 2 of 4 and one not assessed."""
    held = round_ or a_round()
    card = Scorecard(
        id=f"card-{author.id}",
        loop_id="loop-1",
        round_id=held.id,
        person_id=author.id,
        version=1,
        recommendation=Recommendation.YES,
        ratings=(
            Rating(
                competency=COMPETENCIES[0], points=3, evidence="Ran retrieval for 40,000 users; told of two outages."
            ),
            Rating(competency=COMPETENCIES[1], points=2, evidence="Has a golden dataset, refreshed by hand."),
            Rating(competency=COMPETENCIES[2], points=None),
        ),
        red_flags=(),
        summary="Solid on production, thin on evaluation.",
        submitted_at=at(8, 15),
    )
    versions = more.pop("versions", 1)
    return ScorecardView(
        author=author, round_index=held.index, round_name=held.name, card=replace(card, **more), versions=versions
    )


def a_round_feedback(**more: Any) -> RoundFeedbackView:
    """Round 2, Ben's scorecard in, the verdict asked of the hiring manager."""
    seats = (SeatView(who=BEN, pool="engineer", feedback_in=True),)
    round_ = a_round(state=RoundState.VERDICT, seats=seats)
    ball = Ball(kind=BallKind.VERDICT, people=(MIA,), since=at(8, 15), round_index=1)
    feedback = RoundFeedbackView(
        loop=a_loop(may=frozenset({"verdict", "decide", "debrief", "cancel"}), ball=ball),
        round=round_,
        competencies=COMPETENCIES,
        cards=(a_scorecard(BEN, round_),),
        missing=(),
        reader_may_decide=True,
    )
    return replace(feedback, **more)


def a_debrief(**more: Any) -> DebriefView:
    """Four rounds, six scorecards, one red flag, one competency that nobody assessed."""
    loop = a_loop(
        state=LoopState.DEBRIEF,
        day=16,
        ball=Ball(kind=BallKind.DECISION, people=(MIA,), since=at(16, 16)),
        may=frozenset({"decide", "debrief", "cancel"}),
    )
    panels = ((RHEA,), (BEN,), (CY,), (PIA, LEE, RHEA))
    rounds = []
    for index, panel in enumerate(panels):
        seats = tuple(SeatView(who=person, pool="any", feedback_in=True) for person in panel)
        round_ = a_round(index, seats=seats, state=RoundState.ADVANCED, start=at(4 * index + 2, 13))
        cards = tuple(a_scorecard(person, round_) for person in panel)
        rounds.append(
            a_round_feedback(loop=loop, round=round_, cards=cards, verdict="advance", reader_may_decide=False)
        )
    flagged = a_scorecard(LEE, rounds[3].round, red_flags=("Unaware of latency, cost or scale",))
    rounds[3] = replace(rounds[3], cards=(rounds[3].cards[0], flagged, rounds[3].cards[2]))
    return replace(DebriefView(loop=loop, rounds=tuple(rounds), reader_may_decide=True), **more)


def hidden(author: Who, round_: RoundView) -> MissingView:
    """A scorecard that is there but not open to the reader."""
    return MissingView(author=author, round_index=round_.index, round_name=round_.name, hidden=True)
