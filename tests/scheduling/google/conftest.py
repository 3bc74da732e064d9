"""Lets these tests ask for a served stand-in, and gives them one interview to book."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scheduling.google.codec import event_id
from scheduling.ports import EventDraft
from tests.google_site import google, google_socket

__all__ = ["draft", "google", "google_socket"]


@pytest.fixture
def draft() -> EventDraft:
    return EventDraft(
        event_id=event_id("loop-1", 0, generation=1, secret=b"s" * 32),
        summary="Interview: screen",
        description="What to bring",
        start=datetime(2026, 3, 10, 10, 0, tzinfo=UTC),
        end=datetime(2026, 3, 10, 11, 0, tzinfo=UTC),
        zone="Europe/Berlin",
        guests=("ann@acme.test", "ben@acme.test"),
        private={"round": "r-1"},
    )
