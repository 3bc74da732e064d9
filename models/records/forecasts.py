"""What was forecast of a loop at one moment, and, once it has ended, how far off that was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastMade:
    """The `n`-th forecast of a loop (from 1); a new one is kept whenever it says something else than the one before.

    `stage` is how many of the interviews had taken place. `likely` and `latest` are the days of the decision, local dates
    of the loop's zone. `ended_on` and `error_days` (by how many days it ended after the likely one; negative: before) are
    filled in when the loop is decided after its last round. A loop that went no further than an earlier round, or was
    called off, says nothing about forecasts: there they stay None.
    """

    loop_id: str
    n: int
    stage: int
    made_at: datetime
    likely: date
    latest: date
    ended_on: date | None = None
    error_days: int | None = None
