"""The four rounds that a loop goes through unless the team says otherwise: 4 rounds in 3 weeks."""

from __future__ import annotations

from models.records.openings import RoundKind, RoundPlan

HANDS_ON_MINUTES = (120, 180)
"""A hands-on round is 2 to 3 hours: shorter shows no thinking, longer loses candidates."""

_DEFAULT_ROUNDS = (
    RoundPlan(
        kind=RoundKind.SCREEN,
        name="Recruiter screen",
        minutes=30,
        seats=("recruiter",),
        gap_bdays=0,
        focus=(
            "Settle the pay range, role fit, visa and location, and basic experience. Then ask which AI application of "
            "theirs real users have, and how it failed worst. Never skipped: it stops a wrong fit before engineers "
            "spend time."
        ),
    ),
    RoundPlan(
        kind=RoundKind.DEEP_DIVE,
        name="Technical deep-dive",
        minutes=60,
        seats=("engineer",),
        focus=(
            "The candidate presents a production LLM system that they shipped: code, architecture and evaluation "
            "figures, no slides. 20 minutes of presentation, 30 of hard questions. Look for trade-offs they can "
            "explain and figures they can account for."
        ),
    ),
    RoundPlan(
        kind=RoundKind.HANDS_ON,
        name="Hands-on pairing",
        minutes=HANDS_ON_MINUTES[0],
        seats=("pair",),
        focus=(
            "Pair on a small realistic task: build a retrieval and generation pipeline, add an evaluation, find out "
            "how it fails. Look at the code they write and at how they think when the task is unclear."
        ),
    ),
    RoundPlan(
        kind=RoundKind.DESIGN,
        name="Design + team fit",
        minutes=60,
        seats=("pm", "lead", "peer"),
        focus=(
            "Design an LLM product like the one they would own. Look for assumptions challenged, vague requirements "
            "raised, curiosity about the users, and pushing back in a way that helps."
        ),
    ),
)


def default_rounds() -> tuple[RoundPlan, ...]:
    """The plan of an opening whose team file names none: screen, deep-dive, hands-on, design."""
    return _DEFAULT_ROUNDS
