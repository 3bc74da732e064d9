"""One behaviour for the `Messenger` port, held by the fake and by the real adapter in front of the stand-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest

from bot.slack_messenger import SlackMessenger
from bot.slack_wire import SlackWire, web_client
from sandbox.memory.messenger import FakeMessenger
from sandbox.slack import LocalSlack, User
from scheduling.messages import Topic
from scheduling.ports import Messenger, PermanentFault, TransientFault
from scheduling.views.loops import NoticeView
from tests.builders.team_views import a_worklist
from tests.sandbox.slack.site import StepClock

SAVED = NoticeView(code="feedback_saved", candidate="Ana Kovač")
KEPT = NoticeView(code="draft_kept", candidate="Ana Kovač")


class World(Protocol):
    """The messenger under test, and what can be seen of the conversation with Ann."""

    messenger: Messenger
    ann: str

    def read_by_ann(self) -> int:
        """How many messages are in her conversation."""

    def changed(self) -> int:
        """How many of them were redrawn."""

    def has_home(self) -> bool: ...
    def lose_answer(self, method: str) -> None: ...
    def let_go(self) -> None:
        """Ann leaves the company."""

    def advance(self, by: timedelta) -> None: ...


class FakeWorld:
    ann = "U1"

    def __init__(self, clock: StepClock) -> None:
        self._fake = FakeMessenger(clock)
        self.messenger: Messenger = self._fake
        self.lose_answer = self._fake.lose_answer
        self._clock = clock

    def read_by_ann(self) -> int:
        return len(self._fake.said_to(self.ann))

    def changed(self) -> int:
        return sum(said.edits > 0 for said in self._fake.said)

    def has_home(self) -> bool:
        return self.ann in self._fake.homes

    def let_go(self) -> None:
        self._fake.gone.add(self.ann)

    def advance(self, by: timedelta) -> None:
        self._clock.move(seconds=by.total_seconds())


_METHODS = {"post": "chat.postMessage", "edit": "chat.update", "open_dm": "conversations.open"}


class SlackWorld:
    def __init__(self, slack: LocalSlack, clock: StepClock, ann: User) -> None:
        token = slack.workspace.app.bot_token
        wire = SlackWire(web_client(token, base_url=slack.api_url, timeout=5))
        self.messenger: Messenger = SlackMessenger(wire, clock)
        self.ann = ann.id
        self._slack, self._clock, self._user = slack.workspace, clock, ann

    def read_by_ann(self) -> int:
        return len(self._slack.dm(self._user))

    def changed(self) -> int:
        return sum("is kept" in message.text for message in self._slack.dm(self._user))

    def has_home(self) -> bool:
        with self._slack.change():
            return self._slack.views.home(self.ann) is not None

    def lose_answer(self, method: str) -> None:
        self._slack.faults.lose_answer(_METHODS[method], times=1)

    def let_go(self) -> None:
        with self._slack.change():
            self._slack.users.put(replace(self._user, deleted=True))

    def advance(self, by: timedelta) -> None:
        self._clock.move(seconds=by.total_seconds())


@pytest.fixture(params=["fake", "slack"])
def world(request: pytest.FixtureRequest, clock: StepClock) -> World:
    if request.param == "fake":
        return FakeWorld(clock)
    return SlackWorld(request.getfixturevalue("slack"), clock, request.getfixturevalue("ann"))


@pytest.fixture
def channel(world: World) -> str:
    return world.messenger.open_dm(world.ann)


@pytest.fixture
def post(world: World, channel: str) -> Callable[[str], str]:
    return lambda mark: world.messenger.post(channel=channel, topic=Topic.NOTICE, view=SAVED, mark=mark)


def test_the_direct_conversation_is_the_same_whenever_it_is_opened(world: World, channel: str) -> None:
    assert channel == world.messenger.open_dm(world.ann)


def test_what_is_posted_can_be_read(world: World, post: Callable[[str], str]) -> None:
    post("m1")

    assert 1 == world.read_by_ann()


def test_two_messages_have_two_names(world: World, post: Callable[[str], str]) -> None:
    assert post("m1") != post("m2")


def test_a_message_is_found_by_its_mark(
    world: World, channel: str, clock: StepClock, post: Callable[[str], str]
) -> None:
    since = clock.now()
    post("m1")
    ts = post("m2")
    post("m3")

    assert ts == world.messenger.find(channel=channel, mark="m2", since=since)


def test_what_never_arrived_is_not_found(
    world: World, channel: str, clock: StepClock, post: Callable[[str], str]
) -> None:
    post("m1")

    assert None is world.messenger.find(channel=channel, mark="m2", since=clock.now() - timedelta(hours=1))


def test_what_was_posted_earlier_is_not_looked_at(
    world: World, channel: str, clock: StepClock, post: Callable[[str], str]
) -> None:
    post("m1")
    world.advance(timedelta(hours=1))

    assert None is world.messenger.find(channel=channel, mark="m1", since=clock.now())


def test_a_message_whose_answer_was_lost_is_there_and_found(
    world: World, channel: str, clock: StepClock, post: Callable[[str], str]
) -> None:
    since = clock.now()
    world.lose_answer("post")

    with pytest.raises(TransientFault) as fault:
        post("m1")

    assert fault.value.maybe_done
    assert 1 == world.read_by_ann()
    assert world.messenger.find(channel=channel, mark="m1", since=since)


def test_a_message_that_was_redrawn_is_still_found(
    world: World, channel: str, clock: StepClock, post: Callable[[str], str]
) -> None:
    since = clock.now()
    ts = post("m1")
    world.messenger.edit(channel=channel, ts=ts, topic=Topic.NOTICE, view=KEPT)
    world.messenger.edit(channel=channel, ts=ts, topic=Topic.NOTICE, view=KEPT)

    assert (1, 1) == (world.read_by_ann(), world.changed())
    assert ts == world.messenger.find(channel=channel, mark="m1", since=since)


def test_an_answer_lost_to_what_may_be_repeated_leaves_nothing_in_doubt(
    world: World, channel: str, post: Callable[[str], str]
) -> None:
    ts = post("m1")
    world.lose_answer("edit")
    world.lose_answer("open_dm")

    with pytest.raises(TransientFault) as edit:
        world.messenger.edit(channel=channel, ts=ts, topic=Topic.NOTICE, view=KEPT)
    with pytest.raises(TransientFault) as opening:
        world.messenger.open_dm(world.ann)

    assert (False, False) == (edit.value.maybe_done, opening.value.maybe_done)


def test_a_message_that_is_gone_cannot_be_redrawn(world: World, channel: str) -> None:
    with pytest.raises(PermanentFault, match="message_not_found"):
        world.messenger.edit(channel=channel, ts="1762000000.000001", topic=Topic.NOTICE, view=KEPT)


def test_nobody_speaks_to_who_has_left(world: World, channel: str, post: Callable[[str], str]) -> None:
    world.let_go()

    with pytest.raises(PermanentFault):
        post("m1")
    with pytest.raises(PermanentFault):
        world.messenger.open_dm(world.ann)


def test_the_home_is_drawn_and_may_be_drawn_again(world: World) -> None:
    world.messenger.publish_home(slack_id=world.ann, view=a_worklist())
    world.messenger.publish_home(slack_id=world.ann, view=a_worklist())

    assert world.has_home()
