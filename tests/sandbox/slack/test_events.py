"""Events: what the app hears of, how often, in which order - and what it never hears of."""

from __future__ import annotations

from typing import Any

from sandbox.slack import HttpDelivery, LocalSlack, Person, Problem, SocketDelivery, User
from tests.sandbox.slack.site import StepClock
from tests.sandbox.slack.small_bot import SmallBot


def ids(bot: SmallBot) -> list[str]:
    return [body["event_id"] for body in bot.bodies("message")]


def said(bot: SmallBot) -> list[str]:
    return [body["event"]["text"] for body in bot.bodies("message")]


def retry_headers(bot: SmallBot) -> list[tuple[str | None, str | None]]:
    return [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h in bot.headers]


def test_opening_the_home_tab_is_told_and_the_app_fills_it(her: Person, bot: SmallBot) -> None:
    shown = her.open_home()
    assert shown is not None
    assert "Welcome" == shown.blocks[0]["text"]["text"]
    [body] = bot.bodies("event")
    assert ("event_callback", "app_home_opened", "home") == (
        body["type"],
        body["event"]["type"],
        body["event"]["tab"],
    )
    assert "view" not in body["event"]
    her.open_home()
    assert shown.id == bot.bodies("event")[1]["event"]["view"]["id"]


def test_a_button_in_the_home_tab_can_be_pressed(her: Person, bot: SmallBot) -> None:
    home = her.open_home()
    assert her.click(home, "anything").ok
    [body] = bot.bodies("action")
    assert ("home", "view") == (body["view"]["type"], body["container"]["type"])


def test_the_app_hears_messages_only_where_it_takes_part(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    slack.workspace.add_channel("with", members=[her.user])
    slack.workspace.add_channel("without", members=[her.user], bot=False)
    her.say("direct")
    her.say("public", channel="with")
    her.say("unheard", channel="without")
    heard: list[Any] = [(b["event"]["text"], b["event"]["channel_type"]) for b in bot.bodies("message")]
    assert [("direct", "im"), ("public", "channel")] == heard


def test_an_event_that_is_not_acknowledged_comes_again_at_once_then_after_one_and_five_minutes(
    her: Person, bot: SmallBot, slack: LocalSlack, clock: StepClock
) -> None:
    bot.failing = True
    her.say("hello")
    assert [(None, None)] == retry_headers(bot)
    assert 1 == slack.events.redeliver_due()
    assert 0 == slack.events.redeliver_due()
    clock.move(seconds=59)
    assert 0 == slack.events.redeliver_due()
    clock.move(seconds=1)
    assert 1 == slack.events.redeliver_due()
    clock.move(minutes=5)
    bot.failing = False
    assert 1 == slack.events.redeliver_due()
    assert [("1", "http_error"), ("2", "http_error"), ("3", "http_error")] == retry_headers(bot)[1:]
    assert ["hello"] == said(bot)
    assert [True] == [event.acknowledged for event in slack.events.all()]


def test_after_three_retries_slack_gives_up(her: Person, bot: SmallBot, slack: LocalSlack, clock: StepClock) -> None:
    bot.failing = True
    her.say("hello")
    for _ in range(10):
        clock.move(hours=1)
        slack.events.redeliver_due()
    assert 4 == len(bot.headers)
    [event] = slack.events.all()
    assert (False, Problem.HTTP_ERROR, None) == (event.acknowledged, event.problem, event.due)


def test_an_acknowledged_event_is_not_repeated_unless_asked(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    her.say("hello")
    assert 0 == slack.events.redeliver_due()
    [event] = slack.events.all()
    slack.events.repeat(event.event_id)
    slack.events.repeat(event.event_id, retry_num=2)
    assert [event.event_id] * 3 == ids(bot)
    assert ("2", "http_timeout") == retry_headers(bot)[2]


def test_events_can_arrive_in_another_order(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    slack.events.hold()
    for text in ("1", "2", "3"):
        her.say(text)
    assert [] == said(bot)
    slack.events.release(order=[2, 0, 1])
    assert ["3", "1", "2"] == said(bot)


def test_events_of_an_outage_are_lost_for_good(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    slack.events.pause()
    her.say("lost")
    slack.events.resume()
    her.say("heard")
    assert 0 == slack.events.redeliver_due()
    assert ["heard"] == said(bot)


def test_an_app_that_is_away_gets_the_event_when_it_is_back(
    slack: LocalSlack, ann: User, bot: SmallBot, clock: StepClock, http_delivery: HttpDelivery
) -> None:
    slack.connect(SocketDelivery(slack.workspace))  # nobody is connected by socket
    slack.person(ann).say("hello")
    slack.connect(http_delivery)
    slack.events.redeliver_due()
    assert [("1", "connection_failed")] == retry_headers(bot)
    assert ["hello"] == said(bot)
