"""Prints what each person saw, day by day, in their own time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from sandbox.company import Company
from sandbox.slack import User, View
from sandbox.slack.rendering import shown_message, shown_view
from sandbox.slack.timeline import Entry, Happening

INDENT = "    "


class Teller:
    """Tells what is new since the last time; `out` takes one line. Messages are told in full when they are posted; what is
    edited in place afterwards is counted at the end only."""

    def __init__(self, company: Company, out: Callable[[str], None]) -> None:
        self._company = company
        self._out = out
        self._told = 0
        self._day: date | None = None
        self._forms: set[str] = set()

    def tell(self) -> None:
        for entry in self._company.slack.workspace.timeline.since(self._told):
            self._told = entry.number
            if entry.kind not in (Happening.HOME, Happening.EDITED):
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
        elif entry.kind is Happening.MODAL and entry.view is not None:
            self._form(head, entry.view, user)
        elif entry.notice is not None:
            self._out(f"{head} · {entry.notice}")

    def _form(self, head: str, view: View, user: User) -> None:
        """Each kind of form in full once; after that its title is enough."""
        shown = shown_view(self._company.slack.workspace, view, user)
        title = shown.splitlines()[0].strip("= ")
        self._out(f"{head} · form: {title}")
        if title not in self._forms:
            self._forms.add(title)
            self._block(shown)

    def _block(self, text: str) -> None:
        for line in text.splitlines():
            self._out(f"{INDENT}{line}")
