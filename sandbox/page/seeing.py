"""What the client of one person shows: their conversations, the messages of the one that is open, home, the modal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from markupsafe import Markup

from sandbox.page.cast import Part
from sandbox.page.surface import Surface
from sandbox.page.world import Demo
from sandbox.slack import Message, Person, View
from sandbox.slack.channels import Channel, ChannelKind
from sandbox.slack.rendering.shown import reader_of
from sandbox.slack.timeline import Happening

HOME, DIRECT = "home", "dm"
_TOGETHER = 300.0
"""Seconds within which messages of one author stand under one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A line of the list of conversations. `place` names it in addresses of the page."""

    place: str
    name: str
    unread: int
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as it is shown. `follows` means that it stands under the name of the one before."""

    message: Message
    surface: Surface
    words: Markup
    author: str
    part: Part | None
    at: datetime
    follows: bool
    fresh: bool

    @property
    def id(self) -> str:
        return f"m-{self.message.ts.replace('.', '-')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    name: str
    said: list[Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    number: int
    text: str


class Client:
    """One person's client at this moment. `place` is what is open: `dm`, `home` or the name of a channel."""

    def __init__(self, demo: Demo, part: Part, place: str, parts: list[Part]) -> None:
        self.demo = demo
        self.part = part
        self.place = place
        self.person: Person = demo.people[part.name]
        self.reader = reader_of(demo.workspace, self.person.user)
        self._by_user = {demo.people[other.name].user_id: other for other in parts}

    # ------------------------------------------------------------------------------------------------ conversations

    def talks(self) -> list[Talk]:
        found = [Talk(place=DIRECT, name="Hirebot", unread=self._unread(self.person.conversation(None)))]
        for channel in self._channels():
            private = channel.kind is ChannelKind.PRIVATE
            found.append(Talk(place=channel.name, name=channel.name, unread=self._unread(channel), private=private))
        return found

    def unread(self) -> int:
        return sum(talk.unread for talk in self.talks())

    def conversation(self) -> Channel:
        return self.person.conversation(None if self.place == DIRECT else self.place)

    def knows(self, place: str) -> bool:
        return place in (HOME, DIRECT, *(channel.name for channel in self._channels()))

    def _channels(self) -> list[Channel]:
        with self.demo.workspace.look():
            channels = self.demo.workspace.channels.all()
        return [c for c in channels if c.kind is not ChannelKind.DIRECT and self.person.user_id in c.members]

    def _unread(self, channel: Channel) -> int:
        mark = self.demo.desk.read_up_to(self.person.user_id, channel.id)
        return sum(m.ts > mark and m.user != self.person.user_id for m in self.person.sees(channel))

    # ------------------------------------------------------------------------------------------------ what is open

    def days(self) -> list[Day]:
        """The messages of the open conversation by the reader's days, oldest first; they count as read from now on."""
        channel = self.conversation()
        mark = self.demo.desk.read_up_to(self.person.user_id, channel.id)
        messages = self.person.sees(channel)
        if messages:
            self.demo.desk.reads(self.person.user_id, channel.id, messages[-1].ts)
        said = list(self._said(messages, mark))
        return [Day(name=name, said=list(each)) for name, each in groupby(said, key=lambda s: self._day(s.at))]

    def _said(self, messages: list[Message], mark: str) -> Iterator[Said]:
        before: Said | None = None
        for message in messages:
            part = self._by_user.get(message.user)
            at = datetime.fromtimestamp(float(message.ts), UTC).astimezone(self.reader.zone)
            surface = self._surface(message)
            before = Said(
                message=message,
                surface=surface,
                words=surface.marked(message.text),
                author=part.real_name if part is not None else "Hirebot",
                part=part,
                at=at,
                follows=before is not None and _together(before, message, at),
                fresh=bool(mark) and message.ts > mark,
            )
            yield before

    def _surface(self, message: Message) -> Surface:
        place = f"message:{message.channel}:{message.ts}"
        return Surface(place=place, reader=self.reader, values=self.person.values(message))

    def _day(self, at: datetime) -> str:
        today = self.reader.now.astimezone(self.reader.zone).date()
        days = (today - at.date()).days
        return {0: "Today", 1: "Yesterday"}.get(days) or f"{at:%A, %-d %B}"

    def home(self) -> tuple[View, Surface] | None:
        view = self.person.home
        return None if view is None else (view, self._of_view(view))

    def modal(self) -> tuple[View, Surface] | None:
        view = self.person.modal
        return None if view is None else (view, self._of_view(view))

    def depth(self) -> int:
        """How many modals lie on top of each other."""
        with self.demo.workspace.look():
            return len(self.demo.workspace.views.stack(self.person.user_id))

    def _of_view(self, view: View) -> Surface:
        return Surface(
            place=f"view:{view.id}", reader=self.reader, values=view.values, errors=self.demo.desk.errors(view.id)
        )

    def notices(self) -> list[Notice]:
        """What the client itself has said and nobody put away."""
        seen = self.demo.desk.dismissed(self.person.user_id)
        with self.demo.workspace.look():
            entries = self.demo.workspace.timeline.seen_by(self.person.user_id, Happening.NOTICE)
        return [Notice(number=e.number, text=e.notice or "") for e in entries if e.number > seen][-3:]


def _together(before: Said, message: Message, at: datetime) -> bool:
    same = before.message.user == message.user and before.message.ephemeral_to == message.ephemeral_to
    return same and before.at.date() == at.date() and (at - before.at).total_seconds() < _TOGETHER
