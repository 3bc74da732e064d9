"""Sets of slots as bits of one integer: bit k stands for the grid slot k. A whole calendar is one number."""

from __future__ import annotations

from collections.abc import Iterator


def span(first: int, stop: int) -> int:
    """The slots `first` to `stop - 1`; empty when there are none."""
    return (1 << stop) - (1 << first) if stop > first else 0


def runs(slots: int, length: int) -> int:
    """The slots from which `length` slots in a row are in the set."""
    have = 1
    while have < length:
        step = min(have, length - have)
        slots &= slots >> step
        have += step
    return slots


def positions(slots: int) -> Iterator[int]:
    """The slots of the set, ascending."""
    while slots:
        low = slots & -slots
        yield low.bit_length() - 1
        slots ^= low
