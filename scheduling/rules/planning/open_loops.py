"""A loop as a batch sees it: which rounds are open, where they could be, who could sit there; and where it was put."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.rules.planning.candidate_days import CandidateDays
from scheduling.rules.planning.diaries import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Seats of one round that are filled from the same pool: `numbers` says which, `place` which of the loop's rounds."""

    place: int
    pool: Pool
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """A round to place: `index` in its loop, the slots it could start at if nobody else wanted anything, its seats."""

    index: int
    duration: int
    quarters: int
    seat_count: int
    window: int
    posts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLoop:
    """A loop to place. `links[k]` is the least distance in business days between its rounds k and k + 1, None for none."""

    rounds: tuple[OpenRound, ...]
    posts: tuple[Seats, ...]
    gone: frozenset[int]
    links: tuple[int | None, ...]
    days: CandidateDays
    in_order: bool
    target: int
    """The last date (an ordinal) on which a last round is not overdue."""
    fixed_end: tuple[int, int] | None = None
    """The overdue days and the last minute of a loop whose last round is fixed."""

    @property
    def last_in_time(self) -> int:
        """The slots at which the last of the rounds is not overdue."""
        return -1 if self.fixed_end else ~self.days.from_ordinal(self.target + 1)

    def end(self, slot: int) -> tuple[int, int]:
        """The overdue days and the last minute of the loop if the last of its open rounds starts at `slot`."""
        if self.fixed_end:
            return self.fixed_end
        return max(0, self.days.day_of(slot).ordinal - self.target), slot * self.days.grid + self.rounds[-1].duration

    def next_slot(self, place: int, slot: int) -> int:
        """The first slot at which the round after `place` may start, if that one starts at `slot`."""
        link = self.links[place]
        if link is None:
            return 0
        day = self.days.day_of(slot)
        first = day.first
        if link:
            later = self.days.from_number(day.number + link)
            first = (later & -later).bit_length() - 1 if later else self.days.slot_count
        return max(first, slot + self.rounds[place].quarters) if self.in_order else first


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a loop's open rounds are, and the number of the person in each of their seats."""

    cost: int
    slots: tuple[int, ...]
    people: tuple[tuple[int, ...], ...]
