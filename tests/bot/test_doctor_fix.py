"""What `doctor --fix` puts right in the calendar, and what it leaves to whoever did it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from bot.config import load_settings
from bot.container import App, build
from models.records.loops import Candidate, EventState, Round
from models.records.people import Hours
from models.unit_of_work import UnitOfWork
from sandbox.company import Company
from sandbox.google.event_rules import start_of
from scheduling import intents as i
from scheduling.messages import Topic
from tests.bot.command_line import hirebot
from tests.bot.doctored import company, doctor, found, installed, records, todo
from tests.remembered import all_rows, put_back

__all__ = ["company", "installed", "records"]

HOUR = timedelta(hours=1)
EVERY_DAY = tuple(Hours(weekday=day, start=540, end=1080) for day in range(5))


@pytest.fixture
def app(installed: dict[str, str]) -> Iterator[App]:
    """A Hirebot that is stepped by hand: it does not see what is done in the calendar before it is told to look."""
    made = build(load_settings(installed, env_file=None), pace=timedelta(0))
    yield made
    made.close()


@pytest.fixture
def rounds(app: App, records: UnitOfWork) -> list[Round]:
    """Those of a loop that is booked."""
    begin(app, records)
    return book(app, records)


def begin(app: App, records: UnitOfWork) -> None:
    with records.reading() as tx:
        opening, *_ = tx.openings.all()
    candidate = Candidate(name="Ana Kovač", email="ana@mail.example", zone="Europe/Zagreb", windows=EVERY_DAY)
    began = app.clock.now()
    app.core.take(_new_loop(opening.id, opening.coordinator_id, candidate, began.date()), dedupe_key="new")
    app.engine.run_until_idle()


def book(app: App, records: UnitOfWork) -> list[Round]:
    with records.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    choice = i.Book(actor_id=coordinator(records), loop_id="L1", proposal_id=proposal.id, option=0)
    app.core.take(choice, dedupe_key="book")
    app.engine.run_until_idle()
    app.engine.sync_calendar()
    with records.reading() as tx:
        booked = list(tx.rounds.of_loop("L1"))
    assert [EventState.LIVE] * 4 == [round_.event for round_ in booked]
    return booked


def _new_loop(opening_id: str, coordinator_id: str, candidate: Candidate, kickoff: date) -> i.NewLoop:
    return i.NewLoop(actor_id=coordinator_id, loop_id="L1", opening_id=opening_id, candidate=candidate, kickoff=kickoff)


def told(records: UnitOfWork, topic: Topic) -> list[tuple[str | None, str | None]]:
    """Who hears of what became of which round's event."""
    with records.reading() as tx:
        return [(effect.person_id, effect.round_id) for effect in tx.outbox.all(topic=topic)]


def coordinator(records: UnitOfWork) -> str:
    with records.reading() as tx:
        return tx.loops.get(id="L1").coordinator_id


def test_what_was_moved_by_hand_stays_where_it_is_and_its_coordinator_is_asked(
    installed: dict[str, str], company: Company, records: UnitOfWork, app: App, rounds: list[Round]
) -> None:
    event_id, later = moved_by_hand(company, rounds[2])

    told_of_it = doctor(installed, "--fix")
    app.engine.run_until_idle()

    assert 0 == told_of_it.exit_code, told_of_it.output
    assert "mended" not in found(told_of_it, "note")
    assert later == start_of(company.calendars.event(event_id))
    assert [(coordinator(records), rounds[2].id)] == told(records, Topic.EVENT_MOVED)


def test_what_was_deleted_by_hand_stays_away_and_its_coordinator_is_asked(
    installed: dict[str, str], company: Company, records: UnitOfWork, app: App, rounds: list[Round]
) -> None:
    company.calendars.delete_by_hand(rounds[1].event_id or "")

    told_of_it = doctor(installed, "--fix")
    app.engine.run_until_idle()

    assert 0 == told_of_it.exit_code, told_of_it.output
    assert "mended" not in found(told_of_it, "note")
    assert 3 == len(company.calendars.live_events())
    assert [(coordinator(records), rounds[1].id)] == told(records, Topic.EVENT_DELETED)


def test_what_differs_and_is_nobody_s_question_is_put_right(
    installed: dict[str, str], company: Company, records: UnitOfWork, app: App, rounds: list[Round]
) -> None:
    """A guest was added by hand: nobody is asked about that."""
    event_id = rounds[2].event_id or ""
    guests = company.calendars.event(event_id)["attendees"]
    company.calendars.edit_by_hand(event_id, {"attendees": [*guests, {"email": company.emails["nadia"]}]})

    assert ["promise"] == found(doctor(installed), "FAIL")
    told_of_it = doctor(installed, "--fix")
    app.engine.run_until_idle()

    assert "mended" in found(told_of_it, "note")
    assert guests == company.calendars.event(event_id)["attendees"]
    assert 0 == doctor(installed).exit_code


def test_without_a_look_into_the_calendar_nothing_in_it_is_mended(
    installed: dict[str, str], company: Company, records: UnitOfWork, app: App, rounds: list[Round]
) -> None:
    event_id, later = moved_by_hand(company, rounds[2])
    company.calendars.delete_by_hand(rounds[1].event_id or "")
    company.calendars.faults.refuse("calendar.events.list", status=403, reason="forbidden")

    told_of_it = doctor(installed, "--fix")
    app.engine.run_until_idle()

    assert "what is said of Google above" in todo(told_of_it, "not mended")
    assert later == start_of(company.calendars.event(event_id))
    assert 3 == len(company.calendars.live_events())


def test_after_a_restore_nothing_is_taken_off_and_what_to_do_instead_is_told(
    installed: dict[str, str], company: Company, records: UnitOfWork, app: App
) -> None:
    begin(app, records)
    kept = all_rows(records.engine)
    book(app, records)
    put_back(records.engine, kept)
    assert 0 == hirebot("restored", settings=installed).exit_code

    seen = doctor(installed)
    told_of_it = doctor(installed, "--fix")
    app.engine.run_until_idle()

    assert ["promise"] * 4 == found(seen, "FAIL") == found(told_of_it, "FAIL")
    assert "a booking made again takes its events over" in todo(seen, "promise")
    assert "doctor --fix" not in seen.output
    assert "mended" not in found(told_of_it, "note")
    assert 4 == len(company.calendars.live_events())


def moved_by_hand(company: Company, round_: Round) -> tuple[str, datetime]:
    assert round_.event_id is not None
    assert round_.start is not None
    assert round_.end is not None
    company.calendars.move_by_hand(round_.event_id, round_.start + HOUR, round_.end + HOUR)
    return round_.event_id, round_.start + HOUR
