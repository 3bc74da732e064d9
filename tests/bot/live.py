"""Both stand-ins by wall time, and settings that name them: for processes, which know no other clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.clock import SystemClock
from models.engine import make_engine
from models.records.people import Person as Colleague
from models.records.people import Standing
from models.unit_of_work import UnitOfWork
from sandbox.google.accounts import write_service_account
from sandbox.google.app import create_app as google_app
from sandbox.google.calendars import Calendars
from sandbox.serving import Served
from sandbox.slack import LocalSlack, User, Workspace, local_slack
from tests.bot.site import SECRET_KEY
from tests.google_site import ORGANISER, signing_key
from tests.world import CORE, WEEK


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[LocalSlack, Calendars, str]]:
    """Both stand-ins, by wall time: the process under test knows no other."""
    clock = SystemClock()
    workspace = Workspace(clock)
    workspace.add_user("ann", email="ann@acme.test")
    calendars = Calendars(organiser=ORGANISER, clock=clock, token_clock=clock)
    with local_slack(workspace) as slack, Served(google_app(calendars)) as google:
        yield slack, calendars, google.url


@pytest.fixture
def live_slack(served: tuple[LocalSlack, Calendars, str]) -> Iterator[LocalSlack]:
    yield served[0]
    served[0].workspace.faults.all_off()


@pytest.fixture
def live_ann(live_slack: LocalSlack) -> User:
    found = live_slack.workspace.users.by_name("ann")
    assert found is not None
    return found


@pytest.fixture
def variables(served: tuple[LocalSlack, Calendars, str], tmp_path: Path) -> dict[str, str]:
    slack, calendars, google_url = served
    us = slack.workspace.app
    key_file = tmp_path / "service-account.json"
    write_service_account(key_file, calendars, address=google_url, key=signing_key())
    return {
        "SLACK_BOT_TOKEN": us.bot_token,
        "SLACK_APP_TOKEN": us.app_token,
        "SLACK_SIGNING_SECRET": us.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "HIREBOT_MODE": "http",
        "HIREBOT_PORT": "0",
        "HIREBOT_DATABASE_URL": f"sqlite:///{tmp_path}/hirebot.db",
        "HIREBOT_SECRET_KEY": SECRET_KEY,
        "GOOGLE_SERVICE_ACCOUNT_FILE": str(key_file),
        "GOOGLE_ORGANISER": ORGANISER,
        "GOOGLE_CALENDAR_API_URL": google_url,
    }


@pytest.fixture
def store(variables: dict[str, str]) -> Iterator[UnitOfWork]:
    """Looks into the process's database from outside."""
    with opened(variables["HIREBOT_DATABASE_URL"]) as uow:
        yield uow


def join(store: UnitOfWork, user: User, *, standings: frozenset[Standing] = frozenset()) -> None:
    """Makes somebody of the workspace a member of the team."""
    person = Colleague(
        id=user.name,
        email=str(user.email),
        name=user.real_name,
        zone="UTC",
        work=WEEK,
        core=CORE,
        max_per_day=2,
        max_per_week=5,
        standings=standings,
        slack_id=user.id,
    )
    with store() as tx:
        tx.people.add(person)


@contextmanager
def opened(url: str) -> Iterator[UnitOfWork]:
    engine = make_engine(url)
    yield UnitOfWork(engine)
    engine.dispose()
