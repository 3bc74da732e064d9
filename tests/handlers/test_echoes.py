"""Whatever calls Slack comes after the acknowledgement: a Slack that hangs holds none up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.gate import Afterwards
from handlers.ui.actions import Form, Press, Ref
from scheduling.intents import Asked
from tests.handlers.talk import Talk
from tests.handlers.test_presses import LOOP, press


@pytest.fixture
def later() -> list[Callable[[], None]]:
    return []


@pytest.fixture
def afterwards(later: list[Callable[[], None]]) -> Afterwards:
    return later.append


def test_a_form_is_stored_and_acknowledged_before_slack_is_asked_to_open_it(
    talk: Talk, later: list[Callable[[], None]]
) -> None:
    assert talk.person("kim").slash("/hire", "new").ok
    assert [Asked(actor_id="kim", verb="command:new")] == list(talk.core.inbox.values())
    assert talk.person("kim").modal is None

    (show,) = later
    show()

    modal = talk.person("kim").modal
    assert modal is not None
    assert Form.NEW_LOOP == modal.callback_id


def test_a_press_is_acknowledged_before_anything_opens(talk: Talk, later: list[Callable[[], None]]) -> None:
    assert press(talk, "kim", Press.CANCEL, LOOP).ok
    assert (None, 1) == (talk.person("kim").modal, len(later))


def test_words_and_a_stranger_s_press_are_acknowledged_before_they_are_answered(
    talk: Talk, later: list[Callable[[], None]]
) -> None:
    talk.person("kim").say("Hello?")
    assert press(talk, "guest", Press.STATUS, Ref(loop="loop-1")).ok
    assert {0} == {talk.workspace.calls.count(method) for method in ("chat.postEphemeral", "views.open")}

    for show in later:
        show()

    assert talk.users["kim"].id == talk.person("kim").dm[-1].ephemeral_to
    assert "hiring team" in talk.person("guest").dm[-1].text


def test_a_question_that_the_acknowledgement_answers_calls_nobody(talk: Talk, later: list[Callable[[], None]]) -> None:
    assert talk.person("kim").slash("/hire", "help").ok
    assert [] == later
