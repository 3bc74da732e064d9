"""`/hire <verb>`: each answers its asker alone, or opens a form; names are found, or asked back about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.ui.actions import Form
from models.records.loops import LoopState, RoundState
from scheduling.intents import Asked, FindPlan
from scheduling.outcomes import Refusal, Refused
from scheduling.rules.access import Role
from scheduling.views.loops import OptionView
from tests.block_kit import buttons, texts
from tests.builders.views import BEN, a_loop, a_proposal, a_round, an_option, at
from tests.handlers.talk import Talk

OMAR = replace(a_loop(), id="loop-2", candidate="Omar Haddad")
ANA_MARIA = replace(a_loop(), id="loop-3", candidate="Ana Maria Ruiz")


def said(talk: Talk, name: str, text: str = "") -> str:
    """What the person is shown in answer, as one text."""
    assert talk.person(name).slash("/hire", text).ok
    message = talk.person(name).dm[-1]
    assert message.ephemeral_to == talk.users[name].id
    return "\n".join([message.text, *texts(message.blocks)])


def opened(talk: Talk, name: str, text: str) -> dict[str, object]:
    """The view that the command opened."""
    assert talk.person(name).slash("/hire", text).ok
    view = talk.person(name).modal
    assert view is not None
    assert [] == talk.person(name).dm
    return view.sent


def option_from(start: datetime) -> OptionView:
    """An option whose first round begins then."""
    option = an_option()
    rounds = tuple(replace(round_, start=start + timedelta(days=round_.index)) for round_ in option.rounds)
    return replace(option, rounds=rounds)


def test_the_bare_command_shows_what_waits_for_its_reader(talk: Talk) -> None:
    assert "Omar Haddad" in said(talk, "kim")


def test_help_names_every_verb(talk: Talk) -> None:
    answer = said(talk, "cy", "help")
    assert all(f"/hire {verb}" in answer for verb in ("new", "status", "plan", "move", "feedback", "decide", "cancel"))


def test_a_question_leaves_nothing_but_a_note_that_it_was_asked(talk: Talk) -> None:
    said(talk, "kim", "people")
    assert [Asked(actor_id="kim", verb="command:people")] == list(talk.core.inbox.values())


def test_people_and_openings_are_shown_to_the_team(talk: Talk) -> None:
    assert "Ben Ode" in said(talk, "cy", "people")
    assert "Senior AI Engineer: Search" in said(talk, "cy", "openings")


def test_status_finds_a_loop_by_a_part_of_the_name(talk: Talk) -> None:
    assert "Technical deep-dive" in said(talk, "kim", "status ana")


def test_status_without_a_name_lists_the_loops(talk: Talk) -> None:
    talk.core.loops["loop-2"] = OMAR
    answer = said(talk, "kim", "status")
    assert "Ana Kovač" in answer
    assert "Omar Haddad" in answer


def test_several_of_a_name_are_asked_back_about_with_a_button_each(talk: Talk) -> None:
    talk.core.loops["loop-3"] = ANA_MARIA
    said(talk, "kim", "move ana")
    message = talk.person("kim").dm[-1]
    assert ["loop.choose_move", "loop.choose_move"] == buttons(message.blocks)
    assert talk.person("kim").click(message, value='{"loop": "loop-3"}').ok
    view = talk.person("kim").modal
    assert view is not None
    assert "Ana Maria Ruiz" in str(view.sent)


def test_a_whole_name_is_not_shadowed_by_a_longer_one(talk: Talk) -> None:
    talk.core.loops |= {"loop-3": ANA_MARIA, "loop-4": replace(a_loop(), id="loop-4", candidate="Ana")}
    assert Form.CANCEL == opened(talk, "kim", "cancel ana")["callback_id"]


@pytest.mark.parametrize("name", ["Zoe", "<!channel> <@U1>", "*x*", "'; DROP TABLE loops", "x" * 3900])
def test_nobody_by_that_name_is_answered_with_who_there_is(talk: Talk, name: str) -> None:
    answer = said(talk, "kim", f"status {name}")
    assert "nobody called" in answer
    assert "Ana Kovač" in answer
    assert "<!channel>" not in answer


def test_whoever_sees_no_loop_is_told_no_names(talk: Talk) -> None:
    answer = said(talk, "cy", "status ana")
    assert "nobody called “ana”" in answer
    assert "Kovač" not in answer


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("statsu", "/hire status"), ("peopel", "/hire people"), ("x" * 4000, "/hire help"), ("''", "/hire help")],
)
def test_an_unknown_word_gets_the_nearest_verb_and_an_example(talk: Talk, text: str, nearest: str) -> None:
    answer = said(talk, "kim", text)
    assert "I don't know" in answer
    assert nearest in answer


def test_a_name_in_place_of_a_verb_finds_its_loop(talk: Talk) -> None:
    assert "Ana Kovač" in said(talk, "kim", "Ana Kov")
    assert "I don't know “Ana”" in said(talk, "cy", "Ana Kov")


def test_a_name_in_place_of_a_verb_is_not_looked_up_in_public(talk: Talk) -> None:
    channel = talk.workspace.add_channel("general", members=[talk.users["kim"]])
    assert talk.person("kim").slash("/hire", "Ana", channel=channel).ok
    assert "Kovač" not in str(talk.person("kim").sees(channel))


def test_two_hundred_commands_are_two_hundred_answers(talk: Talk) -> None:
    kim = talk.person("kim")
    assert all(kim.slash("/hire", "help").ok for _ in range(200))
    assert 200 == len(kim.dm) == len(talk.core.inbox)


@pytest.mark.parametrize("text", ["status Ana Kovač", "new Ana ana@example.com", "feedback Ana"])
def test_a_candidate_is_not_talked_about_in_a_public_channel(talk: Talk, text: str) -> None:
    channel = talk.workspace.add_channel("general", members=[talk.users["kim"]])
    assert talk.person("kim").slash("/hire", text, channel=channel).ok
    [message] = talk.person("kim").sees(channel)
    assert message.ephemeral_to == talk.users["kim"].id
    assert "direct messages" in message.text
    assert "Kovač" not in str(message.blocks)
    assert talk.person("kim").modal is None


def test_in_a_private_channel_names_are_fine(talk: Talk) -> None:
    channel = talk.workspace.add_channel("panel", private=True, members=[talk.users["kim"]])
    assert talk.person("kim").slash("/hire", "status ana", channel=channel).ok
    assert "Ana Kovač" in talk.person("kim").sees(channel)[-1].text


def test_the_bare_command_works_anywhere(talk: Talk) -> None:
    channel = talk.workspace.add_channel("general", members=[talk.users["kim"]])
    assert talk.person("kim").slash("/hire", channel=channel).ok
    assert "Omar Haddad" in str(talk.person("kim").sees(channel)[-1].blocks)


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("kim", "new", Form.NEW_LOOP),
        ("kim", "move ana", Form.MOVE),
        ("kim", "move", Form.MOVE),
        ("kim", "cancel ana", Form.CANCEL),
        ("mia", "decide ana", Form.DECIDE),
        ("kim", "swap ana", Form.READING),
    ],
)
def test_a_verb_opens_its_form(talk: Talk, name: str, text: str, form: Form) -> None:
    assert form == opened(talk, name, text)["callback_id"]


def test_what_is_typed_after_new_is_the_candidate_s_name(talk: Talk) -> None:
    assert '"Noor Aziz"' in str(opened(talk, "kim", "new Noor Aziz")).replace("'", '"')


@pytest.mark.parametrize(
    ("name", "text", "whose"),
    [
        ("ben", "decide ana", "That is for the loop's hiring manager. Ask them"),
        ("kim", "decide ana", "That is for the loop's hiring manager. Ask them"),
        ("ben", "cancel ana", "a coordinator, or the loop's hiring manager"),
        ("ben", "plan ana", "a coordinator, or the loop's hiring manager"),
        ("cy", "new", "That is for a coordinator. Ask them"),
    ],
)
def test_a_verb_that_is_not_the_reader_s_is_refused_with_whose_it_is(
    talk: Talk, name: str, text: str, whose: str
) -> None:
    assert whose in said(talk, name, text)
    assert talk.person(name).modal is None


def test_a_bare_verb_without_a_loop_to_use_it_on_says_so(talk: Talk) -> None:
    talk.core.loops["loop-1"] = a_loop(may=frozenset())
    assert "No loop waits for your decision" in said(talk, "mia", "decide")


def test_the_newest_plan_is_shown_while_it_can_be_chosen_from(talk: Talk) -> None:
    talk.core.proposals["loop-1"] = a_proposal(options=(option_from(talk.core.now() + timedelta(days=1)),))
    assert "loop.book" in buttons(opened(talk, "kim", "plan ana"))
    assert [] == talk.core.took(FindPlan)


def test_a_plan_whose_times_have_come_is_looked_for_anew(talk: Talk) -> None:
    talk.core.proposals["loop-1"] = a_proposal(options=(option_from(talk.core.now() - timedelta(days=1)),))
    assert "looking for times" in said(talk, "kim", "plan ana")
    assert [FindPlan(actor_id="kim", loop_id="loop-1")] == talk.core.took(FindPlan)


def test_without_a_plan_one_is_looked_for(talk: Talk) -> None:
    assert "looking for times" in said(talk, "kim", "plan ana")
    assert [FindPlan(actor_id="kim", loop_id="loop-1")] == talk.core.took(FindPlan)


def test_a_search_that_would_be_refused_is_refused_at_once(talk: Talk) -> None:
    talk.core.refusals["find_plan"] = Refused(why=Refusal.LOOP_ENDED)
    assert "has ended" in said(talk, "kim", "plan ana")
    assert [] == talk.core.took(FindPlan)


def test_an_admin_may_look_at_a_loop_with_its_names_masked(talk: Talk) -> None:
    talk.core.roles["cy"] = frozenset({Role.MEMBER, Role.ADMIN})
    talk.core.loops["loop-1"] = a_loop(candidate="(a candidate)", may=frozenset())
    assert "(a candidate)" in said(talk, "cy", "status")


def test_feedback_opens_the_one_scorecard_that_is_owed(talk: Talk) -> None:
    held = a_round(1, people=(BEN,), start=at(5, 13), state=RoundState.FEEDBACK)
    talk.core.loops["loop-1"] = a_loop(rounds=(held,))
    assert Form.SCORECARD == opened(talk, "ben", "feedback")["callback_id"]


def test_feedback_lists_what_is_owed_and_what_can_be_changed(talk: Talk) -> None:
    held = a_round(1, people=(BEN,), start=at(5, 13), state=RoundState.VERDICT)
    given = replace(held, seats=tuple(replace(seat, feedback_in=True) for seat in held.seats))
    talk.core.loops |= {"loop-1": a_loop(rounds=(given,)), "loop-2": replace(OMAR, rounds=(held, held))}
    answer = said(talk, "ben", "feedback")
    assert answer.count("Omar Haddad") == 2
    assert "Change it" in answer


def test_feedback_that_nobody_owes_is_said(talk: Talk) -> None:
    assert "You owe no feedback" in said(talk, "ben", "feedback")


def test_a_loop_that_has_ended_can_still_be_looked_at(talk: Talk) -> None:
    talk.core.loops["loop-1"] = a_loop(state=LoopState.NO, may=frozenset(), forecast=None)
    assert "Ana Kovač" in said(talk, "kim", "status ana")


def test_when_slack_is_too_slow_for_a_form_the_person_is_told(talk: Talk) -> None:
    talk.workspace.faults.server_error("views.open")
    assert "please send that again; nothing was changed" in said(talk, "kim", "new")
    assert talk.person("kim").modal is None
