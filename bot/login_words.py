"""What a person reads in the terminal while they sign in to Google."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from bot.config import Given
from bot.google_login import Login, Outcome, log_in
from bot.setting_checks import file_of
from scheduling.ports import Clock

TOKEN_FILE = Path("google-token.json")
_AUDIENCE = "https://console.cloud.google.com/auth/audience"


def sign_in(
    client_file: Path, given: Given, clock: Clock, *, token_file: Path | None, port: int, browser: bool
) -> None:
    """Of the settings only those of Google are looked at, and none has to be there. Raises LoginProblem."""
    values = given.values
    target = token_file or file_of(values["GOOGLE_OAUTH_TOKEN_FILE"]) or TOKEN_FILE
    near = browser and _has_screen()
    login = Login(
        client_file=client_file,
        token_file=target,
        organiser=values["GOOGLE_ORGANISER"] if given.sound("GOOGLE_ORGANISER") else "",
        api_url=(values["GOOGLE_CALENDAR_API_URL"] or None) if given.sound("GOOGLE_CALENDAR_API_URL") else None,
        port=port,
        typed=None if near or not sys.stdin.isatty() else sys.stdin,
    )

    def show(address: str, waits_at: str) -> None:
        for line in words_before(login.organiser, address, waits_at, near=near, types=login.typed is not None):
            click.echo(line)
        if near:
            webbrowser.open(address)

    outcome = log_in(login, clock, show)
    for line in words_after(outcome, target, values):
        click.echo(line)


def _has_screen() -> bool:
    """Without one, webbrowser would start a browser inside this terminal."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def words_before(organiser: str, address: str, waits_at: str, *, near: bool, types: bool) -> Iterator[str]:
    yield f"Sign in as {organiser or 'the organiser'} and tick both boxes. The address for it:"
    yield f"\n  {address}\n"
    if near:
        yield "A browser opens with it now; if none does, open it yourself, on this machine."
    else:
        port = waits_at.rstrip("/").rpartition(":")[2]
        yield f"Google then sends the browser to {waits_at}, on this machine. If your browser is on another one, open"
        yield f"a second terminal there with `ssh -L {port}:127.0.0.1:{port} ...` to here before you sign in."
    if types:
        yield "Or paste what the browser's address bar shows at the end, even if the page itself says it cannot be reached."
    yield "Waiting for ten minutes (Ctrl-C stops) ..."


def words_after(outcome: Outcome, target: Path, values: Mapping[str, str]) -> Iterator[str]:
    yield f"Signed in. The consent is kept in {target}, readable by you alone."
    if outcome.ends_after_days is not None:
        yield (
            f"But Google ends this consent after {outcome.ends_after_days} days, as it does while an app's publishing status "
            f"is Testing. Make the audience Internal at {_AUDIENCE}, then sign in again."
        )
    if outcome.calendar_problem:
        yield f"But the calendar cannot be used yet: {outcome.calendar_problem}."
    if file_of(values["GOOGLE_OAUTH_TOKEN_FILE"]) != target:
        yield f"Now put this into .env:  GOOGLE_OAUTH_TOKEN_FILE={target.absolute()}"
    if values["GOOGLE_SERVICE_ACCOUNT_FILE"]:
        yield "And take GOOGLE_SERVICE_ACCOUNT_FILE out: only one of the two can be used."
    if not values["GOOGLE_ORGANISER"]:
        yield "And set GOOGLE_ORGANISER to the address that you signed in with."
    yield "Only another login needs the client's file again: keep it away from here. If Hirebot is running, restart it."
    yield "`python3 start.py doctor` looks whether all is well."
