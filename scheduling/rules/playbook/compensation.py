"""Pay in 2026 by region, level and source. The sources disagree, so a range is never shown without its source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Where a figure comes from. A gives pay of senior individual contributors, B and C by level."""

    LOOP_GUIDE = "A: guide to the four-round loop, 2026"
    STEP_GUIDE = "B: step-by-step hiring guide"
    AMERICAS_GUIDE = "C: guide with US and Latin American pay"


class Level(StrEnum):
    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"


class Engagement(StrEnum):
    FULL_TIME = "full-time"
    CONTRACTOR = "contractor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """`key` is what a team file says; `within` is the wider region whose figures apply as well."""

    key: str
    name: str
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRange:
    """What one source says. `low` and `high` are whole units of `currency` per `per` (`year`, `month` or `hour`);
    `high` None means "and more"."""

    region: str
    level: Level
    engagement: Engagement
    currency: str
    low: int
    high: int | None
    per: str
    source: Source
    equity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Per cent to add to a senior's base for somebody else."""

    who: str
    low: int
    high: int
    source: Source


ADJUSTMENTS = (
    Adjustment(who="Principal or staff", low=30, high=60, source=Source.LOOP_GUIDE),
    Adjustment(who="Lead", low=10, high=25, source=Source.LOOP_GUIDE),
    Adjustment(who="Specialist", low=15, high=30, source=Source.LOOP_GUIDE),
    Adjustment(who="Budget made in 2024", low=10, high=15, source=Source.LOOP_GUIDE),
)

_REGIONS = (
    Region(key="us", name="United States"),
    Region(key="us_hubs", name="US: San Francisco, New York, Seattle", within="us"),
    Region(key="us_cities", name="US: other tier-1 cities", within="us"),
    Region(key="uk", name="United Kingdom (London)"),
    Region(key="western_europe", name="Western Europe"),
    Region(key="eastern_europe", name="Eastern Europe"),
    Region(key="canada", name="Canada (Toronto, Vancouver)"),
    Region(key="latam", name="Latin America"),
    Region(key="australia", name="Australia (Sydney)"),
    Region(key="singapore", name="Singapore"),
    Region(key="india", name="India"),
    Region(key="gulf", name="Gulf (UAE, Saudi Arabia)"),
)

# Source A: region, currency, full-time base from and to, per, contractor's currency, from and to per hour.
_SENIOR = (
    ("us_hubs", "USD", 260_000, 380_000, "year", "USD", 150, 220),
    ("us_cities", "USD", 210_000, 310_000, "year", "USD", 110, 180),
    ("uk", "GBP", 110_000, 170_000, "year", "GBP", 85, 140),
    ("western_europe", "EUR", 90_000, 160_000, "year", "EUR", 75, 140),
    ("canada", "CAD", 160_000, 260_000, "year", "CAD", 120, 200),
    ("australia", "AUD", 180_000, 300_000, "year", "AUD", 130, 220),
    ("singapore", "SGD", 160_000, 280_000, "year", "SGD", 130, 220),
    ("india", "INR", 4_000_000, 8_000_000, "year", "USD", 28, 60),
    ("gulf", "AED", 40_000, 70_000, "month", "USD", 55, 110),
)

# Sources B and C: region, level, currency, full-time from and to (None: and more) per year, source, with equity.
_LEVELS = (
    ("us", Level.MID, "USD", 150_000, 175_000, Source.STEP_GUIDE, False),
    ("us", Level.SENIOR, "USD", 175_000, 220_000, Source.STEP_GUIDE, False),
    ("us", Level.STAFF, "USD", 220_000, None, Source.STEP_GUIDE, False),
    ("uk", Level.MID, "GBP", 80_000, 100_000, Source.STEP_GUIDE, False),
    ("uk", Level.SENIOR, "GBP", 100_000, 130_000, Source.STEP_GUIDE, False),
    ("uk", Level.STAFF, "GBP", 130_000, None, Source.STEP_GUIDE, False),
    ("india", Level.MID, "USD", 18_000, 28_000, Source.STEP_GUIDE, False),
    ("india", Level.SENIOR, "USD", 28_000, 45_000, Source.STEP_GUIDE, False),
    ("india", Level.STAFF, "USD", 45_000, None, Source.STEP_GUIDE, False),
    ("eastern_europe", Level.MID, "USD", 45_000, 60_000, Source.STEP_GUIDE, False),
    ("eastern_europe", Level.SENIOR, "USD", 60_000, 80_000, Source.STEP_GUIDE, False),
    ("eastern_europe", Level.STAFF, "USD", 80_000, None, Source.STEP_GUIDE, False),
    ("us", Level.SENIOR, "USD", 180_000, 260_000, Source.AMERICAS_GUIDE, True),
    ("latam", Level.SENIOR, "USD", 72_000, 120_000, Source.AMERICAS_GUIDE, True),
    ("latam", Level.STAFF, "USD", 100_000, 140_000, Source.AMERICAS_GUIDE, True),
)


def regions() -> tuple[Region, ...]:
    """Every region that a figure is known for."""
    return _REGIONS


def compensation(region: str | None = None) -> tuple[PayRange, ...]:
    """What all sources say, of one region (and the wider one that it lies in) or of all. Unknown regions have none."""
    if region is None:
        return _RANGES
    wider = {each.key: each.within for each in _REGIONS}.get(region)
    return tuple(pay for pay in _RANGES if pay.region in (region, wider))


def _senior_ranges() -> tuple[PayRange, ...]:
    found: list[PayRange] = []
    for region, currency, low, high, per, hourly, hour_low, hour_high in _SENIOR:
        base = PayRange(
            region=region,
            level=Level.SENIOR,
            engagement=Engagement.FULL_TIME,
            currency=currency,
            low=low,
            high=high,
            per=per,
            source=Source.LOOP_GUIDE,
            equity=region == "us_hubs",
        )
        contractor = PayRange(
            region=region,
            level=Level.SENIOR,
            engagement=Engagement.CONTRACTOR,
            currency=hourly,
            low=hour_low,
            high=hour_high,
            per="hour",
            source=Source.LOOP_GUIDE,
        )
        found += [base, contractor]
    return tuple(found)


def _ranges_by_level() -> tuple[PayRange, ...]:
    return tuple(
        PayRange(
            region=region,
            level=level,
            engagement=Engagement.FULL_TIME,
            currency=currency,
            low=low,
            high=high,
            per="year",
            source=source,
            equity=equity,
        )
        for region, level, currency, low, high, source, equity in _LEVELS
    )


_RANGES = _senior_ranges() + _ranges_by_level()
