"""The planner's front door: one loop in, the best plan or the reasons why there is none."""

from __future__ import annotations

from scheduling.rules.planning.board import Board
from scheduling.rules.planning.explain import obstacles
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.orders import Solver
from scheduling.rules.planning.outcome import Merit, NoPlan, Objective, Obstacle, Plan, Proposal, Proposals
from scheduling.rules.planning.problem import Order, Problem


def plan(
    problem: Problem, *, order: Order = Order.BALANCED, slack_bdays: int = 1, index: Index | None = None
) -> Plan | NoPlan:
    """The best loop in this order. The answer depends on the problem alone, not on the order people are listed in.

    Equal loops are settled by the earliest starts, first round first, then by the smallest ids, first seat first.
    `slack_bdays` is how many business days `BALANCED` may give away. An `index` over the same horizon saves working
    out calendars again; it is filled as needed.
    """
    best = _solver(problem, index).plan(order, slack_bdays=slack_bdays)
    return best if best is not None else NoPlan(obstacles=obstacles(problem))


def proposals(problem: Problem, *, slack_bdays: int = 1, index: Index | None = None) -> Proposals | NoPlan:
    """The balanced plan and the ones worth laying beside it."""
    solver = _solver(problem, index)
    first = solver.plan(Order.BALANCED, slack_bdays=slack_bdays)
    if first is None:
        return NoPlan(obstacles=obstacles(problem))
    options = [Proposal(order=Order.BALANCED, plan=first)]
    for order in (Order.EARLIEST, Order.FAIREST):
        other = solver.plan(order, slack_bdays=slack_bdays)
        assert other is not None, "what one order can place, each can"
        if other.objective != first.objective:
            merits = _merits(other.objective, first.objective)
            options.append(Proposal(order=order, plan=other, better_at=merits))
    return Proposals(options=tuple(options))


def why_late(problem: Problem) -> tuple[Obstacle, ...]:
    """What stands in the way of a loop that ends inside the target days; empty where nothing does.

    Also empty where the last round is fixed: its own start is the answer.
    """
    if problem.fixed_round(len(problem.rounds) - 1) is not None:
        return ()
    best = _solver(problem, None).plan(Order.EARLIEST, slack_bdays=0)
    if best is not None and not best.objective.overdue_days:
        return ()
    return obstacles(problem, in_time=best is not None)


def _solver(problem: Problem, index: Index | None) -> Solver:
    if index is None or not index.fits(problem):
        index = Index.of(problem)
    return Solver(Board(problem, index))


def _merits(ours: Objective, other: Objective) -> tuple[Merit, ...]:
    pairs = {
        Merit.FINISH: (ours.finish, other.finish),
        Merit.LOAD: (ours.load_cost, other.load_cost),
        Merit.CORE_HOURS: (ours.out_of_core, other.out_of_core),
    }
    return tuple(merit for merit, (mine, its) in pairs.items() if mine < its)
