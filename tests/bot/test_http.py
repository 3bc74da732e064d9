"""The HTTP edge, over real HTTP: whatever comes gets a clear answer, and only what Slack signed reaches anybody."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest

from sandbox.slack import Answer, Kind, LocalSlack, Outbound, User
from tests.bot.site import Site
from tests.databases import DIALECTS
from tests.sandbox.slack.site import StepClock

HELP = urlencode({"command": "/hire", "text": "help", "user_id": "U1", "team_id": "T0SANDBOX", "trigger_id": "1.2.3"})
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def raw(site: Site, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(str(urlsplit(site.url).netloc), timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=named)
    response = connection.getresponse()
    told = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return told


def knock(site: Site, body: bytes, **spoilt: str) -> Answer:
    """A genuine request with some headers replaced (None: taken away)."""
    headers = site.delivery.signed(body) | {name.replace("_", "-"): value for name, value in spoilt.items()}
    return site.delivery.post(body, {name: value for name, value in headers.items() if value != "(none)"})


def test_what_slack_signed_is_answered(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)

    answer = slack.person(ann).slash("/hire", "help")

    assert answer.ok
    assert "/hire" in json.dumps(answer.body)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"X_Slack_Signature": "(none)"},
        {"X_Slack_Request_Timestamp": "(none)"},
        {"X_Slack_Signature": "v0=" + "0" * 64},
        {"X_Slack_Signature": "v0=00"},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "v1=" + "0" * 64},
        {"X_Slack_Signature": "v0=\xe9\xff"},
        {"X_Slack_Request_Timestamp": "abc"},
        {"X_Slack_Request_Timestamp": ""},
        {"X_Slack_Request_Timestamp": "1" + "0" * 20},
        {"X_Slack_Request_Timestamp": "-1"},
        {"X_Slack_Request_Timestamp": "0"},
    ],
    ids=str,
)
def test_what_is_not_properly_signed_is_refused(site: Site, ann: User, spoilt: dict[str, str]) -> None:
    site.join(ann)

    assert 401 == knock(site, HELP.encode(), **spoilt).status
    assert [] == site.inbox()


def test_a_request_signed_with_another_secret_is_refused(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    slack.workspace.app = replace(slack.workspace.app, signing_secret="another-signing-secret")
    forged = type(site.delivery)(
        f"{site.url}/slack/events", signing_secret="another-signing-secret", clock=slack.workspace.clock
    )

    assert 401 == forged.send(Outbound(kind=Kind.COMMAND, payload={"command": "/hire"})).status


@pytest.mark.parametrize(("seconds", "status"), [(1, 200), (299, 200), (301, 401)])
@pytest.mark.parametrize("store_dialect", DIALECTS)
def test_a_replay_is_taken_once_at_most_and_after_five_minutes_not_at_all(
    site: Site, ann: User, clock: StepClock, seconds: int, status: int
) -> None:
    site.join(ann)
    body = HELP.replace("U1", ann.id).encode()
    headers = site.delivery.signed(body)
    assert 200 == site.delivery.post(body, headers).status
    clock.move(seconds=seconds)

    assert status == site.delivery.post(body, headers).status
    assert ["asked"] == site.inbox()


def test_a_request_from_the_future_is_refused(site: Site, clock: StepClock) -> None:
    ahead = str(int((clock.now() + timedelta(seconds=301)).timestamp()))

    assert 401 == site.delivery.post(HELP.encode(), site.delivery.signed(HELP.encode(), timestamp=ahead)).status


@pytest.mark.parametrize("kind", [Kind.COMMAND, Kind.INTERACTION, Kind.EVENT])
def test_a_request_for_another_app_is_refused(site: Site, ann: User, kind: Kind) -> None:
    site.join(ann)
    payload = {"command": "/hire", "api_app_id": "A0OTHER", "user_id": ann.id, "team_id": "T0SANDBOX", "type": "x"}

    assert 403 == site.delivery.send(Outbound(kind=kind, payload=payload)).status
    assert [] == site.inbox()


def test_somebody_of_another_workspace_is_told_and_changes_nothing(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    payload = slack.person(ann).slash_payload("/hire", "new") | {"team_id": "T0OTHER"}

    answer = site.delivery.send(Outbound(kind=Kind.COMMAND, payload=payload))

    assert "aren't on the hiring team" in str(answer.body)
    assert [] == site.inbox()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"payload={bad", FORM),
        (b"payload=%5B1%5D", FORM),
        (b"payload=null", FORM),
        (b"payload=%22text%22", FORM),
        (b"{not json", JSON),
        (b"[]", JSON),
        (b"42", JSON),
        (b"", FORM),
        (b"\xff\xfe\x00", FORM),
        (b"\xff", JSON),
        (b"[" * 50_000, JSON),
        (b'{"a":' * 50_000, JSON),
        (b'{"authorizations": [7], "type": "event_callback"}', JSON),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_signed_nonsense_is_unreadable_and_nothing_breaks(site: Site, body: bytes, content_type: str) -> None:
    answer = site.delivery.post(body, site.delivery.signed(body, content_type=content_type))

    assert 400 == answer.status


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "shortcut", "callback_id": "x"},
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "unknown", "state": {"values": 7}}},
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "new_loop", "state": 7}},
        {"type": "view_submission", "view": {"type": "modal"}},
        {"type": "view_submission"},
        {"type": "block_actions", "actions": [{"action_id": "unknown", "type": "button"}]},
        {"type": "event_callback", "event": {"type": "unknown"}},
        {"type": 7},
        {"text": "hello"},
    ],
    ids=lambda payload: str(payload)[:40],
)
@pytest.mark.parametrize("sender", ["colleague", "nobody"])
def test_signed_requests_that_lead_nowhere_change_nothing(
    site: Site, ann: User, payload: dict[str, object], sender: str
) -> None:
    site.join(ann)
    who = {"user": {"id": ann.id if sender == "colleague" else "U0NOBODY", "team_id": "T0SANDBOX"}}
    team = {"team": {"id": "T0SANDBOX"}, "team_id": "T0SANDBOX", "api_app_id": "A0HIREBOT"}
    kind = Kind.EVENT if payload.get("type") == "event_callback" else Kind.INTERACTION

    answer = site.delivery.send(Outbound(kind=kind, payload=who | team | payload))

    assert answer.status == 200
    assert {"asked"} >= set(site.inbox())


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": []},
        {"type": "view_submission", "view": {"callback_id": "new_loop"}},
    ],
    ids=str,
)
def test_a_signed_request_that_bolt_itself_cannot_take_apart_is_not_understood(
    site: Site, payload: dict[str, object]
) -> None:
    team = {"team": {"id": "T0SANDBOX"}, "user": {"id": "U1", "team_id": "T0SANDBOX"}}

    assert 400 == site.delivery.send(Outbound(kind=Kind.INTERACTION, payload=team | payload)).status


def test_a_body_of_more_than_a_megabyte_is_too_large_signed_or_not(site: Site) -> None:
    body = b"text=" + b"a" * 1_000_000

    assert 413 == knock(site, body).status
    assert 413 == knock(site, body, X_Slack_Signature="(none)").status


def test_a_body_of_a_megabyte_less_is_read(site: Site) -> None:
    assert 200 == knock(site, HELP.encode() + b"&more=" + b"a" * 900_000).status


def test_slack_may_look_at_the_certificate_without_a_signature(site: Site) -> None:
    assert 200 == site.delivery.post(b"ssl_check=1&token=x", {"Content-Type": FORM}).status


@pytest.mark.parametrize("body", [b"ssl_check=10", b"command=%2Fhire&x=ssl_check=1", b"ssl_check=1&pad=" + b"a" * 1000])
def test_nothing_else_passes_as_a_look_at_the_certificate(site: Site, body: bytes) -> None:
    assert 401 == site.delivery.post(body, {"Content-Type": FORM}).status


def test_slack_may_verify_the_address(site: Site) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee", "token": "x"}).encode()

    answer = site.delivery.post(body, site.delivery.signed(body, content_type=JSON))

    assert "c0ffee" in json.dumps(answer.body)


@pytest.mark.parametrize("store_dialect", DIALECTS)
def test_events_are_taken_once_however_often_they_come(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    slack.person(ann).open_home()
    [event] = slack.events.all()

    for retry in (1, 2, 3):
        assert slack.events.repeat(event.event_id, retry_num=retry).ok
    assert ["open_home"] == site.inbox()


@pytest.mark.parametrize("store_dialect", DIALECTS)
def test_an_event_that_is_first_seen_as_a_retry_is_taken_once(site: Site, slack: LocalSlack, ann: User) -> None:
    """The first two attempts were lost on their way; the one that Slack made before them arrives last."""
    site.join(ann)
    slack.events.hold()
    slack.person(ann).open_home()
    [event] = slack.events.all()
    assert (0, []) == (event.attempts, site.inbox())

    assert slack.events.repeat(event.event_id, retry_num=2).ok
    assert ["open_home"] == site.inbox()

    assert slack.events.repeat(event.event_id, retry_num=3).ok
    slack.events.release()
    assert ["open_home"] == site.inbox()


def test_while_slack_hangs_a_question_is_acknowledged_at_once(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    site.app.identity.get()
    slack.workspace.faults.hang(seconds=30)

    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: slack.person(ann).slash("/hire", "help"), range(20)))

    assert [True] * 20 == [answer.ok for answer in answers]


def test_who_we_are_is_not_asked_with_each_request(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)

    for _ in range(3):
        slack.person(ann).slash("/hire", "help")

    assert 1 == slack.workspace.calls.count("auth.test")


def test_while_nobody_knows_who_we_are_nobody_is_let_in(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    slack.workspace.faults.server_error()

    slack.person(ann).slash("/hire", "help")

    assert [] == site.inbox()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("POST", "/healthz", 405),
        ("GET", "/healthz/", 404),
        ("POST", "/slack/events/", 404),
        ("GET", "/docs", 404),
        ("GET", "/../../etc/passwd", 404),
    ],
)
def test_there_are_no_other_ways_in(site: Site, method: str, path: str, status: int) -> None:
    told, _, body = raw(site, method, path)

    assert status == told
    assert len(body) < 40


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/nowhere"])
def test_every_answer_is_plain_and_tells_browsers_to_do_nothing_with_it(site: Site, path: str) -> None:
    _, headers, _ = raw(site, "GET", path)

    assert headers["content-type"].startswith("text/plain")
    assert ("nosniff", "no-store") == (headers["x-content-type-options"], headers["cache-control"])
    assert headers["content-security-policy"].startswith("default-src 'none'")
