"""`hirebot google-login`: the whole way over real HTTP on loopback, with somebody at the consent page."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from bot.google_login import Login, LoginProblem, Outcome, log_in
from bot.loopback import Receiver
from scheduling.google.calendar import GoogleCalendar
from scheduling.google.credentials import SCOPES
from scheduling.ports import EventDraft
from tests.bot.process import environment
from tests.google_consent import decide
from tests.google_site import ORGANISER, START_OF_TESTS, GoogleSite, Socket

Browser = Callable[[str, str], object]
"""What is done with the two addresses: the consent page's, and the one at which the answer is waited for."""


@pytest.fixture
def login(google: GoogleSite) -> Login:
    return Login(
        client_file=google.oauth_client_file(),
        token_file=google.folder / "google-token.json",
        organiser=ORGANISER,
        api_url=google.address,
        port=0,
        typed=None,
        seconds=20.0,
    )


@pytest.fixture
def signed_in(google: GoogleSite) -> Iterator[Callable[[Login, Browser], Outcome]]:
    """Logs in while somebody else, at the browser, does what the test says."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        at_the_browser: list[Future[object]] = []

        def run(login: Login, browser: Browser) -> Outcome:
            def show(address: str, waits_at: str) -> None:
                at_the_browser.append(pool.submit(browser, address, waits_at))

            try:
                return log_in(login, google.clock, show)
            finally:
                for done in at_the_browser:
                    done.result(timeout=20)

        yield run


Run = Callable[[Login, Browser], Outcome]


def consents(address: str, waits_at: str) -> str:
    """Ticks both boxes and is sent back; the page that is seen in the end."""
    return go_back(decide(address))


def go_back(answer: httpx.Response) -> str:
    return httpx.get(answer.headers["location"]).text


def event() -> EventDraft:
    return EventDraft(
        event_id="hirebot0login",
        start=START_OF_TESTS,
        end=START_OF_TESTS + timedelta(hours=1),
        zone="Europe/Berlin",
        summary="Screen",
        description="",
        guests=("ann@acme.test",),
    )


def test_the_command_keeps_a_consent_with_which_events_can_be_made(google: GoogleSite, tmp_path: Path) -> None:
    client_file = google.oauth_client_file()
    command = [sys.executable, "-m", "bot", "google-login", str(client_file), "--no-browser"]
    settings = {"GOOGLE_ORGANISER": ORGANISER, "GOOGLE_CALENDAR_API_URL": google.address}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        told = []
        while "http" not in (line := process.stdout.readline()) and line:
            told.append(line)
        told.append(line)
        consents(line.strip(), "")
        told.append(process.stdout.read())
    said, file = "".join(told), tmp_path / "google-token.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    calendar = GoogleCalendar.from_settings(
        organiser=ORGANISER, clock=google.clock, oauth_token_file=file, api_url=google.address
    )
    google.opened.append(calendar)

    assert 0 == process.returncode, said
    assert 0o600 == file.stat().st_mode & 0o777
    assert f"GOOGLE_OAUTH_TOKEN_FILE={file}" in said
    assert [] == [
        value for name, value in content.items() if name in ("client_secret", "refresh_token") and value in said
    ]
    assert "ya29." not in said
    assert event().event_id == calendar.insert(event(), notify=False).event_id


def test_whoever_cancels_is_told_so_in_both_places_and_the_old_file_stays(login: Login, signed_in: Run) -> None:
    login.token_file.write_text("the old one")
    seen: list[str] = []

    with pytest.raises(LoginProblem, match="consent was refused"):
        signed_in(login, lambda address, _: seen.append(go_back(decide(address, cancel=True))))

    assert "Consent was refused" in seen[0]
    assert "the old one" == login.token_file.read_text()


def test_a_box_that_was_not_ticked_is_named_and_nothing_is_kept(login: Login, signed_in: Run) -> None:
    with pytest.raises(LoginProblem, match=SCOPES[1]):
        signed_in(login, lambda address, _: go_back(decide(address, ticks=1)))

    assert {"client_secret.json"} == {path.name for path in login.token_file.parent.iterdir()}


def test_a_missing_scope_is_noticed_too_when_only_the_token_tells_of_it(login: Login, signed_in: Run) -> None:
    def browser(address: str, _: str) -> str:
        """A browser that loses the part of the address that says what was granted."""
        return httpx.get(decide(address, ticks=1).headers["location"].partition("&scope=")[0]).text

    with pytest.raises(LoginProblem, match="box was not ticked"):
        signed_in(login, browser)


def test_whoever_is_not_the_organiser_is_noticed(login: Login, signed_in: Run) -> None:
    with pytest.raises(LoginProblem, match=f"may not write to the calendar of {ORGANISER}"):
        signed_in(login, lambda address, _: go_back(decide(address, account="ann@acme.test")))

    assert not login.token_file.exists()


def test_without_an_organiser_nobody_is_compared(login: Login, signed_in: Run) -> None:
    signed_in(replace(login, organiser=""), lambda address, _: go_back(decide(address, account="ann@acme.test")))

    assert login.token_file.exists()


def test_an_app_in_testing_is_told_to_end_in_seven_days(login: Login, signed_in: Run, google: GoogleSite) -> None:
    google.oauth_client_file(testing=True)

    assert 7 == signed_in(login, consents).ends_after_days


def test_a_calendar_that_cannot_be_used_yet_does_not_lose_the_consent(
    login: Login, signed_in: Run, google: GoogleSite
) -> None:
    google.calendars.faults.refuse("calendar.*", status=403, reason="accessNotConfigured")

    outcome = signed_in(login, consents)

    assert "Google Calendar API, Enable" in outcome.calendar_problem
    assert login.token_file.exists()


def test_only_the_awaited_answer_counts_whatever_else_knocks(login: Login, signed_in: Run) -> None:
    seen: list[int] = []

    def browser(address: str, waits_at: str) -> None:
        stray = (
            "favicon.ico",
            "",
            "?code=4/0Aforged&state=guessed",
            "?state=guessed",
            "?error=access_denied",
            "a?code=1",
        )
        seen.extend(httpx.get(waits_at + one).status_code for one in stray)
        consents(address, waits_at)

    signed_in(login, browser)

    assert [404] * 6 == seen
    assert login.token_file.exists()


def test_an_answer_can_be_pasted_from_a_browser_on_another_machine(login: Login, signed_in: Run) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as typed, os.fdopen(writing, "w") as keyboard:

        def browser(address: str, _: str) -> None:
            keyboard.write(f"\nhttp://[not an address\n{decide(address).headers['location']}\n")
            keyboard.flush()

        signed_in(replace(login, typed=typed), browser)

    assert login.token_file.exists()


def test_a_keyboard_that_nobody_is_at_is_no_answer(login: Login, signed_in: Run) -> None:
    reading, writing = os.pipe()
    os.close(writing)
    with os.fdopen(reading) as typed:
        signed_in(replace(login, typed=typed), consents)

    assert login.token_file.exists()


def test_who_never_comes_is_not_waited_for_for_ever(login: Login, signed_in: Run) -> None:
    with pytest.raises(LoginProblem, match="no answer came"):
        signed_in(replace(login, seconds=0.1), lambda address, waits_at: None)


def test_a_code_that_was_used_already_is_told(login: Login, signed_in: Run) -> None:
    client = json.loads(login.client_file.read_text(encoding="utf-8"))["installed"]

    def browser(address: str, _: str) -> None:
        answer = decide(address)
        code = httpx.URL(answer.headers["location"]).params["code"]
        httpx.post(client["token_uri"], data={"grant_type": "authorization_code", "code": code})
        go_back(answer)

    with pytest.raises(LoginProblem, match="did not take the code"):
        signed_in(login, browser)


def test_a_secret_that_was_changed_since_is_told(login: Login, signed_in: Run) -> None:
    content = json.loads(login.client_file.read_text(encoding="utf-8"))
    content["installed"]["client_secret"] = "an old secret"
    login.client_file.write_text(json.dumps(content))

    with pytest.raises(LoginProblem, match="secret was changed") as told:
        signed_in(login, consents)

    assert "an old secret" not in str(told.value)


def test_a_token_without_one_to_renew_it_is_of_no_use(
    login: Login, signed_in: Run, google_socket: tuple[Socket, str]
) -> None:
    google = google_socket[0].app
    assert google is not None

    async def stingy(scope: Scope, receive: Receive, send: Send) -> None:
        told = {"access_token": "ya29.x", "expires_in": 3599, "token_type": "Bearer", "scope": " ".join(SCOPES)}
        await (JSONResponse(told) if scope["path"] == "/token" else google)(scope, receive, send)

    google_socket[0].app = stingy

    with pytest.raises(LoginProblem, match="none to renew it with"):
        signed_in(login, consents)


def test_a_token_address_that_does_not_answer_is_told(login: Login, signed_in: Run) -> None:
    content = json.loads(login.client_file.read_text(encoding="utf-8"))
    content["installed"]["token_uri"] = "http://127.0.0.1:9/token"
    login.client_file.write_text(json.dumps(content))

    with pytest.raises(LoginProblem, match="could not be asked"):
        signed_in(login, consents)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not the file of an OAuth client"),
        ([], "is not the file of an OAuth client"),
        ({"installed": {"client_id": "c"}}, "is not the file of an OAuth client"),
        ({"web": {"client_id": "c"}}, "Web application"),
        ({"type": "service_account", "private_key": "s3cret"}, "needs no login: GOOGLE_SERVICE_ACCOUNT_FILE"),
        ({"type": "authorized_user", "refresh_token": "s3cret"}, "is a token file"),
        (
            {
                "installed": {
                    "client_id": "c",
                    "client_secret": "s3cret",
                    "auth_uri": "http://evil.test",
                    "token_uri": "x",
                }
            },
            "does not begin with https://",
        ),
    ],
)
def test_a_wrong_file_is_told_for_what_it_is_before_anybody_is_asked(
    login: Login, signed_in: Run, content: object, says: str
) -> None:
    login.client_file.write_text(content if isinstance(content, str) else json.dumps(content))
    asked: list[str] = []

    with pytest.raises(LoginProblem, match=says) as told:
        signed_in(login, lambda address, _: asked.append(address))

    assert [] == asked
    assert "s3cret" not in str(told.value)


def test_a_place_that_cannot_be_written_is_told_before_anybody_is_asked(login: Login, signed_in: Run) -> None:
    asked: list[str] = []
    for place in (login.token_file.parent, login.token_file.parent / "nowhere" / "token.json"):
        with pytest.raises(LoginProblem, match="cannot be written"):
            signed_in(replace(login, token_file=place), lambda address, _: asked.append(address))

    assert [] == asked


def test_a_port_that_is_taken_is_told(login: Login, signed_in: Run) -> None:
    with Receiver(0, str) as other, pytest.raises(LoginProblem, match="choose another"):
        signed_in(replace(login, port=other.server_address[1]), consents)


def test_somebody_who_connects_and_says_nothing_does_not_keep_the_answer_out() -> None:
    with (
        Receiver(0, lambda given: "thank you", slow_seconds=0.1) as receiver,
        ThreadPoolExecutor() as pool,
        socket.create_connection(("127.0.0.1", receiver.server_address[1])),
    ):
        page = pool.submit(httpx.get, f"{receiver.address}?state=s&code=c")
        answer = receiver.wait("s", seconds=10)

        assert "c" == answer["code"]
        assert "thank you" in page.result().text
