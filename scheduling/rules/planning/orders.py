"""The three meanings of "best", each as one or two searches; pure, nothing here knows where calendars come from.

Overdue days rank first everywhere, and a loop is the more overdue the later its last round. So the earliest possible
end tells how many overdue days cannot be avoided, and each order is the lightest loop within a window of last days.
"""

from __future__ import annotations

from scheduling.rules.planning.board import Board
from scheduling.rules.planning.outcome import Plan
from scheduling.rules.planning.problem import Order, PlannedRound
from scheduling.rules.planning.search import Loop, best_loop
from scheduling.rules.planning.terms import earliest_end, lightest
from scheduling.rules.planning.windows import narrowed, possible_windows
from scheduling.rules.planning.worth import worth


class Solver:
    """Answers for one board, so that the orders share the search for the earliest end."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._windows = possible_windows(board)
        self._earliest = best_loop(board, self._windows, earliest_end(board)) if self._windows is not None else None

    def any_plan(self) -> Plan | None:
        """Some loop that ends as early as can be: enough to know that there is one."""
        return None if self._earliest is None else _as_plan(self._board, self._earliest)

    def plan(self, order: Order, *, slack_bdays: int) -> Plan | None:
        """The best loop in this order, None if there is none."""
        if self._earliest is None or self._windows is None:
            return None
        if not self._board.tables:
            return _as_plan(self._board, self._earliest)
        windows = self._windows
        if self._board.ends_the_loop:
            narrow = narrowed(self._board, (*windows[:-1], windows[-1] & self._last_slots(order, slack_bdays)))
            assert narrow is not None, "the earliest loop lies inside"
            windows = narrow
        loop = best_loop(self._board, windows, lightest(self._board))
        assert loop is not None, "the earliest loop lies inside"
        return _as_plan(self._board, loop)

    def _last_slots(self, order: Order, slack_bdays: int) -> int:
        """The slots at which the last round may start: no more overdue than need be, as late as the order allows."""
        assert self._earliest is not None
        slot = self._earliest.slots[-1]
        if order is Order.EARLIEST:
            return 1 << slot
        days, problem = self._board.days, self._board.problem
        end = days.day_of(slot)
        target = days.first_ordinal + problem.target_days - 1
        last = max(end.ordinal, target)
        allowed = sum(
            day.slots
            for day in days.business
            if day.ordinal <= last and (order is Order.FAIREST or day.number <= end.number + slack_bdays)
        )
        return allowed & -(1 << slot)  # nothing ends before the earliest


def _as_plan(board: Board, loop: Loop) -> Plan:
    problem = board.problem
    planned = {
        table.index: PlannedRound(start=slot * board.grid, people=tuple(board.ids[person] for person in people))
        for table, slot, people in zip(board.tables, loop.slots, loop.people, strict=True)
    }
    rounds = tuple(problem.fixed_round(k) or planned[k] for k in range(len(problem.rounds)))
    return Plan(rounds=rounds, objective=worth(problem, rounds))
