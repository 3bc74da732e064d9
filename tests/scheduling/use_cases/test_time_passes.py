"""What time brings about: ladders, notes, nudges past day 21, and what is skipped after an outage."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.records.delivery import EffectState
from models.records.feedback import VerdictChoice
from models.records.loops import LoopState, RoundState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.ports import EventStatus, PermanentFault
from scheduling.views.loops import LoopView
from tests.rehearsed import under_way
from tests.world import MONDAY, World


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def days_heard(world: World, name: str, topic: Topic) -> list[int]:
    """Days of the loop (1 is the kickoff) on which this person heard of a topic."""
    return [(said.at.date() - world.loop().kickoff).days + 1 for said in world.heard(name, topic)]


def shown_day(world: World) -> int:
    """What the card says which day of the loop it is."""
    [card] = [said.view for said in world.messenger.said if said.topic is Topic.CARD]
    assert isinstance(card, LoopView)
    return card.day


def test_a_verdict_is_asked_for_at_once_and_on_the_next_two_business_days(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    asked = world.heard("jonas", Topic.VERDICT_ASK)
    assert len(asked) == 1
    world.wait(days=6)
    assert len(world.heard("jonas", Topic.VERDICT_OWED)) == 2


def test_talk_starts_the_ladder_again_so_that_it_does_not_end_in_silence(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    world.wait(days=4)
    world.says(VerdictChoice.TALK, 0)
    world.wait(days=4)
    assert len(world.heard("jonas", Topic.VERDICT_OWED)) == 4


def test_a_second_verdict_changes_nothing(uow: UnitOfWork) -> None:
    world = under_way(uow, held=1)
    world.says(VerdictChoice.STOP, 0, reason="changed my mind")
    assert world.loop().state is LoopState.RUNNING
    assert world.last_notice("jonas") == "already_done"


def test_a_hold_that_passes_unused_leads_to_new_times_once_the_verdict_is_in(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    world.wait(days=3)
    assert world.round(1).state is RoundState.OPEN
    world.says(VerdictChoice.ADVANCE, 0)
    assert world.topics("mara")[-1] == Topic.PROPOSAL
    world.books()
    assert world.round(1).state is RoundState.INVITED
    assert world.errors == []
    assert world.broken() == ()


def test_times_that_nobody_asked_for_are_laid_before_a_coordinator_in_the_morning(uow: UnitOfWork) -> None:
    world = under_way(uow)
    with world.uow() as tx:
        tx.people.save(replace(tx.people.get(id="mara"), zone="America/Los_Angeles"))
    world.holds_round(0, verdict=False)
    start = world.round(1).start
    assert start is not None
    world.until(start - timedelta(hours=1))
    before = len(world.heard("mara", Topic.PROPOSAL))
    world.says(VerdictChoice.ADVANCE, 0)
    world.wait(days=1)
    (proposal,) = world.heard("mara", Topic.PROPOSAL)[before:]
    assert 9 <= proposal.at.astimezone(ZoneInfo("America/Los_Angeles")).hour < 18


def test_the_card_says_which_day_it_is_and_when_it_ends_also_where_nothing_happens_for_days(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    world.wait(days=20)

    [card] = [said.view for said in world.messenger.said if said.topic is Topic.CARD]

    assert isinstance(card, LoopView)
    today = world.now.astimezone(ZoneInfo(card.zone)).date()
    assert card.day == (today - card.kickoff).days + 1
    assert card.forecast is not None
    assert card.forecast.on > today


def test_a_loop_that_begins_a_minute_before_midnight_at_the_date_line_counts_from_that_friday(world: World) -> None:
    far = "Pacific/Kiritimati"
    world.until(datetime(2026, 11, 6, 9, 59, tzinfo=UTC))
    friday = world.now.astimezone(ZoneInfo(far))
    assert (date(2026, 11, 6), time(23, 59)) == (friday.date(), friday.time())
    world.starts(zone=far, kickoff=friday.date())
    assert 1 == shown_day(world)

    world.wait(minutes=1)
    assert 2 == shown_day(world)

    world.until(datetime(2026, 11, 26, 9, 59, tzinfo=UTC))
    assert [] == [said for name in ("mara", "jonas") for said in world.heard(name, Topic.OVERDUE)]
    world.wait(days=1)
    assert [1, 1] == [len(world.heard(name, Topic.OVERDUE)) for name in ("mara", "jonas")]
    assert () == world.broken()


def test_a_card_that_slack_refused_comes_on_the_next_business_morning(world: World) -> None:
    world.until(MONDAY + timedelta(days=4, hours=6))  # a Friday afternoon
    world.messenger.fail("post", PermanentFault("channel_not_found"))
    world.starts(kickoff=date(2026, 11, 16))
    world.wait(days=2)
    assert [] == world.heard("mara", Topic.CARD)
    world.wait(days=1)
    [card] = world.heard("mara", Topic.CARD)
    assert MONDAY + timedelta(days=7) == card.at
    assert () == world.broken()


def test_a_card_that_slack_refused_comes_at_once_where_its_loop_changes_meanwhile(world: World) -> None:
    world.messenger.fail("post", PermanentFault("channel_not_found"))
    world.starts()
    world.wait(hours=2)
    assert [] == world.heard("mara", Topic.CARD)
    world.books()
    assert 1 == len(world.heard("mara", Topic.CARD))
    assert () == world.broken()


def refuses_cards(world: World, *, until: datetime) -> None:
    """Slack takes no first card before that moment."""
    world.messenger.refuse(Topic.CARD, PermanentFault("invalid_blocks"))
    while world.now < until:
        world.wait(hours=2)
    world.messenger.refuse(Topic.CARD, None)


def test_a_card_that_slack_took_back_only_in_the_evening_comes_in_the_morning(world: World) -> None:
    world.messenger.refuse(Topic.CARD, PermanentFault("invalid_blocks"))
    world.booked()
    refuses_cards(world, until=MONDAY + timedelta(days=3, hours=10))
    world.wait(days=2)
    [card] = world.heard("mara", Topic.CARD)
    assert (MONDAY + timedelta(days=4)) == card.at


def test_of_a_card_that_slack_refuses_every_day_its_coordinator_hears_once_and_the_check_sees_it(world: World) -> None:
    world.messenger.refuse(Topic.CARD, PermanentFault("invalid_blocks"))
    world.booked()
    refuses_cards(world, until=MONDAY + timedelta(days=7))
    assert 1 == len(world.heard("mara", Topic.TROUBLE))
    assert any("I7: the card of loop" in sentence for sentence in world.broken())


def test_a_card_that_arrived_unheard_before_slack_refused_to_say_so_is_not_posted_again(world: World) -> None:
    world.messenger.lose_answer("post")
    world.messenger.fail("find", PermanentFault("invalid_cursor"))
    world.starts()
    world.wait(days=2)
    assert 1 == len(world.heard("mara", Topic.CARD))
    assert () == world.broken()


def test_notes_come_on_day_15_and_18_only_while_round_3_is_not_done(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.wait(days=19)
    assert days_heard(world, "mara", Topic.DAY_NOTE) == [15, 18]


def test_no_note_comes_once_round_3_is_done(uow: UnitOfWork) -> None:
    world = under_way(uow, held=3)
    world.wait(days=15)
    assert world.heard("mara", Topic.DAY_NOTE) == []


def test_from_day_22_on_both_hear_once_each_business_day_until_it_is_decided(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.wait(days=27)
    assert days_heard(world, "mara", Topic.OVERDUE) == [22, 23, 24, 25, 26]
    assert days_heard(world, "jonas", Topic.OVERDUE) == [22, 23, 24, 25, 26]
    world.decides(LoopState.NO)
    world.wait(days=7)
    assert days_heard(world, "mara", Topic.OVERDUE) == [22, 23, 24, 25, 26]
    assert world.broken() == ()


def test_the_clock_runs_for_a_loop_that_was_never_booked_too(world: World) -> None:
    world.starts()
    world.wait(days=21, hours=12)
    assert days_heard(world, "mara", Topic.OVERDUE) == [22]


def test_a_loop_that_will_end_too_late_is_told_at_once_to_both(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    world.wait(days=16)
    assert len(world.heard("mara", Topic.LATE_ALERT)) == 1
    assert len(world.heard("jonas", Topic.LATE_ALERT)) == 1


def test_after_three_days_of_silence_stale_messages_are_skipped_and_named_once(uow: UnitOfWork) -> None:
    world = under_way(uow)
    start = world.round(0).start
    assert start is not None
    name = world.panel(0)[0]
    world.clock.set(start + timedelta(days=3))
    world.settle()
    world.wait(minutes=5)
    assert "brief_short" not in world.topics(name)
    assert "feedback_ask" not in world.topics(name)
    assert world.topics(name).count("digest") == 1
    with world.uow.reading() as tx:
        skipped = [e.reason for e in tx.outbox.all(state=EffectState.SKIPPED, person_id=name)]
    assert "moment_passed" in skipped
    assert world.broken() == ()


def test_nobody_hears_anything_outside_their_working_hours(uow: UnitOfWork) -> None:
    world = World(uow, now=datetime(2026, 11, 2, 19, 30, tzinfo=UTC))  # 20:30 in Berlin
    world.booked(kickoff=date(2026, 11, 2))
    panel = {name for index in range(4) for name in world.panel(index)}
    assert [name for name in panel if world.topics(name)] == []
    world.until(datetime(2026, 11, 3, 8, 1, tzinfo=UTC))
    assert all(world.topics(name) for name in panel)


def test_a_clock_that_jumps_back_says_nothing_twice(uow: UnitOfWork) -> None:
    world = under_way(uow, held=1)
    before = [(said.channel, str(said.topic)) for said in world.messenger.said]
    world.clock.set(MONDAY - timedelta(hours=1))
    world.settle()
    world.clock.advance(timedelta(hours=1))
    world.settle()
    assert [(said.channel, str(said.topic)) for said in world.messenger.said] == before


def test_a_verdict_asked_for_after_hours_is_not_owed_in_the_same_morning(uow: UnitOfWork) -> None:
    world = under_way(uow)
    end = world.round(0).end
    assert end is not None
    world.until((end + timedelta(days=1)).replace(hour=20))
    for name in world.panel(0):
        world.gives_feedback(name, 0)
    world.wait(hours=16)
    assert len(world.heard("jonas", Topic.VERDICT_ASK)) == 1
    assert world.heard("jonas", Topic.VERDICT_OWED) == []
    world.wait(days=4)
    assert len(world.heard("jonas", Topic.VERDICT_OWED)) == 2


def test_after_a_pause_only_the_last_step_of_a_ladder_is_said(uow: UnitOfWork) -> None:
    world = under_way(uow)
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    until = (world.now + timedelta(days=5)).date()
    world.does(i.PauseNudges(actor_id="mara", loop_id="L1", until=until, reason="On holiday"))
    world.wait(days=9)
    owed = world.heard(world.panel(0)[0], Topic.FEEDBACK_OWED)
    assert [getattr(said.view, "nth", 0) for said in owed] == [2]


def test_whoever_was_released_the_evening_before_the_loop_ended_hears_it_in_the_morning(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.until(MONDAY + timedelta(hours=12))  # 21:00 in Berlin
    gone = world.panel(3)[2]
    world.does(i.FindReplacement(actor_id="mara", loop_id="L1", round_id=world.round(3).id, person_id=gone))
    world.books()
    world.does(i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="Another offer"))
    world.wait(hours=14)
    assert world.topics(gone).count("released") == 1
    assert world.broken() == ()


def test_what_an_outage_has_put_off_into_the_night_is_said_in_the_morning(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (name,) = world.panel(0)
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=1))
    midnight = world.now.replace(hour=23, minute=30) + timedelta(days=1)  # the reminder of the morning was not sent
    world.clock.set(midnight)
    world.settle()
    assert 0 == world.topics(name).count("feedback_owed")
    world.until(midnight + timedelta(hours=9))
    owed = world.heard(name, Topic.FEEDBACK_OWED)
    assert [(midnight + timedelta(hours=8, minutes=30)).replace(second=0)] == [said.at for said in owed]


def test_a_hold_that_passes_unused_is_taken_off_the_calendars(uow: UnitOfWork) -> None:
    world = under_way(uow)
    held = world.round(1)
    assert held.start is not None
    assert held.event_id is not None
    world.until(held.start + timedelta(minutes=1))
    event = world.calendar.get(held.event_id)
    assert event is not None
    assert event.status is EventStatus.CANCELLED
