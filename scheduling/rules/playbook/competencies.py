"""What an interviewer rates in each round: few enough for a form that takes two minutes."""

from __future__ import annotations

from models.records.openings import RoundKind

PRODUCTION = "Production LLM experience"
EVALUATION = "Evaluation discipline"
COST = "Latency and cost"
ENGINEERING = "Python / engineering depth"
DESIGN = "System design and trade-offs"
FAILURES = "Failure stories and reliability"
OPERATIONS = "MLOps and deployment"
SECURITY = "Security and guardrails"
COMMUNICATION = "Communication with non-engineers"
OWNERSHIP = "Ownership and product sense"

_PER_ROUND = {
    RoundKind.SCREEN: (PRODUCTION, FAILURES, COMMUNICATION, OWNERSHIP),
    RoundKind.DEEP_DIVE: (PRODUCTION, EVALUATION, COST, DESIGN, FAILURES, OPERATIONS),
    RoundKind.HANDS_ON: (ENGINEERING, PRODUCTION, EVALUATION, COST, FAILURES),
    RoundKind.DESIGN: (DESIGN, COST, OPERATIONS, SECURITY, COMMUNICATION, OWNERSHIP),
}


def competencies(kind: RoundKind) -> tuple[str, ...]:
    """Up to six names, in the order of the scorecard. Stored scorecards carry them as text: rename with care."""
    return _PER_ROUND[kind]
