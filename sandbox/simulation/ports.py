"""The ports in memory with trouble around every call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sandbox.clock import SteppedClock
from sandbox.memory.calendar import FakeCalendar
from sandbox.memory.directory import FakeDirectory
from sandbox.memory.messenger import FakeMessenger
from sandbox.simulation.fate import Fate
from sandbox.simulation.story import Story
from sandbox.simulation.team import name_in
from sandbox.simulation.troubles import TROUBLES, Effect, Killed, Trouble
from scheduling.messages import Topic, View
from scheduling.ports import BusyTimes, EventChanges, EventDraft, SlackUser, StoredEvent
from scheduling.views.team import WorklistView

T = TypeVar("T")


class Witness(Protocol):
    """Sees everything that reaches a person."""

    def posted(self, name: str, topic: Topic, view: View, mark: str) -> None: ...

    def seen(self, name: str, view: View | WorklistView) -> None: ...


class Wire:
    """Between the core and the outside. `calm` lets every call through; `meanwhile` is what others do while a worker
    sleeps."""

    def __init__(self, fate: Fate, clock: SteppedClock, story: Story) -> None:
        self.calm = False
        self.meanwhile: Callable[[], None] = lambda: None
        self._fate, self._clock, self._story = fate, clock, story

    def call(self, who: str, method: str, about: str, act: Callable[[], T]) -> T:
        trouble = None if self.calm else self._trouble(method, about)
        self._story.note(self._clock.now(), who, method, about)
        if trouble is None:
            return act()
        self._story.tell(self._clock.now(), who, f"{method} {about}: {trouble.words}", loop=loop_in(about))
        if trouble.effect is Effect.SLEEP:
            self._clock.advance(timedelta(seconds=trouble.seconds))
            self.meanwhile()
            return act()
        if trouble.carried_out:
            act()
        self._clock.advance(timedelta(seconds=trouble.seconds))
        raise Killed if trouble.effect is Effect.DEATH else trouble.fault()

    def _trouble(self, method: str, about: str) -> Trouble | None:
        for trouble in TROUBLES[method]:
            if self._fate.happens(trouble.kind, trouble.chance, trouble.words, method, about):
                return trouble
        return None


class SimulatedCalendar(FakeCalendar):
    """`Calendar`, with trouble. Without it: `calm` on its wire, or the parent's methods."""

    def __init__(self, wire: Wire, fate: Fate, people: Sequence[str]) -> None:
        super().__init__(people=people)
        self._wire, self._fate = wire, fate

    def busy(self, *, emails: Sequence[str], start: datetime, end: datetime) -> BusyTimes:
        found = self._wire.call(
            "google", "busy", "", lambda: super(SimulatedCalendar, self).busy(emails=emails, start=start, end=end)
        )
        if self._wire.calm or not found.busy or not self._fate.happens("calendar unknown", 0.02, len(emails)):
            return found
        left_out = sorted(found.busy)[self._fate.among(len(found.busy), "left out")]
        known = {who: times for who, times in found.busy.items() if who != left_out}
        return BusyTimes(busy=known, unknown={**found.unknown, left_out: "missing"})

    def insert(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        act = super().insert
        return self._wire.call("google", "insert", draft.private["round"], lambda: act(draft, notify=notify))

    def change(self, draft: EventDraft, *, notify: bool) -> StoredEvent:
        act = super().change
        return self._wire.call("google", "change", draft.private["round"], lambda: act(draft, notify=notify))

    def cancel(self, event_id: str, *, notify: bool) -> None:
        act, event = super().cancel, super().get(event_id)
        about = "" if event is None else event.private["round"]
        self._wire.call("google", "cancel", about, lambda: act(event_id, notify=notify))

    def changes(self, token: str | None) -> EventChanges:
        act = super().changes
        if not self._wire.calm and self._fate.happens("sync token stale", 0.01, "changes"):
            self.expire_sync_tokens()
        return self._wire.call("google", "changes", "", lambda: act(token))


class SimulatedMessenger(FakeMessenger):
    def __init__(self, wire: Wire, clock: SteppedClock, witness: Witness) -> None:
        super().__init__(clock)
        self._wire, self._witness = wire, witness

    def open_dm(self, slack_id: str) -> str:
        act = super().open_dm
        return self._wire.call("slack", "open_dm", slack_id, lambda: act(slack_id))

    def post(self, *, channel: str, topic: Topic, view: View, mark: str) -> str:
        act, name = super().post, name_in(channel)

        def posted() -> str:
            ts = act(channel=channel, topic=topic, view=view, mark=mark)
            self._witness.posted(name, topic, view, mark)
            return ts

        return self._wire.call("slack", "post", about(name, topic, view), posted)

    def edit(self, *, channel: str, ts: str, topic: Topic, view: View) -> None:
        act, name = super().edit, name_in(channel)

        def edited() -> None:
            act(channel=channel, ts=ts, topic=topic, view=view)
            self._witness.seen(name, view)

        self._wire.call("slack", "edit", about(name, topic, view), edited)

    def find(self, *, channel: str, mark: str, since: datetime) -> str | None:
        act = super().find
        return self._wire.call("slack", "find", name_in(channel), lambda: act(channel=channel, mark=mark, since=since))

    def publish_home(self, *, slack_id: str, view: WorklistView) -> None:
        act, name = super().publish_home, slack_id.removeprefix("U").lower()

        def published() -> None:
            act(slack_id=slack_id, view=view)
            self._witness.seen(name, view)

        self._wire.call("slack", "publish_home", name, published)


class SimulatedDirectory(FakeDirectory):
    def __init__(self, wire: Wire, users: Sequence[SlackUser]) -> None:
        super().__init__(users)
        self._wire = wire

    def by_email(self, email: str) -> SlackUser | None:
        act = super().by_email
        return self._wire.call("slack", "by_email", email, lambda: act(email))

    def by_id(self, user_id: str) -> SlackUser | None:
        act = super().by_id
        return self._wire.call("slack", "by_id", user_id, lambda: act(user_id))


def about(name: str, topic: Topic, view: View) -> str:
    return " ".join(part for part in (str(topic), "to", name, loop_of(view)) if part)


def loop_of(view: View) -> str:
    """The loop that a message is about; empty for one that is about none."""
    loop = getattr(view, "loop", None)
    return str(loop.id if loop is not None else getattr(view, "loop_id", None) or getattr(view, "id", ""))


def loop_in(text: str) -> str:
    """Loops are called L and a number; their rounds add a dash and another."""
    last = text.rsplit(" ", 1)[-1].split("-")[0]
    return last if last[:1] == "L" and last[1:].isdigit() else ""
