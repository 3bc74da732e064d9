"""Views of people and openings, and the two lists everybody starts from: the worklist and App Home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.records.openings import Opening
from models.records.people import Person
from scheduling.views.loops import LoopView, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person for `/hire people`. `load` counts interviews of the last four weeks and those to come; `seen` is the mark of what
    a form shows of them."""

    person: Person
    pools: tuple[str, ...]
    load: int
    this_week: int
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    people: tuple[PersonView, ...]
    pools: tuple[str, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningView:
    opening: Opening
    hiring_manager: Who
    coordinator: Who
    live_loops: int
    may_edit: bool
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningsView:
    openings: tuple[OpeningView, ...]
    pools: tuple[str, ...]
    people: tuple[Who, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyInterview:
    """One coming interview of the reader."""

    loop_id: str
    round_id: str
    candidate: str
    opening: str
    round_name: str
    start: datetime
    end: datetime
    hold: bool
    meet_link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedFeedback:
    """A scorecard that the reader owes. `since` is when the interview ended."""

    loop_id: str
    round_id: str
    candidate: str
    opening: str
    round_name: str
    since: datetime
    has_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistView:
    """What bare `/hire` and App Home show one reader. `loops` are those the reader coordinates or hires for;
    `may_start` is true for whoever may start a loop."""

    reader: Who
    interviews: tuple[MyInterview, ...]
    owed: tuple[OwedFeedback, ...]
    my_ball: tuple[LoopView, ...]
    in_danger: tuple[LoopView, ...]
    loops: tuple[LoopView, ...]
    may_start: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLoopFormView:
    """What the form for a new loop offers. `zones` are the zones of the team, most used first; `first_day` is the
    earliest kickoff."""

    openings: tuple[tuple[str, str], ...]
    zones: tuple[str, ...]
    first_day: date
    reader_zone: str
