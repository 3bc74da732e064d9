"""Prints what each person saw, day by day, in their own time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from sandbox.company import Company
from sandbox.slack.rendering import shown_message, shown_view
from sandbox.slack.timeline import Entry, Happening

INDENT = "    "


class Teller:
    """Tells what is new since the last time; `out` takes one line. Edits are told in one line, posts in full."""

    def __init__(self, company: Company, out: Callable[[str], None]) -> None:
        self._company = company
        self._out = out
        self._told = 0
        self._day: date | None = None

    def tell(self) -> None:
        for entry in self._company.slack.workspace.timeline.since(self._told):
            self._told = entry.number
            if entry.kind is not Happening.HOME:
                self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        day = entry.at.date()
        if day != self._day:
            self._day = day
            self._out(f"\n━━ {entry.at:%A %-d %B %Y} " + "━" * 40)
        for name, person in self._company.people.items():
            if person.user_id in entry.audience:
                self._line(entry, name)

    def _line(self, entry: Entry, name: str) -> None:
        user = self._company.people[name].user
        local = entry.at.astimezone(ZoneInfo(user.tz))
        head = f"\n{local:%H:%M} {user.real_name} ({user.tz.split('/')[-1].replace('_', ' ')})"
        workspace = self._company.slack.workspace
        if entry.kind is Happening.POSTED and entry.message is not None:
            private = " · only they see this" if entry.message.ephemeral_to else ""
            self._out(f"{head}{private}")
            self._block(shown_message(workspace, entry.message, user))
        elif entry.kind is Happening.EDITED and entry.message is not None:
            first = shown_message(workspace, entry.message, user).strip().splitlines()
            self._out(f"{head} · updated: {first[0] if first else ''}")
        elif entry.kind is Happening.MODAL and entry.view is not None:
            self._out(f"{head} · opens a form")
            self._block(shown_view(workspace, entry.view, user))
        elif entry.notice is not None:
            self._out(f"{head} · {entry.notice}")

    def _block(self, text: str) -> None:
        for line in text.splitlines():
            self._out(f"{INDENT}{line}")
