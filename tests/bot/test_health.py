"""Whether the process is fit, in words an operator can act on; and numbers for those who graph them."""

from __future__ import annotations

import http.client
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.container import build
from bot.keys import rotate
from models.records.delivery import Effect, EffectKind, EffectState
from sandbox.memory.calendar import FakeCalendar
from sandbox.slack import LocalSlack, User
from scheduling.intents import OpenHome
from scheduling.messages import Topic
from tests.bot.site import SECRET_KEY, Site
from tests.sandbox.slack.site import StepClock


def get(site: Site, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(str(urlsplit(site.url).netloc), timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    told = response.status, response.read().decode()
    connection.close()
    return told


def an_effect(clock: StepClock, **more: object) -> Effect:
    now = clock.now()
    effect = Effect(key="k1", kind=EffectKind.PLAN, target="loop:1", due_at=now, created_at=now)
    return replace(effect, **more)  # type: ignore[arg-type]  # fields by name


def add(site: Site, effect: Effect) -> None:
    with site.app.uow() as tx:
        tx.outbox.add(effect)


def test_a_process_is_alive_whatever_else_is_broken(site: Site) -> None:
    break_database(site)

    assert (200, "ok\n") == get(site, "/healthz")


def break_database(site: Site) -> None:
    site.app.uow.engine.dispose()
    file = Path(str(site.app.uow.engine.url.database))
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    file.write_bytes(b"this is no database any more" * 200)


def test_a_process_that_can_do_its_part_is_ready(site: Site) -> None:
    assert (200, "ready\n") == get(site, "/readyz")


def test_without_the_database_it_is_not(site: Site) -> None:
    break_database(site)

    assert (503, "database: not reachable\n") == get(site, "/readyz")


def test_with_a_database_of_another_version_it_is_not(settings: Settings, clock: StepClock, tmp_path: Path) -> None:
    empty = settings.database_url.__class__(f"sqlite:///{tmp_path}/empty.db")
    app = build(replace(settings, database_url=empty), clock=clock, calendar=FakeCalendar())

    found = app.health.readiness()
    app.close()

    assert ("database: not at the version of this program; run `python3 start.py migrate`",) == found.problems


def test_a_database_that_was_given_another_key_is_not_this_process_s_any_more(site: Site, clock: StepClock) -> None:
    new = SecretStr(SECRET_KEY[::-1])
    rotate(site.app.uow, clock, old=site.app.settings.secret_key, new=new)

    assert (503, "secret_key: the database has another one now; put it into HIREBOT_SECRET_KEY\n") == get(
        site, "/readyz"
    )


def test_while_a_newer_version_takes_over_the_one_before_stays_ready(site: Site) -> None:
    with site.app.uow.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert (200, "database: a newer Hirebot has upgraded it; start that one here too\n") == get(site, "/readyz")


def test_what_should_have_been_done_five_minutes_ago_makes_it_unready(site: Site, clock: StepClock) -> None:
    add(site, an_effect(clock))
    clock.move(minutes=4)
    assert 200 == get(site, "/readyz")[0]

    clock.move(minutes=2)
    assert (503, "backlog: 1 effects overdue by 5 minutes\n") == get(site, "/readyz")


def messages_are_due(site: Site, clock: StepClock, count: int) -> None:
    """Now, each in a conversation of its own."""
    with site.app.uow() as tx:
        for number in range(count):
            tx.outbox.add(an_effect(clock, kind=EffectKind.POST, key=f"k{number}", target=f"dm:{number}"))


def test_more_messages_than_may_leave_in_a_minute_are_told_with_when_the_last_one_leaves(
    site: Site, clock: StepClock
) -> None:
    messages_are_due(site, clock, 300)
    last = (clock.now() + timedelta(seconds=75)).astimezone(UTC)

    assert (200, f"burst: 300 messages are due, the last one leaves about {last:%H:%M} UTC\n") == get(site, "/readyz")


def test_a_burst_that_takes_long_and_goes_on_is_no_reason_to_take_the_process_away(
    site: Site, clock: StepClock
) -> None:
    messages_are_due(site, clock, 1400)
    clock.move(minutes=6)
    assert 503 == get(site, "/readyz")[0]

    add(site, an_effect(clock, kind=EffectKind.POST, key="left", state=EffectState.DONE, last_try_at=clock.now()))
    status, words = get(site, "/readyz")
    assert 200 == status
    assert "backlog: 1400 effects overdue by 5 minutes" in words


def test_a_conversation_that_waits_for_one_message_is_no_reason_to_take_the_process_away(
    site: Site, clock: StepClock
) -> None:
    message = an_effect(clock, kind=EffectKind.POST, target="dm:otto")
    again = clock.now() + timedelta(minutes=7)
    add(site, replace(message, key="tried", state=EffectState.RETRY, reason="server_error", attempts=6, due_at=again))
    add(site, replace(message, key="behind it"))
    clock.move(minutes=6)
    assert (200, "backlog: 1 effects overdue by 5 minutes\n") == get(site, "/readyz")


def test_what_was_given_up_is_told_and_no_reason_to_take_the_process_away(site: Site, clock: StepClock) -> None:
    add(site, an_effect(clock, state=EffectState.DEAD))

    status, words = get(site, "/readyz")
    assert 200 == status
    assert "dead: 1 effects were given up (the people concerned were told)\n" == words


def test_that_people_were_told_is_not_said_where_what_tells_them_was_given_up_too(site: Site, clock: StepClock) -> None:
    add(site, an_effect(clock, state=EffectState.DEAD))
    add(site, an_effect(clock, key="k2", kind=EffectKind.POST, topic=Topic.TROUBLE, state=EffectState.DEAD))

    assert [
        "dead: 1 effects were given up (of each a person was to be told)",
        "dead: 1 messages that tell people of trouble did not reach them: tell them yourself",
    ] == get(site, "/readyz")[1].splitlines()


def test_a_lost_way_from_slack_makes_it_unready(site: Site) -> None:
    site.app.health.listening = lambda: "socket: not connected to Slack"

    assert (503, "socket: not connected to Slack\n") == get(site, "/readyz")


def test_numbers_tell_what_waits_and_nothing_of_anybody(
    site: Site, slack: LocalSlack, ann: User, clock: StepClock
) -> None:
    site.join(ann)
    slack.person(ann).slash("/hire", "help")
    site.app.core.take(OpenHome(actor_id=ann.name), dedupe_key="home")
    add(site, an_effect(clock, key="k2", due_at=clock.now() - timedelta(minutes=2)))
    add(site, an_effect(clock, key="k3", state=EffectState.DEAD))

    status, page = get(site, "/metrics")

    assert 200 == status
    for line in (
        "hirebot_store_up 1.0",
        'hirebot_inbox{state="waiting"} 1.0',
        'hirebot_outbox{state="pending"} 1.0',
        'hirebot_outbox{state="dead"} 1.0',
        "hirebot_outbox_overdue 1.0",
        "hirebot_ack_seconds_count 1.0",
    ):
        assert line in page.splitlines()
    assert not [word for word in (ann.id, ann.name, "acme", "T0SANDBOX", "loop:1") if word in page]


def test_requests_that_were_refused_are_counted_by_a_reason_that_nobody_can_choose(site: Site) -> None:
    site.delivery.post(b"x", {"X-Slack-Signature": "v0=whatever\tsomebody likes", "X-Slack-Request-Timestamp": "1"})

    assert 'hirebot_requests_refused_total{reason="stale"} 1.0' in get(site, "/metrics")[1]


def test_numbers_go_on_without_the_database(site: Site) -> None:
    break_database(site)

    status, page = get(site, "/metrics")

    assert 200 == status
    assert "hirebot_store_up 0.0" in page


def test_ticks_are_told_by_name(site: Site) -> None:
    heartbeat = site.app.ticker.heartbeat
    heartbeat.periods = {"watch_time": timedelta(seconds=30)}
    heartbeat.failed("watch_time")

    page = get(site, "/metrics")[1]

    assert 'hirebot_tick_age_seconds{tick="watch_time"} ' in page
    assert 'hirebot_tick_failures{tick="watch_time"} 1.0' in page


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_many_who_ask_at_once_do_not_trip_over_each_other(site: Site, path: str) -> None:
    with ThreadPoolExecutor(16) as crowd:
        assert {200} == {status for status, _ in crowd.map(lambda _: get(site, path), range(32))}
