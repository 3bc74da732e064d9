"""What becomes of a call to Slack: every way to fail, in the ports' words, and never a second request."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.slack_wire import RATE_PAUSE, SlackAuthFault, SlackWire, bypasses_proxy, web_client
from sandbox.serving import Served
from sandbox.slack import LocalSlack
from scheduling.ports import PermanentFault, TransientFault

POST = {"channel": "C1", "text": "hello"}


@pytest.fixture
def wire(slack: LocalSlack) -> SlackWire:
    return wire_to(slack.api_url, slack.workspace.app.bot_token)


def wire_to(url: str, token: str = "xoxb-some-token", *, timeout: int = 5) -> SlackWire:
    return SlackWire(web_client(token, base_url=url, timeout=timeout))


def fault_of(call: Callable[[], object]) -> TransientFault:
    with pytest.raises(TransientFault) as fault:
        call()
    return fault.value


def post(wire: SlackWire, *, repeatable: bool = False) -> TransientFault:
    return fault_of(lambda: wire.do("chat.postMessage", POST, repeatable=repeatable))


@contextmanager
def speaking(answer: Response) -> Iterator[str]:
    """Something that answers every request with this: a proxy, a captive portal, a broken server."""

    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        await Request(scope, receive).body()  # type: ignore[arg-type]  # plain ASGI
        await answer(scope, receive, send)  # type: ignore[arg-type]

    with Served(app) as served:
        yield f"{served.url}/api/"


def test_a_rate_limit_says_how_long_to_wait(slack: LocalSlack, wire: SlackWire) -> None:
    slack.workspace.faults.rate_limit("chat.*", retry_after=17)

    fault = post(wire)

    assert ("ratelimited", 17.0, False) == (fault.reason, fault.retry_after, fault.maybe_done)


def test_a_rate_limit_is_not_waited_out_by_the_client(slack: LocalSlack, wire: SlackWire) -> None:
    slack.workspace.faults.rate_limit("chat.*", retry_after=17)

    post(wire)

    assert 1 == slack.workspace.calls.count("chat.postMessage")


@pytest.mark.parametrize("done", [True, False])
def test_after_a_server_error_a_post_may_be_there(slack: LocalSlack, wire: SlackWire, done: bool) -> None:
    slack.workspace.faults.server_error("chat.*", done=done)

    fault = post(wire)

    assert ("server_error", True) == (fault.reason, fault.maybe_done)
    assert 1 == slack.workspace.calls.count("chat.postMessage")


@pytest.mark.parametrize("done", [True, False])
def test_after_a_reset_a_post_may_be_there_and_is_not_sent_again(
    slack: LocalSlack, wire: SlackWire, done: bool
) -> None:
    slack.workspace.faults.lose_answer("chat.*", done=done)

    fault = post(wire)

    assert ("connection", True) == (fault.reason, fault.maybe_done)
    assert 1 == slack.workspace.calls.count("chat.postMessage")


def test_after_a_silence_a_post_may_be_there(slack: LocalSlack) -> None:
    slack.workspace.faults.hang("chat.*", seconds=30)

    fault = post(wire_to(slack.api_url, slack.workspace.app.bot_token, timeout=1))

    assert ("timeout", True) == (fault.reason, fault.maybe_done)


def test_what_may_be_repeated_leaves_no_doubt(slack: LocalSlack, wire: SlackWire) -> None:
    slack.workspace.faults.lose_answer("chat.*")

    assert not post(wire, repeatable=True).maybe_done


def test_where_nobody_listens_nothing_arrived() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    fault = post(wire_to(f"http://127.0.0.1:{port}/api/"))

    assert ("unreachable", False) == (fault.reason, fault.maybe_done)


@pytest.mark.parametrize(
    "code", ["token_revoked", "invalid_auth", "not_authed", "account_inactive", "missing_scope", "org_login_required"]
)
def test_what_somebody_has_to_mend_waits_for_them(slack: LocalSlack, wire: SlackWire, code: str) -> None:
    slack.workspace.faults.refuse("chat.*", error=code)

    fault = post(wire)

    assert isinstance(fault, SlackAuthFault)
    assert ("auth", code, False) == (fault.reason, fault.code, fault.maybe_done)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable"])
def test_where_slack_itself_is_in_trouble_a_post_may_be_there(slack: LocalSlack, wire: SlackWire, code: str) -> None:
    slack.workspace.faults.refuse("chat.*", error=code)

    fault = post(wire)

    assert ("server_error", True) == (fault.reason, fault.maybe_done)


@pytest.mark.parametrize(
    "code", ["channel_not_found", "is_archived", "user_not_found", "invalid_blocks", "new_in_2031"]
)
def test_every_other_refusal_is_for_good(slack: LocalSlack, wire: SlackWire, code: str) -> None:
    slack.workspace.faults.refuse("chat.*", error=code)

    with pytest.raises(PermanentFault, match=code):
        wire.do("chat.postMessage", POST, repeatable=False)


@pytest.mark.parametrize(
    "answer",
    [
        Response("<html>Sign in to the guest network: Ana Kovač</html>", media_type="text/html"),
        Response("<html>denied</html>", status_code=403, media_type="text/html"),
        Response("", status_code=200),
        Response("null", media_type="application/json"),
        Response("[]", media_type="application/json"),
        Response("[1]", media_type="application/json"),
        Response('{"ok": false}', media_type="application/json"),
        Response('{"ok": false, "error": {"a": 1}}', media_type="application/json"),
        Response('{"ok": false, "error": "Free text of somebody, Ana Kovač"}', media_type="application/json"),
        Response(b"\xff\xfe\x00", media_type="application/json; charset=utf-8"),
        Response("{}", media_type="application/json; charset=nonsense"),
        Response("", status_code=502),
        Response("x", status_code=408),
    ],
    ids=lambda answer: f"{answer.status_code} {answer.body!r:.30}",
)
def test_an_answer_that_is_not_slacks_is_trouble_on_the_way_and_is_not_quoted(answer: Response) -> None:
    with speaking(answer) as url:
        fault = post(wire_to(url))

    assert ("server_error", True) == (fault.reason, fault.maybe_done)


@pytest.mark.parametrize("waits", ["", "soon", "-1", "1e9", "99999999999", "٣"])
def test_a_rate_limit_that_makes_no_sense_is_waited_out_as_usual(waits: str) -> None:
    answer = Response('{"ok": false, "error": "ratelimited"}', status_code=429, media_type="application/json")
    answer.headers.raw.append((b"retry-after", waits.encode()))

    with speaking(answer) as url:
        assert RATE_PAUSE == post(wire_to(url)).retry_after


def test_reading_leaves_no_doubt_whatever_happens(slack: LocalSlack, wire: SlackWire) -> None:
    slack.workspace.faults.lose_answer("users.*")

    assert not fault_of(lambda: wire.ask("users.info", user="U1")).maybe_done


def test_the_scopes_of_the_token_are_told(slack: LocalSlack, wire: SlackWire) -> None:
    assert slack.workspace.app.scopes == wire.introduce().scopes


@pytest.mark.parametrize(
    ("url", "direct"),
    [
        ("http://127.0.0.1:8080/api/", True),
        ("http://[::1]:8080/", True),
        ("http://localhost/api/", True),
        ("https://slack.internal/api/", True),
        ("https://slack.com/api/", False),
    ],
)
def test_this_machine_and_exceptions_are_reached_without_the_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, direct: bool
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", "slack.internal")

    assert direct == bypasses_proxy(url)
    assert (None if direct else "http://proxy.test:3128") == web_client("xoxb-1", base_url=url, timeout=1).proxy
