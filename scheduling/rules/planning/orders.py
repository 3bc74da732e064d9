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
    """Answers for one board; the orders share what they can."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._windows = possible_windows(board)
        self._lightest = lightest(board)
        self._known_earliest: Loop | None = None

    def any_plan(self) -> Plan | None:
        """Some loop that ends as early as can be: enough to know that there is one."""
        earliest = self._earliest()
        return None if earliest is None else _as_plan(self._board, earliest)

    def plan(self, order: Order, *, slack_bdays: int) -> Plan | None:
        """The best loop in this order, None if there is none."""
        loop = self._best(order, slack_bdays)
        return None if loop is None else _as_plan(self._board, loop)

    def _best(self, order: Order, slack_bdays: int) -> Loop | None:
        """Guesses that the loop can end where its rounds, each by itself, let it; that is nearly always so."""
        if self._windows is None:
            return None
        if not self._board.ends_the_loop:
            return best_loop(self._board, self._windows, self._lightest)
        guess = (self._windows[-1] & -self._windows[-1]).bit_length() - 1
        loop = self._within(order, slack_bdays, earliest=guess)
        if loop is not None and self._is_settled(order, loop, guess):
            return loop
        earliest = self._earliest()
        if earliest is None:
            return None
        slot, days = earliest.slots[-1], self._board.days
        if loop is not None and order is not Order.EARLIEST and days.day_of(slot) is days.day_of(guess):
            return loop
        return self._within(order, slack_bdays, earliest=slot)

    def _is_settled(self, order: Order, loop: Loop, guess: int) -> bool:
        """Whether the slots allowed to the last round would be the same for the true earliest end.

        That lies between the guess and the end of any loop.
        """
        first, last = self._board.days.day_of(guess), self._board.days.day_of(loop.slots[-1])
        return first is last or (order is Order.FAIREST and last.ordinal <= self._target)

    def _within(self, order: Order, slack_bdays: int, *, earliest: int) -> Loop | None:
        assert self._windows is not None
        *others, last = self._windows
        windows = narrowed(self._board, (*others, last & self._last_slots(order, slack_bdays, earliest)))
        return None if windows is None else best_loop(self._board, windows, self._lightest)

    def _last_slots(self, order: Order, slack_bdays: int, earliest: int) -> int:
        """The slots at which the last round may start: no more overdue than need be, as late as the order allows."""
        if order is Order.EARLIEST:
            return 1 << earliest
        days = self._board.days
        end = days.day_of(earliest)
        allowed = ~days.from_ordinal(max(end.ordinal, self._target) + 1)
        if order is Order.BALANCED:
            allowed &= ~days.from_number(end.number + slack_bdays + 1)
        return allowed & -(1 << earliest)  # nothing ends before the earliest

    @property
    def _target(self) -> int:
        """The last date (an ordinal) that is not overdue."""
        return self._board.days.first_ordinal + self._board.problem.target_days - 1

    def _earliest(self) -> Loop | None:
        """A loop that ends as early as can be, found once."""
        if self._known_earliest is None and self._windows is not None:
            self._known_earliest = best_loop(self._board, self._windows, earliest_end(self._board))
        return self._known_earliest


def _as_plan(board: Board, loop: Loop) -> Plan:
    problem = board.problem
    planned = {
        table.index: PlannedRound(start=slot * board.grid, people=people)
        for table, slot, people in zip(board.tables, loop.slots, loop.people, strict=True)
    }
    rounds = tuple(problem.fixed_round(k) or planned[k] for k in range(len(problem.rounds)))
    return Plan(rounds=rounds, objective=worth(problem, rounds))
