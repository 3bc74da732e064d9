"""The planner: the best loop for a candidate, exactly, or what stands in the way. Pure.

`plan` answers in one order, `proposals` lays the orders side by side, `why_late` says what keeps a loop from ending
in time, `check` holds a plan against the rules without anything the search uses. `plan_many` plans loops that share people together,
`check_many` checks them together, `least_load_growth` says how light they could be at best.
"""

from scheduling.rules.planning.batch import BatchObjective, BatchPlan, Progress
from scheduling.rules.planning.check import check
from scheduling.rules.planning.check_many import check_many
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.many import least_load_growth, plan_many
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
    "BatchObjective",
    "BatchPlan",
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
    "Progress",
    "Proposal",
    "Proposals",
    "RoundSpec",
    "check",
    "check_many",
    "least_load_growth",
    "plan",
    "plan_many",
    "proposals",
    "why_late",
]
