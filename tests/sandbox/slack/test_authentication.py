"""Tokens, bodies and headers of the Web API."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import LocalSlack, User
from tests.sandbox.slack.site import plain, refusal, section


def call(slack: LocalSlack, method: str, *, body: bytes = b"", **headers: str) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection(str(urlsplit(slack.url).netloc), timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", f"/api/{method}", body=body, headers=named)
    response = connection.getresponse()
    status, answer = response.status, json.loads(response.read())
    connection.close()
    return status, answer


def test_the_client_learns_who_it_is(client: WebClient, slack: LocalSlack) -> None:
    told = client.auth_test()
    app = slack.workspace.app
    assert (app.bot_user_id, app.bot_id, slack.workspace.team.id) == (told["user_id"], told["bot_id"], told["team_id"])
    assert "chat:write" in told.headers["x-oauth-scopes"]


def test_no_token_is_not_authed(slack: LocalSlack) -> None:
    assert (200, {"ok": False, "error": "not_authed"}) == call(slack, "auth.test")


@pytest.mark.parametrize("token", ["xoxb-other", "", "xoxb"])
def test_an_unknown_token_is_refused(slack: LocalSlack, token: str) -> None:
    _, answer = call(slack, "auth.test", Authorization=f"Bearer {token}")
    assert answer["error"] in ("invalid_auth", "not_authed")


def test_a_revoked_token_is_dead_for_every_method(client: WebClient, slack: LocalSlack) -> None:
    slack.workspace.revoke(slack.workspace.app.bot_token)
    for method in ("auth.test", "chat.postMessage", "views.open", "users.list"):
        with pytest.raises(SlackApiError) as refused:
            client.api_call(method)
        assert "token_revoked" == refusal(refused)["error"]


def test_bot_and_app_tokens_are_not_interchangeable(client: WebClient, slack: LocalSlack) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.apps_connections_open(app_token=slack.workspace.app.bot_token)
    assert "not_allowed_token_type" == refusal(refused)["error"]
    with pytest.raises(SlackApiError) as refused:
        client.auth_test(token=slack.workspace.app.app_token)
    assert "not_allowed_token_type" == refusal(refused)["error"]


def test_an_unknown_method_says_so(client: WebClient) -> None:
    for method in ("chat.shout", "response_url"):
        with pytest.raises(SlackApiError) as refused:
            client.api_call(method)
        assert "unknown_method" == refusal(refused)["error"]


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[1]", "json_not_object"),
        ("text/plain", b"hello", "invalid_post_type"),
    ],
)
def test_bodies_that_cannot_be_read_are_refused(slack: LocalSlack, content_type: str, body: bytes, error: str) -> None:
    _, answer = call(slack, "auth.test", body=body, content_type=content_type)
    assert error == answer["error"]


def test_a_token_in_the_form_is_taken_too_and_never_logged(slack: LocalSlack) -> None:
    token = slack.workspace.app.bot_token
    _, answer = call(
        slack, "auth.test", body=f"token={token}".encode(), content_type="application/x-www-form-urlencoded"
    )
    assert answer["ok"] is True
    assert token not in repr(slack.workspace.calls.all())


def test_json_is_not_read_by_methods_that_take_forms_only(client: WebClient, ann: User) -> None:
    assert client.api_call("users.info", params={"user": ann.id})["ok"] is True
    with pytest.raises(SlackApiError) as refused:
        client.api_call("users.info", json={"user": ann.id})
    assert "invalid_arguments" == refusal(refused)["error"]


def test_arguments_slack_does_not_know_are_ignored(client: WebClient, ann: User) -> None:
    assert client.chat_postMessage(channel=ann.id, text="x", unfurl_links=False, colour="red")["ok"] is True


def test_every_call_is_on_record_with_its_answer(client: WebClient, slack: LocalSlack, ann: User) -> None:
    client.chat_postMessage(channel=ann.id, text="x")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C404", text="y")
    good, bad = slack.workspace.calls.all("chat.*")
    assert ("x", True, False) == (good.args["text"], good.ok, bad.ok)
    assert 2 == slack.workspace.calls.count("chat.postMessage")
    assert "channel_not_found" == bad.answer["error"]


def test_blocks_can_be_judged_without_posting(client: WebClient) -> None:
    assert client.api_call("blocks.validate", json={"blocks": [section("x")]})["ok"] is True
    with pytest.raises(SlackApiError) as refused:
        client.api_call("blocks.validate", json={"blocks": [{"type": "header", "text": plain("")}]})
    [error] = refusal(refused)["errors"]
    assert ("invalid_blocks", "/0/text/text") == (refusal(refused)["error"], error["pointer"])
    with pytest.raises(SlackApiError) as refused:
        client.api_call("blocks.validate", json={"view": {"type": "modal", "blocks": []}})
    assert "invalid_view" == refusal(refused)["error"]
    with pytest.raises(SlackApiError) as refused:
        client.api_call("blocks.validate", json={})
    assert "invalid_arguments" == refusal(refused)["error"]
