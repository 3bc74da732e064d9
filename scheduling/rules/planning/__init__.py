"""The planner: the best loop for a candidate, exactly, or what stands in the way. Pure.

`plan` answers in one order, `proposals` lays the orders side by side, `why_late` says what keeps a loop from ending
in time, `check` holds a plan against the rules without anything the search uses.
"""

from scheduling.rules.planning.check import check
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.outcome import (
    Blocker,
    Merit,
    NoPlan,
    Objective,
    Obstacle,
    Plan,
    Proposal,
    Proposals,
)
from scheduling.rules.planning.planner import plan, proposals, why_late
from scheduling.rules.planning.problem import Candidate, Interviewer, Order, PlannedRound, Problem, RoundSpec

__all__ = [
    "Blocker",
    "Candidate",
    "Index",
    "Interviewer",
    "Merit",
    "NoPlan",
    "Objective",
    "Obstacle",
    "Order",
    "Plan",
    "PlannedRound",
    "Problem",
    "Proposal",
    "Proposals",
    "RoundSpec",
    "check",
    "plan",
    "proposals",
    "why_late",
]
