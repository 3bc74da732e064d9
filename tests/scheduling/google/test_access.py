"""Tokens: fetched once, renewed when they die, and a dead key or consent is a transient fault with one reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from sandbox.google.accounts import write_oauth_token, write_service_account
from scheduling.google.calendar import GoogleCalendar
from scheduling.google.wire import service_root
from scheduling.ports import EventDraft, PermanentFault, TransientFault
from tests.google_site import ORGANISER, GoogleSite, Socket, signing_key

REFRESH_TOKEN = "1//sandbox-refresh-token"


def test_the_service_account_acts_for_the_organiser_with_one_token(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()

    calendar.insert(draft, notify=False)
    calendar.get(draft.event_id)

    assert {call.subject for call in google.calendars.calls if call.method != "token"} == {ORGANISER}
    assert google.calendars.count("token") == 1


def test_one_users_consent_works_as_well(google: GoogleSite, draft: EventDraft) -> None:
    assert google.adapter(by_consent=True).insert(draft, notify=False).event_id == draft.event_id


def test_a_token_that_died_early_is_replaced_within_the_call(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.get(draft.event_id)
    google.calendars.tokens.expire_access_tokens()

    calendar.insert(draft, notify=True)

    assert google.calendars.count("token") == 2
    assert len(google.calendars.live_events()) == 1


def test_a_token_that_dies_and_cannot_be_replaced_is_a_matter_of_access(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.get(draft.event_id)
    google.token_clock.ahead = timedelta(hours=2)  # the endpoint's clock only: our assertions seem to be from the past

    with pytest.raises(TransientFault, match="auth"):
        calendar.get(draft.event_id)

    google.token_clock.ahead = timedelta(0)
    assert calendar.get(draft.event_id) is None


def test_a_consent_taken_back_is_one_transient_fault_until_it_is_given_again(
    google: GoogleSite, draft: EventDraft
) -> None:
    calendar = google.adapter(by_consent=True)
    google.calendars.tokens.revoke(REFRESH_TOKEN)

    for _ in range(2):
        with pytest.raises(TransientFault) as raised:
            calendar.insert(draft, notify=True)
        assert (raised.value.reason, raised.value.maybe_done) == ("auth", False)

    write_oauth_token(google.folder / "oauth-token.json", google.calendars, address=google.address)
    assert calendar.insert(draft, notify=True).event_id == draft.event_id


def test_a_delegation_without_one_of_the_scopes_is_told_by_the_probe(google: GoogleSite) -> None:
    calendar = google.adapter()
    path = google.folder / "narrow.json"
    events_only = frozenset(("https://www.googleapis.com/auth/calendar.events",))
    write_service_account(path, google.calendars, address=google.address, key=signing_key(), scopes=events_only)

    (step,) = calendar.probe().steps

    assert (step.name, step.ok, step.reason) == ("token", False, "auth:unauthorized_client")
    assert "Domain Wide Delegation" in step.hint


def test_a_token_with_too_narrow_a_scope_is_a_matter_of_access(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.get(draft.event_id)
    given = google.calendars.tokens.given
    for token, access in list(given.items()):
        given[token] = replace(access, scopes=frozenset(("https://www.googleapis.com/auth/calendar.freebusy",)))

    with pytest.raises(TransientFault, match="auth"):
        calendar.insert(draft, notify=True)


def test_a_probe_of_a_working_set_up_is_fine_in_every_step(google: GoogleSite) -> None:
    probe = google.adapter().probe()

    assert [(step.name, step.ok, step.reason) for step in probe.steps] == [
        ("token", True, ""),
        ("events", True, ""),
        ("insert", True, ""),
        ("free_busy", True, ""),
    ]
    assert probe.ok


def test_a_probe_says_whose_free_busy_cannot_be_read(google: GoogleSite) -> None:
    probe = google.adapter().probe(address="stranger@acme.test")

    assert not probe.ok
    assert (probe.steps[-1].name, probe.steps[-1].reason) == ("free_busy", "notFound")
    assert probe.steps[-1].hint


def test_a_probe_says_when_the_organisers_calendar_is_another_ones(google: GoogleSite) -> None:
    probe = google.adapter(organiser="stranger@acme.test", by_consent=True).probe()

    assert [(step.name, step.reason) for step in probe.steps] == [
        ("token", ""),
        ("events", "no_calendar"),
        ("free_busy", "notFound"),
    ]


@pytest.mark.parametrize(("role", "reason"), [("reader", "read_only"), ("writer", "")])
def test_a_probe_says_whether_events_may_be_made_and_makes_none(
    google: GoogleSite, draft: EventDraft, role: str, reason: str
) -> None:
    path = google.folder / "assistant.json"
    write_oauth_token(path, google.calendars, address=google.address, user="ann@acme.test")
    google.calendars.share("ann@acme.test", role)
    calendar = GoogleCalendar.from_settings(
        organiser=ORGANISER, clock=google.clock, oauth_token_file=path, api_url=google.address
    )
    google.opened.append(calendar)

    steps = {step.name: step for step in calendar.probe().steps}

    assert (not reason, reason) == (steps["insert"].ok, steps["insert"].reason)
    assert steps["events"].ok
    assert 0 == google.calendars.count("calendar.events.insert")
    with pytest.raises(PermanentFault, match="forbidden") if reason else nullcontext():
        calendar.insert(draft, notify=False)
    assert (not reason) == bool(google.calendars.live_events())


@pytest.mark.parametrize("by_consent", [True, False])
def test_a_probe_names_an_api_that_is_switched_off_and_where_to_switch_it_on(
    google: GoogleSite, by_consent: bool
) -> None:
    google.calendars.faults.refuse("calendar.*", status=403, reason="accessNotConfigured")

    probe = google.adapter(by_consent=by_consent).probe()

    assert ["", "auth:accessNotConfigured", "auth:accessNotConfigured"] == [step.reason for step in probe.steps]
    assert all("Google Calendar API, Enable" in step.hint for step in probe.steps if not step.ok)


def test_a_probe_sends_somebody_whose_consent_has_ended_to_sign_in_again(google: GoogleSite) -> None:
    calendar = google.adapter(by_consent=True)
    google.calendars.tokens.revoke(REFRESH_TOKEN)

    (step,) = calendar.probe().steps

    assert "auth:invalid_grant" == step.reason
    assert "`python3 start.py google-login`" in step.hint


def test_thirty_two_bookers_at_once_make_each_event_once(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    drafts = [replace(draft, event_id=f"{draft.event_id}{number % 8}") for number in range(64)]

    with ThreadPoolExecutor(max_workers=32) as pool:
        booked = list(pool.map(lambda one: calendar.insert(one, notify=True), drafts))

    assert [event.event_id for event in booked] == [one.event_id for one in drafts]
    assert len(google.calendars.live_events()) == 8
    assert len(google.calendars.mails) == 16
    assert google.calendars.count("token") == 1


def test_two_calls_at_once_do_not_share_a_connection(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter()
    calendar.insert(draft, notify=False)  # leaves one connection for the next call
    slow_one_arrived, quick_one_answered = Event(), Event()

    def hold_up() -> None:
        slow_one_arrived.set()
        assert quick_one_answered.wait(10)

    google.calendars.faults.meanwhile("calendar.events.get", hold_up)
    with ThreadPoolExecutor(max_workers=1) as pool:
        slow = pool.submit(calendar.get, draft.event_id)
        assert slow_one_arrived.wait(10)
        quick = calendar.busy(emails=["ann@acme.test"], start=draft.start, end=draft.end)
        quick_one_answered.set()
        found = slow.result(timeout=10)

    assert quick.unknown == {"ann@acme.test": "notFound"}
    assert found is not None
    assert found.event_id == draft.event_id
    assert google.calendars.count("calendar.events.get") == 1


def test_the_token_does_not_follow_a_redirect(
    google: GoogleSite, google_socket: tuple[Socket, str], draft: EventDraft
) -> None:
    calendar = google.adapter()
    calendar.get(draft.event_id)
    visited: list[str] = []

    async def redirecting(scope: Scope, receive: Receive, send: Send) -> None:
        visited.append(scope["path"])
        await RedirectResponse("/elsewhere", status_code=302)(scope, receive, send)

    google_socket[0].app = redirecting

    with pytest.raises(TransientFault, match="bad_answer"):
        calendar.get(draft.event_id)
    assert "/elsewhere" not in visited


def test_a_token_that_cannot_be_had_is_asked_for_once_by_all_who_wait(google: GoogleSite, draft: EventDraft) -> None:
    calendar = google.adapter(timeout=0.3)
    google.calendars.faults.hang("token", seconds=60)

    def attempt(_: int) -> str:
        with pytest.raises(TransientFault) as raised:
            calendar.get(draft.event_id)
        return raised.value.reason

    with ThreadPoolExecutor(max_workers=16) as pool:
        reasons = list(pool.map(attempt, range(16)))

    assert set(reasons) == {"auth"}
    assert google.calendars.count("token") < 4  # not sixteen times the timeout, one after the other


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/calendar/v3/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/calendar/v3/"),
        ("https://www.googleapis.com/calendar/v3/", "https://www.googleapis.com/calendar/v3/"),
        ("https://proxy.test/google/calendar/v3", "https://proxy.test/google/calendar/v3/"),
        ("https://proxy.test/google", "https://proxy.test/google/calendar/v3/"),
    ],
)
def test_the_address_may_be_given_with_or_without_the_path(given: str, root: str) -> None:
    assert service_root(given) == root
