"""Servers close connections that lie idle: the first call after a quiet while is a call like any other."""

from __future__ import annotations

from threading import Event

from sandbox.serving import WIRE, Receive, Scope, Send
from scheduling.ports import EventDraft
from tests.google_site import GoogleSite, Socket

FREE_BUSY, INSERT = "calendar.freebusy.query", "calendar.events.insert"


class HangsUp:
    """Answers through the app behind it and closes the connection after each answer, saying nothing of it before."""

    def __init__(self, socket: Socket) -> None:
        assert socket.app is not None
        self._app = socket.app
        self._closed = Event()
        socket.app = self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._closed.clear()
        await self._app(scope, receive, send)
        scope["extensions"][WIRE].hang_up(self._closed.set)

    def wait(self) -> None:
        assert self._closed.wait(5)


def test_calendars_are_read_after_the_connection_was_closed(
    google: GoogleSite, google_socket: tuple[Socket, str], draft: EventDraft
) -> None:
    calendar = google.adapter()
    calendar.busy(emails=["ann@acme.test"], start=draft.start, end=draft.end)  # gets its token on this connection too
    server = HangsUp(google_socket[0])
    calls_before = google.calendars.count(FREE_BUSY)

    for _ in range(3):
        calendar.busy(emails=["ann@acme.test"], start=draft.start, end=draft.end)
        server.wait()

    assert google.calendars.count(FREE_BUSY) - calls_before == 3


def test_an_event_is_written_once_after_the_connection_was_closed(
    google: GoogleSite, google_socket: tuple[Socket, str], draft: EventDraft
) -> None:
    calendar = google.adapter()
    calendar.get(draft.event_id)
    server = HangsUp(google_socket[0])
    calendar.get(draft.event_id)
    server.wait()

    calendar.insert(draft, notify=False)

    assert google.calendars.count(INSERT) == 1
    assert [event["id"] for event in google.calendars.live_events()] == [draft.event_id]
