"""What every page shows above it: now, how far a leap has come, when the next thing happens, and what is in trouble."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.page.asked import Viewer
from sandbox.page.troubles import NONE, current
from sandbox.page.world import Demo


def clock_face(demo: Demo, by: Viewer) -> dict[str, Any]:
    """For the template clock_bar.html."""
    zone, following = ZoneInfo(by.zone), next_thing(demo)
    now, way = demo.journey.seen(lambda: demo.now)
    return {
        "by": by,
        "now": now.astimezone(zone),
        "utc": now,
        "way": way,
        "arrives": None if way is None else way.end.astimezone(zone),
        "percent": 0 if way is None else way.done(now),
        "following": None if following is None else following.astimezone(zone),
        "in_trouble": any(code != NONE for code in current(demo).values()),
    }


def next_thing(demo: Demo) -> datetime | None:
    """When something will be due; None when nothing is planned."""
    return demo.stage.next_due()
