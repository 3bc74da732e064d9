"""Many loops planned together: what they are worth as one, and what is said on the way. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.rules.planning.outcome import Plan


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class BatchObjective:
    """What a batch costs, in order of rank; less is better in each, and batches compare as their objectives do.

    `load_growth` is the growth of the sum of everybody's squared load by the rounds that were planned: rounds that
    were fixed are in the loads already. The other sums are over the loops that have a plan.
    """

    unplanned: int
    overdue_days: int
    load_growth: int
    finish: int
    out_of_core: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """A plan for each loop, in the order they were asked for; None where there is no room for one beside the others.

    A plan's own objective is that of the loop alone.
    """

    plans: tuple[Plan | None, ...]
    objective: BatchObjective


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the search is after so many tries, for whoever waits: the best batch so far, core hours not counted yet."""

    tries: int
    unplanned: int
    overdue_days: int
    load_growth: int
    finish: int
