"""What people type, press twice and send at the same time: the stand-in bears it, and passes it on as Slack would."""

from __future__ import annotations

import threading

import pytest
from slack_sdk import WebClient

from sandbox.slack import Kind, LocalSlack, NotPossible, Person, Strictness, User, Workspace
from tests.sandbox.slack.site import actions, menu, section
from tests.sandbox.slack.small_bot import SmallBot

NASTY = "<!channel> &amp; *b* \x00 \ud800 🎉 \r\n =1+1"


def test_what_is_typed_into_a_form_arrives_untouched(her: Person, bot: SmallBot) -> None:
    her.slash("/hire", "new")
    her.submit(values={"name": NASTY})
    assert NASTY == bot.bodies("submission")[0]["view"]["state"]["values"]["name"]["name_text"]["value"]


def test_what_is_said_arrives_escaped_and_never_live(her: Person, bot: SmallBot, workspace: Workspace) -> None:
    her.say("<!channel> & <@U1>")
    assert "&lt;!channel&gt; &amp; &lt;@U1&gt;" == bot.bodies("message")[0]["event"]["text"]
    assert [] == workspace.live_mentions()


@pytest.mark.parametrize(("escaped", "text"), [(False, "a & <b>"), (True, "a &amp; &lt;b&gt;")])
def test_command_text_comes_raw_or_escaped(
    her: Person, bot: SmallBot, workspace: Workspace, escaped: bool, text: str
) -> None:
    workspace.strictness = Strictness(escaped_commands=escaped)
    her.slash("/hire", "a & <b>")
    assert text == bot.bodies("command")[0]["text"]


def test_a_broken_character_breaks_neither_commands_nor_history(
    her: Person, bot: SmallBot, client: WebClient, workspace: Workspace
) -> None:
    assert her.slash("/hire", NASTY).ok
    posted = client.chat_postMessage(channel=her.user.id, text=NASTY)
    [message] = client.conversations_history(channel=posted["channel"])["messages"]
    assert NASTY == message["text"]


def test_one_form_pressed_on_five_devices_arrives_five_times_and_closes_once(her: Person, bot: SmallBot) -> None:
    her.slash("/hire", "new")
    her.fill(None, {"name": "Ada"})
    payloads = [her.submit_payload() for _ in range(5)]
    senders = [threading.Thread(target=her.forge, args=(payload,)) for payload in payloads]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=5)
    assert 5 == len(bot.bodies("submission"))
    assert 5 == len({body["trigger_id"] for body in bot.bodies("submission")})
    assert her.submit().ok
    with pytest.raises(NotPossible):
        her.submit()


def test_messages_posted_at_the_same_time_all_arrive_with_a_timestamp_of_their_own(
    client: WebClient, workspace: Workspace, ann: User
) -> None:
    posting = [
        threading.Thread(target=lambda n=n: client.chat_postMessage(channel=ann.id, text=str(n))) for n in range(20)
    ]
    for thread in posting:
        thread.start()
    for thread in posting:
        thread.join(timeout=10)
    assert {str(n) for n in range(20)} == {message.text for message in workspace.dm(ann)}
    assert 20 == len({message.ts for message in workspace.dm(ann)}) == workspace.calls.count("chat.postMessage")


def test_an_overflow_menu_sends_the_option_that_was_picked(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    message = slack.workspace.post(
        slack.workspace.direct_channel(her.user.id),
        user_id=slack.workspace.app.bot_user_id,
        text="x",
        blocks=[section("x"), actions({"type": "overflow", "action_id": "anything", "options": menu("one", "two")})],
    )
    assert her.select(message, "anything", "two").ok
    assert "two" == bot.bodies("action")[0]["actions"][0]["selected_option"]["value"]
    with pytest.raises(NotPossible):
        her.click(message, "anything")


def test_everything_sent_to_the_app_is_on_record_with_its_answer(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    her.slash("/hire", "hello")
    her.open_home()
    assert [(Kind.COMMAND, True), (Kind.EVENT, True)] == [(d.request.kind, d.answer.ok) for d in slack.deliveries]
    assert "You said hello" == slack.deliveries[0].answer.body


def test_the_person_who_left_gets_nothing_more(
    client: WebClient, workspace: Workspace, ann: User, her: Person, bot: SmallBot
) -> None:
    workspace.deactivate(ann)
    with pytest.raises(NotPossible):
        her.open_home()
    assert client.users_info(user=ann.id)["user"]["deleted"] is True
