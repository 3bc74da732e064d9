"""People of the team as readers see them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person of the team as readers see them."""

    id: str
    name: str
    slack_id: str | None = None
    zone: str = "UTC"
