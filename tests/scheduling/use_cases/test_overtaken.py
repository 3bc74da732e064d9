"""What changed in between counts: between two inputs, while a search runs, after options were made, while Slack or Google
took something. On PostgreSQL the two sides are workers of two processes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models.records.delivery import Effect, EffectKind, EffectState
from models.records.feedback import ChecklistKind
from models.records.loops import LoopState, SeatState
from models.records.openings import RoundKind, RoundPlan
from models.records.people import DaysOff, Hours
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.inbox import work_once
from scheduling.messages import Topic
from scheduling.outbox.performers.event import agree_event
from scheduling.outbox.performers.messages import draw_card
from scheduling.outbox.wishes import settle_event
from scheduling.outcomes import Refusal
from scheduling.ports import BusyTimes, TransientFault
from scheduling.rules.shown import shown_of_availability, shown_of_person
from scheduling.use_cases.change_seats import decline
from scheduling.use_cases.give_feedback import submit_scorecard
from scheduling.views.loops import PanelView
from tests.rehearsed import under_way
from tests.waiting import begun_meanwhile
from tests.world import World, new_loop, scorecard

MINUTE = timedelta(minutes=1)
FRIDAYS = (Hours(weekday=4, start=540, end=1020),)
ONE_ROUND = (RoundPlan(kind=RoundKind.SCREEN, name="Screen", minutes=30, seats=("pm",), gap_bdays=0),)


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return under_way(uow)


def times(world: World, loop_id: str = "L1") -> list[datetime]:
    return [round_.start for round_ in world.rounds(loop_id) if round_.start is not None]


def away(by: str, off: DaysOff, *, seen: str = "") -> i.EditPerson:
    """Pia's form with these days off, and all else as it was."""
    return i.EditPerson(
        actor_id=by,
        person_id="pia",
        pools=("pm",),
        max_per_day=2,
        max_per_week=5,
        days_off=(off,),
        paused_until=None,
        seen=seen,
    )


def waiting(world: World, kind: EffectKind) -> Effect:
    with world.uow.reading() as tx:
        [effect] = tx.outbox.all(kind=kind, state=EffectState.PENDING)
    return effect


def settled(world: World, name: str, topic: Topic) -> list[str]:
    return [said.view.settled for said in world.heard(name, topic) if isinstance(said.view, PanelView)]


# ------------------------------------------------------------------------------------------------------------- inputs


def test_a_correction_is_not_overtaken_by_what_it_corrects(world: World) -> None:
    [name], round_ = world.panel(0), world.round(0)
    assert round_.end is not None
    world.until(round_.end + 5 * MINUTE)
    for key, summary in (("first", "Not what I meant"), ("second", "As I mean it")):
        world.core.take(scorecard(name, round_.id, summary=summary), dedupe_key=key)

    at = world.engine.circumstances()
    with world.uow() as tx:
        row = tx.inbox.next(at.now)
        assert row is not None
        other = begun_meanwhile(world, tx, world.engine.work_inbox)
        work_once(tx, at, row)
    other.join()
    world.settle()

    with world.uow.reading() as tx:
        newest = tx.scorecards.latest(round_.id, name)
    assert newest is not None
    assert ("As I mean it", 2) == (newest.summary, newest.version)


def test_an_item_that_two_people_tick_at_once_is_done(uow: UnitOfWork) -> None:
    world = under_way(uow, held=3)
    world.holds_round(3)
    world.decides(LoopState.OFFER)

    for by in ("mara", "jonas"):
        tick = i.TickItem(actor_id=by, loop_id="L1", checklist=ChecklistKind.REFERENCES, index=0)
        world.core.take(tick, dedupe_key=f"tick by {by}")
    world.settle()

    with uow.reading() as tx:
        assert "mara" == tx.checklists.get(loop_id="L1", kind=ChecklistKind.REFERENCES, index=0).done_by


def test_of_two_forms_that_were_opened_at_once_the_second_takes_back_nothing_of_the_first(world: World) -> None:
    pia, off = world.person("pia"), DaysOff(first=date(2026, 11, 30), last=date(2026, 12, 4))
    seen = shown_of_person(pia, ("pm",))
    form = away("mara", off, seen=seen)
    world.does(form)

    world.does(replace(form, actor_id="ada", max_per_week=3, days_off=()))

    assert Refusal.CHANGED_MEANWHILE == world.last_notice("ada")
    assert ((off,), 5) == (world.person("pia").days_off, world.person("pia").max_per_week)


def test_hours_of_a_candidate_that_somebody_has_written_down_meanwhile_stay(world: World) -> None:
    candidate = world.loop().candidate
    seen = shown_of_availability(candidate.windows, candidate.days_off)
    form = i.EditAvailability(actor_id="mara", loop_id="L1", windows=FRIDAYS, days_off=(), seen=seen)
    world.does(form)

    world.does(replace(form, windows=candidate.windows))

    assert Refusal.CHANGED_MEANWHILE == world.last_notice("mara")
    assert FRIDAYS == world.loop().candidate.windows


# ----------------------------------------------------------------------------------------------------------- planning


def test_hours_that_are_written_down_while_times_are_looked_for_count(uow: UnitOfWork) -> None:
    world = World(uow)
    read: list[BusyTimes] = []
    real = world.calendar.busy

    def busy(*, emails: list[str], start: datetime, end: datetime) -> BusyTimes:
        found = real(emails=emails, start=start, end=end)
        if not read:  # another process works on an input while this one waits for Google
            read.append(found)
            edit = i.EditAvailability(actor_id="mara", loop_id="L1", windows=FRIDAYS, days_off=())
            world.core.take(edit, dedupe_key="edit")
            world.engine.work_inbox()
        return found

    world.calendar.busy = busy  # type: ignore[assignment,method-assign]
    world.starts()
    world.books()

    assert {4} == {start.weekday() for start in times(world)}
    assert 1 == world.topics("mara").count("proposal")
    assert world.broken() == ()


def test_of_two_loops_that_were_offered_the_last_interview_of_a_day_one_gets_it(uow: UnitOfWork) -> None:
    world = World(uow, rounds=ONE_ROUND)
    with uow() as tx:
        tx.people.save(replace(tx.people.get(id="pia"), max_per_day=1))
    for loop_id, start, end in (("L1", 540, 720), ("L2", 780, 1020)):
        world.starts(loop_id, windows=tuple(Hours(weekday=day, start=start, end=end) for day in range(5)))

    world.books("L1")
    world.books("L2")

    assert [] == times(world, "L2")
    assert LoopState.PROPOSED is world.loop("L2").state
    world.books("L2")
    [first], [second] = times(world, "L1"), times(world, "L2")
    assert first.date() != second.date()


def test_a_day_off_that_was_entered_after_the_options_were_made_is_kept_free(uow: UnitOfWork) -> None:
    world = World(uow, rounds=ONE_ROUND)
    world.starts()
    day = world.newest_proposal().options[0].rounds[0].start.date()
    off = DaysOff(first=day, last=day + timedelta(days=2))
    world.does(away("ada", off))

    world.books()
    world.books()

    [start] = times(world)
    assert start.date() not in off


# ---------------------------------------------------------------------------------------------------- Slack and Google


def test_whoever_is_released_reads_so_also_where_the_round_moves_before_slack_takes_the_redraw(world: World) -> None:
    world.wait(hours=3)
    [old], round_ = world.panel(1), world.round(1)
    world.messenger.fail("edit", TransientFault("ratelimited", retry_after=600.0), times=12)
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=round_.id, person_id=old))
    world.books()
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=round_.id))
    world.books()

    world.wait(days=1)

    assert all(settled(world, old, Topic.ON_PANEL))


def test_a_message_that_is_found_while_it_is_being_answered_shows_the_answer(world: World) -> None:
    [name], round_ = world.panel(0), world.round(0)
    assert round_.end is not None
    world.until(round_.end - MINUTE)
    world.clock.set(round_.end)
    world.messenger.lose_answer("post")
    world.engine.watch_time()
    world.engine.run_until_idle()
    world.clock.set(round_.end + timedelta(seconds=7))

    with world.uow() as tx:
        submit_scorecard(tx, world.engine.circumstances(), scorecard(name, round_.id))
        other = begun_meanwhile(world, tx, world.engine.run_until_idle)
    other.join()
    world.wait(minutes=5)

    assert ["feedback_in"] == settled(world, name, Topic.FEEDBACK_ASK)


def test_the_card_and_another_first_message_are_written_down_side_by_side(uow: UnitOfWork) -> None:
    world = World(uow)
    failed: list[Exception] = []
    world.core.take(new_loop("L1"), dedupe_key="new")
    world.engine.work_inbox()
    drawn = draw_card(world.engine.outside, waiting(world, EffectKind.CARD), world.engine.circumstances())

    def written_down() -> None:
        try:
            with uow() as tx:
                assert drawn.then is not None
                drawn.then(tx, world.engine.circumstances())
        except Exception as error:  # noqa: BLE001 - a thread's error, shown by the test
            failed.append(error)

    with uow() as tx:
        tx.loops.lock(id="L1")
        other = begun_meanwhile(world, tx, written_down)
        tx.people.lock(id="mara")
    other.join()

    assert [] == failed
    assert world.loop().card_ts is not None


def test_who_declines_while_the_event_comes_back_has_declined(world: World) -> None:
    [name], round_ = world.panel(0), world.round(0)
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=round_.id, reason=""))
    world.does(i.KeepAsIs(actor_id="mara", loop_id="L1", round_id=round_.id))
    assert round_.event_id is not None
    world.calendar.delete_by_hand(round_.event_id)
    with world.uow() as tx:
        settle_event(tx, world.engine.circumstances(), tx.rounds.get(id=round_.id))
    agreed = agree_event(world.engine.outside, waiting(world, EffectKind.EVENT), world.engine.circumstances())

    def written_down() -> None:
        with world.uow() as tx:
            assert agreed.then is not None
            agreed.then(tx, world.engine.circumstances())

    with world.uow() as tx:
        wish = i.Decline(actor_id=name, loop_id="L1", round_id=round_.id, reason="ill")
        decline(tx, world.engine.circumstances(), wish)
        other = begun_meanwhile(world, tx, written_down)
    other.join()
    world.settle()

    with world.uow.reading() as tx:
        assert [SeatState.DECLINED] == [seat.state for seat in tx.seats.of_round(round_.id)]
    assert world.broken() == ()
