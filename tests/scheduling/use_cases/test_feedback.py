"""Scorecards: kept as given, blind until one's own is in, asked for without nagging."""

from datetime import datetime, timedelta

import pytest

from models.records.loops import LoopState, RoundState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.outcomes import Refusal, Refused
from scheduling.rules.business_time import next_business_day
from scheduling.views.feedback import RoundFeedbackView
from tests.rehearsed import under_way
from tests.world import World, scorecard


def in_round(uow: UnitOfWork, index: int) -> World:
    """A loop whose round `index` has just ended."""
    world = under_way(uow, held=index)
    end = world.round(index).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    return world


def test_feedback_is_asked_for_when_the_interview_ends(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    asks = world.heard(world.panel(0)[0], Topic.FEEDBACK_ASK)
    assert [said.at for said in asks] == [world.round(0).end]
    assert world.round(0).state is RoundState.FEEDBACK


def test_what_was_given_is_stored_byte_for_byte(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name = world.panel(0)[0]
    said = "“Zoë” asked <b>why</b> & wrote\r\n\tdown 5 µs 🙂 — *not* `code`"
    world.gives_feedback(name, 0, summary=said, red_flags=(said,))
    with uow.reading() as tx:
        stored = tx.scorecards.latest(world.round(0).id, name)
    assert stored is not None
    assert (stored.summary, stored.red_flags) == (said, (said,))


def test_an_amendment_is_a_new_version_and_the_old_one_stays(uow: UnitOfWork) -> None:
    world = in_round(uow, 3)
    name = world.panel(3)[0]
    world.gives_feedback(name, 3, summary="first")
    world.gives_feedback(name, 3, summary="second")
    with uow.reading() as tx:
        cards = tx.scorecards.all(round_id=world.round(3).id, person_id=name)
    assert sorted((card.version, card.summary) for card in cards) == [(1, "first"), (2, "second")]
    assert world.broken() == ()


def test_five_presses_on_submit_are_one_scorecard(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    wish = scorecard(world.panel(0)[0], world.round(0).id)
    assert [world.does(wish, key="view-1") for _ in range(5)] == [True, False, False, False, False]
    assert world.broken() == ()


def test_others_feedback_is_hidden_until_ones_own_is_in(uow: UnitOfWork) -> None:
    world = in_round(uow, 3)
    first, second, _ = world.panel(3)
    world.gives_feedback(first, 3, summary="a secret opinion")
    before = world.core.round_feedback(world.person(second), world.round(3).id)
    assert isinstance(before, Refused)
    world.gives_feedback(second, 3)
    after = world.core.round_feedback(world.person(second), world.round(3).id)
    assert isinstance(after, RoundFeedbackView)
    assert [card.author.id for card in after.cards] == [first, second]


def test_the_coordinator_learns_who_has_submitted_and_not_what(uow: UnitOfWork) -> None:
    world = in_round(uow, 3)
    first = world.panel(3)[0]
    world.gives_feedback(first, 3, summary="a secret opinion")
    view = world.core.round_feedback(world.person("mara"), world.round(3).id)
    assert isinstance(view, RoundFeedbackView)
    assert view.cards == ()
    assert [missing.hidden for missing in view.missing] == [True, False, False]
    assert "a secret opinion" not in repr(view)


def test_nobody_outside_the_panel_can_give_feedback(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    world.gives_feedback("otto", 0)
    assert world.outcomes()[-1] == f"refused:{Refusal.NOT_ALLOWED}"
    assert world.last_notice("otto") == Refusal.NOT_ALLOWED


def test_feedback_before_the_interview_is_refused_and_says_so(uow: UnitOfWork) -> None:
    world = under_way(uow)
    name = world.panel(1)[0]
    world.gives_feedback(name, 1)
    assert world.last_notice(name) == Refusal.TOO_EARLY


def test_feedback_after_the_decision_is_refused(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name = world.panel(0)[0]
    world.decides(LoopState.NO)
    world.gives_feedback(name, 0)
    assert world.last_notice(name) == Refusal.LOOP_ENDED
    assert world.broken() == ()


def test_what_was_typed_is_kept_and_the_newest_counts(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name, round_ = world.panel(0)[0], world.round(0)

    def draft(text: str, at: timedelta) -> i.SaveDraft:
        fields = {"summary": text}
        return i.SaveDraft(actor_id=name, loop_id="L1", round_id=round_.id, fields=fields, typed_at=world.now + at)

    world.does(draft("later", timedelta(seconds=2)))
    world.does(draft("earlier", timedelta(seconds=1)))
    with uow.reading() as tx:
        kept = tx.drafts.get(round_id=round_.id, person_id=name)
    assert kept.fields == {"summary": "later"}


def test_a_draft_is_gone_once_the_scorecard_is_in(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name, round_ = world.panel(0)[0], world.round(0)
    world.does(
        i.SaveDraft(actor_id=name, loop_id="L1", round_id=round_.id, fields={"summary": "x"}, typed_at=world.now)
    )
    world.gives_feedback(name, 0)
    with uow.reading() as tx:
        assert tx.drafts.find(round_id=round_.id, person_id=name) is None


def test_missing_feedback_is_asked_for_twice_and_then_the_hiring_manager_hears(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name = world.panel(0)[0]
    world.wait(days=5)
    assert world.topics(name).count("feedback_owed") == 2
    assert world.topics("jonas").count("feedback_escalated") == 1
    world.wait(days=5)
    assert world.topics(name).count("feedback_owed") == 2
    assert world.topics("jonas").count("feedback_escalated") == 1


def test_the_reminders_stop_with_the_submission(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name = world.panel(0)[0]
    world.gives_feedback(name, 0)
    world.wait(days=5)
    assert "feedback_owed" not in world.topics(name)
    assert "feedback_escalated" not in world.topics("jonas")


def test_a_snooze_moves_what_is_still_to_come_by_a_business_day(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name, round_ = world.panel(0)[0], world.round(0)
    world.does(i.SnoozeFeedback(actor_id=name, loop_id="L1", round_id=round_.id))
    assert world.last_notice(name) == "snoozed"
    with uow.reading() as tx:
        dues = sorted(
            e.due_at.day for e in tx.outbox.all(topic=Topic.FEEDBACK_OWED, round_id=round_.id, state="pending")
        )
    assert round_.end is not None
    assert dues == [round_.end.day + 2, round_.end.day + 3]


def snoozes(world: World, name: str, index: int) -> str:
    """Returns what they are answered."""
    world.does(i.SnoozeFeedback(actor_id=name, loop_id="L1", round_id=world.round(index).id))
    return world.last_notice(name)


def test_who_snoozes_for_the_first_time_may_whatever_others_of_the_panel_did(uow: UnitOfWork) -> None:
    world = in_round(uow, 3)
    first, second, _ = world.panel(3)
    assert ["snoozed", "snoozed", Refusal.TOO_FAR] == [snoozes(world, first, 3) for _ in range(3)]
    assert ["snoozed", "snoozed", Refusal.TOO_FAR] == [snoozes(world, second, 3) for _ in range(3)]


def test_the_manager_hears_the_day_after_the_last_reminder_however_many_have_snoozed(uow: UnitOfWork) -> None:
    world = in_round(uow, 3)
    first, second, third = world.panel(3)
    for who in (first, first, second):
        assert "snoozed" == snoozes(world, who, 3)
    while not world.heard("jonas", Topic.FEEDBACK_ESCALATED):
        world.wait(hours=1)
    last = world.heard(first, Topic.FEEDBACK_OWED)[-1].at
    assert [2, 2, 2] == [len(world.heard(who, Topic.FEEDBACK_OWED)) for who in (first, second, third)]
    assert next_business_day(last.date()) == world.heard("jonas", Topic.FEEDBACK_ESCALATED)[0].at.date()


def test_a_snooze_after_the_second_reminder_moves_what_the_manager_hears(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    (who,) = world.panel(0)
    assert "snoozed" == snoozes(world, who, 0)
    while len(world.heard(who, Topic.FEEDBACK_OWED)) < 2:
        world.wait(hours=1)
    assert ["snoozed", Refusal.TOO_FAR] == [snoozes(world, who, 0) for _ in range(2)]
    world.wait(days=1)
    assert not world.heard("jonas", Topic.FEEDBACK_ESCALATED)
    world.wait(days=3)
    assert 1 == len(world.heard("jonas", Topic.FEEDBACK_ESCALATED))


def test_it_did_not_happen_asks_nobody_for_feedback_and_looks_for_a_new_time(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name = world.panel(0)[0]
    wish = i.DidNotHappen(actor_id=name, loop_id="L1", round_id=world.round(0).id, reason="The call broke down.")
    world.does(wish)
    assert world.round(0).state is RoundState.OPEN
    assert world.topics("mara")[-2:] == ["not_held", "proposal"]
    world.books()
    assert world.round(0).state is RoundState.INVITED
    assert world.broken() == ()


def test_a_hand_off_asks_the_other_person_and_no_longer_the_first(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name, round_ = world.panel(0)[0], world.round(0)
    world.does(i.HandOff(actor_id=name, loop_id="L1", round_id=round_.id, to_person_id="otto"))
    assert world.panel(0) == ["otto"]
    assert world.topics("otto") == ["feedback_ask"]
    world.gives_feedback("otto", 0)
    assert world.round(0).state is RoundState.VERDICT
    world.wait(days=5)
    assert "feedback_owed" not in world.topics(name)


def test_the_manager_hears_of_missing_feedback_after_the_second_reminder_of_who_took_it_over(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    (who,) = world.panel(0)
    while len(world.heard(who, Topic.FEEDBACK_OWED)) < 2:
        world.wait(hours=1)
    world.does(i.HandOff(actor_id=who, loop_id="L1", round_id=world.round(0).id, to_person_id="otto"))
    while not world.heard("jonas", Topic.FEEDBACK_ESCALATED):
        world.wait(hours=1)
    assert 2 == len(world.heard("otto", Topic.FEEDBACK_OWED))
    world.wait(days=7)
    assert 1 == len(world.heard("jonas", Topic.FEEDBACK_ESCALATED))


def test_a_hand_off_to_someone_in_another_round_is_refused(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name, other = world.panel(0)[0], world.panel(1)[0]
    world.does(i.HandOff(actor_id=name, loop_id="L1", round_id=world.round(0).id, to_person_id=other))
    assert world.last_notice(name) == Refusal.ALREADY_ON_PANEL
    assert world.panel(0) == [name]


def test_a_draft_that_arrives_after_its_scorecard_is_not_kept(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name, round_, typed_at = world.panel(0)[0], world.round(0), world.now
    world.clock.advance(timedelta(seconds=1))
    world.gives_feedback(name, 0)
    world.does(i.SaveDraft(actor_id=name, loop_id="L1", round_id=round_.id, fields={"summary": "x"}, typed_at=typed_at))
    with uow.reading() as tx:
        assert tx.drafts.find(round_id=round_.id, person_id=name) is None


def test_an_old_snooze_button_delays_nobody_elses_feedback(uow: UnitOfWork) -> None:
    world = in_round(uow, 3)
    first, second, _ = world.panel(3)
    world.gives_feedback(first, 3)
    world.does(i.SnoozeFeedback(actor_id=first, loop_id="L1", round_id=world.round(3).id))
    assert world.last_notice(first) == Refusal.ALREADY_DONE
    world.wait(days=5)
    assert world.topics(second).count("feedback_owed") == 2


def declined(uow: UnitOfWork, *, minutes: int) -> tuple[World, str, list[str], datetime]:
    """One of the last panel can't make it; so many minutes after its end: who, the others, and when that was."""
    world = under_way(uow, held=3)
    absent, *others = world.panel(3)
    world.does(i.Decline(actor_id=absent, loop_id="L1", round_id=world.round(3).id))
    end = world.round(3).end
    assert end is not None
    world.until(end + timedelta(minutes=minutes))
    return world, absent, others, end


def test_an_interview_that_the_others_held_does_not_wait_for_whoever_declined(uow: UnitOfWork) -> None:
    world, absent, others, _ = declined(uow, minutes=5)
    for name in others:
        world.gives_feedback(name, 3)
    assert world.loop().state is LoopState.DEBRIEF
    assert "feedback_ask" not in world.topics(absent)
    assert world.broken() == ()


def test_where_everybody_declined_and_nothing_was_mended_they_are_asked_how_it_went(uow: UnitOfWork) -> None:
    world = under_way(uow)
    name = world.panel(0)[0]
    world.does(i.Decline(actor_id=name, loop_id="L1", round_id=world.round(0).id))
    end = world.round(0).end
    assert end is not None
    world.until(end + timedelta(minutes=5))
    assert world.topics(name)[-1] == Topic.FEEDBACK_ASK
    world.does(i.DidNotHappen(actor_id=name, loop_id="L1", round_id=world.round(0).id, reason="Nobody could come."))
    assert world.round(0).state is RoundState.OPEN


def test_whoever_takes_a_scorecard_over_in_the_evening_is_not_asked_twice_in_the_morning(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    world.wait(days=1)
    world.until(world.now.replace(hour=20))
    world.does(i.HandOff(actor_id=world.panel(0)[0], loop_id="L1", round_id=world.round(0).id, to_person_id="otto"))
    world.wait(hours=16)
    assert world.topics("otto") == ["feedback_ask"]


def test_a_scorecard_that_is_handed_back_is_asked_for_like_any_other(uow: UnitOfWork) -> None:
    world = in_round(uow, 0)
    name, round_id = world.panel(0)[0], world.round(0).id
    world.does(i.HandOff(actor_id=name, loop_id="L1", round_id=round_id, to_person_id="otto"))
    world.does(i.HandOff(actor_id="otto", loop_id="L1", round_id=round_id, to_person_id=name))
    world.wait(days=4)
    assert world.topics(name).count("feedback_ask") == 2
    assert world.topics(name).count("feedback_owed") == 2
    assert "feedback_owed" not in world.topics("otto")


@pytest.mark.parametrize("minutes", [-5, 5])
def test_whoever_sat_there_for_somebody_who_had_declined_is_asked_like_any_other(uow: UnitOfWork, minutes: int) -> None:
    world, name, others, end = declined(uow, minutes=minutes)
    world.does(i.HandOff(actor_id=name, loop_id="L1", round_id=world.round(3).id, to_person_id="otto"))
    world.until(end + timedelta(hours=1))
    for other in others:
        world.gives_feedback(other, 3)
    assert world.loop().state is LoopState.RUNNING
    world.wait(days=4)
    assert world.topics("otto") == ["feedback_ask", "feedback_owed", "feedback_owed"]
    world.gives_feedback("otto", 3)
    assert world.loop().state is LoopState.DEBRIEF
    assert world.broken() == ()


def test_a_seat_that_is_handed_off_once_all_feedback_is_in_asks_for_none(uow: UnitOfWork) -> None:
    world, name, others, _ = declined(uow, minutes=5)
    for other in others:
        world.gives_feedback(other, 3)
    world.does(i.HandOff(actor_id=name, loop_id="L1", round_id=world.round(3).id, to_person_id="otto"))
    world.wait(days=4)
    assert (world.panel(3), world.topics("otto")) == (["otto", *others], [])
    assert world.loop().state is LoopState.DEBRIEF
    assert world.broken() == ()
