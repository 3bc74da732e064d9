"""Buttons: those that open something, those that are an input by themselves, and what is seen afterwards."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from handlers.ui.actions import Form, Press, Ref
from handlers.ui.blocks import Block, actions, button, home_tab, overflow
from models.records.feedback import ChecklistKind, VerdictChoice
from models.records.loops import LoopState
from sandbox.slack import Answer, Message, View
from scheduling.intents import (
    AcceptCalendar,
    Agree,
    Asked,
    Book,
    FindMove,
    FindPlan,
    FindReplacement,
    GiveVerdict,
    KeepAsIs,
    RestoreEvent,
    SaveDraft,
    SnoozeFeedback,
    TickItem,
)
from scheduling.outcomes import Refusal, Refused
from tests.block_kit import assert_valid_modal, texts
from tests.builders.feedback_views import a_debrief
from tests.builders.form_views import a_scorecard_form
from tests.builders.sizes import foreign
from tests.builders.views import a_loop
from tests.handlers.talk import Talk

LOOP = Ref(loop="loop-1")
ROUND = Ref(loop="loop-1", round="round-2")
OWN = {"loop_id": "loop-1", "round_id": "round-2"}

OPENS = [
    ("kim", Press.NEW, Ref(), Form.NEW_LOOP),
    ("kim", Press.STATUS, LOOP, Form.READING),
    ("kim", Press.EDIT, LOOP, Form.AVAILABILITY),
    ("kim", Press.PAUSE, LOOP, Form.PAUSE),
    ("kim", Press.CANCEL, LOOP, Form.CANCEL),
    ("mia", Press.DECIDE, LOOP, Form.DECIDE),
    ("mia", Press.DEBRIEF, LOOP, Form.READING),
    ("kim", Press.CHOOSE_MOVE, LOOP, Form.MOVE),
    ("kim", Press.CHOOSE_SWAP, LOOP, Form.READING),
    ("ben", Press.CANT, ROUND, Form.CANT),
    ("ben", Press.FEEDBACK, ROUND, Form.SCORECARD),
    ("mia", Press.READ_FEEDBACK, ROUND, Form.READING),
    ("ben", Press.NOT_HELD, ROUND, Form.NOT_HELD),
    ("ben", Press.HAND_OFF, ROUND, Form.HAND_OFF),
    ("mia", Press.STOP, ROUND, Form.STOP),
    ("cy", Press.PEOPLE, Ref(n=1), Form.READING),
    ("kim", Press.PERSON, Ref(person="ben"), Form.PERSON),
    ("cy", Press.OPENINGS, Ref(), Form.READING),
    ("kim", Press.OPENING, Ref(opening="opening-1"), Form.OPENING),
    ("cy", Press.HELP, Ref(), Form.READING),
]
WANTS = [
    ("kim", Press.LOOK_AGAIN, LOOP, FindPlan(actor_id="kim", loop_id="loop-1")),
    ("kim", Press.PLAN, LOOP, FindPlan(actor_id="kim", loop_id="loop-1")),
    (
        "kim",
        Press.AGREE,
        Ref(loop="loop-1", proposal="p-1", n=1, kind="cap_per_week", person="ben"),
        Agree(actor_id="kim", loop_id="loop-1", proposal_id="p-1", remedy=1, ask="cap_per_week", person="ben"),
    ),
    (
        "kim",
        Press.AGREE,
        Ref(loop="loop-1", n=0, kind="gap"),
        Agree(actor_id="kim", loop_id="loop-1", proposal_id="", remedy=0, ask="gap"),
    ),
    (
        "kim",
        Press.BOOK,
        Ref(loop="loop-1", proposal="p-1", n=2),
        Book(actor_id="kim", loop_id="loop-1", proposal_id="p-1", option=2),
    ),
    (
        "kim",
        Press.TICK,
        Ref(loop="loop-1", kind="offer", n=1),
        TickItem(actor_id="kim", loop_id="loop-1", checklist=ChecklistKind.OFFER, index=1),
    ),
    ("kim", Press.MOVE, ROUND, FindMove(actor_id="kim", **OWN)),
    (
        "kim",
        Press.REPLACE,
        Ref(loop="loop-1", round="round-2", person="ben"),
        FindReplacement(actor_id="kim", person_id="ben", **OWN),
    ),
    ("kim", Press.KEEP, ROUND, KeepAsIs(actor_id="kim", **OWN)),
    ("kim", Press.ACCEPT_CALENDAR, ROUND, AcceptCalendar(actor_id="kim", **OWN)),
    ("kim", Press.RESTORE, ROUND, RestoreEvent(actor_id="kim", **OWN)),
    ("ben", Press.SNOOZE, ROUND, SnoozeFeedback(actor_id="ben", **OWN)),
    ("mia", Press.ADVANCE, ROUND, GiveVerdict(actor_id="mia", choice=VerdictChoice.ADVANCE, **OWN)),
    ("mia", Press.TALK, ROUND, GiveVerdict(actor_id="mia", choice=VerdictChoice.TALK, **OWN)),
]


def offered(talk: Talk, name: str, *blocks: Block, ephemeral: bool = False) -> Message:
    """A message with these blocks in the person's conversation with the app."""
    user, identity = talk.users[name], talk.workspace.app
    return talk.workspace.post(
        talk.workspace.direct_channel(user.id),
        user_id=identity.bot_user_id,
        text="A message",
        blocks=list(blocks),
        ephemeral_to=user.id if ephemeral else None,
    )


def press(talk: Talk, name: str, what: Press, ref: Ref, *, ephemeral: bool = False) -> Answer:
    message = offered(talk, name, actions(button(what, "Go", ref)), ephemeral=ephemeral)
    return talk.person(name).click(message, what)


def modal(talk: Talk, name: str) -> View:
    view = talk.person(name).modal
    assert view is not None
    return view


@pytest.mark.parametrize(("name", "what", "ref", "form"), OPENS)
def test_a_button_opens_its_view(talk: Talk, name: str, what: Press, ref: Ref, form: Form) -> None:
    assert press(talk, name, what, ref).ok
    assert_valid_modal(modal(talk, name).sent)
    assert form == modal(talk, name).callback_id
    assert [Asked(actor_id=name, verb=f"press:{what}")] == list(talk.core.inbox.values())


def test_a_button_whose_form_slack_refuses_to_open_says_so_to_whoever_pressed(talk: Talk) -> None:
    talk.workspace.faults.refuse("views.open", error="expired_trigger_id")
    assert press(talk, "kim", Press.CANCEL, LOOP).ok
    said = talk.person("kim").dm[-1]
    assert "may not have shown it just now. If so, please press again; nothing was changed" in said.text
    assert talk.users["kim"].id == said.ephemeral_to


def test_a_form_that_opened_though_slack_s_answer_was_lost_is_not_denied(talk: Talk) -> None:
    talk.workspace.faults.lose_answer("views.open")
    assert press(talk, "kim", Press.CANCEL, LOOP).ok
    assert Form.CANCEL == modal(talk, "kim").callback_id
    assert talk.person("kim").dm[-1].text.startswith("Slack may not have shown it just now. If so, please press again")


def test_a_button_in_the_app_home_whose_form_slack_refuses_says_so_in_the_conversation(talk: Talk) -> None:
    kim = talk.users["kim"]
    channel = talk.workspace.direct_channel(kim.id).id
    talk.core.people_by_slack[kim.id] = replace(talk.core.people_by_slack[kim.id], dm_channel=channel)
    talk.workspace.faults.refuse("views.open", error="expired_trigger_id")
    talk.app.client.views_publish(user_id=kim.id, view=home_tab([actions(button(Press.NEW, "New loop", Ref()))]))
    kim_acts = talk.person("kim")
    assert kim_acts.click(kim_acts.home, Press.NEW).ok
    assert "may not have shown it just now" in kim_acts.dm[-1].text


def test_a_press_that_was_taken_and_could_not_be_answered_by_a_view_is_answered_in_words(talk: Talk) -> None:
    talk.workspace.faults.refuse("views.open", error="expired_trigger_id")
    assert press(talk, "ben", Press.SNOOZE, ROUND, ephemeral=True).ok
    assert ["snooze_feedback"] == [intent.kind for intent in talk.core.inbox.values()]
    assert "I have what you pressed" in talk.person("ben").dm[-1].text


@pytest.mark.parametrize(("name", "what", "ref", "intent"), WANTS)
def test_a_button_is_an_input_by_itself(talk: Talk, name: str, what: Press, ref: Ref, intent: object) -> None:
    assert press(talk, name, what, ref).ok
    assert [intent] == list(talk.core.inbox.values())
    assert talk.person(name).modal is None


@pytest.mark.parametrize(("name", "what", "ref", "intent"), WANTS)
def test_where_no_message_will_show_it_a_view_says_what_happens_now(
    talk: Talk, name: str, what: Press, ref: Ref, intent: object
) -> None:
    assert press(talk, name, what, ref, ephemeral=True).ok
    assert [intent] == list(talk.core.inbox.values())
    assert "Got it" in str(modal(talk, name).sent["title"])


@pytest.mark.parametrize(("name", "what", "ref", "intent"), WANTS)
def test_what_would_be_refused_is_refused_in_words_at_once(
    talk: Talk, name: str, what: Press, ref: Ref, intent: Any
) -> None:
    talk.core.refusals[intent.kind] = Refused(why=Refusal.LOOP_ENDED)
    assert press(talk, name, what, ref).ok
    assert [] == talk.core.took(type(intent))
    assert "has ended" in str(modal(talk, name).sent)


@pytest.mark.parametrize(("name", "what", "ref", "form"), [row for row in OPENS if row[2].loop])
def test_a_button_about_a_foreign_loop_opens_nothing(talk: Talk, name: str, what: Press, ref: Ref, form: Form) -> None:
    assert press(talk, "cy", what, ref).ok
    assert re.search("That (is for|takes)", str(modal(talk, "cy").sent))
    assert "Kovač" not in str(modal(talk, "cy").sent)


@pytest.mark.parametrize("what", [Press.PAUSE, Press.CANCEL, Press.DECIDE, Press.CHOOSE_MOVE, Press.CANT, Press.STOP])
def test_nobody_fills_in_a_form_about_a_loop_that_has_ended(talk: Talk, what: Press) -> None:
    name, ref = next((name, ref) for name, opens, ref, _ in OPENS if opens is what)
    talk.core.loops["loop-1"] = a_loop(state=LoopState.WITHDRAWN, may=frozenset())
    assert press(talk, name, what, ref).ok
    assert "has ended" in str(modal(talk, name).sent)


def test_every_button_is_pressed_in_these_tests() -> None:
    pressed = {row[1] for row in OPENS} | {row[1] for row in WANTS}
    assert set(Press) == pressed | {Press.LINK, Press.MORE}


def test_a_plain_link_is_only_noted(talk: Talk) -> None:
    message = offered(talk, "cy", actions(button(Press.LINK, "Join", Ref(), url="https://example.com")))
    assert talk.person("cy").click(message, Press.LINK).ok
    assert [Asked(actor_id="cy", verb="press:link")] == list(talk.core.inbox.values())


def test_an_overflow_menu_is_the_press_that_was_chosen(talk: Talk) -> None:
    menu = overflow([(Press.PAUSE, "Pause"), (Press.CANCEL, "End")], LOOP)
    message = offered(talk, "kim", actions(menu))
    assert talk.person("kim").select(message, Press.MORE, "End").ok
    assert Form.CANCEL == modal(talk, "kim").callback_id


def test_an_overflow_menu_asks_for_the_right_of_the_press_that_was_chosen(talk: Talk) -> None:
    message = offered(talk, "ben", actions(overflow([(Press.CANCEL, "End")], LOOP)))
    assert talk.person("ben").select(message, Press.MORE, "End").ok
    assert "takes somebody else" in str(modal(talk, "ben").sent)


@pytest.mark.parametrize("kind", ["more", "gone.press", "", "form.decide"])
def test_an_overflow_entry_that_is_no_press_is_told(talk: Talk, kind: str) -> None:
    menu = overflow([(Press.CANCEL, "End")], LOOP)
    menu["options"][0]["value"] = Ref(loop="loop-1", kind=kind).encode()
    assert talk.person("kim").select(offered(talk, "kim", actions(menu)), Press.MORE, "End").ok
    assert "older version" in str(modal(talk, "kim").sent)


def test_a_button_in_a_view_that_is_read_takes_its_place(talk: Talk) -> None:
    press(talk, "kim", Press.STATUS, LOOP)
    assert talk.person("kim").click(None, Press.CHOOSE_MOVE).ok
    assert [Form.MOVE] == [view.callback_id for view in talk.workspace.views.stack(talk.users["kim"].id)]


def test_a_button_in_a_form_opens_on_top_of_what_was_typed(talk: Talk) -> None:
    press(talk, "ben", Press.FEEDBACK, ROUND)
    talk.person("ben").fill(None, {"summary": "Solid."})
    assert talk.person("ben").click(None, Press.NOT_HELD).ok
    stack = talk.workspace.views.stack(talk.users["ben"].id)
    assert [Form.SCORECARD, Form.NOT_HELD] == [view.callback_id for view in stack]
    assert "Solid." in str(stack[0].values)


def test_an_input_from_a_view_that_is_read_is_answered_in_it(talk: Talk) -> None:
    press(talk, "kim", Press.CHOOSE_SWAP, LOOP)
    swap = modal(talk, "kim")
    first = next(value for value in _values(swap) if '"person": "cy"' in value)
    assert talk.person("kim").click(None, Press.REPLACE, value=first).ok
    assert 1 == len(talk.core.took(FindReplacement))
    assert "looking for somebody" in str(modal(talk, "kim").sent)
    assert swap.id == modal(talk, "kim").id


def _values(view: View) -> list[str]:
    return [block["accessory"]["value"] for block in view.blocks if "accessory" in block]


def test_long_feedback_is_read_page_by_page_in_one_view(talk: Talk) -> None:
    talk.core.debriefs["loop-1"] = foreign(a_debrief(), "word " * 600)
    press(talk, "mia", Press.DEBRIEF, LOOP)
    first = modal(talk, "mia")
    assert talk.person("mia").click(None, Press.DEBRIEF, label="Read on").ok
    second = modal(talk, "mia")
    assert first.id == second.id
    assert ("Page 1 of", "Page 2 of") == tuple(_page(view) for view in (first, second))


def _page(view: View) -> str:
    return next(text[:9] for text in texts(view.sent) if text.startswith("Page "))


def test_what_is_typed_into_the_scorecard_is_kept_while_typing(talk: Talk) -> None:
    press(talk, "ben", Press.FEEDBACK, ROUND)
    ben = talk.person("ben")
    ben.fill(None, {"summary": "Sol", "recommendation": "yes"})
    ben.fill(
        None, {"summary": "Solid <b>", "rating:Latency and cost": "3", "red_flags": ["Never speaks of evaluation"]}
    )
    drafts = talk.core.took(SaveDraft)
    assert {"summary": "Sol"} == drafts[0].fields
    assert {
        "summary": "Solid <b>",
        "recommendation": "yes",
        "rating:Latency and cost": "3",
        "red_flags": "Never speaks of evaluation",
    } == drafts[-1].fields
    assert ("ben", "loop-1", "round-2") == (drafts[-1].actor_id, drafts[-1].loop_id, drafts[-1].round_id)
    assert Form.SCORECARD == modal(talk, "ben").callback_id


def test_a_draft_is_there_when_the_form_is_opened_again(talk: Talk) -> None:
    talk.core.scorecards["ben", "round-2"] = a_scorecard_form(draft={"summary": "Where was I"})
    press(talk, "ben", Press.FEEDBACK, ROUND)
    assert "Where was I" in str(modal(talk, "ben").values)


def test_nobody_to_hand_off_to_is_said_instead_of_an_empty_menu(talk: Talk) -> None:
    talk.core.scorecards["ben", "round-2"] = a_scorecard_form(colleagues=())
    press(talk, "ben", Press.HAND_OFF, ROUND)
    assert "nobody to hand this to" in str(modal(talk, "ben").sent)


@pytest.mark.parametrize("what", [Press.FEEDBACK, Press.NOT_HELD, Press.HAND_OFF])
def test_feedback_on_a_round_one_did_not_sit_in_is_refused(talk: Talk, what: Press) -> None:
    press(talk, "ben", what, Ref(loop="loop-1", round="round-9"))
    assert "panel" in str(modal(talk, "ben").sent)


@pytest.mark.parametrize(
    ("what", "ref"),
    [(Press.PERSON, Ref(person="nobody")), (Press.OPENING, Ref(opening="none")), (Press.CANT, Ref(loop="loop-1"))],
)
def test_what_is_not_there_any_more_is_told(talk: Talk, what: Press, ref: Ref) -> None:
    press(talk, "kim" if what is not Press.CANT else "ben", what, ref)
    assert Form.READING == modal(talk, "kim" if what is not Press.CANT else "ben").callback_id
