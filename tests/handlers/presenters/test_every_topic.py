"""Whatever a view holds, its message is one that Slack takes, and nothing foreign in it comes alive."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from handlers.presenters import PRESENTERS, render
from handlers.ui.actions import Press
from models.records.loops import LoopState, RoundState
from models.records.proposals import ProposalState
from scheduling.messages import Topic
from tests.block_kit import assert_valid_message, buttons, texts, walk
from tests.builders.feedback_views import a_debrief, a_round_feedback
from tests.builders.sizes import ATTACKS, monstrous, small, usual
from tests.builders.views import NOW, a_loop, a_panel, a_proposal, a_round, calendar_news, loop_news


def test_every_topic_has_a_presenter() -> None:
    assert set(Topic) == set(PRESENTERS)


@pytest.mark.parametrize("topic", Topic)
def test_the_usual_and_the_smallest_view_give_a_message_that_slack_takes(topic: Topic) -> None:
    assert_valid_message(render(topic, usual(topic), NOW))
    assert_valid_message(render(topic, small(topic), NOW))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("topic", Topic)
def test_a_monstrous_view_still_gives_a_message_that_slack_takes(topic: Topic, attack: str) -> None:
    assert_valid_message(render(topic, monstrous(topic, ATTACKS[attack]), NOW))


@pytest.mark.parametrize("topic", Topic)
def test_ids_and_values_of_buttons_carry_no_text_of_anybody(topic: Topic) -> None:
    shown = render(topic, monstrous(topic, "Somebody Secret"), NOW)
    hidden = [
        str(thing[key]) for thing in walk(shown.blocks) for key in ("action_id", "block_id", "value") if key in thing
    ]
    assert [] == [value for value in hidden if "Secret" in value]


@pytest.mark.parametrize(
    "topic", [topic for topic in Topic if topic not in (Topic.NOTICE, Topic.DIGEST, Topic.TROUBLE)]
)
def test_a_message_names_the_candidate_it_is_about(topic: Topic) -> None:
    shown = render(topic, usual(topic), NOW)
    assert any("Ana" in text for text in texts(shown.blocks))
    assert "Ana" in shown.text


@pytest.mark.parametrize("topic", Topic)
def test_at_most_one_button_stands_out_unless_several_options_are_offered(topic: Topic) -> None:
    shown = render(topic, usual(topic), NOW)
    assert len([thing for thing in walk(shown.blocks) if thing.get("style") == "primary"]) <= 1


@pytest.mark.parametrize("state", LoopState)
@pytest.mark.parametrize("topic", [Topic.CARD, Topic.LATE_ALERT, Topic.DAY_NOTE, Topic.OVERDUE, Topic.ENDED])
def test_every_state_of_a_loop_has_words(topic: Topic, state: LoopState) -> None:
    loop = a_loop(state=state)
    assert_valid_message(render(topic, loop if topic is Topic.CARD else loop_news(loop=loop), NOW))


@pytest.mark.parametrize("state", RoundState)
def test_every_state_of_a_round_has_words(state: RoundState) -> None:
    for round_ in (a_round(state=state), a_round(state=state, start=None, end=None)):
        assert_valid_message(render(Topic.CARD, a_loop(rounds=(round_,)), NOW))
        assert_valid_message(render(Topic.ON_PANEL, a_panel(round=round_), NOW))


_SETTLED_NEWS = ("kept", "accepted", "restored", "replaced", "moved", "over", "a word of a newer version")
_SETTLED_ASK = ("feedback_in", "not_held", "handed_off", "declined", "over", "a word of a newer version")
_NEWS = (
    Topic.GUEST_DECLINED,
    Topic.CANDIDATE_DECLINED,
    Topic.EVENT_MOVED,
    Topic.EVENT_DELETED,
    Topic.NOT_HELD,
)


@pytest.mark.parametrize(("topic", "settled"), list(itertools.product(_NEWS, _SETTLED_NEWS)))
def test_calendar_news_that_was_answered_has_no_buttons_left(topic: Topic, settled: str) -> None:
    shown = render(topic, calendar_news(settled=settled), NOW)
    assert_valid_message(shown)
    assert [] == buttons(shown.blocks)


@pytest.mark.parametrize("settled", _SETTLED_ASK)
@pytest.mark.parametrize(
    "topic",
    [
        Topic.ON_PANEL,
        Topic.MOVED,
        Topic.CONFIRMED,
        Topic.BRIEF,
        Topic.BRIEF_SHORT,
        Topic.FEEDBACK_ASK,
        Topic.FEEDBACK_OWED,
    ],
)
def test_what_an_interviewer_answered_is_not_asked_again(topic: Topic, settled: str) -> None:
    shown = render(topic, a_panel(settled=settled), NOW)
    assert_valid_message(shown)
    asks = topic in (Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED)
    assert ([Press.FEEDBACK] if asks and settled == "feedback_in" else []) == buttons(shown.blocks)


def _ended(topic: Topic) -> Any:
    over = a_loop(state=LoopState.NO, may=frozenset())
    return {
        Topic.CARD: over,
        Topic.VERDICT_ASK: a_round_feedback(loop=over, reader_may_decide=True),
        Topic.VERDICT_OWED: a_round_feedback(loop=over, reader_may_decide=True),
        Topic.DEBRIEF: a_debrief(loop=over, reader_may_decide=True),
        Topic.DECISION_OWED: a_debrief(loop=over, reader_may_decide=True),
        Topic.GUEST_DECLINED: calendar_news(loop=over),
        Topic.EVENT_MOVED: calendar_news(loop=over),
        Topic.OVERDUE: loop_news(loop=over),
        Topic.PROPOSAL: a_proposal(loop=over, state=ProposalState.STALE),
    }[topic]


@pytest.mark.parametrize(
    "topic",
    [
        Topic.CARD,
        Topic.VERDICT_ASK,
        Topic.VERDICT_OWED,
        Topic.DEBRIEF,
        Topic.DECISION_OWED,
        Topic.GUEST_DECLINED,
        Topic.EVENT_MOVED,
        Topic.OVERDUE,
        Topic.PROPOSAL,
    ],
)
def test_a_loop_that_has_ended_can_only_be_read(topic: Topic) -> None:
    shown = render(topic, _ended(topic), NOW)
    assert_valid_message(shown)
    assert set(buttons(shown.blocks)) <= {Press.READ_FEEDBACK, Press.DEBRIEF, Press.STATUS}
