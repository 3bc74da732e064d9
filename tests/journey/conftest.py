"""Where a journey begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock
from sandbox.clock import SteppedClock
from sandbox.company import example_company
from sandbox.story.bots import local_bot
from sandbox.story.stage import Stage

MONDAY = datetime(2026, 10, 12, 7, 0, tzinfo=UTC)


@pytest.fixture
def stage(tmp_path: Path, migrated_url: str) -> Iterator[Stage]:
    """The example company on a Monday at nine in Berlin, with a bot on the test's database."""
    with (
        example_company(SteppedClock(MONDAY), room=tmp_path, token_clock=SystemClock()) as company,
        local_bot(company, database_url=migrated_url) as bot,
    ):
        yield Stage(company, bot)
