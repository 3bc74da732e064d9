"""The three meanings of "best", each as one or two searches; pure, nothing here knows where calendars come from.

Overdue days rank first everywhere, and a loop is the more overdue the later its last round. So the earliest possible
end tells how many overdue days cannot be avoided, and each order is the lightest loop within a window of last days.
"""

from __future__ import annotations

from dataclasses import replace

from scheduling.rules.planning.board import Board
from scheduling.rules.planning.outcome import Gap, Objective, Plan
from scheduling.rules.planning.problem import Order, PlannedRound
from scheduling.rules.planning.search import LIMIT, Loop, best_loop
from scheduling.rules.planning.terms import earliest_end, lightest
from scheduling.rules.planning.windows import narrowed, possible_windows
from scheduling.rules.planning.worth import worth


class Solver:
    """Answers for one board; the orders share what they can."""

    def __init__(self, board: Board, *, limit: int = LIMIT) -> None:
        """`limit` is how many branches a search that has a loop looks into before it is given up."""
        self._board = board
        self._limit = limit
        self._windows = possible_windows(board)
        self._lightest = lightest(board)
        self._known_earliest: Loop | None = None

    def any_plan(self) -> Plan | None:
        """Some loop that ends as early as can be: enough to know that there is one."""
        earliest = self._earliest()
        return None if earliest is None else _as_plan(self._board, earliest)

    def plan(self, order: Order, *, slack_bdays: int) -> Plan | None:
        """The best loop in this order, None if there is none."""
        best = self._best(order, slack_bdays)
        if best is None:
            return None
        loop, minutes = best
        found = _as_plan(self._board, loop)
        if loop.floor == loop.weight and not minutes:
            return found
        load = self._lightest.load
        return replace(found, gap=Gap(load_cost=loop.weight // load - loop.floor // load, minutes=minutes))

    def _best(self, order: Order, slack_bdays: int) -> tuple[Loop, int] | None:
        """Guesses that the loop can end where its rounds, each by itself, let it; that is nearly always so.

        Beside the loop: by how many minutes the earliest end may lie before what is taken for it.
        """
        if self._windows is None:
            return None
        if not self._board.ends_the_loop:
            return _settled(best_loop(self._board, self._windows, self._lightest, limit=self._limit))
        guess = (self._windows[-1] & -self._windows[-1]).bit_length() - 1
        loop = self._within(order, slack_bdays, earliest=guess)
        if loop is not None and self._is_settled(order, loop, guess):
            return loop, 0
        earliest = self._earliest()
        if earliest is None:
            return None
        slot, days = earliest.slots[-1], self._board.days
        if loop is not None and order is not Order.EARLIEST and days.day_of(slot) is days.day_of(guess):
            return loop, 0
        found = self._within(order, slack_bdays, earliest=slot, since=earliest.floor)
        assert found is not None, "there is one that ends then"
        return found, (earliest.weight - earliest.floor) * self._board.grid

    def _is_settled(self, order: Order, loop: Loop, guess: int) -> bool:
        """Whether the slots allowed to the last round would be the same for the true earliest end.

        That lies between the guess and the end of any loop.
        """
        first, last = self._board.days.day_of(guess), self._board.days.day_of(loop.slots[-1])
        return first is last or (order is Order.FAIREST and last.ordinal <= self._target)

    def _within(self, order: Order, slack_bdays: int, *, earliest: int, since: int | None = None) -> Loop | None:
        """The lightest loop, its end as the order allows; no loop ends before slot `since`, if not the earliest."""
        assert self._windows is not None
        *others, last = self._windows
        last &= self._last_slots(order, slack_bdays, earliest) & -(1 << (earliest if since is None else since))
        windows = narrowed(self._board, (*others, last))
        return None if windows is None else best_loop(self._board, windows, self._lightest, limit=self._limit)

    def _last_slots(self, order: Order, slack_bdays: int, earliest: int) -> int:
        """The slots at which the last round may start: no more overdue than need be, as late as the order allows."""
        if order is Order.EARLIEST:
            return 1 << earliest
        days = self._board.days
        end = days.day_of(earliest)
        allowed = ~days.from_ordinal(max(end.ordinal, self._target) + 1)
        if order is Order.BALANCED:
            allowed &= ~days.from_number(end.number + slack_bdays + 1)
        return allowed

    @property
    def _target(self) -> int:
        """The last date (an ordinal) that is not overdue."""
        return self._board.days.first_ordinal + self._board.problem.target_days - 1

    def _earliest(self) -> Loop | None:
        """A loop that ends as early as can be, found once."""
        if self._known_earliest is None and self._windows is not None:
            self._known_earliest = best_loop(self._board, self._windows, earliest_end(self._board), limit=self._limit)
        return self._known_earliest


def _settled(loop: Loop | None) -> tuple[Loop, int] | None:
    return None if loop is None else (loop, 0)


def _as_plan(board: Board, loop: Loop) -> Plan:
    problem = board.problem
    planned = {
        table.index: PlannedRound(start=slot * board.grid, people=people)
        for table, slot, people in zip(board.tables, loop.slots, loop.people, strict=True)
    }
    rounds = tuple(problem.fixed_round(k) or planned[k] for k in range(len(problem.rounds)))
    if len(planned) < len(rounds):
        return Plan(rounds=rounds, objective=worth(problem, rounds))
    days, last = board.days, loop.slots[-1]
    late = days.day_of(last).ordinal - days.first_ordinal - (problem.target_days - 1)
    objective = Objective(
        overdue_days=max(0, late),
        load_cost=loop.load_cost,
        finish=last * board.grid + problem.rounds[-1].duration_min,
        out_of_core=loop.out_of_core,
    )
    return Plan(rounds=rounds, objective=objective)
