"""The small bot, served over HTTP next to the workspace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.serving import Served
from sandbox.slack import HttpDelivery, LocalSlack, Person, User
from tests.sandbox.slack.site import Doorway, StepClock
from tests.sandbox.slack.small_bot import SmallBot, http_side, small_bot


@pytest.fixture(scope="session")
def bot_doorway() -> Iterator[tuple[Doorway, str]]:
    door = Doorway()
    with Served(door) as served:
        yield door, served.url


@pytest.fixture
def bot(slack: LocalSlack, clock: StepClock, bot_doorway: tuple[Doorway, str]) -> Iterator[SmallBot]:
    """Connected over HTTP."""
    door, _ = bot_doorway
    small = small_bot(slack)
    door.app = http_side(small)
    slack.connect(delivery_to(bot_doorway, slack, clock))
    yield small
    small.release.set()


@pytest.fixture
def http_delivery(slack: LocalSlack, clock: StepClock, bot_doorway: tuple[Doorway, str]) -> HttpDelivery:
    return delivery_to(bot_doorway, slack, clock)


@pytest.fixture
def hasty_delivery(slack: LocalSlack, clock: StepClock, bot_doorway: tuple[Doorway, str]) -> HttpDelivery:
    """Less patient than Slack, so that lateness is quick to show."""
    return delivery_to(bot_doorway, slack, clock, patience=0.2)


@pytest.fixture
def her(slack: LocalSlack, bot: SmallBot, ann: User) -> Person:
    """Ann at her client."""
    return slack.person(ann)


def delivery_to(
    bot_doorway: tuple[Doorway, str], slack: LocalSlack, clock: StepClock, *, patience: float = 3.0
) -> HttpDelivery:
    secret = slack.workspace.app.signing_secret
    return HttpDelivery(f"{bot_doorway[1]}/slack/events", signing_secret=secret, clock=clock, patience=patience)
