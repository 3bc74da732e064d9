"""The slots each table is worth looking at: what the days before and after leave to it, people in two rounds allowed."""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.rules.planning.board import Board


def possible_windows(board: Board) -> tuple[int, ...] | None:
    """Per table the slots at which it could start as part of some chain; None where there is no chain at all."""
    days = board.days
    windows = narrowed(
        board,
        [
            table.open & days.from_number(first) & ~days.from_number(last + 1)
            for table, (first, last) in zip(board.tables, board.limits, strict=True)
        ],
    )
    if windows is None:
        return None
    return narrowed(board, [table.panel.cover(slots) for table, slots in zip(board.tables, windows, strict=True)])


def narrowed(board: Board, windows: Sequence[int]) -> tuple[int, ...] | None:
    """The windows without the days that no chain through all of them can use; None where there is no chain."""
    left, days, links = list(windows), board.days, board.links
    earliest = -1
    for place in range(len(left)):
        left[place] &= earliest
        if not left[place]:
            return None
        link = links[place] if place < len(links) else None
        first = days.day_of((left[place] & -left[place]).bit_length() - 1)
        earliest = -1 if link is None else days.from_number(first.number + link)
    latest = -1
    for place in reversed(range(len(left))):
        left[place] &= latest
        if not left[place]:
            return None
        link = links[place - 1] if place else None
        last = days.day_of(left[place].bit_length() - 1)
        latest = -1 if link is None else ~days.from_number(last.number - link + 1)
    return tuple(left)
