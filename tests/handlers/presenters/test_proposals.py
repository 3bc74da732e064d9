"""Options with their reasons, what booking would send to whom, and what stands in the way when nothing fits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handlers.presenters import render
from handlers.presenters.obstacles import known_blockers
from handlers.presenters.remedies import known_asks
from handlers.ui.actions import Press, decode
from models.records.loops import LoopState, RoundState
from models.records.proposals import ProposalKind, ProposalState
from scheduling.messages import Topic
from scheduling.rules.planning import Ask, Blocker
from scheduling.views.loops import ProposalView
from tests.block_kit import as_read, assert_valid_message, buttons, walk
from tests.builders.views import BEN, CY, KIM, NOW, a_loop, a_proposal, a_remedy, an_obstacle, an_option


def shown(view: ProposalView) -> str:
    message = render(Topic.PROPOSAL, view, NOW)
    assert_valid_message(message)
    return as_read(message.blocks)


def questions(view: ProposalView) -> list[str]:
    """What each confirm dialog says."""
    blocks = render(Topic.PROPOSAL, view, NOW).blocks
    return [thing["confirm"]["text"]["text"] for thing in walk(blocks) if "deny" in thing.get("confirm", {})]


def a_move(**more: Any) -> ProposalView:
    """Another time for round 2; the other rounds stay."""
    option = an_option()
    rounds = tuple(replace(round_, kept=round_.index != 1) for round_ in option.rounds)
    options = (replace(option, rounds=rounds),)
    move = a_proposal(kind=ProposalKind.MOVE, loop=a_loop(), round_name="Technical deep-dive", options=options)
    return replace(move, **more)


def test_each_option_has_its_reason_and_a_button_of_its_own() -> None:
    words = shown(a_proposal())
    assert "*1 · Balanced*: ends on day 9 of 21. The busiest person in it has 3 other interviews." in words
    assert "*2 · Earliest*: ends on day 8 of 21.\n" in words
    assert "*3 · Fairest*: ends on day 12 of 21. The busiest person in it has 1 other interview." in words
    booked = [
        thing
        for thing in walk(render(Topic.PROPOSAL, a_proposal(), NOW).blocks)
        if thing.get("action_id") == Press.BOOK
    ]
    assert [0, 1, 2] == [decode(element["value"]).n for element in booked]
    assert {"proposal-1"} == {decode(element["value"]).proposal for element in booked}


def test_an_option_past_day_21_or_outside_core_hours_says_so() -> None:
    words = shown(a_proposal(options=(an_option(end_day=23, out_of_core=2, load=0),)))
    assert "⚠️ *Ends on day 23, 2 days past the 21.*" in words
    assert "Outside somebody's core hours: 30 minutes." in words
    assert "Nobody in it has other interviews." in words


def test_a_plan_that_may_not_be_the_fairest_says_by_how_much_at_most() -> None:
    lighter, sooner = an_option(lighter_percent=12), an_option(1, lighter_percent=3, sooner_days=1)

    words = shown(a_proposal(options=(lighter, sooner, an_option(2))))

    assert "I couldn't try every combination: another plan may ask up to 12 % less of the team.\n" in words
    assert "another plan may ask up to 3 % less of the team and end up to 1 day earlier.\n" in words
    assert 2 == words.count("every combination")


def test_booking_a_loop_asks_first_and_says_who_gets_what() -> None:
    asked = questions(a_proposal())
    assert 3 == len(asked)
    assert "Ana and the interviewers of the first round get the invitation." in asked[0]
    assert "Ana is not invited to these yet" in asked[0]


def test_moving_a_round_says_whether_the_candidate_hears_of_it() -> None:
    rounds = [replace(r, state=RoundState.HELD) if r.index == 1 else r for r in a_loop().rounds]
    held = a_move(loop=a_loop(rounds=tuple(rounds)))
    assert ["Ana gets the new time, and so do the interviewers."] == questions(a_move())
    assert ["The interviewers get the new time. Ana is not told yet."] == questions(held)


def test_a_replacement_says_who_is_taken_off() -> None:
    option = replace(a_move().options[0], order="replacement", newcomer=CY)
    view = a_move(kind=ProposalKind.SWAP, replaces=BEN, options=(option,))
    assert "Ben Ode is taken off." in questions(view)[0]
    assert "Somebody else for round 2 with Ana Kovač" in shown(view)
    assert "*Cy Tan*: at the same time." in shown(view)


def test_only_what_changes_is_listed_and_what_stays_is_counted() -> None:
    words = shown(a_move())
    assert 1 == words.count("•")
    assert "Rounds 3 and 4 stay as they are." in words  # round 1 is over


def test_rounds_with_one_thing_in_their_way_stand_together() -> None:
    both = tuple(an_obstacle("candidate_windows", people=(), round_index=n, round_name="x") for n in (0, 2))
    words = shown(a_proposal(options=(), obstacles=both))
    assert 1 == words.count("Ana's own times leave no room for it.")
    assert "*Rounds 1 and 3*" in words


def test_a_plan_of_a_loop_that_has_ended_promises_no_newer_one() -> None:
    ended = a_loop(state=LoopState.WITHDRAWN, may=frozenset())
    assert "The loop has ended." in shown(a_proposal(state=ProposalState.STALE, loop=ended))


def test_what_led_to_a_proposal_is_said_first() -> None:
    assert "Nothing was booked" in shown(a_proposal(because="slot_taken"))
    assert "can't make it" in shown(a_move(because="declined"))
    assert shown(a_proposal(because="a word of a newer version")) == shown(a_proposal())


@pytest.mark.parametrize("state", [state for state in ProposalState if state is not ProposalState.OPEN])
def test_a_proposal_that_was_answered_offers_nothing_more(state: ProposalState) -> None:
    message = render(Topic.PROPOSAL, a_proposal(state=state, chosen=1, chosen_by=KIM), NOW)
    assert_valid_message(message)
    assert [] == buttons(message.blocks)
    chosen = "Ends on day 8 of 21." in as_read(message.blocks)
    assert chosen is (state is not ProposalState.STALE)


def test_a_chosen_proposal_names_who_chose() -> None:
    assert "Chosen by Kim Ito" in shown(a_proposal(state=ProposalState.BOOKING, chosen=0, chosen_by=KIM))
    assert "✅ Booked, chosen by Kim Ito." in shown(a_proposal(state=ProposalState.BOOKED, chosen=0, chosen_by=KIM))


def test_every_blocker_of_the_planner_has_words() -> None:
    assert {blocker.value for blocker in Blocker} == known_blockers()


@pytest.mark.parametrize("blocker", [*Blocker, "made_up_tomorrow"])
def test_without_a_plan_it_says_which_round_what_stands_in_the_way_and_what_to_try(blocker: str) -> None:
    for people in ((), (BEN, CY)):
        words = shown(a_proposal(options=(), obstacles=(an_obstacle(blocker, people=people),)))
        assert "*Round 2 · Technical deep-dive*\n" in words
        assert "\n→ " in words
        assert "{" not in words


def test_without_a_plan_the_people_in_the_way_are_named() -> None:
    words = shown(a_proposal(options=(), obstacles=(an_obstacle("busy", people=(BEN, CY)),)))
    assert "Ben Ode and Cy Tan: busy at every time that would otherwise fit." in words
    assert "No plan for Ana Kovač" in words


def test_only_who_may_plan_gets_the_ways_on() -> None:
    may, may_not = a_proposal(options=()), a_proposal(options=(), loop=a_loop(may=frozenset()))
    assert [Press.LOOK_AGAIN, Press.EDIT, Press.PEOPLE] == buttons(render(Topic.PROPOSAL, may, NOW).blocks)
    assert [] == buttons(render(Topic.PROPOSAL, may_not, NOW).blocks)


def test_every_ask_of_the_planner_has_words() -> None:
    assert {ask.value for ask in Ask} == known_asks()


@pytest.mark.parametrize(
    ("ask", "words", "press"),
    [
        ("gap", "Let rounds 2 and 3 be one business day closer", None),
        ("cap_per_day", "Could Ben Ode take one interview more a day, for once?", Press.PERSON),
        ("cap_per_week", "Could Ben Ode take one interview more a week, for once?", Press.PERSON),
        ("earlier", "Could Ben Ode begin an hour earlier on Mondays and Wednesdays?", None),
        ("later", "Could Ben Ode stay an hour longer on Mondays and Wednesdays?", None),
        ("meeting", "Could Ben Ode move what is in the calendar, ", None),
        ("candidate_earlier", "Could Ana come an hour earlier on Mondays and Wednesdays?", Press.EDIT),
        ("candidate_later", "Could Ana stay an hour longer on Mondays and Wednesdays?", Press.EDIT),
        ("candidate_day", "Does Ana have time on Mon 9 Jun, too?", Press.EDIT),
        ("admit", "Could Ben Ode sit for the pool “peer”?", Press.PERSON),
    ],
)
def test_what_would_help_is_asked_for_and_has_a_button_where_it_can_be_done(
    ask: str, words: str, press: Press | None
) -> None:
    view = a_proposal(options=(), obstacles=(an_obstacle(),), remedies=(a_remedy(ask),))
    read = shown(view)
    assert "*What would help, each by itself*" in read
    assert words in read
    assert "Then Round 3 · Hands-on pairing could be held" in read
    assert "and the loop ends on day 19 of 21." in read
    blocks = render(Topic.PROPOSAL, view, NOW).blocks
    found = [block["accessory"] for block in blocks if "accessory" in block]
    assert [press] * (press is not None) == [each["action_id"] for each in found]
    if press is Press.PERSON:
        assert BEN.id == decode(found[0]["value"]).person


def test_with_what_would_help_the_obstacles_only_say_what_is_in_the_way() -> None:
    read = shown(a_proposal(options=(), obstacles=(an_obstacle(),), remedies=(a_remedy("meeting"),)))
    assert "busy at every time that would otherwise fit." in read
    assert "→" not in read


def test_two_things_that_are_both_needed_stand_together() -> None:
    read = shown(a_proposal(options=(), obstacles=(an_obstacle(),), remedies=(a_remedy("cap_per_day", "gap"),)))
    assert 1 == read.count("Both are needed.")


def test_where_every_option_is_late_what_would_bring_it_back_comes_after_them() -> None:
    read = shown(a_proposal(options=(an_option(end_day=23),), remedies=(a_remedy("candidate_day", end_day=20),)))
    assert read.index("Ends on day 23") < read.index("*What would bring it inside the 21 days, each by itself*")
    assert "the loop ends on day 20 of 21." in read


def test_whoever_may_not_change_it_is_asked_all_the_same_without_a_button() -> None:
    view = a_proposal(options=(), loop=a_loop(may=frozenset()), remedies=(a_remedy("candidate_day"),))
    assert "Does Ana have time" in shown(view)
    assert [] == buttons(render(Topic.PROPOSAL, view, NOW).blocks)


def test_the_change_that_few_people_notice_says_so() -> None:
    options = (an_option(order="fewest"), an_option(1, "earliest"))
    assert "*1 · Fewest people asked*" in shown(a_proposal(options=options))


def test_looking_again_for_one_round_is_about_that_round() -> None:
    looked = [t for t in walk(render(Topic.PROPOSAL, a_move(), NOW).blocks) if t.get("action_id") == Press.MOVE]
    assert ["round-2"] == [decode(element["value"]).round for element in looked]


def test_where_nobody_can_take_a_seat_another_time_is_offered() -> None:
    view = a_move(kind=ProposalKind.SWAP, options=(), obstacles=(an_obstacle(),), replaces=BEN)
    assert "[*Find another time]" in shown(view)
