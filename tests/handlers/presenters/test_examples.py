"""The six messages that matter most, as a person reads them: dates as their fallback, [*primary], [!danger], [⋯ menu]."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from handlers.presenters import render
from models.records.feedback import Rating, Recommendation
from models.records.loops import RoundState
from scheduling.messages import Topic
from scheduling.views.feedback import DebriefView
from scheduling.views.loops import SeatView
from tests.block_kit import as_read
from tests.builders.feedback_views import a_debrief, a_round_feedback, a_scorecard
from tests.builders.views import BEN, CY, NOW, a_loop, a_panel, a_proposal, a_round, an_obstacle, an_option, at


def two_scorecards() -> Any:
    seats = tuple(SeatView(who=who, pool="engineer", feedback_in=True) for who in (BEN, CY))
    round_ = a_round(1, seats=seats, state=RoundState.VERDICT)
    other = a_scorecard(
        CY,
        round_,
        recommendation=Recommendation.NO,
        ratings=(Rating(competency="Production LLM experience", points=1, evidence="Demo only, no users."),),
        red_flags=("One framework only",),
        summary="",
    )
    return a_round_feedback(round=round_, cards=(a_scorecard(BEN, round_), other))


def a_short_debrief() -> DebriefView:
    debrief = a_debrief()
    return a_debrief(rounds=debrief.rounds[1:3])


EXAMPLES: dict[str, tuple[Topic, Any, str]] = {
    "the card": (
        Topic.CARD,
        a_loop(),
        """
        # Ana Kovač · Senior AI Engineer: Search
        *Day 6 of 21* on Sat 7 Jun · last day Sun 22 Jun; Coordinator Kim Ito · Hiring manager Mia Hoffmann
        *Next*
        Round 2, Mon 9 Jun, 13:00 UTC
        *Waits for*
        Ben Ode
        *Forecast*
        Ends on day 16, Tue 17 Jun
        ✅ *1 · Recruiter screen*: passed
        📅 *2 · Technical deep-dive*: booked for Mon 9 Jun, 13:00 UTC to 14:00 UTC with Ben Ode
        🔒 *3 · Hands-on pairing*: held for Fri 13 Jun, 13:00 UTC to 15:00 UTC with Cy Tan
        🔒 *4 · Design + team fit*: held for Tue 17 Jun, 13:00 UTC to 14:00 UTC with Pia Lund, Lee Roy and Rhea Okafor
        ---
        [Move a round] [⋯ Swap somebody | Change availability | Quiet the nudges | End this loop]
        """,
    ),
    "a plan": (
        Topic.PROPOSAL,
        a_proposal(options=(an_option(),)),
        """
        # Plan for Ana Kovač
        *Ends on day 9 of 21.* Its 5 people have 7 other interviews among them, at most 3 each.
        • Round 1 · Recruiter screen: Wed 4 Jun, 09:00 UTC, Rhea Okafor
        • Round 2 · Technical deep-dive: Fri 6 Jun, 09:00 UTC, Ben Ode
        • Round 3 · Hands-on pairing: Sun 8 Jun, 09:00 UTC, Cy Tan
        • Round 4 · Design + team fit: Tue 10 Jun, 09:00 UTC, Pia Lund, Lee Roy and Rhea Okafor
        [*Book this]
        ---
        [Look again] [Change availability]
        """,
    ),
    "no plan": (
        Topic.PROPOSAL,
        a_proposal(
            options=(), obstacles=(an_obstacle("busy", people=(CY,), round_index=2, round_name="Hands-on pairing"),)
        ),
        """
        # No plan for Ana Kovač
        What stands in the way, the most decisive first:
        *Round 3 · Hands-on pairing*
        Cy Tan: busy at every time that would otherwise fit.
        → One meeting moved would do; then look again. Or add somebody to the pool.
        ---
        [*Look again] [Change availability] [People and pools]
        """,
    ),
    "right after the interview": (
        Topic.FEEDBACK_ASK,
        a_panel(),
        """
        # How did it go with Ana Kovač?
        *Round 2 · Technical deep-dive*
        Two minutes now, while it's fresh, and Ana hears from us sooner.
        [*Give feedback] [⋯ It didn't happen | Somebody else was there]
        """,
    ),
    "two business days later": (
        Topic.FEEDBACK_OWED,
        a_panel(nth=2, candidate_waits_days=2, manager_hears_on=at(7, 0).date()),
        """
        # Ana Kovač: two minutes of feedback
        *Round 2 · Technical deep-dive*
        Ana is waiting to hear about round 2. Your scorecard is the last one missing. Mia Hoffmann (hiring manager) hears tomorrow that round 2 is still open.
        Ana has waited 2 days so far.
        [*Give feedback] [One day later] [⋯ It didn't happen | Somebody else was there]
        """,
    ),
    "a round side by side": (
        Topic.VERDICT_ASK,
        two_scorecards(),
        """
        # Ana Kovač: Round 2 · Technical deep-dive
        All feedback on this round is in. Ana is waiting to hear how it goes on.
        *Ben Ode*: *Yes*
        ●●●○ 3 of 4 · Production LLM experience
              Ran retrieval for 40,000 users; told of two outages.
        ●●○○ 2 of 4 · Evaluation discipline
              Has a golden dataset, refreshed by hand.
        not assessed · Latency and cost
        “Solid on production, thin on evaluation.”
        *Cy Tan*: *No*
        ●○○○ 1 of 4 · Production LLM experience
              Demo only, no users.
        🚩 One framework only
        ---
        [*Advance] [Talk first] [!Stop here] [Read all]
        “Stop here” asks for the reason first. Ana hears nothing from me.
        """,
    ),
    "the debrief": (
        Topic.DEBRIEF,
        a_short_debrief(),
        """
        # Ana Kovač: the debrief
        Every round is done. Ana is waiting for our answer: the decision is yours.
        As given | Ben Ode, round 2 | Cy Tan, round 3
        Recommendation | Yes | Yes
        Production LLM experience | ●●●○\N{NO-BREAK SPACE}3 | ●●●○\N{NO-BREAK SPACE}3
        Evaluation discipline | ●●○○\N{NO-BREAK SPACE}2 | ●●○○\N{NO-BREAK SPACE}2
        Latency and cost | not assessed | not assessed
        No red flags were noted.
        *Nobody assessed:* Latency and cost
        ---
        [*Decide] [Read everything]
        """,
    ),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_message_reads_like_this(example: str) -> None:
    topic, view, text = EXAMPLES[example]
    assert dedent(text).strip() == as_read(render(topic, view, NOW).blocks)
