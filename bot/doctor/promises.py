"""Whether everything that was promised holds, in the database and in the calendar; and, if asked, what can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from pydantic import SecretStr

from bot.config import Given
from bot.container import short_id
from bot.doctor.finding import Finding, note, skipped, well, wrong
from bot.health import GivenUp
from bot.keys import derive
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.agreement import calendar_disagreements
from scheduling.calendar_sync import sync_calendar
from scheduling.circumstances import Circumstances
from scheduling.google.calendar import GoogleCalendar
from scheduling.invariants import check
from scheduling.outbox.restored import lately_restored
from scheduling.ports import Clock, PermanentFault, StoredEvent, TransientFault
from scheduling.use_cases.mend import may_mend, mend

_NEEDS = ("HIREBOT_DATABASE_URL", "HIREBOT_SECRET_KEY")
_TODO = {
    "I3": "ask its author for a copy, keep the database and the log, and tell the project (a bug)",
    "I4": "`python3 start.py doctor --fix` puts it right",
    "I5": "`python3 start.py doctor --fix` takes it off",
    "I6": "move one of the two (`/hire move`); keep the database and the log, and tell the project (a bug)",
    "I10": "is the bot running? `python3 start.py doctor --fix` frees it",
    "I11": "somebody has changed the database by hand; compare with a backup (docs/operations.md, Backup and restore)",
}
_UNKNOWN = (
    "it is of another installation, or of a loop begun after a backup that was put back: look at it in the calendar, and "
    "delete it there if nobody needs it"
)
_AFTER_RESTORE = (
    "a backup was put back, which may not know what was done here: let its people do it again in Slack (a booking made again "
    "takes its events over). --fix leaves it alone until {:%Y-%m-%d}"
)
_BUG = "try `python3 start.py doctor --fix`; if it stays, keep the database and the log, and tell the project (a bug)"


def look_at_promises(
    given: Given, uow: UnitOfWork | None, calendar: GoogleCalendar | None, clock: Clock, *, fix: bool
) -> Iterator[Finding]:
    if uow is None or not given.sound("HIREBOT_SECRET_KEY"):
        yield skipped("promises", "the database" if given.sound(*_NEEDS) else "HIREBOT_SECRET_KEY")
        return
    secret = derive(SecretStr(given.values["HIREBOT_SECRET_KEY"]), "core")

    def circumstances() -> Circumstances:
        return Circumstances(now=clock.now(), new_id=short_id, secret=secret)

    events = _events_to_mend(uow, calendar, circumstances) if fix else _events(calendar)
    if fix and events is None:
        words = "the calendar, which cannot be read: what people did in it by hand must not be undone"
        yield note("not mended", words, "put right what is said of Google above, and call it again")
    if fix:
        for done in mend(uow, circumstances(), events):
            yield note("mended", done)
    with uow.reading() as tx:
        broken = check(tx, now=clock.now(), secret=secret, events=events)
        for_people = _for_people(tx, events or (), clock.now())
        given_up = GivenUp.of(tx)
    for sentence in broken:
        todo = for_people.get(sentence) or _TODO.get(sentence.partition(":")[0], _BUG)
        yield wrong("promise", sentence, todo)
    if not broken:
        yield well("promises", "all hold" if events is not None else "all hold that the database can show")
    for words in given_up.words():
        yield note("given up", words, "docs/operations.md, Something was given up")


def _for_people(tx: Transaction, events: Iterable[StoredEvent], now: datetime) -> dict[str, str]:
    """Of what is said of the calendar, what `--fix` leaves alone, and what people do about it."""
    restore = lately_restored(tx, now)
    return {
        found.sentence: _UNKNOWN if restore is None or not found.round_id else _AFTER_RESTORE.format(restore.until)
        for found in calendar_disagreements(tx, events, now=now)
        if not may_mend(tx, found, now)
    }


def _events_to_mend(
    uow: UnitOfWork, calendar: GoogleCalendar | None, circumstances: Callable[[], Circumstances]
) -> tuple[StoredEvent, ...] | None:
    """As `_events`. What people moved or deleted by hand is noted as the running bot would note it, after the events were
    read: so it is a question to the coordinator, and no difference that is put right."""
    events = _events(calendar)
    if calendar is None or events is None:
        return None
    try:
        sync_calendar(uow, calendar, circumstances)
    except (TransientFault, PermanentFault):
        return None
    return events


def _events(calendar: GoogleCalendar | None) -> tuple[StoredEvent, ...] | None:
    """None where the calendar can't be read: what is wrong with it was told before."""
    if calendar is None:
        return None
    try:
        return calendar.changes(None).events
    except (TransientFault, PermanentFault):
        return None
