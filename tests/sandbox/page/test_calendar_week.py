"""The week as it is seen, and what happens when people change it by hand."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sandbox.page.week_layout import monday_of
from tests.sandbox.page.booked import CANDIDATE, Booked

BERLIN = ZoneInfo("Europe/Berlin")


def week_of(booked: Booked, index: int) -> str:
    start = booked.round(index).start
    assert start is not None
    return monday_of(start.astimezone(BERLIN).date()).isoformat()


def test_everybody_has_a_row_and_the_viewer_is_first(booked: Booked) -> None:
    page = booked.get("/calendar", **{"as": "priya"})

    rows = page.split('<th scope="row">')[1:]
    assert len(rows) == len(booked.demo.people)
    assert "Priya Nair" in rows[0]
    assert "Times in Asia/Kolkata" in page


def test_an_interview_is_told_in_words_and_not_by_colour_alone(booked: Booked) -> None:
    start = booked.round(0).start
    assert start is not None

    page = booked.get("/calendar", week=week_of(booked, 0))

    told = page.split(f"<time>{start.astimezone(BERLIN):%H:%M}</time> {CANDIDATE}")[1].split("</a>")[0]
    assert "booked, no answer yet" in told
    assert "Busy " in page


def test_a_guest_who_declines_is_noticed_and_the_page_says_what_came_of_it(booked: Booked) -> None:
    event = booked.event_id(1)
    guest = booked.demo.company.calendars.event(event)["attendees"][0]["email"]

    page = booked.post("/calendar/answer", event=event, guest=guest, answer="declined")

    assert booked.demo.company.calendars.event(event)["attendees"][0]["responseStatus"] == "declined"
    assert "What Hirebot did about it" in page
    assert "Mara Lindqvist" in page.split("What Hirebot did about it")[1].split("</ul>")[0]


def test_an_event_moved_by_hand_keeps_its_length_and_is_shown_where_it_is_now(booked: Booked) -> None:
    round_ = booked.round(2)
    assert round_.start is not None
    wanted = (round_.start + timedelta(days=7)).astimezone(BERLIN).replace(hour=15, minute=0)

    page = booked.post("/calendar/move", event=booked.event_id(2), start=f"{wanted:%Y-%m-%dT%H:%M}")

    assert f"<b>15:00 to {wanted + timedelta(minutes=round_.minutes):%H:%M}</b>" in page
    assert f"{wanted:%A, %-d %B}" in page


def test_a_move_to_what_is_no_time_is_refused_in_words(booked: Booked) -> None:
    before = booked.demo.company.calendars.event(booked.event_id(0))

    for nonsense in ("", "soon", "2026-10-13T10:15+02:00", "9999-12-31T23:00"):
        assert "That is not a time" in booked.post("/calendar/move", event=booked.event_id(0), start=nonsense)

    assert booked.demo.company.calendars.event(booked.event_id(0)) == before


def test_an_event_deleted_by_hand_is_gone_from_the_page(booked: Booked) -> None:
    event, week = booked.event_id(3), week_of(booked, 3)
    assert event in booked.get("/calendar", week=week)

    page = booked.post("/calendar/delete", event=event, week=week)

    assert event not in page
    assert "no longer on the calendar" in booked.get("/calendar", event=event)
    assert "no longer on the calendar" in booked.post("/calendar/delete", event=event)


def test_who_is_not_invited_cannot_answer(booked: Booked) -> None:
    answer = {"event": booked.event_id(0), "guest": "nobody@lumen.example", "answer": "accepted"}

    assert "Nobody of that address is invited" in booked.post("/calendar/answer", **answer)
    assert "not an answer to an invitation" in booked.post("/calendar/answer", **answer | {"answer": "never"})


def test_another_site_changes_nothing(booked: Booked) -> None:
    sent = booked.browser.post(
        "/calendar/delete", data={"event": booked.event_id(0)}, headers={"origin": "http://elsewhere.example"}
    )

    assert sent.status_code == 403
    assert booked.demo.company.calendars.event(booked.event_id(0))["status"] != "cancelled"


def test_an_address_that_was_tampered_with_shows_this_week(booked: Booked) -> None:
    this_week = booked.get("/calendar")

    for week in ("nonsense", "0001-01-01", "9999-12-31", "<script>"):
        page = booked.get("/calendar", week=week, since="-1", problem="<script>", **{"as": "nobody"})
        assert "<script>" not in page.replace('<script src="', "")
        assert page.split("<h1>")[1].split("</h1>")[0] == this_week.split("<h1>")[1].split("</h1>")[0]
