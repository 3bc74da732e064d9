"""The calendars: the week of all people in one picture, and what people do in it by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.google.refusals import Refused
from sandbox.page.aftermath import aftermath, moment
from sandbox.page.asked import Viewer, fields, viewer
from sandbox.page.render import page
from sandbox.page.troubles import GOOGLE, NONE, current
from sandbox.page.week_layout import DAY, monday_of
from sandbox.page.week_reading import EventDetail, read_event, read_week
from sandbox.page.world import Demo

ANSWERS = {"accepted": "Accept", "tentative": "Maybe", "declined": "Decline"}
ANSWER_WORDS = {
    "accepted": "accepted",
    "tentative": "maybe",
    "declined": "declined",
    "needsAction": "no answer yet",
}
PROBLEMS = {
    "when": "That is not a time. Pick a day and an hour.",
    "gone": "This event is no longer on the calendar.",
    "guest": "Nobody of that address is invited.",
    "answer": "That is not an answer to an invitation.",
}


class Wrong(Exception):
    """What was asked for cannot be done; `code` is one of PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def routes(demo: Demo) -> list[Route]:
    def shown(request: Request) -> Response:
        return show(demo, request)

    async def answered(request: Request) -> Response:
        return await _done(demo, request, answer)

    async def moved(request: Request) -> Response:
        return await _done(demo, request, move)

    async def deleted(request: Request) -> Response:
        return await _done(demo, request, delete)

    return [
        Route("/calendar", shown),
        Route("/calendar/answer", answered, methods=["POST"]),
        Route("/calendar/move", moved, methods=["POST"]),
        Route("/calendar/delete", deleted, methods=["POST"]),
    ]


def show(demo: Demo, request: Request) -> Response:
    by, asked = viewer(demo, request), request.query_params
    today = demo.now.astimezone(ZoneInfo(by.zone)).date()
    event = read_event(demo, asked["event"], by) if "event" in asked else None
    monday = _monday(asked.get("week", ""), today)
    week, legend = read_week(demo, monday, by)
    since = asked.get("since", "")
    return page(
        demo,
        "calendar.html",
        part="calendar",
        by=by,
        week=week,
        legend=legend,
        monday=monday,
        today=today,
        this_monday=monday_of(today),
        event=event,
        gone="event" in asked and event is None,
        problem=PROBLEMS.get(asked.get("problem", ""), ""),
        after=aftermath(demo, int(since)) if since.isdecimal() and len(since) < 9 else None,
        deaf=current(demo)[GOOGLE] != NONE,
        link=lambda **more: _address(by, monday, **more),
        here=f"/calendar?{request.url.query}" if asked.get("as") else _address(by, monday),
        day=DAY,
        answers=ANSWERS,
        answer_words=ANSWER_WORDS,
        zone_of=lambda person: demo.now.astimezone(ZoneInfo(person.zone)),
    )


def answer(demo: Demo, given: dict[str, str], by: Viewer) -> None:
    """A guest answers the invitation."""
    if given.get("answer") not in ANSWERS:
        raise Wrong("answer")
    _event(demo, given, by)
    try:
        demo.company.calendars.answer(given.get("guest", ""), given["event"], given["answer"])
    except LookupError:
        raise Wrong("guest") from None


def move(demo: Demo, given: dict[str, str], by: Viewer) -> None:
    """The organiser moves the event in the calendar's own pages; it stays as long as it was."""
    event = _event(demo, given, by)
    try:
        start = datetime.fromisoformat(given.get("start", ""))
    except ValueError:
        raise Wrong("when") from None
    if start.tzinfo is not None or not 2000 <= start.year < 2100:
        raise Wrong("when")
    start = start.replace(tzinfo=ZoneInfo(by.zone)).astimezone(UTC)
    demo.company.calendars.move_by_hand(
        event.event_id, start, start + (event.ends.astimezone(UTC) - event.begins.astimezone(UTC))
    )


def delete(demo: Demo, given: dict[str, str], by: Viewer) -> None:
    """The organiser deletes the event in the calendar's own pages."""
    demo.company.calendars.delete_by_hand(_event(demo, given, by).event_id)


async def _done(demo: Demo, request: Request, what: Callable[[Demo, dict[str, str], Viewer], None]) -> Response:
    given = await fields(request)
    return await run_in_threadpool(_perform, demo, request, given, what)


def _perform(
    demo: Demo, request: Request, given: dict[str, str], what: Callable[[Demo, dict[str, str], Viewer], None]
) -> Response:
    """Does it, lets the bot react, and shows the week again with what the bot said."""
    by = viewer(demo, request)
    monday = _monday(given.get("week", ""), demo.now.astimezone(ZoneInfo(by.zone)).date())
    event_id, before = given.get("event", ""), moment(demo)
    outcome = {"since": str(before)}
    try:
        with demo.act():
            what(demo, given, by)
    except Wrong as wrong:
        outcome = {"problem": wrong.code}
    except Refused:
        outcome = {"problem": "gone"}
    still = read_event(demo, event_id, by)
    if still is not None:
        outcome["event"] = event_id
        monday = monday_of(still.begins.date())
    return RedirectResponse(_address(by, monday, **outcome), 303)


def _event(demo: Demo, given: dict[str, str], by: Viewer) -> EventDetail:
    event = read_event(demo, given.get("event", ""), by)
    if event is None:
        raise Wrong("gone")
    return event


def _monday(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return monday_of(today)
    return monday_of(day if 2000 <= day.year < 2100 else today)


def _address(by: Viewer, monday: date, **more: str) -> str:
    return f"/calendar?{urlencode({'as': by.name, **more} | {'week': more.get('week', monday.isoformat())})}"
