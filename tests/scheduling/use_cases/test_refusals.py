"""Bad input: a clear answer, and nothing changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.records.delivery import InboxState
from models.records.feedback import VerdictChoice
from models.records.loops import LoopState, RoundState
from models.records.proposals import ProposalState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.outcomes import Refusal
from tests.rehearsed import under_way
from tests.world import World, email, new_loop, person


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"email": email("otto")}, Refusal.CANDIDATE_IS_COLLEAGUE),
        ({"email": email("mara").upper()}, Refusal.CANDIDATE_IS_COLLEAGUE),
        ({"kickoff": date(2026, 11, 1)}, Refusal.IN_THE_PAST),
        ({"kickoff": date(2027, 11, 1)}, Refusal.TOO_FAR),
        ({"opening": "nowhere"}, Refusal.NOT_ALLOWED),
        ({"by": "otto"}, Refusal.NOT_ALLOWED),
        ({"by": "jonas"}, Refusal.NOT_ALLOWED),
    ],
)
def test_a_loop_that_cannot_be_started_is_not(world: World, fields: dict[str, object], why: Refusal) -> None:
    wish = new_loop("L1", **fields)  # type: ignore[arg-type]
    refused = world.core.check(wish)
    world.does(wish)
    assert refused is not None
    assert refused.why is why
    with world.uow.reading() as tx:
        assert tx.loops.all() == []
    assert world.last_notice(wish.actor_id) == why


def test_the_same_candidate_cannot_be_in_two_live_loops(world: World) -> None:
    world.starts("L1", email="ana@mail.example")
    refused = world.core.check(new_loop("L2", email="Ana@Mail.example"))
    assert refused is not None
    assert (refused.why, refused.field) == (Refusal.SAME_CANDIDATE, "candidate.email")


def test_a_candidate_may_come_back_after_their_loop_has_ended(world: World) -> None:
    world.starts("L1", email="ana@mail.example")
    world.does(i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="other offer"))
    assert world.core.check(new_loop("L2", email="ana@mail.example")) is None


def test_a_check_changes_nothing(world: World) -> None:
    assert world.core.check(new_loop("L1")) is None
    with world.uow.reading() as tx:
        assert tx.loops.all() == []
        assert tx.outbox.all() == []


def test_a_question_leaves_a_row_that_says_it_was_answered_and_no_work(world: World) -> None:
    world.core.take(i.Asked(actor_id="mara", verb="help"), dedupe_key="k")

    assert not world.engine.has_work()
    with world.uow.reading() as tx:
        (row,) = tx.inbox.all()
    assert (InboxState.DONE, "answered", world.now, {}) == (row.state, row.outcome, row.processed_at, row.payload)
    assert () == world.broken()


def test_a_repeated_submission_is_the_same_loop(world: World) -> None:
    world.does(new_loop("L1"), key="a")
    world.does(new_loop("L1"), key="b")
    with world.uow.reading() as tx:
        assert len(tx.loops.all()) == 1


def test_two_coordinators_presses_book_once_and_the_second_is_told(world: World) -> None:
    world.starts()
    world.books(option=0)
    world.books(option=0)
    assert world.last_notice("mara") == Refusal.ALREADY_BOOKED
    assert world.calendar.calls.count("insert") == 4


def test_an_old_proposal_cannot_be_booked(world: World) -> None:
    world.starts()
    with world.uow.reading() as tx:
        old = tx.proposals.newest("L1")
    assert old is not None
    world.does(i.FindPlan(actor_id="mara", loop_id="L1"))
    world.does(i.Book(actor_id="mara", loop_id="L1", proposal_id=old.id, option=0))
    assert world.last_notice("mara") == Refusal.PROPOSAL_STALE
    assert "insert" not in world.calendar.calls


def test_options_cannot_be_chosen_while_others_are_being_looked_for(world: World) -> None:
    world.starts()
    with world.uow.reading() as tx:
        old = tx.proposals.newest("L1")
    assert old is not None
    world.core.take(i.FindPlan(actor_id="mara", loop_id="L1"), dedupe_key="again")
    world.core.take(i.Book(actor_id="mara", loop_id="L1", proposal_id=old.id, option=0), dedupe_key="choose")
    world.settle()
    assert world.outcomes()[-1] == f"refused:{Refusal.PROPOSAL_STALE}"
    assert "insert" not in world.calendar.calls
    world.books()
    assert world.loop().state is LoopState.RUNNING
    assert world.broken() == ()


def test_options_that_were_made_before_others_were_chosen_cannot_be_chosen_as_well(world: World) -> None:
    world.booked()
    with world.uow() as tx:
        booked = tx.proposals.newest("L1")
        assert booked is not None
        tx.proposals.add(replace(booked, id="late", state=ProposalState.OPEN, version=1))
    world.does(i.Book(actor_id="mara", loop_id="L1", proposal_id="late", option=0))
    assert world.last_notice("mara") == Refusal.PROPOSAL_STALE


@pytest.mark.parametrize("option", [-1, 7])
def test_an_option_that_was_never_offered_cannot_be_booked(world: World, option: int) -> None:
    world.starts()
    world.books(option=option)
    assert world.last_notice("mara") == Refusal.PROPOSAL_STALE


def test_a_proposal_of_another_loop_cannot_be_booked_into_this_one(world: World) -> None:
    world.starts("L1")
    world.starts("L2")
    with world.uow.reading() as tx:
        foreign = tx.proposals.newest("L2")
    assert foreign is not None
    world.does(i.Book(actor_id="mara", loop_id="L1", proposal_id=foreign.id, option=0))
    assert world.last_notice("mara") == Refusal.UNKNOWN_PROPOSAL


def test_a_round_of_another_loop_is_not_this_loops(world: World) -> None:
    world.booked("L1")
    world.booked("L2")
    world.does(i.FindMove(actor_id="mara", loop_id="L1", round_id=world.round(1, "L2").id))
    assert world.last_notice("mara") == Refusal.UNKNOWN_ROUND


@pytest.mark.parametrize("name", ["mara", "otto", "rita"])
def test_only_the_hiring_manager_gives_the_verdict(uow: UnitOfWork, name: str) -> None:
    world = under_way(uow)
    world.holds_round(0, verdict=False)
    world.says(VerdictChoice.ADVANCE, 0, by=name)
    assert world.round(0).state is RoundState.VERDICT
    assert world.last_notice(name) == Refusal.NOT_ALLOWED


def test_a_verdict_before_the_feedback_is_complete_is_refused(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.says(VerdictChoice.ADVANCE, 0)
    assert world.last_notice("jonas") == Refusal.VERDICT_NOT_DUE


def test_an_offer_before_the_last_round_is_refused(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.decides(LoopState.OFFER)
    assert world.last_notice("jonas") == Refusal.DECISION_NOT_DUE
    assert world.loop().state is LoopState.RUNNING


def test_a_decision_on_a_loop_that_has_ended_is_refused(uow: UnitOfWork) -> None:
    world = under_way(uow)
    world.decides(LoopState.NO)
    world.decides(LoopState.WITHDRAWN)
    assert world.loop().state is LoopState.NO
    assert world.last_notice("jonas") == Refusal.LOOP_ENDED


def test_someone_who_left_the_team_since_the_press_can_do_nothing(uow: UnitOfWork) -> None:
    world = under_way(uow)
    wish = i.Cancel(actor_id="mara", loop_id="L1", withdrew=False, reason="")
    world.core.take(wish, dedupe_key="k")
    with world.uow() as tx:
        tx.people.save(
            person(
                "mara",
                active=False,
                dm_channel=tx.people.get(id="mara").dm_channel,
                version=tx.people.get(id="mara").version,
            )
        )
    world.settle()
    assert world.loop().state is LoopState.RUNNING
    assert world.outcomes()[-1] == f"refused:{Refusal.NOT_ON_TEAM}"


def test_one_person_for_every_round_is_no_plan_and_the_reason_is_named(uow: UnitOfWork) -> None:
    world = World(uow)
    with uow() as tx:
        for pool in ("recruiter", "engineer"):
            tx.pools.remove(pool=pool)
            tx.pools.add(type(tx.pools.all()[0])(pool=pool, person_id="otto"))
    world.starts()
    with uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    assert proposal.options == ()
    assert "same_person_twice" in [obstacle.blocker for obstacle in proposal.obstacles]


def test_a_candidate_who_withdraws_while_the_booking_is_in_flight_hears_and_causes_nothing_more(
    world: World,
) -> None:
    world.starts()
    with world.uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    world.core.take(i.Book(actor_id="mara", loop_id="L1", proposal_id=proposal.id, option=0), dedupe_key="b")
    while world.engine.work_inbox():
        pass
    while world.round(0).event == "none":
        world.engine.relay_due()
    world.engine.relay_due()  # at least one event is on the calendar already
    world.does(i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="took another offer"))
    assert world.calendar.live_events() == []
    said = len(world.messenger.said)
    world.wait(days=30)
    assert len(world.messenger.said) == said
    assert world.broken() == ()
    assert world.errors == []


def test_availability_is_kept_and_used_for_the_next_plan(world: World) -> None:
    world.starts()
    tuesday = tuple(h for h in new_loop("L1").candidate.windows if h.weekday == 1)
    world.does(i.EditAvailability(actor_id="mara", loop_id="L1", windows=tuesday, days_off=()))
    world.does(i.FindPlan(actor_id="mara", loop_id="L1"))
    with world.uow.reading() as tx:
        proposal = tx.proposals.newest("L1")
    assert proposal is not None
    assert {r.start.weekday() for o in proposal.options for r in o.rounds} == {1}
    assert proposal.options[0].end_day > 21
    assert world.loop().kickoff + timedelta(days=21) > date(2026, 11, 22)
