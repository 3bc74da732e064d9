"""One whole number for a loop's worth: the objectives, in their order of rank, as digits of one weighted sum."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.rules.planning.board import Board
from scheduling.rules.planning.crew import Sitter


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Weights of load cost, quarters out of core hours, and each table's start slot.

    Every weight exceeds all that lower-ranked terms can add up to, so the least sum is the lexicographic minimum.
    With `flat` everybody costs the same, and only the slot of the last round counts.
    """

    load: int
    out_of_core: int
    slots: tuple[int, ...]
    flat: bool = False

    def of(self, sitter: Sitter) -> int:
        """What a seat weighs with this person in it."""
        return sitter.cost * self.load + sitter.out_of_core * self.out_of_core


def earliest_end(board: Board) -> Terms:
    """Only the end of the loop counts; nothing does where a fixed round ends it."""
    last = len(board.tables) - 1
    return Terms(
        load=0,
        out_of_core=0,
        slots=tuple(int(k == last and board.ends_the_loop) for k in range(len(board.tables))),
        flat=True,
    )


def lightest(board: Board) -> Terms:
    """Load, then the end of the loop, then core hours, then the earliest starts in the order of the rounds."""
    count, range_ = len(board.tables), board.days.slot_count
    slots = [range_ ** (count - 1 - k) for k in range(count)]
    out_of_core = range_**count
    finish = out_of_core * (1 + sum(table.quarters * table.seat_count for table in board.tables))
    load = finish
    if board.ends_the_loop:
        slots[-1] += finish
        load = finish * range_
    return Terms(load=load, out_of_core=out_of_core, slots=tuple(slots))
