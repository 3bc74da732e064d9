"""How long to wait before an effect is tried again. Returned as values; the relay writes them down."""

from __future__ import annotations

from datetime import timedelta

from models.records.delivery import OWN_FAULTS

STEPS = tuple(timedelta(seconds=s) for s in (2, 10, 30, 60, 120, 240))
MAX_ATTEMPTS = 12
"""An effect that failed this often for a reason of its own is set aside (dead), and a person is told."""

UNCERTAIN_WAIT = timedelta(seconds=5)
"""After an unknown outcome: long enough for the other side to show what it accepted, before it is read back."""

SERVICE_DOWN = ("auth", "quota")
"""Reasons a person must mend or know of: told once a day, not once per effect."""


def wait(attempts: int, *, retry_after: float | None = None) -> timedelta:
    """Grows from 2 seconds to 4 minutes; never shorter than what the other side asked for (capped at an hour)."""
    own = STEPS[min(max(attempts, 1), len(STEPS)) - 1]
    asked = timedelta(seconds=min(max(retry_after or 0.0, 0.0), 3600.0))
    return max(own, asked)


def hopeless(attempts: int, reason: str) -> bool:
    """Whether to give an effect up."""
    return attempts >= MAX_ATTEMPTS and reason.startswith(OWN_FAULTS)
