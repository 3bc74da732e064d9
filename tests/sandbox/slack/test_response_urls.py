"""Response URLs: five uses in half an hour, through Slack's own webhook client."""

from __future__ import annotations

import pytest
from slack_sdk.webhook import WebhookClient

from sandbox.slack import LocalSlack, Person, User
from tests.sandbox.slack.site import StepClock, section
from tests.sandbox.slack.small_bot import SmallBot


@pytest.fixture
def hook(her: Person, bot: SmallBot) -> WebhookClient:
    """The response URL of a command she has typed."""
    return WebhookClient(her.slash_payload("/hire")["response_url"], retry_handlers=[])


def test_an_answer_is_for_the_person_alone_unless_it_says_otherwise(
    her: Person, slack: LocalSlack, ben: User, bot: SmallBot
) -> None:
    channel = slack.workspace.add_channel("hiring", members=[her.user, ben])
    hook = WebhookClient(her.slash_payload("/hire", channel=channel)["response_url"], retry_handlers=[])
    assert 200 == hook.send(text="for you").status_code
    hook.send(text="for all", response_type="in_channel")
    assert ["for you", "for all"] == [message.text for message in her.sees(channel)]
    assert ["for all"] == [message.text for message in slack.person(ben).sees(channel)]


def test_it_works_five_times(her: Person, hook: WebhookClient) -> None:
    assert [200] * 5 + [404] == [hook.send(text=str(n)).status_code for n in range(6)]
    assert 5 == len(her.dm)


def test_it_works_for_half_an_hour(hook: WebhookClient, clock: StepClock) -> None:
    clock.move(minutes=30)
    assert 200 == hook.send(text="in time").status_code
    clock.move(seconds=1)
    late = hook.send(text="late")
    assert (404, True) == (late.status_code, "expired_url" in late.body)


def test_a_made_up_url_is_refused(slack: LocalSlack) -> None:
    assert 404 == WebhookClient(f"{slack.url}/response/guess", retry_handlers=[]).send(text="x").status_code


def test_what_a_message_could_not_be_an_answer_cannot_be(her: Person, hook: WebhookClient) -> None:
    assert 400 == hook.send(text="x", blocks=[section("")]).status_code
    assert 400 == hook.send(text="").status_code
    assert [] == her.dm


def test_an_original_can_be_replaced_and_deleted(her: Person, bot: SmallBot) -> None:
    her.slash("/hire", "card")
    url = her.click_payload(her.dm[0], "approve")["response_url"]
    WebhookClient(url, retry_handlers=[]).send(text="replaced", replace_original=True)
    assert ["replaced"] == [message.text for message in her.dm]
    WebhookClient(url, retry_handlers=[]).send(delete_original=True)
    assert [] == her.dm


def test_its_posts_are_on_record_and_can_fail_like_calls(hook: WebhookClient, slack: LocalSlack) -> None:
    slack.workspace.faults.server_error("response_url", status=500, times=1)
    assert [500, 200] == [hook.send(text="x").status_code for _ in range(2)]
    assert [False, True] == [call.carried_out for call in slack.workspace.calls.all("response_url")]
