"""What a message is about changes while Slack takes it: whoever changes it finds no message yet that they could redraw."""

from __future__ import annotations

from datetime import timedelta

from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.intents import Intent
from scheduling.messages import Topic
from scheduling.ports import TransientFault
from scheduling.views.loops import PanelView, ProposalView
from tests.rehearsed import under_way
from tests.world import World, scorecard


def said_meanwhile(world: World, topic: Topic, wish: Intent) -> None:
    """Somebody wishes it, and it is done, while the next message of the topic is on its way."""

    def act() -> None:
        world.core.take(wish, dedupe_key="meanwhile")
        while world.engine.work_inbox():
            pass

    world.messenger.meanwhile(topic, act)


def settled(world: World, name: str, topic: Topic) -> list[str]:
    """What each message of the topic to this person says has answered it."""
    return [said.view.settled for said in world.heard(name, topic) if isinstance(said.view, PanelView)]


def test_who_gives_feedback_while_being_asked_for_it_is_thanked_in_that_message(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (name,) = world.panel(0)
    end = world.round(0).end
    assert end is not None
    world.clock.set(end)
    said_meanwhile(world, Topic.FEEDBACK_ASK, scorecard(name, world.round(0).id))
    world.settle()
    assert ["feedback_in"] == settled(world, name, Topic.FEEDBACK_ASK)
    assert () == world.broken()


def test_options_that_arrive_after_their_loop_has_ended_cannot_be_chosen(uow: UnitOfWork) -> None:
    world = World(uow)
    over = i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="")
    said_meanwhile(world, Topic.PROPOSAL, over)
    world.starts()
    [shown] = [said.view for said in world.heard("mara", Topic.PROPOSAL)]
    assert isinstance(shown, ProposalView)
    assert world.newest_proposal().state == shown.state
    assert () == world.broken()


def test_an_interviewer_who_is_told_of_a_time_while_it_is_moved_is_told_that_it_was(uow: UnitOfWork) -> None:
    world = World(uow)
    world.starts()

    def move() -> None:
        world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(0).id))
        world.books()

    world.messenger.meanwhile(Topic.ON_PANEL, move)
    world.books()
    world.wait(hours=3)
    (name,) = world.panel(0)
    assert ["moved", ""] == settled(world, name, Topic.ON_PANEL)
    assert () == world.broken()


def test_a_message_about_which_nothing_has_changed_is_not_edited(uow: UnitOfWork) -> None:
    world = under_way(uow, held=1)
    end = world.round(1).end
    assert end is not None
    world.until(end + timedelta(minutes=1))
    (name,) = world.panel(1)
    assert [0] == [said.edits for said in world.heard(name, Topic.FEEDBACK_ASK)]


def test_who_is_asked_for_feedback_of_the_old_time_is_not_asked_before_the_new_one(uow: UnitOfWork) -> None:
    world = under_way(uow)
    (who,) = world.panel(0)
    end = world.round(0).end
    assert end is not None
    world.until(end - timedelta(minutes=1))
    world.messenger.fail("post", TransientFault("timeout", maybe_done=True), times=1)
    world.messenger.fail("find", TransientFault("server_error"), times=6)
    world.clock.set(end)
    world.settle()
    world.does(i.DidNotHappen(actor_id=who, loop_id="L1", round_id=world.round(0).id, reason="no show"))
    world.wait(minutes=1)
    proposal = world.newest_proposal()
    option = next((n for n, o in enumerate(proposal.options) if o.rounds[0].people == (who,)), None)
    assert option is not None
    world.books(option=option)
    assert world.panel(0) == [who]
    start = world.round(0).start
    assert start is not None
    world.until(start - timedelta(hours=1))
    assert [] == [said.at for said in world.heard(who, Topic.FEEDBACK_ASK) if said.at > end and said.at < start], (
        world.topics(who)
    )
