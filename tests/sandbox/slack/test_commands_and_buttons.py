"""People type commands and press buttons; a real Bolt app answers over HTTP."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from sandbox.slack import HttpDelivery, LocalSlack, NotPossible, Person, Problem, User, Workspace
from tests.sandbox.slack.site import StepClock, actions, button, section
from tests.sandbox.slack.small_bot import SmallBot


def test_a_command_reaches_the_app_as_slack_sends_it(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    her.slash("/hire", "status Ada", channel=slack.workspace.add_channel("hiring", members=[her.user]))
    [body] = bot.bodies("command")
    assert ("/hire", "status Ada", "hiring", her.user.id, "ann") == (
        body["command"],
        body["text"],
        body["channel_name"],
        body["user_id"],
        body["user_name"],
    )
    assert (slack.workspace.app.app_id, slack.workspace.team.id) == (body["api_app_id"], body["team_id"])
    assert body["response_url"].startswith(f"{slack.url}/response/")


def test_the_acknowledgement_is_shown_to_the_person_alone(her: Person, slack: LocalSlack, ben: User) -> None:
    channel = slack.workspace.add_channel("hiring", members=[her.user, ben])
    assert her.slash("/hire", "hello", channel="hiring").ok
    assert ["You said hello"] == [message.text for message in her.sees(channel)]
    assert [] == slack.person(ben).sees(channel)


def test_an_acknowledgement_can_be_for_everybody(her: Person, slack: LocalSlack, ben: User) -> None:
    channel = slack.workspace.add_channel("hiring", members=[her.user, ben])
    her.slash("/hire", "all", channel=channel)
    assert ["Hello all"] == [message.text for message in slack.person(ben).sees(channel)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("boom", Problem.HTTP_ERROR), ("bad", Problem.BAD_ANSWER)],
)
def test_the_person_is_told_when_the_app_does_not_answer_as_it_should(her: Person, text: str, problem: Problem) -> None:
    assert problem == her.slash("/hire", text).problem
    assert [f'/hire failed with the error "{problem}"'] == her.notices


def test_an_answer_that_comes_too_late_is_none(
    her: Person, bot: SmallBot, slack: LocalSlack, hasty_delivery: HttpDelivery
) -> None:
    slack.connect(hasty_delivery)
    assert Problem.TIMEOUT == her.slash("/hire", "slow").problem
    assert ['/hire failed with the error "operation_timeout"'] == her.notices
    assert 1 == len(bot.bodies("command"))


def test_an_app_that_is_not_there_is_told_too(slack: LocalSlack, ann: User) -> None:
    person = slack.person(ann)
    assert Problem.UNREACHABLE == person.slash("/hire").problem
    assert ['/hire failed with the error "dispatch_failed"'] == person.notices


def test_commands_that_are_not_registered_go_nowhere(her: Person, bot: SmallBot, workspace: Workspace) -> None:
    workspace.app = replace(workspace.app, commands=frozenset({"/hire"}))
    with pytest.raises(NotPossible):
        her.slash("/fire")
    assert [] == bot.received


def test_a_person_acts_only_where_they_take_part(her: Person, workspace: Workspace) -> None:
    secret = workspace.add_channel("secret", private=True)
    with pytest.raises(NotPossible):
        her.slash("/hire", channel=secret)
    with pytest.raises(NotPossible):
        her.sees("secret")


def test_deactivated_people_and_bots_cannot_act(slack: LocalSlack, bot: SmallBot, ann: User) -> None:
    robot = slack.workspace.add_user("robot", is_bot=True)
    slack.workspace.users.deactivate(ann.id)
    for user in (ann, robot):
        with pytest.raises(NotPossible):
            slack.person(user).slash("/hire")


def test_a_button_is_pressed_where_it_is_seen_and_the_message_changes_in_place(
    her: Person, bot: SmallBot, slack: LocalSlack
) -> None:
    her.slash("/hire", "card")
    [message] = her.dm
    assert her.click(message, "approve").ok
    assert ["Approved"] == [message.text for message in her.dm]
    [body] = bot.bodies("action")
    [action] = body["actions"]
    assert ("button", "loop-1", "Approve") == (action["type"], action["value"], action["text"]["text"])
    assert {"type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": False} == body[
        "container"
    ]
    assert ("directmessage", message.ts) == (body["channel"]["name"], body["message"]["ts"])
    assert (None, False) == (body["enterprise"], body["is_enterprise_install"])
    assert slack.workspace.team.id == body["user"]["team_id"]


def test_a_button_that_is_not_there_cannot_be_pressed(her: Person) -> None:
    her.slash("/hire", "card")
    [message] = her.dm
    with pytest.raises(NotPossible, match="approve"):
        her.click(message, "reject")
    her.click(message, "approve")
    with pytest.raises(NotPossible):
        her.click(message, "approve")


def test_somebody_elses_message_cannot_be_used(her: Person, slack: LocalSlack, ben: User) -> None:
    her.slash("/hire", "card")
    with pytest.raises(NotPossible):
        slack.person(ben).click(her.dm[0], "approve")


def test_a_button_is_named_by_label_or_value_where_the_action_is_not_enough(
    her: Person, bot: SmallBot, slack: LocalSlack
) -> None:
    blocks = [
        actions(button("anything", "One", value="1"), block_id="a"),
        actions(button("anything", "Two", value="2"), block_id="b"),
    ]
    message = slack.workspace.post(
        slack.workspace.direct_channel(her.user.id),
        user_id=slack.workspace.app.bot_user_id,
        text="Choose",
        blocks=blocks,
    )
    with pytest.raises(NotPossible, match="2 elements"):
        her.click(message, "anything")
    her.click(message, label="Two")
    her.click(message, "anything", value="1")
    her.click(message, "anything", block_id="b")
    assert ["2", "1", "2"] == [body["actions"][0]["value"] for body in bot.bodies("action")]


def test_a_confirmation_that_is_denied_sends_nothing(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    text = {"type": "plain_text", "text": "Sure?"}
    dialog = {"title": text, "text": text, "confirm": text, "deny": text}
    message = slack.workspace.post(
        slack.workspace.direct_channel(her.user.id),
        user_id=slack.workspace.app.bot_user_id,
        text="x",
        blocks=[actions(button("anything", confirm=dialog))],
    )
    assert Problem.CANCELLED == her.click(message, "anything", confirm=False).problem
    assert [] == bot.received
    assert her.click(message, "anything").ok
    assert 1 == len(bot.bodies("action"))


def test_an_ephemeral_message_is_replaced_by_its_response_url_and_not_repeated_in_the_payload(
    her: Person, bot: SmallBot
) -> None:
    her.slash("/hire", "later")
    [message] = her.dm
    assert message.ephemeral_to == her.user.id
    her.click(message, "approve")
    [body] = bot.bodies("action")
    assert (True, False) == (body["container"]["is_ephemeral"], "message" in body)
    assert ["Approved here"] == [message.text for message in her.dm]


def test_a_choice_in_a_message_is_told_with_the_state_of_all_its_fields(
    her: Person, bot: SmallBot, slack: LocalSlack
) -> None:
    options = [{"text": {"type": "plain_text", "text": t}, "value": t.lower()} for t in ("Mon", "Tue")]
    blocks = [
        section("When?"),
        actions(
            {"type": "static_select", "action_id": "anything", "options": options},
            {"type": "datepicker", "action_id": "date"},
            block_id="when",
        ),
    ]
    message = slack.workspace.post(
        slack.workspace.direct_channel(her.user.id),
        user_id=slack.workspace.app.bot_user_id,
        text="When?",
        blocks=blocks,
    )
    her.select(message, "anything", "Tue")
    [body] = bot.bodies("action")
    assert "tue" == body["actions"][0]["selected_option"]["value"]
    values = body["state"]["values"]["when"]
    assert ("tue", None) == (values["anything"]["selected_option"]["value"], values["date"]["selected_date"])


def test_requests_are_signed_with_the_secret_on_the_workspaces_clock(
    her: Person, bot: SmallBot, clock: StepClock, http_delivery: HttpDelivery
) -> None:
    clock.move(days=3)
    assert her.slash("/hire", "x").ok
    body = urlencode(her.slash_payload("/hire", "x")).encode()
    genuine = http_delivery.signed(body)
    assert str(int(clock.now().timestamp())) == genuine["X-Slack-Request-Timestamp"]
    assert http_delivery.post(body, genuine).ok
    for forged in (
        genuine | {"X-Slack-Signature": "v0=" + "0" * 64},
        {name: value for name, value in genuine.items() if name != "X-Slack-Signature"},
        http_delivery.signed(b"other"),
        http_delivery.signed(body, timestamp=str(int(clock.now().timestamp()) - 301)),
    ):
        assert 401 == http_delivery.post(body, forged).status


def test_any_payload_can_be_forged_with_a_good_signature(her: Person, bot: SmallBot) -> None:
    her.slash("/hire", "card")
    payload = her.click_payload(her.dm[0], "approve")
    payload["actions"][0]["value"] = "another-loop"
    assert her.forge(payload).ok
    assert "another-loop" == bot.bodies("action")[0]["actions"][0]["value"]
