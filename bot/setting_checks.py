"""What each setting must look like. A check answers with what is wrong and what to do, or with nothing.

It is given the value and, because some depend on others, all of them; it never repeats a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scheduling.google.key_files import CredentialsProblem, read_oauth_user, read_service_account

SHORTEST_KEY = 32
DIFFERENT_CHARACTERS = 10
MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
MANIFEST = "`python3 start.py manifest`"
MANIFEST_OF_HTTP = (
    "`python3 start.py manifest --mode http --base-url https://hirebot.example.com` (with your own address)"
)

Check = Callable[[str, Mapping[str, str]], str]


def print_manifest(values: Mapping[str, str]) -> str:
    """The command for the app's manifest. The one of Socket Mode, pasted over an app that is reached over HTTP, would take
    its addresses away."""
    return MANIFEST_OF_HTTP if values["HIREBOT_MODE"] == "http" else MANIFEST


def key_problem(value: str) -> str:
    """What is wrong with a secret key that is there, or nothing."""
    if len(value.encode()) < SHORTEST_KEY:
        return f"is too short, at least {SHORTEST_KEY} characters are needed"
    return "is too easy to guess" if len(set(value)) < DIFFERENT_CHARACTERS else ""


def _bot_token(value: str, values: Mapping[str, str]) -> str:
    where = "https://api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token"
    if not value:
        return f"is missing; make and install the app from {print_manifest(values)} (docs/slack-setup.md), then {where}"
    return _token(value, "xoxb-", where)


def _app_token(value: str, values: Mapping[str, str]) -> str:
    where = (
        "https://api.slack.com/apps, your app, Basic Information, App-Level Tokens, with the scope connections:write"
    )
    if not value:
        missing = f"is missing; HIREBOT_MODE=socket needs it: {where}"
        return missing if values["HIREBOT_MODE"] == "socket" else ""
    return _token(value, "xapp-", where)


def _token(value: str, prefix: str, where: str) -> str:
    if not value.startswith(prefix):
        return f"must begin with {prefix}; {where}"
    if not re.fullmatch(r"[A-Za-z0-9-]{10,500}", value):
        return f"holds characters that no token has, or is cut off; {where}"
    return ""


def _signing_secret(value: str, values: Mapping[str, str]) -> str:
    where = "https://api.slack.com/apps, your app, Basic Information, App Credentials, Signing Secret"
    if not value:
        return f"is missing; HIREBOT_MODE=http needs it: {where}" if values["HIREBOT_MODE"] == "http" else ""
    return "" if re.fullmatch(r"[!-~]{16,200}", value) else f"is not one, or is cut off; {where}"


def _mode(value: str, values: Mapping[str, str]) -> str:
    return "" if value in ("socket", "http") else "must be socket (no public address needed) or http"


def _host(value: str, values: Mapping[str, str]) -> str:
    return (
        "" if re.fullmatch(r"[A-Za-z0-9._:-]{1,253}", value) else "must be an address to listen on, such as 127.0.0.1"
    )


def _port(value: str, values: Mapping[str, str]) -> str:
    fits = re.fullmatch(r"[0-9]{1,5}", value) and int(value) <= 65535
    return "" if fits else "must be a number from 1 to 65535 (0 takes any free port)"


def _secret_key(value: str, values: Mapping[str, str]) -> str:
    make = f"make one with {MAKE_A_KEY} and keep it: it must stay the same for a database"
    if not value:
        return f"is missing; {make}"
    problem = key_problem(value)
    return f"{problem}; {make}" if problem else ""


def _database_url(value: str, values: Mapping[str, str]) -> str:
    example = "sqlite:///hirebot.db (a file), or postgresql://user:password@host/name"
    try:
        url = urlsplit(value)
        if url.scheme in ("postgresql", "postgresql+psycopg"):
            _ = url.port
            return "" if url.path.strip("/") else f"does not name a database; it looks like {example}"
    except ValueError:
        return f"cannot be read; it looks like {example}"
    if url.scheme == "postgres":
        return "must begin with postgresql://, not postgres://"
    if url.scheme != "sqlite":
        return f"is of an unknown kind; it looks like {example}"
    if not value.startswith("sqlite:///") or url.path.strip("/") in ("", ":memory:"):
        return "must name a file after three slashes, such as sqlite:///hirebot.db"
    return ""


def _web_address(value: str, values: Mapping[str, str]) -> str:
    wrong = "must be an address that begins with https:// (or http:// on your own network), without user or query"
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError:
        return wrong
    bare = (
        url.scheme in ("http", "https") and url.hostname and "@" not in url.netloc and not (url.query or url.fragment)
    )
    return "" if bare and re.fullmatch(r"[!-~]+", value) else wrong


def _slack_api_url(value: str, values: Mapping[str, str]) -> str:
    return _web_address(value, values) if value else "is empty; leave it out for https://slack.com/api/"


def _google_api_url(value: str, values: Mapping[str, str]) -> str:
    return _web_address(value, values) if value else ""


def _service_account_file(value: str, values: Mapping[str, str]) -> str:
    other = values["GOOGLE_OAUTH_TOKEN_FILE"]
    if not value and not other:
        return (
            "is missing; give the key file of a service account, or set GOOGLE_OAUTH_TOKEN_FILE to what "
            "`python3 start.py google-login` makes (docs/google-setup.md)"
        )
    if value and other:
        return "and GOOGLE_OAUTH_TOKEN_FILE are both given; keep the one that Hirebot should use"
    return _credentials(value, read_service_account)


def _oauth_token_file(value: str, values: Mapping[str, str]) -> str:
    if values["GOOGLE_SERVICE_ACCOUNT_FILE"]:
        return ""
    return _credentials(
        value, read_oauth_user, absent="`python3 start.py google-login` makes it; else give its full path"
    )


def _credentials(value: str, read: Callable[[Path], object], *, absent: str = "give its full path") -> str:
    path = file_of(value)
    if path is None:
        return ""
    try:
        if not path.is_file():
            return f"names a file that is not there; {absent}"
        read(path)
    except CredentialsProblem as problem:
        return f"names a file that cannot be used: {problem}"
    except (OSError, ValueError):
        return "names a file that cannot be opened"
    return ""


def _organiser(value: str, values: Mapping[str, str]) -> str:
    if not value:
        return "is missing; it is the address whose calendar holds the interviews, such as interviews@example.com"
    return "" if re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", value) else "must be one e-mail address"


def file_of(value: str) -> Path | None:
    """Where a setting points; `~` is the home folder."""
    if not value:
        return None
    try:
        return Path(value).expanduser()
    except RuntimeError:  # the home of somebody who is not known here
        return Path(value)


CHECKS: Mapping[str, Check] = {
    "SLACK_BOT_TOKEN": _bot_token,
    "SLACK_APP_TOKEN": _app_token,
    "SLACK_SIGNING_SECRET": _signing_secret,
    "SLACK_API_URL": _slack_api_url,
    "HIREBOT_MODE": _mode,
    "HIREBOT_HOST": _host,
    "HIREBOT_PORT": _port,
    "HIREBOT_DATABASE_URL": _database_url,
    "HIREBOT_SECRET_KEY": _secret_key,
    "GOOGLE_SERVICE_ACCOUNT_FILE": _service_account_file,
    "GOOGLE_OAUTH_TOKEN_FILE": _oauth_token_file,
    "GOOGLE_ORGANISER": _organiser,
    "GOOGLE_CALENDAR_API_URL": _google_api_url,
}
