"""The slots each table is worth looking at: what the days before and after leave to it, people in two rounds allowed."""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.rules.planning.board import Board
from scheduling.rules.planning.options import Round
from scheduling.rules.planning.terms import earliest_end


def possible_windows(board: Board) -> tuple[int, ...] | None:
    """Per table the slots at which it could start as part of some chain; None where there is no chain at all."""
    terms, nobody = earliest_end(board), frozenset[int]()
    covers: list[int] = []
    for place, table in enumerate(board.tables):
        first, last = board.limits[place]
        slots = Round(board, place, terms, barred=nobody, prices={}).cover(table.open & _days(board, first, last))
        covers.append(slots)
    return narrowed(board, covers)


def narrowed(board: Board, windows: Sequence[int]) -> tuple[int, ...] | None:
    """The windows without the days that no chain through all of them can use; None where there is no chain."""
    left = list(windows)
    earliest = 0
    for place in range(len(left)):
        left[place] &= _days(board, earliest, None)
        if not left[place]:
            return None
        link = board.links[place] if place < len(board.links) else None
        first = board.days.day_of((left[place] & -left[place]).bit_length() - 1).number
        earliest = 0 if link is None else first + link
    latest: int | None = None
    for place in reversed(range(len(left))):
        left[place] &= _days(board, 0, latest)
        if not left[place]:
            return None
        link = board.links[place - 1] if place else None
        last = board.days.day_of(left[place].bit_length() - 1).number
        latest = None if link is None else last - link
    return tuple(left)


def _days(board: Board, first: int, last: int | None) -> int:
    """The slots of business days number `first` to `last`."""
    return sum(day.slots for day in board.days.business if day.number >= first and (last is None or day.number <= last))
