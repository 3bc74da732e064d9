"""How far off the forecasts were, stage by stage."""

from datetime import UTC, date, datetime, timedelta

from models.records.forecasts import ForecastMade
from scheduling.rules.forecast_errors import StageErrors, forecast_errors

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
ENDED = date(2026, 12, 4)


def made(loop: str, n: int, *, stage: int, error: int | None, range_days: int = 2) -> ForecastMade:
    likely = ENDED - timedelta(days=error or 0)
    ended_on = None if error is None else ENDED
    return ForecastMade(
        loop_id=loop,
        n=n,
        stage=stage,
        made_at=NOW,
        likely=likely,
        latest=likely + timedelta(days=range_days),
        ended_on=ended_on,
        error_days=error,
    )


def test_sooner_counts_as_later_and_only_what_lay_within_the_range_is_said_to() -> None:
    errors = [-1, 0, 1, 2, 3, 0, 0, 0, 7, 0]

    [found] = forecast_errors(made(f"l{k}", 1, stage=0, error=error) for k, error in enumerate(errors))

    assert StageErrors(stage=0, loops=10, median=0, nine_of_ten=3, in_range=7) == found


def test_of_each_loop_the_first_forecast_of_a_stage_counts() -> None:
    found = forecast_errors(
        [made("l1", 2, stage=0, error=1), made("l1", 1, stage=0, error=4), made("l1", 3, stage=2, error=0)]
    )

    assert [(0, 4, 0), (2, 0, 1)] == [(each.stage, each.median, each.in_range) for each in found]


def test_a_loop_that_was_not_decided_says_nothing() -> None:
    assert () == forecast_errors([made("l1", 1, stage=0, error=None)])
