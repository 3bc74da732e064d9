"""What the bot said since a moment in the timeline, in one line each: shown right after an act."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.page.world import Demo
from sandbox.slack.rendering.mrkdwn import Reader, mrkdwn_text
from sandbox.slack.rendering.shown import reader_of
from sandbox.slack.timeline import Entry, Happening

MOST = 4
LONGEST = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message. `short` is whom to act as in order to read it."""

    to: str
    short: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """`more` messages are not listed; `edits` is how many messages were brought up to date in place."""

    said: tuple[Said, ...]
    more: int
    edits: int


def moment(demo: Demo) -> int:
    """Where the timeline stands now."""
    with demo.workspace.look():
        return len(demo.workspace.timeline.since())


def aftermath(demo: Demo, since: int) -> Aftermath:
    with demo.workspace.look():
        entries = [e for e in demo.workspace.timeline.since(since) if e.message is not None and e.message.bot_id]
    posted = [one for entry in entries if entry.kind is Happening.POSTED for one in _told(demo, entry)]
    edits = sum(entry.kind is Happening.EDITED for entry in entries)
    return Aftermath(said=tuple(posted[:MOST]), more=max(0, len(posted) - MOST), edits=edits)


def in_short(text: str, reader: Reader) -> str:
    """A message's text as a notification shows it to the reader: one line, what was escaped as it was typed."""
    words = " ".join(mrkdwn_text(text, reader).replace("\u200b", "").split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def _told(demo: Demo, entry: Entry) -> list[Said]:
    assert entry.message is not None
    shorts = {person.user_id: short for short, person in demo.people.items()}
    readers = [demo.people[shorts[user]].user for user in sorted(entry.audience & shorts.keys())]
    return [
        Said(
            to=user.real_name,
            short=shorts[user.id],
            words=in_short(entry.message.text, reader_of(demo.workspace, user)),
        )
        for user in readers
    ]
