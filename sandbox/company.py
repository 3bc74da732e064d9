"""The example team as a living company: a Slack workspace and Google calendars that stand where the real ones would.

Everybody of the team file has an account and a week of ordinary meetings. The bot is not part of this: it is started
against the addresses here as it would be against the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from sandbox.clock import SteppedClock
from sandbox.google.accounts import new_key, write_service_account
from sandbox.google.app import create_app as google_app
from sandbox.google.calendars import Calendars
from sandbox.serving import Served
from sandbox.slack import LocalSlack, Person, Workspace, local_slack
from scheduling.ports import Clock
from scheduling.team_file import TeamFile, read_team

TEAM_FILE = Path(__file__).resolve().parents[1] / "team.example.yaml"
ORGANISER = "interviews@lumen.example"
SECRET_KEY = "a key for the sandbox only, long enough to be taken"

# Ordinary weeks: (weekday, hour, minutes, title). Who has which is drawn with a fixed seed.
MEETINGS = (
    (0, 9, 60, "Week start"),
    (1, 11, 60, "Design review"),
    (1, 14, 90, "Planning"),
    (2, 10, 60, "One on one"),
    (2, 15, 60, "Demo"),
    (3, 13, 120, "Deep work"),
    (3, 9, 60, "Stand-up and triage"),
    (4, 11, 60, "Retro"),
    (4, 14, 120, "Deep work"),
)


@dataclass(frozen=True, kw_only=True)
class Company:
    """`people` are handles to act as, by first name in lower case (`mara`, `jonas` ...). `settings` are the environment
    variables with which any bot process finds this company."""

    clock: SteppedClock
    slack: LocalSlack
    calendars: Calendars
    google_url: str
    people: dict[str, Person]
    emails: dict[str, str]
    settings: dict[str, str]

    def named(self, email: str) -> str:
        """The short name of whoever has this address."""
        return next(name for name, address in self.emails.items() if address == email)


@contextmanager
def example_company(clock: SteppedClock, *, room: Path, token_clock: Clock, seed: int = 7) -> Iterator[Company]:
    """Serves both stand-ins on loopback while the context lasts. `room` is a folder for the key file."""
    team = _example_team()
    workspace = Workspace(clock, seed=seed)
    calendars = Calendars(organiser=ORGANISER, clock=clock, token_clock=token_clock, seed=seed)
    _fill_calendars(calendars, team, Random(seed))
    with local_slack(workspace) as slack, Served(google_app(calendars)) as google:
        key_file = room / "service-account.json"
        write_service_account(key_file, calendars, address=google.url, key=_key())
        people, emails = {}, {}
        for entry in team.people:
            short = entry.name.split()[0].lower()
            user = workspace.add_user(short, real_name=entry.name, email=entry.email, tz=entry.zone)
            people[short], emails[short] = slack.person(user), entry.email
        settings = _settings(workspace, slack, google.url, key_file)
        yield Company(
            clock=clock,
            slack=slack,
            calendars=calendars,
            google_url=google.url,
            people=people,
            emails=emails,
            settings=settings,
        )


@cache
def _example_team() -> TeamFile:
    team = read_team(TEAM_FILE.read_text(encoding="utf-8"))
    if not isinstance(team, TeamFile):
        raise ValueError("the example team file has problems")
    return team


@cache
def _key() -> RSAPrivateKey:
    """One for all companies of this process: to make one takes longer than all the rest of them."""
    return new_key()


def _fill_calendars(calendars: Calendars, team: TeamFile, dice: Random) -> None:
    for entry in team.people:
        calendars.person(entry.email)
        for weekday, hour, minutes, title in dice.sample(MEETINGS, 4):
            calendars.add_weekly(entry.email, weekday, time(hour), minutes=minutes, zone=entry.zone, title=title)


def _settings(workspace: Workspace, slack: LocalSlack, google_url: str, key_file: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": workspace.app.bot_token,
        "SLACK_APP_TOKEN": workspace.app.app_token,
        "SLACK_SIGNING_SECRET": workspace.app.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "HIREBOT_MODE": "http",
        "HIREBOT_HOST": "127.0.0.1",
        "HIREBOT_SECRET_KEY": SECRET_KEY,
        "GOOGLE_SERVICE_ACCOUNT_FILE": str(key_file),
        "GOOGLE_ORGANISER": ORGANISER,
        "GOOGLE_CALENDAR_API_URL": google_url,
    }
