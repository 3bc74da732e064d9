"""The switches: what the app sees, and what has really happened."""

from __future__ import annotations

import threading
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import default_retry_handlers

from sandbox.slack import LocalSlack, User, Workspace
from sandbox.slack.faults import Faults
from tests.sandbox.slack.site import refusal


def texts(workspace: Workspace, user: User) -> list[str]:
    return [message.text for message in workspace.dm(user)]


def test_a_rate_limit_names_the_time_to_wait_and_does_nothing(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    switch = workspace.faults.rate_limit("chat.*", retry_after=30, times=1)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ann.id, text="1")
    response = refused.value.response
    assert (429, "30", "ratelimited") == (response.status_code, response.headers["Retry-After"], response["error"])
    client.chat_postMessage(channel=ann.id, text="2")
    assert (["2"], 1) == (texts(workspace, ann), switch.hits)


@pytest.mark.parametrize(("done", "expected"), [(False, []), (True, ["x"])])
def test_a_server_error_may_hide_that_the_call_was_carried_out(
    client: WebClient, workspace: Workspace, ann: User, done: bool, expected: list[str]
) -> None:
    workspace.faults.server_error("chat.postMessage", status=502, done=done, times=1)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ann.id, text="x")
    assert (502, expected) == (refused.value.response.status_code, texts(workspace, ann))
    [call] = workspace.calls.all("chat.*")
    assert ("server_error", done) == (call.fault, call.carried_out)


@pytest.mark.parametrize(("done", "expected"), [(False, []), (True, ["x"])])
def test_the_connection_breaks_after_or_before_the_call_was_carried_out(
    client: WebClient, workspace: Workspace, ann: User, done: bool, expected: list[str]
) -> None:
    workspace.faults.lose_answer("chat.postMessage", done=done, times=1)
    with pytest.raises((ConnectionError, URLError)):
        client.chat_postMessage(channel=ann.id, text="x")
    assert expected == texts(workspace, ann)
    [call] = workspace.calls.all("chat.*")
    assert ("lose_answer", done) == (call.fault, call.carried_out)


def test_the_default_client_posts_twice_when_the_answer_is_lost(slack: LocalSlack, ann: User) -> None:
    eager = WebClient(
        slack.workspace.app.bot_token, base_url=slack.api_url, retry_handlers=default_retry_handlers(), timeout=5
    )
    slack.workspace.faults.lose_answer("chat.postMessage", times=1)
    eager.chat_postMessage(channel=ann.id, text="x")
    assert ["x", "x"] == texts(slack.workspace, ann)


@pytest.mark.parametrize(("done", "expected"), [(False, []), (True, ["x"])])
def test_a_call_that_hangs_runs_into_the_clients_timeout(
    client: WebClient, workspace: Workspace, ann: User, done: bool, expected: list[str]
) -> None:
    switch = workspace.faults.hang("chat.postMessage", seconds=30, done=done)
    client.timeout = 0.2  # type: ignore[assignment]  # the client takes fractions, its annotation does not
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel=ann.id, text="x")
    switch.off()
    workspace.wait_until(lambda: workspace.calls.count("chat.postMessage") == 1)
    assert expected == texts(workspace, ann)


def test_a_hanging_call_goes_on_when_the_switch_is_thrown(client: WebClient, workspace: Workspace, ann: User) -> None:
    switch = workspace.faults.hang("chat.postMessage", seconds=30)
    waiting = threading.Thread(target=lambda: client.chat_postMessage(channel=ann.id, text="late"))
    waiting.start()
    workspace.wait_until(lambda: switch.hits == 1)
    assert [] == texts(workspace, ann)
    switch.off()
    waiting.join(timeout=5)
    assert ["late"] == texts(workspace, ann)


def test_any_error_code_can_be_injected_until_the_switch_is_off(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    switch = workspace.faults.refuse("users.*", error="token_revoked")
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            client.users_info(user=ann.id)
        assert "token_revoked" == refusal(refused)["error"]
    assert client.auth_test()["ok"] is True
    switch.off()
    assert client.users_info(user=ann.id)["ok"] is True


def test_a_share_of_the_calls_is_hit_and_the_same_seed_hits_the_same_ones() -> None:
    def draw(seed: int) -> list[bool]:
        faults = Faults(seed=seed)
        faults.rate_limit("*", share=0.5)
        return [faults.take("chat.postMessage") is not None for _ in range(100)]

    assert draw(1) == draw(1) != draw(2)
    assert 30 < sum(draw(1)) < 70
