"""What trying every boundary has found, each told plainly."""

from datetime import timedelta

from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.outbox.relay import LEASE
from scheduling.views.loops import DigestView
from scheduling.views.team import WorklistView
from tests.rehearsed import under_way
from tests.world import POOLS, World, slack_id


def test_what_a_dead_process_did_not_say_in_time_is_named_in_the_digest_too(uow: UnitOfWork) -> None:
    world = under_way(uow)
    start = world.round(0).start
    assert start is not None
    world.until(start - timedelta(minutes=16))
    world.clock.set(start - timedelta(minutes=15))
    with uow() as tx:  # taken by a process that is killed before it says anything
        [taken] = tx.outbox.claim(owner="dead", now=world.now, lease=LEASE, pace=timedelta(0), limit=1)
    world.clock.set(start + timedelta(minutes=5))
    world.settle()
    world.wait(minutes=5)

    [digest] = world.heard(taken.person_id or "", Topic.DIGEST)
    assert isinstance(digest.view, DigestView)
    assert [Topic.BRIEF_SHORT] == [topic for topic, _, _ in digest.view.lines]
    assert world.broken() == ()


def test_the_hiring_manager_hears_of_missing_feedback_also_where_effects_are_done_before_time_is_watched(
    uow: UnitOfWork,
) -> None:
    world = under_way(uow)
    start = world.round(0).start
    assert start is not None
    world.clock.set(start + timedelta(days=5))
    world.engine.run_until_idle()  # after an outage: the round has not yet been seen to be over
    world.wait(days=1)  # a Sunday: it is said on Monday morning

    assert len(world.heard("jonas", Topic.FEEDBACK_ESCALATED)) == 1
    assert world.broken() == ()


def test_app_home_has_the_link_to_the_call_once_the_event_has_one(uow: UnitOfWork) -> None:
    world = World(uow)
    world.starts()
    for name in POOLS["recruiter"]:
        world.does(i.OpenHome(actor_id=name))
    world.books()

    [name] = world.panel(0)
    home: WorklistView = world.messenger.homes[slack_id(name)]
    assert world.round(0).meet_link is not None
    assert [world.round(0).meet_link] == [interview.meet_link for interview in home.interviews]
