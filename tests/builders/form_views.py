"""Sample views behind the forms: a scorecard to fill in, a new loop, a candidate's availability. Override what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from models.records.openings import RoundKind
from models.records.people import DaysOff, Hours
from scheduling.views.feedback import ScorecardFormView
from scheduling.views.loops import AvailabilityView
from scheduling.views.team import NewLoopFormView
from tests.builders.feedback_views import COMPETENCIES
from tests.builders.views import CY, LEE, NOW, at

FLAGS = ("Never speaks of evaluation", "Cannot explain the code just written")


def a_scorecard_form(**more: Any) -> ScorecardFormView:
    """Ben's form for round 2, nothing typed yet."""
    form = ScorecardFormView(
        loop_id="loop-1",
        candidate="Ana Kovač",
        opening="Senior AI Engineer: Search",
        round_id="round-2",
        round_name="Technical deep-dive",
        round_kind=RoundKind.DEEP_DIVE,
        start=at(8, 13),
        competencies=COMPETENCIES,
        red_flags=FLAGS,
        colleagues=(CY, LEE),
    )
    return replace(form, **more)


def a_new_loop_form(**more: Any) -> NewLoopFormView:
    form = NewLoopFormView(
        openings=(("opening-1", "Senior AI Engineer: Search"), ("opening-2", "Data Engineer")),
        zones=("Europe/Berlin", "Asia/Singapore"),
        first_day=NOW.date(),
        reader_zone="Europe/Berlin",
    )
    return replace(form, **more)


def an_availability(**more: Any) -> AvailabilityView:
    """Mondays to Thursdays in the morning, Fridays in two stretches, away for three days."""
    mornings = tuple(Hours(weekday=day, start=8 * 60, end=12 * 60) for day in range(4))
    friday = (Hours(weekday=4, start=9 * 60, end=10 * 60), Hours(weekday=4, start=15 * 60, end=18 * 60))
    view = AvailabilityView(
        loop_id="loop-1",
        candidate="Ana Kovač",
        zone="Europe/Zagreb",
        windows=(*mornings, *friday),
        days_off=(DaysOff(first=date(2025, 6, 10), last=date(2025, 6, 12)),),
    )
    return replace(view, **more)
