"""Listeners about one round that lies ahead: another time, other people, the calendar, "can't make it"."""

from __future__ import annotations

from handlers.attempts import at_once, looking_for
from handlers.reading import with_round
from handlers.ui import cant
from scheduling.intents import AcceptCalendar, FindMove, FindReplacement, KeepAsIs, RestoreEvent

ask_cant = with_round(lambda turn, loop, round_: turn.show(cant.build(loop, round_)))
move = at_once(
    lambda turn: FindMove(actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round),
    looking_for("another time"),
)
replace = at_once(
    lambda turn: FindReplacement(
        actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round, person_id=turn.ref.person
    ),
    looking_for("somebody who is free then"),
)
keep = at_once(
    lambda turn: KeepAsIs(actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round),
    "It stays as it is.",
)
accept_calendar = at_once(
    lambda turn: AcceptCalendar(actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round),
    "The time in the calendar is the agreed one now.",
)
restore = at_once(
    lambda turn: RestoreEvent(actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round),
    "The calendar is being put back as it was booked.",
)
