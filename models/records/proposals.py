"""Plans put before a coordinator: the options, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ProposalKind(StrEnum):
    LOOP = "loop"
    MOVE = "move"
    SWAP = "swap"


class ProposalState(StrEnum):
    OPEN = "open"
    BOOKING = "booking"
    BOOKED = "booked"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRound:
    """Where an option puts one round. `people` has one id per seat, in seat order. `kept` marks a round that the
    option leaves as it is booked."""

    index: int
    start: datetime
    people: tuple[str, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to book. `order` is the planner's name for it ("balanced", "earliest", "fairest", or "replacement").

    `end_day` is the day of the loop (1 to 21, or more) on which its last round is held; `load` is how many interviews
    the busiest person of it already has; `out_of_core` counts quarters outside people's core hours. Where the search was
    given up, another way may be lighter by `lighter_percent` of the load at most, and end `sooner_days` earlier at most.
    """

    order: str
    rounds: tuple[OptionRound, ...]
    end_day: int
    load: int
    out_of_core: int
    lighter_percent: int = 0
    sooner_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleNote:
    """Why no plan fits: the round, the constraint (the planner's word for it), and the people whose calendars are in
    the way, most decisive first."""

    round_index: int
    blocker: str
    people: tuple[str, ...]
    pool: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that would help: `ask` is the planner's word for it, `person` whom it is asked of (None: the candidate, or
    nobody), `round_index` the round that needs it, which could be at `start` then.

    `weekdays` are those of an hour more, `day` a further day of the candidate, `busy` the one stretch in the way, `pool`
    the one that `person` would sit for.
    """

    ask: str
    round_index: int
    start: datetime
    person: str | None = None
    weekdays: tuple[int, ...] = ()
    day: date | None = None
    busy: tuple[datetime, datetime] | None = None
    pool: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyNote:
    """What would be enough, all of it together; the loop would end on day `end_day`."""

    asked: tuple[Asked, ...]
    end_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the planner found for a loop at one moment: options, or (none of them) the obstacles. `remedies` would help
    where there are none, or none that ends in time; the easiest first.

    `loop_version` fences it: a loop that changed since makes the proposal stale. `round_index` and `seat_index` say
    what a MOVE or SWAP is about.
    """

    id: str
    loop_id: str
    kind: ProposalKind
    state: ProposalState
    generation: int
    options: tuple[Option, ...]
    obstacles: tuple[ObstacleNote, ...]
    made_at: datetime
    made_for: str
    round_index: int | None = None
    seat_index: int | None = None
    chosen: int | None = None
    chosen_by: str | None = None
    because: str = ""
    remedies: tuple[RemedyNote, ...] = ()
    version: int = 1
