"""Whatever fails: what was acknowledged is done, what is booked exists once, what is to be said is said once and on time."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from models.records.delivery import Effect, EffectKind, EffectState, InboxState
from models.records.loops import RoundState
from models.records.proposals import OptionRound
from models.repositories.rows import StaleRecord
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.invariants import check
from scheduling.messages import Topic
from scheduling.outbox.relay import LEASE
from scheduling.outbox.wishes import settle_event
from scheduling.ports import EventDraft, EventStatus, PermanentFault, StoredEvent, TransientFault
from scheduling.queries.facts import loop_facts
from scheduling.use_cases.booking import apply_times
from scheduling.use_cases.give_verdict import drop_hold
from scheduling.views.loops import PanelView
from tests.rehearsed import under_way
from tests.world import SECRET, World, new_loop, slack_id, user


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


class Killed(BaseException):
    """The process dies here: nothing catches it."""


def dies_after(world: World, method: str) -> None:
    """The next call of this port method is carried out, and then the process is gone."""
    port = world.calendar if method in ("insert", "change", "cancel") else world.messenger
    real = getattr(port, method)

    def once(*args: object, **named: object) -> object:
        setattr(port, method, real)
        real(*args, **named)
        raise Killed

    setattr(port, method, once)


def killed(world: World) -> None:
    with pytest.raises(Killed):
        world.settle()


def restarted(world: World) -> None:
    """Another process, after the lease of the dead one has run out."""
    world.clock.advance(LEASE + timedelta(seconds=10))
    world.settle()
    world.clock.advance(timedelta(seconds=30))
    world.settle()


def said_twice(world: World) -> list[str]:
    return [mark for mark, count in Counter(said.mark for said in world.messenger.said).items() if count > 1]


def live_summaries(world: World) -> list[str]:
    return [event.event_id for event in world.calendar.live_events()]


def test_an_input_that_was_acknowledged_and_not_worked_on_is_worked_on_after_a_restart(world: World) -> None:
    world.core.take(new_loop("L1"), dedupe_key="k")
    restarted(world)
    assert world.loop().id == "L1"
    assert world.topics("mara").count("proposal") == 1


def test_a_kill_after_slack_took_a_message_posts_it_once(world: World) -> None:
    world.starts()
    with world.uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    world.core.take(i.Book(actor_id="mara", loop_id="L1", proposal_id=proposal.id, option=0), dedupe_key="b")
    dies_after(world, "post")
    killed(world)
    restarted(world)
    assert said_twice(world) == []
    assert world.broken() == ()


def test_a_kill_after_google_took_an_event_books_it_once(world: World) -> None:
    world.starts()
    with world.uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    world.core.take(i.Book(actor_id="mara", loop_id="L1", proposal_id=proposal.id, option=0), dedupe_key="b")
    dies_after(world, "insert")
    killed(world)
    dies_after(world, "insert")
    world.clock.advance(LEASE + timedelta(seconds=10))
    killed(world)
    restarted(world)
    assert len(live_summaries(world)) == 4
    assert world.broken() == ()


def test_a_card_whose_posting_was_cut_off_is_adopted_and_never_posted_again(world: World) -> None:
    world.core.take(new_loop("L1"), dedupe_key="k")
    dies_after(world, "post")
    killed(world)
    restarted(world)
    assert world.topics("mara").count("card") == 1


@pytest.mark.parametrize("method", ["post", "insert"])
def test_an_answer_that_was_lost_three_times_doubles_nothing(world: World, method: str) -> None:
    lose = TransientFault("connection", maybe_done=True)
    (world.messenger if method == "post" else world.calendar).fail(method, lose, times=3, after=True)
    world.booked()
    for _ in range(8):
        world.clock.advance(timedelta(seconds=40))
        world.settle()
    if world.round(0).event == "none":
        world.books()
    assert said_twice(world) == []
    assert len(live_summaries(world)) == 4
    assert world.broken() == ()


def test_a_rate_limit_is_waited_out_and_nothing_is_lost(world: World) -> None:
    world.messenger.fail("post", TransientFault("ratelimited", retry_after=30), times=5)
    world.booked()
    world.wait(minutes=10)
    if world.loop().state == "proposed":
        world.books()
        world.wait(minutes=5)
    assert "proposal" in world.topics("mara")
    assert said_twice(world) == []
    assert world.broken() == ()


def test_a_message_that_slack_refuses_for_good_is_told_to_a_person_and_harms_no_other(world: World) -> None:
    world.starts()
    refused = PermanentFault("is_archived")
    with world.uow.reading() as tx:
        option = tx.proposals.newest("L1").options[0]  # type: ignore[union-attr]
    gone = option.rounds[1].people[0]
    world.messenger.gone.add(slack_id(gone))
    world.books()
    assert refused.reason == "is_archived"
    assert "trouble" in world.topics("mara")
    assert all("on_panel" in world.topics(name) for index in range(4) for name in world.panel(index) if name != gone)
    assert world.broken() == ()


def test_a_worker_that_was_paused_past_its_lease_cannot_settle_any_more(uow: UnitOfWork) -> None:
    world = World(uow)
    with uow() as tx:
        at = world.engine.circumstances()
        tx.outbox.add(
            Effect(key="k", kind=EffectKind.POST, target="dm:x", topic="notice", due_at=at.now, created_at=at.now)
        )
        (mine,) = tx.outbox.claim(owner="slow", now=at.now, lease=LEASE, pace=timedelta(0), limit=1)
    world.clock.advance(LEASE + timedelta(seconds=1))
    with uow() as tx:
        assert tx.outbox.expired(world.now) == 1
    with pytest.raises(StaleRecord), uow() as tx:
        tx.outbox.save(mine)


def test_nothing_is_sent_after_its_moment_even_if_its_outcome_was_unknown(uow: UnitOfWork) -> None:
    world = under_way(uow)
    start = world.round(0).start
    assert start is not None
    world.until(start - timedelta(minutes=16))
    world.messenger.fail("post", TransientFault("timeout", maybe_done=True), times=1)
    world.clock.set(start - timedelta(minutes=15))
    world.settle()
    world.clock.set(start + timedelta(minutes=5))
    world.settle()
    assert "brief_short" not in [t for name in world.panel(0) for t in world.topics(name)]
    assert world.broken() == ()


@pytest.mark.parametrize("minutes", [0.05, 180, 72 * 60])
def test_an_outage_is_caught_up_with_each_thing_said_at_most_once(uow: UnitOfWork, minutes: float) -> None:
    world = under_way(uow)
    start = world.round(0).start
    assert start is not None
    world.until(start - timedelta(minutes=20))
    world.clock.advance(timedelta(minutes=20 + minutes))
    world.settle()
    world.wait(minutes=5)
    assert said_twice(world) == []
    assert all(world.topics(name).count("digest") <= 1 for name in ("mara", "jonas", *world.panel(0)))
    assert world.broken() == ()


def test_an_event_id_that_is_used_up_gives_way_to_the_next_generation(uow: UnitOfWork) -> None:
    world = under_way(uow)
    first = world.round(1).event_id
    assert first is not None
    world.calendar.delete_by_hand(first)
    with world.uow() as tx:
        tx.bookmarks.remove(name="calendar.sync")
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
    world.books()
    assert world.round(1).event_id != first
    assert len(live_summaries(world)) == 4
    assert world.errors == []
    assert world.broken() == ()


def test_a_row_that_nobody_can_read_is_set_aside_and_its_actor_told(world: World) -> None:
    world.core.take(i.OpenHome(actor_id="mara"), dedupe_key="k")
    with world.uow() as tx:
        row = tx.inbox.all()[0]
        tx.inbox.save(type(row)(**{**{f: getattr(row, f) for f in row.__slots__}, "kind": "from_the_future"}))
    world.starts()
    for _ in range(8):
        world.clock.advance(timedelta(minutes=2))
        world.settle()
    with world.uow.reading() as tx:
        assert [r.state for r in tx.inbox.all()] == [InboxState.DEAD, InboxState.DONE]
    assert world.last_notice("mara") == "failed"
    assert world.topics("mara").count("proposal") == 1


def test_someone_who_leaves_the_workspace_is_told_to_the_coordinator_as_unable_to_come(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (name,) = world.panel(1)
    gone = user(name)
    world.directory.put(type(gone)(**{**{f: getattr(gone, f) for f in gone.__slots__}, "deactivated": True}))
    world.does(i.NoteUser(actor_id="mara", slack_id=slack_id(name)))
    assert world.topics("mara").count("guest_declined") == 1
    assert not world.person(name).active


def test_two_people_of_one_pool_are_never_booked_over_each_other(uow: UnitOfWork) -> None:
    world = World(uow)
    for number in range(1, 5):
        world.booked(f"L{number}", name=f"Candidate {number}")
    for _ in range(6):
        world.wait(minutes=2)
        for number in range(1, 5):
            if world.loop(f"L{number}").state == "proposed":
                world.books(f"L{number}")
    assert world.broken() == ()
    assert world.errors == []


def test_dead_effects_keep_their_reason(world: World) -> None:
    world.messenger.gone.add(slack_id("mara"))
    world.starts()
    with world.uow.reading() as tx:
        dead = tx.outbox.all(state=EffectState.DEAD)
    assert {effect.reason for effect in dead} <= {"user_not_found", "channel_not_found"}
    assert dead
    assert world.heard("ada", Topic.TROUBLE)


def everything_broken(world: World) -> tuple[str, ...]:
    """What does not hold, the workspace and the calendar included."""
    marks = Counter(said.mark for said in world.messenger.said)
    with world.uow.reading() as tx:
        return check(tx, now=world.now, secret=SECRET, events=world.calendar.listed(), marks=marks)


def test_a_message_that_arrived_unknown_to_us_is_adopted_also_where_it_need_not_be_said_any_more(
    uow: UnitOfWork,
) -> None:
    world = under_way(uow)
    (name,) = world.panel(0)
    end = world.round(0).end
    assert end is not None
    world.until(end - timedelta(minutes=1))
    world.messenger.lose_answer("post")
    world.clock.set(end)
    world.settle()
    world.gives_feedback(name, 0)
    world.wait(minutes=1)
    (ask,) = world.heard(name, Topic.FEEDBACK_ASK)
    assert isinstance(ask.view, PanelView)
    assert "feedback_in" == ask.view.settled
    assert () == everything_broken(world)


def wakes_up_late(world: World, made: EventStatus, meanwhile: Callable[[EventDraft], object]) -> None:
    """The worker sleeps past its lease right before it makes the next event of this status."""
    real = world.calendar.insert

    def slow(draft: EventDraft, *, notify: bool) -> StoredEvent:
        if draft.status is made:
            world.calendar.insert = real  # type: ignore[method-assign]  # once is enough
            world.clock.advance(LEASE + timedelta(seconds=10))
            meanwhile(draft)
            world.engine.run_until_idle()
        return real(draft, notify=notify)

    world.calendar.insert = slow  # type: ignore[method-assign]


def test_a_worker_that_wakes_up_after_its_lease_leaves_no_event_of_a_loop_that_has_ended(uow: UnitOfWork) -> None:
    world = World(uow)
    world.starts()
    over = i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="")
    wakes_up_late(world, EventStatus.CONFIRMED, lambda _: world.core.take(over, dedupe_key="over"))
    world.books()
    world.wait(minutes=30)
    assert [] == world.calendar.live_events()
    assert () == everything_broken(world)


def test_a_worker_that_wakes_up_after_its_lease_leaves_no_event_of_a_hold_that_was_dropped(uow: UnitOfWork) -> None:
    world = World(uow)
    world.starts()

    def drop(draft: EventDraft) -> None:
        with world.uow() as tx:
            (held,) = tx.rounds.all(event_id=draft.event_id)
            drop_hold(tx, world.engine.circumstances(), tx.loops.get(id="L1"), held)

    wakes_up_late(world, EventStatus.TENTATIVE, drop)
    world.books()
    world.wait(minutes=30)
    assert () == everything_broken(world)


def test_a_hold_that_is_dropped_twice_while_nothing_can_be_deleted_leaves_no_event(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.calendar.fail("cancel", TransientFault("auth"), times=100_000)
    for _ in range(2):
        start = world.round(1).start
        assert start is not None
        world.until(start + timedelta(minutes=5))
        assert world.round(1).state is RoundState.OPEN
        for name in world.panel(0):
            world.gives_feedback(name, 0)
        world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1).id))
        world.books()
    world.calendar.recover()
    world.wait(hours=2)
    assert () == everything_broken(world)


def test_a_worker_that_wakes_up_after_its_lease_leaves_no_old_time_in_the_calendar(uow: UnitOfWork) -> None:
    world = under_way(uow)
    start = world.round(1).start
    assert start is not None
    real = world.calendar.change
    later = start + timedelta(hours=1)

    def slow(draft: EventDraft, *, notify: bool) -> StoredEvent:
        """While the worker sleeps, the round gets another time, and somebody else puts it into the calendar."""
        world.calendar.change = real  # type: ignore[method-assign]  # once is enough
        world.clock.advance(LEASE + timedelta(seconds=10))
        with world.uow() as tx:
            at = world.engine.circumstances()
            facts = loop_facts(tx, "L1")
            assert facts is not None
            people = tuple(person.id for person in facts.panel(facts.rounds[1].id))
            apply_times(tx, at, facts, [OptionRound(index=1, start=later, people=people)])
        world.engine.run_until_idle()
        return real(draft, notify=notify)

    world.calendar.change = slow  # type: ignore[method-assign]  # the worker sleeps right before it calls
    with world.uow() as tx:
        settle_event(tx, world.engine.circumstances(), tx.rounds.get(id=world.round(1).id))
    world.settle()
    assert () == everything_broken(world)
    assert "event_moved" not in world.topics("mara")
