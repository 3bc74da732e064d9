"""A whole Hirebot, built as the process builds it, served on loopback in front of the local Slack. Nothing ticks here: a
test takes the engine's steps itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.config import Mode, Settings
from bot.container import App, build
from bot.echoes import at_once
from models.records.people import Person as Colleague
from models.records.people import Standing
from sandbox.memory.calendar import FakeCalendar
from sandbox.serving import Served
from sandbox.slack import HttpDelivery, LocalSlack, User
from tests.databases import Dialect
from tests.migrated import MigratedDatabases
from tests.sandbox.slack.site import Doorway, StepClock
from tests.world import CORE, WEEK

SECRET_KEY = "a key of the tests, long enough to be taken"


@dataclass(slots=True, kw_only=True)
class Site:
    """`reports` are what the core told of its work; `delivery` is how Slack reaches the app."""

    app: App
    url: str
    delivery: HttpDelivery
    reports: list[tuple[str, Mapping[str, object]]]

    def join(self, user: User) -> Colleague:
        """Makes somebody of the workspace an admin of the team."""
        person = Colleague(
            id=user.name,
            email=user.email or "",
            name=user.real_name,
            zone=user.tz,
            work=WEEK,
            core=CORE,
            max_per_day=2,
            max_per_week=5,
            standings=frozenset({Standing.ADMIN}),
            slack_id=user.id,
        )
        with self.app.uow() as tx:
            tx.people.add(person)
        return person

    def inbox(self) -> list[str]:
        """The kinds of the inputs that were stored, oldest first."""
        with self.app.uow.reading() as tx:
            return [row.kind for row in tx.inbox.all()]


@pytest.fixture
def store_dialect() -> Dialect:
    """What the app's database is, where a test does not say otherwise."""
    return "sqlite"


@pytest.fixture
def settings(slack: LocalSlack, migrated: MigratedDatabases, store_dialect: Dialect) -> Iterator[Settings]:
    """HTTP mode, against the local Slack, on a migrated database."""
    us = slack.workspace.app
    with migrated.lend(store_dialect) as url:
        yield Settings(
            slack_bot_token=SecretStr(us.bot_token),
            slack_app_token=SecretStr(us.app_token),
            slack_signing_secret=SecretStr(us.signing_secret),
            slack_api_url=slack.api_url,
            mode=Mode.HTTP,
            host="127.0.0.1",
            port=0,
            database_url=SecretStr(url),
            secret_key=SecretStr(SECRET_KEY),
            google_service_account_file=None,
            google_oauth_token_file=None,
            google_organiser="interviews@acme.test",
            google_calendar_api_url=None,
        )


@pytest.fixture(scope="session")
def bot_doorway() -> Iterator[tuple[Doorway, str]]:
    """One server for all tests; each puts its own app behind it."""
    door = Doorway()
    with Served(door) as served:
        yield door, served.url


@pytest.fixture
def site(settings: Settings, slack: LocalSlack, clock: StepClock, bot_doorway: tuple[Doorway, str]) -> Iterator[Site]:
    door, url = bot_doorway
    reports: list[tuple[str, Mapping[str, object]]] = []
    app = build(
        settings,
        clock=clock,
        calendar=FakeCalendar(),
        pace=timedelta(0),
        report=lambda event, fields: reports.append((event, fields)),
        afterwards=at_once,
    )
    door.app = app.asgi
    delivery = HttpDelivery(f"{url}/slack/events", signing_secret=slack.workspace.app.signing_secret, clock=clock)
    slack.connect(delivery)
    yield Site(app=app, url=url, delivery=delivery, reports=reports)
    app.close()
