"""Settings from the environment and `.env`: read once at start, and every problem told at once.

No value is ever told or shown, not even a wrong one: it may be a secret in the wrong place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr

from bot.setting_checks import CHECKS, file_of


class Mode(StrEnum):
    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings that can be used: whoever holds one need not check again."""

    slack_bot_token: SecretStr
    slack_app_token: SecretStr | None
    slack_signing_secret: SecretStr | None
    slack_api_url: str
    mode: Mode
    host: str
    port: int
    database_url: SecretStr
    secret_key: SecretStr
    google_service_account_file: Path | None
    google_oauth_token_file: Path | None
    google_organiser: str
    google_calendar_api_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one key, and what to do about it."""

    key: str
    words: str

    def __str__(self) -> str:
        return f"{self.key} {self.words}"


class BadSettings(Exception):
    """Hirebot cannot start with these settings."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


DEFAULTS: Mapping[str, str] = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_APP_TOKEN": "",
    "SLACK_SIGNING_SECRET": "",
    "SLACK_API_URL": "https://slack.com/api/",
    "HIREBOT_MODE": "socket",
    "HIREBOT_HOST": "127.0.0.1",
    "HIREBOT_PORT": "3000",
    "HIREBOT_DATABASE_URL": "sqlite:///hirebot.db",
    "HIREBOT_SECRET_KEY": "",
    "GOOGLE_SERVICE_ACCOUNT_FILE": "",
    "GOOGLE_OAUTH_TOKEN_FILE": "",
    "GOOGLE_ORGANISER": "",
    "GOOGLE_CALENDAR_API_URL": "",
}
"""The names are the interface."""

KEYS = tuple(DEFAULTS)
DEVELOPERS = frozenset({"HIREBOT_CHROMIUM", "HIREBOT_BROWSER_REQUIRED"})
"""What the project's own tests read (CONTRIBUTING.md). In the environment they are nobody's mistake."""

ENV_FILE = Path(".env")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was set, good or not: for whoever can do with a part of it. `values` has every key; secrets are among them."""

    values: Mapping[str, str] = field(repr=False)
    problems: tuple[Problem, ...]

    def sound(self, *keys: str) -> bool:
        """Whether these can be used, whatever is wrong with the others."""
        return not {problem.key for problem in self.problems} & set(keys)

    def settings(self) -> Settings:
        """Raises BadSettings with everything that is wrong."""
        if self.problems:
            raise BadSettings(self.problems)
        return _settings(self.values)


def load_settings(environ: Mapping[str, str] | None = None, *, env_file: Path | None = ENV_FILE) -> Settings:
    """`environ` (the process's own by default) goes before the file. Raises BadSettings with everything that is wrong."""
    return read_settings(environ, env_file=env_file).settings()


def read_settings(environ: Mapping[str, str] | None = None, *, env_file: Path | None = ENV_FILE) -> Given:
    """The same without objecting. Raises BadSettings only where the file cannot be read at all."""
    environ = os.environ if environ is None else environ
    try:
        in_file = _read(env_file) if env_file is not None and env_file.exists() else {}
    except (OSError, ValueError):
        problem = Problem(key=str(env_file), words="cannot be read; it must be a text file in UTF-8")
        raise BadSettings((problem,)) from None
    given = {**DEFAULTS, **in_file, **environ}
    values = {key: given[key].strip() for key in KEYS}
    return Given(values=values, problems=(*_unknown(environ, in_file), *_wrong(values)))


def _read(env_file: Path) -> Mapping[str, str]:
    return {key: value or "" for key, value in dotenv_values(env_file, encoding="utf-8").items()}


def _unknown(environ: Mapping[str, str], in_file: Mapping[str, str]) -> Iterator[Problem]:
    """Names that look like ours and are not. Other programs have variables with SLACK_ and GOOGLE_ too, so in the
    environment those count only when they are nearly one of ours; what stands in our own file is meant for us."""
    for key in sorted({*environ, *in_file} - set(KEYS) - (DEVELOPERS - set(in_file))):
        near = get_close_matches(key.upper(), KEYS, n=1, cutoff=0.88)
        ours = key.startswith("HIREBOT_") or (key in in_file and key.startswith(("SLACK_", "GOOGLE_")))
        if near:
            yield Problem(key=key, words=f"is not a setting; did you mean {near[0]}?")
        elif ours:
            yield Problem(key=key, words=f"is not a setting, so take it out. There are: {', '.join(KEYS)}")
    if "SLACK_CLIENT_ID" in environ and "SLACK_CLIENT_SECRET" in environ:
        words = "would start Slack's sign-up pages; take it and SLACK_CLIENT_SECRET out of the environment"
        yield Problem(key="SLACK_CLIENT_ID", words=words)


def _wrong(values: Mapping[str, str]) -> Iterator[Problem]:
    """Key by key, in the order of the documentation."""
    for key in KEYS:
        words = CHECKS[key](values[key], values)
        if words:
            yield Problem(key=key, words=words)


def _settings(values: Mapping[str, str]) -> Settings:
    def secret(key: str) -> SecretStr | None:
        return SecretStr(values[key]) if values[key] else None

    return Settings(
        slack_bot_token=SecretStr(values["SLACK_BOT_TOKEN"]),
        slack_app_token=secret("SLACK_APP_TOKEN"),
        slack_signing_secret=secret("SLACK_SIGNING_SECRET"),
        slack_api_url=values["SLACK_API_URL"],
        mode=Mode(values["HIREBOT_MODE"]),
        host=values["HIREBOT_HOST"],
        port=int(values["HIREBOT_PORT"]),
        database_url=SecretStr(values["HIREBOT_DATABASE_URL"]),
        secret_key=SecretStr(values["HIREBOT_SECRET_KEY"]),
        google_service_account_file=file_of(values["GOOGLE_SERVICE_ACCOUNT_FILE"]),
        google_oauth_token_file=file_of(values["GOOGLE_OAUTH_TOKEN_FILE"]),
        google_organiser=values["GOOGLE_ORGANISER"],
        google_calendar_api_url=values["GOOGLE_CALENDAR_API_URL"] or None,
    )
