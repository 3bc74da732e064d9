"""How far off the forecasts were, by how far the loop had come when they were made. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.records.forecasts import ForecastMade


@dataclass(frozen=True, slots=True, kw_only=True)
class StageErrors:
    """Of `loops` loops, as forecast when `stage` of their interviews had taken place: by how many days, sooner or later, the
    middle one and the ninth of ten were off; `in_range` of them ended within the range that was said."""

    stage: int
    loops: int
    median: int
    nine_of_ten: int
    in_range: int


def forecast_errors(made: Iterable[ForecastMade]) -> tuple[StageErrors, ...]:
    """By stage. Of each loop the first forecast of a stage counts; of a loop that was not decided, none."""
    first: dict[tuple[int, str], ForecastMade] = {}
    for each in sorted(made, key=lambda each: each.n):
        if each.error_days is not None:
            first.setdefault((each.stage, each.loop_id), each)
    stages = sorted({stage for stage, _ in first})
    return tuple(_errors(stage, [each for (at, _), each in first.items() if at == stage]) for stage in stages)


def _errors(stage: int, made: list[ForecastMade]) -> StageErrors:
    """By nearest rank."""
    off = sorted(abs(each.error_days or 0) for each in made)
    return StageErrors(
        stage=stage,
        loops=len(off),
        median=off[-(-len(off) // 2) - 1],
        nine_of_ten=off[-(-len(off) * 9 // 10) - 1],
        in_range=sum(each.ended_on is not None and each.likely <= each.ended_on <= each.latest for each in made),
    )
