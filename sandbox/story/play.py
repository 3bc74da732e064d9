"""`hirebot demo --story`: plays both loops and says at the end whether every promise held."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.clock import SystemClock
from sandbox.clock import SteppedClock
from sandbox.company import Company, example_company
from sandbox.room import room
from sandbox.story.bots import LocalBot, local_bot
from sandbox.story.in_time import in_time
from sandbox.story.late import late
from sandbox.story.plot import perform
from sandbox.story.stage import Stage
from sandbox.story.telling import Teller
from scheduling.invariants import check
from scheduling.rules.business_time import LOOP_DAYS

BEGINS = datetime(2026, 10, 12, 7, 0, tzinfo=UTC)
"""A Monday, 09:00 in Berlin; clocks go back during both loops, in Europe and in America on different Sundays."""


def play(out: Callable[[str], None]) -> int:
    """Plays the story; returns the exit code: 0 when every invariant holds at the end."""
    clock = SteppedClock(BEGINS)
    with (
        room("hirebot-story") as folder,
        example_company(clock, room=folder, token_clock=SystemClock()) as company,
        local_bot(company, database_url=f"sqlite:///{folder}/story.db") as bot,
    ):
        teller = Teller(company, out)
        stage = Stage(company, bot, after_step=teller.tell)
        perform(stage, in_time(stage), late(stage))
        return _verdict(company, bot, out)


def _verdict(company: Company, bot: LocalBot, out: Callable[[str], None]) -> int:
    with bot.uow.reading() as tx:
        broken = check(tx, now=company.clock.now(), secret=bot.app.engine.outside.secret)
        loops = tx.loops.all()
    out("\n" + "━" * 60)
    for loop in loops:
        days = 0 if loop.ended_at is None else (loop.ended_at.date() - loop.kickoff).days + 1
        when = f"on day {days} of 21" if days <= LOOP_DAYS else f"on day {days}, past the 21"
        out(f"{loop.candidate.name}: {loop.state}, {when}.")
    calls = company.slack.workspace.calls
    out(f"{calls.count('chat.postMessage')} messages, {calls.count('chat.update')} updates in place.")
    if broken:
        out("Promises broken:")
        for sentence in broken:
            out(f"  {sentence}")
        return 1
    out("Every promise held: nothing lost, nothing twice, nothing too early.")
    return 0


def main() -> int:
    started = time.monotonic()
    code = play(_say)
    _say(f"Played in {time.monotonic() - started:.0f} seconds.")
    return code


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
