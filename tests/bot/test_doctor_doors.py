"""What the doctor says of the ways from Slack to us: the process, signed requests here and from outside, what has come in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import SystemClock
from models.records.delivery import InboxRow, InboxState
from sandbox.serving import Served
from tests.bot.doctored import company, doctor, found, installed, served, todo
from tests.bot.live import opened

__all__ = ["company", "installed"]

Hop = Callable[[Request], Awaitable[Response]]


@pytest.fixture
def in_http(installed: dict[str, str]) -> dict[str, str]:
    return installed | {"HIREBOT_MODE": "http"}


def in_front(handle: Hop) -> Served:
    """A proxy, as it might be set up."""
    return Served(Starlette(routes=[Route("/{path:path}", handle, methods=["GET", "POST"])]))


def test_a_process_that_does_not_run_is_no_failure(installed: dict[str, str]) -> None:
    told = doctor(installed)

    assert 0 == told.exit_code
    assert "start it: `python3 start.py run`" == todo(told, "process")


def test_a_running_process_takes_a_request_as_slack_signs_it(in_http: dict[str, str]) -> None:
    with served(in_http) as settings:
        told = doctor(settings)

    assert 0 == told.exit_code, told.output
    assert ["process", "signed requests"] == [
        name for name in found(told, "ok") if name in ("process", "signed requests")
    ]


def test_a_process_that_was_started_with_another_signing_secret_is_told(in_http: dict[str, str]) -> None:
    with served(in_http) as settings:
        told = doctor(settings | {"SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef"})

    assert ["signed requests"] == found(told, "FAIL")
    assert "restart it" in todo(told, "signed requests")


def test_a_process_that_runs_in_the_other_mode_is_told(in_http: dict[str, str]) -> None:
    with served(in_http | {"HIREBOT_MODE": "socket"}) as settings:
        told = doctor(settings | {"HIREBOT_MODE": "http"})

    assert ["signed requests"] == found(told, "FAIL")


def test_a_process_that_is_not_well_is_told_in_its_own_words(in_http: dict[str, str]) -> None:
    async def unfit(request: Request) -> Response:
        return PlainTextResponse("backlog: 7 effects overdue by 5 minutes\n", status_code=503)

    with in_front(unfit) as running:
        told = doctor(in_http | {"HIREBOT_MODE": "socket", "HIREBOT_PORT": str(running.port)})

    assert ["process"] == found(told, "FAIL")
    assert "backlog: 7 effects" in told.output


@pytest.mark.parametrize("status", [200, 404, 503])
def test_another_program_on_the_port_is_told(in_http: dict[str, str], status: int) -> None:
    async def other(request: Request) -> Response:
        return PlainTextResponse("<!doctype html>\n<title>hello</title>", status_code=status)

    with in_front(other) as running:
        told = doctor(in_http | {"HIREBOT_MODE": "socket", "HIREBOT_PORT": str(running.port)})

    assert ["process"] == found(told, "FAIL")
    assert "choose another HIREBOT_PORT" == todo(told, "process")


def test_a_public_address_is_not_asked_in_socket_mode(installed: dict[str, str]) -> None:
    told = doctor(installed, "--public-url", "https://hirebot.example.com")

    assert 0 == told.exit_code
    assert "public address" in found(told, "note")


def test_a_request_that_a_proxy_hands_on_unchanged_gets_in(in_http: dict[str, str]) -> None:
    with served(in_http) as settings, in_front(handing_on(settings)) as proxy:
        told = doctor(settings, "--public-url", f"{proxy.url}/slack/events")

    assert 0 == told.exit_code, told.output
    assert "public address" in found(told, "ok")


def test_a_proxy_that_drops_what_slack_signs_with_is_told(in_http: dict[str, str]) -> None:
    with served(in_http) as settings, in_front(handing_on(settings, drops="x-slack-signature")) as proxy:
        told = doctor(settings, "--public-url", proxy.url)

    assert ["public address"] == found(told, "FAIL")
    assert "X-Slack-* headers included" in todo(told, "public address")


def test_an_address_where_somebody_else_answers_gets_no_signature_by_a_redirect(in_http: dict[str, str]) -> None:
    visited: list[str] = []

    async def redirecting(request: Request) -> Response:
        visited.append(request.url.path)
        return RedirectResponse("/elsewhere", status_code=307)

    with served(in_http) as settings, in_front(redirecting) as proxy:
        told = doctor(settings, "--public-url", proxy.url)

    assert ["public address"] == found(told, "FAIL")
    assert {"/slack/events"} == set(visited)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "https://127.0.0.1:9/", "not an address", "ftp://x"])
def test_an_address_that_does_not_answer_is_told(in_http: dict[str, str], address: str) -> None:
    told = doctor(in_http, "--public-url", address)

    assert ["public address"] == found(told, "FAIL")


def test_without_a_signing_secret_nothing_can_be_signed(in_http: dict[str, str]) -> None:
    told = doctor(in_http | {"SLACK_SIGNING_SECRET": ""})

    assert "signed requests" in found(told, "-")


def hear(installed: dict[str, str], *kinds: str) -> None:
    """Leaves what the team's use of each way in leaves."""
    with opened(installed["HIREBOT_DATABASE_URL"]) as store, store() as tx:
        for kind in kinds:
            row = InboxRow(
                id=0,
                dedupe_key=f"{kind}:0123",
                kind="asked",
                actor_id=None,
                payload={},
                digest="",
                received_at=SystemClock().now(),
                state=InboxState.DONE,
                outcome="answered",
                processed_at=SystemClock().now(),
            )
            tx.inbox.add(row)


def test_what_has_come_in_is_the_proof_that_slack_is_set_up(installed: dict[str, str]) -> None:
    before = doctor(installed)
    hear(installed, "command", "event")
    some = doctor(installed)
    hear(installed, "form")
    after = doctor(installed)

    assert "commands" in found(before, "note")
    assert "start.py manifest" in todo(before, "commands")
    assert ["/hire", "events"] == [
        name for name in found(some, "ok") if name in ("/hire", "events", "buttons and forms")
    ]
    assert "buttons and forms" in found(some, "note")
    assert "buttons and forms" in found(after, "ok")


@pytest.mark.parametrize(
    ("mode", "command"),
    [
        ("socket", "python3 start.py manifest"),
        ("http", "python3 start.py manifest --mode http --base-url https://hirebot.example.com"),
    ],
)
def test_the_manifest_that_is_advised_is_that_of_the_mode(installed: dict[str, str], mode: str, command: str) -> None:
    """That of Socket Mode would take its addresses away from an app that is reached over HTTP."""
    settings = installed | {"HIREBOT_MODE": mode}

    before = doctor(settings)
    hear(installed, "command")
    after = doctor(settings)
    without = doctor({"HIREBOT_MODE": mode})

    advice = [todo(before, "commands"), *(todo(after, name) for name in ("buttons and forms", "events"))]
    assert [] == [words for words in advice if f"paste what `{command}`" not in words]
    assert 2 == before.output.count(f"paste what `{command}`")  # and for scopes that nobody needs
    assert f"from `{command}`" in todo(without, "SLACK_BOT_TOKEN")


def test_a_question_of_the_doctor_is_none_that_anybody_asked(in_http: dict[str, str]) -> None:
    with served(in_http) as settings:
        doctor(settings)
    with opened(settings["HIREBOT_DATABASE_URL"]) as store, store.reading() as tx:
        assert [] == tx.inbox.all()


def handing_on(settings: dict[str, str], *, drops: str = "") -> Hop:
    async def hop(request: Request) -> Response:
        body = await request.body()
        headers = {name: value for name, value in request.headers.items() if name not in (drops, "host")}
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://127.0.0.1:{settings['HIREBOT_PORT']}{request.url.path}"
            answer = await client.post(url, content=body, headers=headers)
        return Response(answer.content, status_code=answer.status_code)

    return hop
