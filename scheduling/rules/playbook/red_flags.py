"""What should make an interviewer stop and ask once more. A red flag is noted with its evidence, never counted."""

from __future__ import annotations

from models.records.openings import RoundKind

_NO_EVALUATION = "Never speaks of evaluation"
_NO_FAILURES = "Has no story of a failure or a production incident"
_ONE_FRAMEWORK = "Knows one framework only"

_PER_ROUND = {
    RoundKind.SCREEN: (
        "Cannot name an AI application that real users had",
        "Certificates, but no project that shipped",
        "LLM experience without a production app or a customer",
        _NO_FAILURES,
    ),
    RoundKind.DEEP_DIVE: (
        _NO_EVALUATION,
        _NO_FAILURES,
        _ONE_FRAMEWORK,
        "Built models, but never integrated or deployed one",
        "Cannot say how a model was used in a product",
        "Does not know what it cost, how long it took, or at what scale it ran",
    ),
    RoundKind.HANDS_ON: (
        "Uses tools without understanding what they do",
        "Makes a simple problem complicated",
        _NO_EVALUATION,
        _ONE_FRAMEWORK,
        "Cannot explain the code just written",
    ),
    RoundKind.DESIGN: (
        "Makes a simple problem complicated",
        "Unaware of latency, cost or scale",
        "Takes vague requirements as they are",
        "Explains badly, or works badly with others",
        _NO_FAILURES,
    ),
}


def red_flags(kind: RoundKind) -> tuple[str, ...]:
    """The red flags offered on the scorecard of one round."""
    return _PER_ROUND[kind]
