"""The planner: the best loop for a candidate, exactly, or what stands in the way. Pure.

`plan` answers in one order, `proposals` lays the orders side by side, `why_late` says what keeps a loop from ending
in time, `remedies` what would let it. `replan` changes a plan so that few people notice, `stand_ins` says who could take
somebody's place. `plan_many` plans loops that share people together; `least_load_growth` says how light they could be at
best. `check` and `check_many` hold plans against the rules, and `batch_worth` counts what many cost, without anything the
search uses.
"""

from scheduling.rules.planning.batch import BatchObjective, BatchPlan, Progress
from scheduling.rules.planning.changes import Ask, Change
from scheduling.rules.planning.check import check
from scheduling.rules.planning.check_many import batch_worth, check_many
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.many import least_load_growth, plan_many
from scheduling.rules.planning.outcome import (
    Blocker,
    Gap,
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
from scheduling.rules.planning.remedies import Need, Remedy, remedies
from scheduling.rules.planning.replan import Replan, replan
from scheduling.rules.planning.stand_ins import StandIns, stand_ins

__all__ = [
    "Ask",
    "BatchObjective",
    "BatchPlan",
    "Blocker",
    "Candidate",
    "Change",
    "Gap",
    "Index",
    "Interviewer",
    "Merit",
    "Need",
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
    "Remedy",
    "Replan",
    "RoundSpec",
    "StandIns",
    "batch_worth",
    "check",
    "check_many",
    "least_load_growth",
    "plan",
    "plan_many",
    "proposals",
    "remedies",
    "replan",
    "stand_ins",
    "why_late",
]
