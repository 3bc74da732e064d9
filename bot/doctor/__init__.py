"""Looks at everything that Hirebot needs and everything that it promised, one finding each, and goes on after each that is
not well; changes nothing, anywhere, but what it was asked to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bot.config import ENV_FILE, Given
from bot.doctor.doorway import look_at_door, look_at_process
from bot.doctor.finding import Finding, State
from bot.doctor.forms import look_at_forms
from bot.doctor.google import look_at_google
from bot.doctor.promises import look_at_promises
from bot.doctor.settings import look_at_settings
from bot.doctor.slack import look_at_slack, look_at_socket
from bot.doctor.store import look_at_store
from bot.doctor.team import look_at_team
from bot.doctor.ways_in import look_at_ways_in
from scheduling.ports import Clock

__all__ = ["Finding", "State", "examine"]


def examine(
    given: Given, clock: Clock, *, public_url: str | None = None, env_file: Path = ENV_FILE, fix: bool = False
) -> Iterator[Finding]:
    """In the order in which things are set up, so that the first bad finding is likely to be the cause of those after it.
    `public_url` is where Slack's requests come in through a proxy, for whoever wants to see whether they would."""
    with ExitStack() as closing:
        yield from look_at_settings(given, env_file)
        uow = yield from look_at_store(given, closing)
        workspace = yield from look_at_slack(given, clock)
        yield from look_at_socket(given, workspace)
        yield from look_at_forms(workspace, clock)
        yield from look_at_process(given)
        yield from look_at_door(given, clock, public_url)
        yield from look_at_ways_in(given, uow)
        calendar = yield from look_at_google(given, clock, closing)
        yield from look_at_team(uow, workspace, calendar, clock)
        yield from look_at_promises(given, uow, calendar, clock, fix=fix)
