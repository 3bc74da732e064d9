"""What people got to see, in the order in which it happened: the story prints it, tests and an inspector read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sandbox.slack.messages import Message
from sandbox.slack.views import View


class Happening(StrEnum):
    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"
    MODAL = "modal"
    HOME = "home"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`audience` are the people who could see it then. Exactly one of `message`, `view`, `notice` is set."""

    number: int
    at: datetime
    kind: Happening
    audience: frozenset[str]
    message: Message | None = None
    view: View | None = None
    notice: str | None = None


class Timeline:
    """Guarded by the workspace's lock; entries never change."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def note(
        self,
        kind: Happening,
        *,
        at: datetime,
        audience: frozenset[str],
        message: Message | None = None,
        view: View | None = None,
        notice: str | None = None,
    ) -> None:
        self._entries.append(
            Entry(
                number=len(self._entries) + 1,
                at=at,
                kind=kind,
                audience=audience,
                message=message,
                view=view,
                notice=notice,
            )
        )

    def since(self, number: int = 0) -> list[Entry]:
        """Entries after the one with this number; 0 gives all."""
        return self._entries[number:]

    def seen_by(self, user_id: str, *kinds: Happening) -> list[Entry]:
        return [e for e in self._entries if user_id in e.audience and (not kinds or e.kind in kinds)]
