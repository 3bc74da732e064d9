"""The `Messenger` port in memory: a workspace that remembers what was said.

`tests/contracts/test_messenger.py` holds it and the real adapter to one behaviour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sandbox.memory.faults import Faults
from scheduling.messages import Topic, View
from scheduling.ports import Clock, Messenger, PermanentFault, TransientFault
from scheduling.views.team import WorklistView

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message as it looks now. `at` is when it was posted; `edits` counts how often it was redrawn since."""

    channel: str
    ts: str
    topic: Topic
    view: View
    mark: str
    at: datetime
    edits: int = 0


class FakeMessenger:
    """Everybody can be reached whose id is not among `gone`. `calls` names the methods called, in order.

    After `lose_answer("post")` the next message is there, and the caller gets TransientFault(maybe_done=True).
    """

    def __init__(self, clock: Clock) -> None:
        self.gone: set[str] = set()
        self.homes: dict[str, WorklistView] = {}
        self._clock = clock
        self._faults = Faults()
        self._said: dict[tuple[str, str], Said] = {}
        self._last = 0
        self._refused: dict[Topic, PermanentFault] = {}
        self._meanwhile: tuple[Topic, Callable[[], object]] | None = None
        self.fail = self._faults.fail
        self.calls = self._faults.calls

    # ---- the port

    def open_dm(self, slack_id: str) -> str:
        with self._faults.during("open_dm"):
            if slack_id in self.gone:
                raise PermanentFault("user_not_found")
            return f"D{slack_id}"

    def post(self, *, channel: str, topic: Topic, view: View, mark: str) -> str:
        with self._faults.during("post"):
            if not channel.startswith("D") or channel[1:] in self.gone:
                raise PermanentFault("channel_not_found")
            if topic in self._refused:
                raise self._refused[topic]
            self._take_time(topic)
            at = self._clock.now()
            said = Said(channel=channel, ts=self._next_ts(at), topic=topic, view=view, mark=mark, at=at)
            self._said[channel, said.ts] = said
            return said.ts

    def edit(self, *, channel: str, ts: str, topic: Topic, view: View) -> None:
        with self._faults.during("edit"):
            said = self._said.get((channel, ts))
            if said is None:
                raise PermanentFault("message_not_found")
            self._said[channel, ts] = replace(said, topic=topic, view=view, edits=said.edits + 1)

    def find(self, *, channel: str, mark: str, since: datetime) -> str | None:
        with self._faults.during("find"):
            found = (s for s in self._said.values() if s.channel == channel and s.mark == mark and s.at >= since)
            return next((said.ts for said in found), None)

    def publish_home(self, *, slack_id: str, view: WorklistView) -> None:
        with self._faults.during("publish_home"):
            if slack_id in self.gone:
                raise PermanentFault("user_not_found")
            self.homes[slack_id] = view

    # ---- what tests look at, and what goes wrong

    @property
    def said(self) -> list[Said]:
        """Every message that is there now, oldest first."""
        return sorted(self._said.values(), key=lambda said: said.ts)

    def said_to(self, slack_id: str, topic: Topic | None = None) -> list[Said]:
        """What this person finds in the direct messages with Hirebot, of one topic or of all."""
        mine = [said for said in self.said if said.channel == f"D{slack_id}"]
        return [said for said in mine if topic is None or said.topic is topic]

    def lose_answer(self, method: str, *, times: int = 1) -> None:
        """The next calls are carried out, and nobody hears of it. Only a post leaves a doubt: all else may be repeated."""
        self.fail(method, TransientFault("connection", maybe_done=method == "post"), times=times, after=True)

    def refuse(self, topic: Topic, fault: PermanentFault | None) -> None:
        """From now on no message of this topic is taken; without a fault they are taken again."""
        self._refused.pop(topic, None)
        if fault is not None:
            self._refused[topic] = fault

    def meanwhile(self, topic: Topic, act: Callable[[], object]) -> None:
        """While the next message of this topic is on its way, `act` happens."""
        self._meanwhile = topic, act

    def _take_time(self, topic: Topic) -> None:
        if self._meanwhile is not None and self._meanwhile[0] is topic:
            (_, act), self._meanwhile = self._meanwhile, None
            act()

    def delete(self, said: Said) -> None:
        """Somebody deleted the message."""
        del self._said[said.channel, said.ts]

    def _next_ts(self, at: datetime) -> str:
        """Increases even when the clock stands still or goes back."""
        self._last = max((at - _EPOCH) // timedelta(microseconds=1), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


_held_to: type[Messenger] = FakeMessenger
