"""Listeners about one round that lies ahead: another time, other people, the calendar, "can't make it"."""

from __future__ import annotations

from handlers.attempts import at_once
from handlers.reading import with_round
from handlers.ui import cant
from scheduling.intents import AcceptCalendar, FindMove, FindReplacement, KeepAsIs, RestoreEvent

_LOOKING = "I’m looking for {}. The options come to the coordinator in our conversation, usually within a minute."

ask_cant = with_round(lambda turn, loop, round_: turn.show(cant.build(loop, round_)))
move = at_once(
    lambda turn: FindMove(actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round),
    _LOOKING.format("another time"),
)
replace = at_once(
    lambda turn: FindReplacement(
        actor_id=turn.reader.id, loop_id=turn.ref.loop, round_id=turn.ref.round, person_id=turn.ref.person
    ),
    _LOOKING.format("somebody who is free then"),
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
