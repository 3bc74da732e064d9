"""The switches of the trouble room, and the inspector beside them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.page.inspector import HIDDEN, read_exchanges, shown
from sandbox.page.troubles import CHOICES, GOOGLE, NONE, SLACK, current, switch
from tests.sandbox.page.booked import Booked


@pytest.fixture(autouse=True)
def mended(booked: Booked) -> Iterator[None]:
    yield
    for service in CHOICES:
        switch(booked.demo, service, NONE)


@pytest.mark.parametrize(
    ("service", "code"), [(service, choice.code) for service, choices in CHOICES.items() for choice in choices]
)
def test_every_trouble_is_read_back_from_the_switches_that_make_it(booked: Booked, service: str, code: str) -> None:
    switch(booked.demo, service, "fail")
    switch(booked.demo, service, code)

    assert current(booked.demo) == {SLACK: NONE, GOOGLE: NONE} | {service: code}


def test_the_page_says_which_trouble_is_on_and_takes_it_off(booked: Booked) -> None:
    assert 'class="service hit"' in booked.post("/trouble", service="slack", trouble="wait")
    assert 'class="service hit"' not in booked.post("/trouble", service="slack", trouble="none")


def test_every_page_says_that_something_is_in_trouble_as_long_as_it_is(booked: Booked) -> None:
    said = "something is in trouble"

    assert said not in booked.get("/calendar")
    booked.post("/trouble", service="google", trouble="wait")
    assert [True, True] == [said in booked.get(page) for page in ("/calendar", "/as/mara/dm")]
    booked.post("/trouble", service="google", trouble="none")
    assert said not in booked.get("/calendar")


def test_what_there_is_no_trouble_for_is_refused(booked: Booked) -> None:
    for form in ({"service": "slack", "trouble": "fire"}, {"service": "moon", "trouble": "wait"}, {}):
        assert booked.browser.post("/trouble", data=form).status_code == 400


def test_while_google_fails_the_page_goes_on_and_afterwards_nothing_is_lost(booked: Booked) -> None:
    event = booked.event_id(0)
    guest = booked.demo.company.calendars.event(event)["attendees"][0]["email"]
    booked.post("/trouble", service="google", trouble="fail")

    quiet = booked.post("/calendar/answer", event=event, guest=guest, answer="declined")
    booked.post("/trouble", service="google", trouble="none")

    assert "Hirebot can't see it yet" in quiet
    with booked.demo.bot.uow.reading() as tx:
        assert [e for e in tx.outbox.all(topic="guest_declined") if e.round_id == booked.round(0).id]


def test_a_message_stands_beside_its_outbox_row(booked: Booked) -> None:
    posts = [one for one in read_exchanges(booked.demo, "slack") if one.method == "chat.postMessage"]

    assert posts
    assert all(one.row is not None for one in posts)


def test_an_event_stands_beside_its_outbox_row(booked: Booked) -> None:
    inserts = [one for one in read_exchanges(booked.demo, "google") if one.method == "events.insert"]

    assert inserts
    assert all(one.row is not None and one.row.what == "The calendar brought up to date" for one in inserts)


def test_no_token_is_ever_shown(booked: Booked) -> None:
    secrets = [booked.demo.workspace.app.bot_token, booked.demo.workspace.app.signing_secret]
    secrets += list(booked.demo.company.calendars.tokens.given)

    bodies = [shown(one.request) + shown(one.answer) for one in read_exchanges(booked.demo)]

    assert secrets
    assert not [secret for secret in secrets for body in bodies if secret in body]
    assert HIDDEN in shown({"access_token": "ya29.x", "deep": [{"said": "xoxb-1-2"}]})
    assert "ya29" not in shown({"access_token": "ya29.x"})
    assert "xoxb" not in shown([{"said": "xoxb-1-2"}])


def test_bodies_are_shown_for_the_opened_exchange_only(booked: Booked) -> None:
    newest = read_exchanges(booked.demo)[0].id

    assert "<pre" not in booked.get("/trouble")
    assert booked.get("/trouble", open=newest).count("<pre") == 2
