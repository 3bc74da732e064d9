"""Views of when a loop will end, and of what had been expected of one that has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """Where the loop will end: day N (1 is the kickoff), the local date, and the step that decides it."""

    day: int
    on: date
    decided_by: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookView:
    """When the loop will be decided at this team's pace, local dates: usually, and at the latest, which hangs on one step."""

    likely: date
    latest: date
    hangs_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenView:
    """What was first forecast of a loop that has been decided, in days of the loop: on day `on` it was expected to end on
    `likely` to `latest`; it ended on `ended`."""

    on: int
    likely: int
    latest: int
    ended: int
