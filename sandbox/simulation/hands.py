"""What people do in the calendar by hand, without asking Hirebot."""

from __future__ import annotations

from datetime import timedelta

from sandbox.clock import SteppedClock
from sandbox.memory.calendar import FakeCalendar
from sandbox.simulation.agenda import Agenda
from sandbox.simulation.fate import Fate
from sandbox.simulation.ports import loop_in
from sandbox.simulation.story import Story
from sandbox.simulation.team import email
from scheduling.ports import Rsvp, StoredEvent
from scheduling.views.loops import ProposalView


class Hands:
    def __init__(self, fate: Fate, clock: SteppedClock, story: Story, agenda: Agenda, calendar: FakeCalendar) -> None:
        self._fate, self._clock, self._story, self._agenda, self._calendar = fate, clock, story, agenda, calendar

    def new_day(self) -> None:
        """Each event that lies ahead may meet somebody's hand today."""
        for event in self._calendar.live_events():
            if event.start is not None and event.start > self._clock.now():
                self._may_touch(event)

    def slot_taken(self, view: ProposalView) -> None:
        """Somebody puts something else where an option wanted to be, before it is chosen."""
        if not view.options or not self._fate.happens("slot taken", 0.12, view.loop.id, view.kind):
            return
        first = next((r for r in view.options[0].rounds if not r.kept), None)
        if first is None:
            return
        name = first.people[0].id
        self._calendar.add_busy(email(name), first.start, first.start + timedelta(minutes=first.minutes))
        self._story.tell(
            self._clock.now(), name, f"is busy now where option 1 was, {first.start:%d %b %H:%M}", loop=view.loop.id
        )

    def _may_touch(self, event: StoredEvent) -> None:
        round_id = event.private["round"]
        for guest in sorted(event.rsvps):
            if event.rsvps[guest] is not Rsvp.DECLINED and self._fate.happens(
                "declined by hand", 0.01, round_id, guest
            ):
                self._soon("decline", event, guest)
        if self._fate.happens("moved by hand", 0.015, round_id):
            self._soon("move", event)
        elif self._fate.happens("deleted by hand", 0.006, round_id):
            self._soon("delete", event)

    def _soon(self, what: str, event: StoredEvent, guest: str = "") -> None:
        hours = self._fate.between(0, 12, event.private["round"], what, guest)
        self._agenda.add(self._clock.now() + timedelta(hours=hours), lambda: self._touch(what, event.event_id, guest))

    def _touch(self, what: str, event_id: str, guest: str) -> None:
        event = next((e for e in self._calendar.live_events() if e.event_id == event_id), None)
        now = self._clock.now()
        if event is None or event.start is None or event.end is None or event.start <= now:
            return
        round_id = event.private["round"]
        if what == "decline" and guest in event.rsvps:
            self._calendar.answer(guest, event_id, Rsvp.DECLINED)
        elif what == "move":
            by = timedelta(hours=(1, 2, 24, -1)[self._fate.among(4, round_id, "moved by")])
            self._calendar.move_by_hand(event_id, event.start + by, event.end + by)
        elif what == "delete":
            self._calendar.delete_by_hand(event_id)
        self._story.tell(now, "calendar", f"{what}: {round_id} {guest}".rstrip(), loop=loop_in(round_id))
