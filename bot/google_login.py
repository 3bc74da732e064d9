"""One user's consent, from a browser into a token file: `hirebot google-login`.

The library makes the question and turns the code into tokens. What it would also do, wait for the answer, is ours
(`bot.loopback`): it takes the first request for the answer, says that all went well where consent was refused, and waits
for ever. No token and no secret is ever shown; the file appears when everything is well, and until then the old one stays.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

from google_auth_oauthlib.flow import InstalledAppFlow
from oauthlib.oauth2 import OAuth2Error

from bot.loopback import Receiver
from scheduling.google.calendar import GoogleCalendar
from scheduling.google.credentials import SCOPES
from scheduling.ports import Clock

WAIT_SECONDS = 600.0
_CALL_SECONDS = 20
_CLIENTS_PAGE = "https://console.cloud.google.com/auth/clients"
_DOWNLOAD = f"make a client of type Desktop app at {_CLIENTS_PAGE} and download its JSON"
_NO = (
    "Google says that consent was refused. Run this again, tick both boxes and press Continue. Where Google itself blocks "
    'the app: its audience must be Internal or, in "Testing", the organiser one of its test users'
)
_REFUSED = {
    "invalid_client": f"Google does not know this client, or its secret was changed; {_DOWNLOAD}",
    "unauthorized_client": f"Google does not let this client sign people in; {_DOWNLOAD}",
    "redirect_uri_mismatch": f"this client is not of type Desktop app; {_DOWNLOAD}",
    "invalid_grant": "Google did not take the code: it was used already or is too old. Run this again",
}


class LoginProblem(Exception):
    """Something that a person has to put right; the message says what, and holds nothing secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What is asked for, and of whom. `organiser` may be empty: then it is not looked whether the right one signed in.
    `port` 0 takes any free one. `typed` is where somebody may paste the address that the browser ended at."""

    client_file: Path
    token_file: Path
    organiser: str
    api_url: str | None
    port: int
    typed: TextIO | None
    seconds: float = WAIT_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`ends_after_days` where Google ends the consent by itself; `calendar_problem` where the calendar cannot be used
    yet although the consent is good."""

    ends_after_days: int | None = None
    calendar_problem: str = ""


def log_in(login: Login, clock: Clock, show: Callable[[str, str], None]) -> Outcome:
    """`show` is given the address to open and the one at which the answer is waited for. Raises LoginProblem."""
    client = read_client(login.client_file)
    with _new_file(login.token_file) as (file, keep):
        answer, flow = _asked(login, client, show)
        token = _exchanged(flow, answer["code"], plain=_is_loopback(client["token_uri"]))
        file.write_text(json.dumps(_content(client, token), indent=2) + "\n", encoding="utf-8")
        problem = _calendar_problem(login, file, clock)
        keep()
    lasts = token.get("refresh_token_expires_in")
    return Outcome(ends_after_days=round(lasts / 86_400) if isinstance(lasts, int) else None, calendar_problem=problem)


def read_client(path: Path) -> dict[str, str]:
    """The client of a downloaded file. Raises LoginProblem for any other file; says what is wrong, not what is in it."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise LoginProblem(f"{path} cannot be opened: {problem.strerror}") from None
    except ValueError:
        raise LoginProblem(f"{path} is not the file of an OAuth client; {_DOWNLOAD}") from None
    kind = content if isinstance(content, dict) else {}
    if kind.get("type") == "service_account":
        raise LoginProblem(f"{path} is the key of a service account, which needs no login: GOOGLE_SERVICE_ACCOUNT_FILE")
    if kind.get("type") == "authorized_user":
        raise LoginProblem(f"{path} is a token file, not that of an OAuth client; {_DOWNLOAD}")
    if "web" in kind:
        raise LoginProblem(f"{path} is of a client of type Web application; {_DOWNLOAD}")
    client = kind.get("installed")
    needed = ("client_id", "client_secret", "auth_uri", "token_uri")
    if not isinstance(client, dict) or not all(isinstance(client.get(name), str) and client[name] for name in needed):
        raise LoginProblem(f"{path} is not the file of an OAuth client; {_DOWNLOAD}")
    for name in ("auth_uri", "token_uri"):
        if urlsplit(client[name]).scheme != "https" and not _is_loopback(client[name]):
            raise LoginProblem(
                f"{path}: its {name} does not begin with https://, so nothing is sent there; {_DOWNLOAD}"
            )
    return {name: client[name] for name in needed}


def _asked(login: Login, client: Mapping[str, str], show: Callable[[str, str], None]) -> tuple[Mapping[str, str], Any]:
    """The person's Yes with its code, and the flow that can redeem it."""
    try:
        receiver = Receiver(login.port, _thanks)
    except OSError as problem:
        raise LoginProblem(f"port {login.port} cannot be listened on ({problem.strerror}); choose another") from None
    with receiver:
        flow = InstalledAppFlow.from_client_config(
            {"installed": dict(client)}, scopes=SCOPES, redirect_uri=receiver.address, autogenerate_code_verifier=True
        )
        hint = {"login_hint": login.organiser} if login.organiser else {}
        with _plain_http(_is_loopback(client["auth_uri"])):
            address, state = flow.authorization_url(access_type="offline", prompt="consent", **hint)
        show(address, receiver.address)
        answer = receiver.wait(state, seconds=login.seconds, typed=login.typed)
    if not answer:
        raise LoginProblem("no answer came from the browser in time; run this again")
    if "code" not in answer:
        told = answer["error"]
        code = told if re.fullmatch(r"[a-z_]{1,60}", told) else "no reason that can be told"
        raise LoginProblem(_NO if told == "access_denied" else f"Google refused ({code}); run this again")
    if "scope" in answer:
        _hold_to_scopes(answer["scope"].split())
    return answer, flow


def _thanks(answer: Mapping[str, str]) -> str:
    if "code" in answer:
        return "Thank you. Hirebot goes on in the terminal; this page can be closed."
    return "Consent was refused, so nothing was kept. The terminal says more; this page can be closed."


def _exchanged(flow: Any, code: str, *, plain: bool) -> Mapping[str, Any]:
    """The tokens for a code."""
    flow.oauth2session.trust_env = not plain  # loopback is not reached through anybody's proxy
    try:
        with _plain_http(plain):
            token: Mapping[str, Any] = flow.fetch_token(code=code, include_client_id=True, timeout=_CALL_SECONDS)
    except OAuth2Error as refused:
        why = _REFUSED.get(refused.error, f"Google refused ({refused.error})")
        raise LoginProblem(why) from None
    except Warning as changed:  # how oauthlib tells that other scopes were granted than asked for
        _hold_to_scopes(getattr(changed, "new_scope", ()))
        token = getattr(changed, "token", {})
    except (OSError, ValueError) as problem:  # those of requests are OSErrors
        kind = type(problem).__name__
        raise LoginProblem(
            f"Google's token address could not be asked ({kind}); check the network and the proxy"
        ) from None
    if not token.get("refresh_token"):
        raise LoginProblem(
            "Google gave a token for an hour and none to renew it with. Take Hirebot's access away at "
            "https://myaccount.google.com/connections, then run this again"
        )
    return token


def _hold_to_scopes(granted: Any) -> None:
    missing = [scope for scope in SCOPES if scope not in granted]
    if missing:
        words = f"a box was not ticked, so this is missing: {', '.join(missing)}. Run this again and tick both boxes"
        raise LoginProblem(words)


def _content(client: Mapping[str, str], token: Mapping[str, Any]) -> dict[str, Any]:
    """What `scheduling.google.credentials` reads, in Google's own form for such files."""
    return {
        "type": "authorized_user",
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "refresh_token": token["refresh_token"],
        "token_uri": client["token_uri"],
        "scopes": list(SCOPES),
    }


def _calendar_problem(login: Login, file: Path, clock: Clock) -> str:
    """Whether the one who signed in is the organiser: only they can open that calendar. Raises LoginProblem if not."""
    if not login.organiser:
        return ""
    calendar = GoogleCalendar.from_settings(
        organiser=login.organiser, clock=clock, oauth_token_file=file, api_url=login.api_url, timeout=_CALL_SECONDS
    )
    try:
        wrong = [step for step in calendar.probe().steps if not step.ok]
    finally:
        calendar.close()
    if any(step.reason in ("no_calendar", "read_only") for step in wrong):
        raise LoginProblem(
            f"whoever signed in may not write to the calendar of {login.organiser}. Run this again and sign in as the "
            "organiser, or correct GOOGLE_ORGANISER. Nothing was kept"
        )
    return "; ".join(f"{step.reason}: {step.hint}" for step in wrong)


@contextmanager
def _new_file(path: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """An empty file beside `path` that only we may read, and what puts it in the place of `path`; else it goes again.
    Made first, so that nobody signs in for a file that cannot be written. Raises LoginProblem."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")

    def keep() -> None:
        draft.replace(path)

    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as problem:
        raise LoginProblem(f"{path} cannot be written: {problem.strerror}") from None
    try:
        yield draft, keep
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _is_loopback(address: str) -> bool:
    url = urlsplit(address)
    return url.scheme == "http" and url.hostname in ("127.0.0.1", "::1", "localhost")


@contextmanager
def _plain_http(allowed: bool) -> Iterator[None]:
    """oauthlib refuses whatever is not https, and has no other way than the environment to say that loopback is fine."""
    name = "OAUTHLIB_INSECURE_TRANSPORT"
    before = os.environ.pop(name, None)
    if allowed:
        os.environ[name] = "1"
    try:
        yield
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before
