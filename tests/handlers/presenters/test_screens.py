"""The screens people open themselves: App Home, the worklist, people, openings, help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.command_text import Verb
from handlers.presenters import help_message, home, openings, people, worklist
from handlers.ui.actions import Press, decode
from scheduling.views.loops import Ball, BallKind
from scheduling.views.team import WorklistView
from tests.block_kit import as_read, assert_valid_home, assert_valid_message, buttons, walk
from tests.builders.sizes import ATTACKS, foreign
from tests.builders.team_views import a_person, a_worklist, an_opening, openings_view, people_view
from tests.builders.views import KIM, NOW, a_loop

NOTHING = WorklistView(
    reader=KIM, interviews=(), owed=(), my_ball=(), in_danger=(), loops=(), may_start=False, today=NOW.date()
)


def a_full_worklist() -> WorklistView:
    """Forty of everything, every loop in one list only."""
    one = a_worklist()
    waiting, danger, other = (
        tuple(replace(loop, id=f"{kind}-{n}") for n in range(40)) for kind, loop in zip("abc", one.loops, strict=True)
    )
    return replace(
        one,
        interviews=one.interviews * 40,
        owed=one.owed * 40,
        my_ball=waiting,
        in_danger=danger,
        loops=(*waiting, *danger, *other),
    )


def test_the_worklist_begins_with_what_waits_for_the_reader() -> None:
    message = worklist(a_worklist(), NOW)
    assert_valid_message(message)
    words = as_read(message.blocks)
    order = ["Feedback you owe", "Waiting for you", "Late, or close to it", "Your interviews", "Your loops"]
    assert sorted(order, key=words.index) == order
    assert "1 scorecard to give, 1 loop waits for you, 1 interview ahead" in message.text


def test_app_home_shows_the_same() -> None:
    view = home(a_worklist(), NOW)
    assert_valid_home(view)
    lists = as_read(worklist(a_worklist(), NOW).blocks).split("[*New loop]")[0].removeprefix("# Your hiring\n")
    assert lists.strip() in as_read(view["blocks"])


def test_a_loop_that_waits_for_the_reader_s_own_interview_is_not_called_waiting_beside_it() -> None:
    ball = Ball(kind=BallKind.INTERVIEW, people=(KIM,), since=NOW, round_index=1)
    mine = a_loop(ball=ball)  # the interview is in `interviews`
    view = a_worklist(my_ball=(mine,), in_danger=(), loops=(mine,))
    words = as_read(worklist(view, NOW).blocks)
    assert "Waiting for you" not in words
    assert "Your interviews" in words
    assert "loop waits" not in worklist(view, NOW).text


def test_a_loop_stands_in_one_list_only() -> None:
    words = as_read(home(a_worklist(), NOW)["blocks"])
    assert 1 == words.count("Omar Haddad")
    assert 1 == words.count("Noor Aziz")


def test_nothing_to_do_is_said() -> None:
    message = worklist(NOTHING, NOW)
    assert_valid_message(message)
    assert "nothing waits for you" in message.text
    assert Press.NEW not in buttons(message.blocks)
    assert_valid_home(home(NOTHING, NOW))


def test_a_scorecard_that_was_begun_is_gone_on_with() -> None:
    assert "[*Go on writing]" in as_read(home(a_worklist(), NOW)["blocks"])


@pytest.mark.parametrize("attack", ATTACKS)
def test_monstrous_lists_still_fit_and_stay_inert(attack: str) -> None:
    view = foreign(a_full_worklist(), ATTACKS[attack])
    assert_valid_message(worklist(view, NOW))
    assert_valid_home(home(view, NOW))


def test_no_list_pushes_another_off_app_home() -> None:
    words = as_read(home(a_full_worklist(), NOW)["blocks"])
    for title in ("Feedback you owe", "Waiting for you", "Late, or close to it", "Your interviews"):
        assert title in words


def test_people_show_load_limits_and_what_keeps_them_away() -> None:
    message = people(people_view(), NOW)
    assert_valid_message(message)
    words = as_read(message.blocks)
    assert "*Ben Ode* · engineer and pair" in words
    assert "1 this week, 3 interviews in the last four weeks and ahead · at most 2 a day, 5 a week" in words
    assert "🌴 Away Thu 12 Jun to Fri 13 Jun" in words


def test_days_off_and_pauses_that_are_over_are_not_shown() -> None:
    gone = a_person(days_off=(), paused_until=date(2025, 6, 6))
    paused = replace(gone, paused_until=date(2025, 6, 7))
    listed = people_view().people[0]
    assert "⏸️" not in as_read(people(people_view(people=(replace(listed, person=gone),)), NOW).blocks)
    assert "through Sat 7 Jun" in as_read(people(people_view(people=(replace(listed, person=paused),)), NOW).blocks)


def test_only_who_may_edit_gets_the_buttons() -> None:
    assert [Press.PERSON] == buttons(people(people_view(), NOW).blocks)
    assert [] == buttons(people(people_view(may_edit=False), NOW).blocks)
    assert [Press.OPENING] == buttons(openings(openings_view(), NOW).blocks)
    assert [] == buttons(openings(openings_view(openings=(an_opening(may_edit=False),)), NOW).blocks)


def test_a_large_team_is_paged_through_without_losing_anybody() -> None:
    listed = people_view().people[0]
    team = tuple(replace(listed, person=a_person(f"Person{n} Long Name")) for n in range(60))
    seen: list[str] = []
    page: int | None = 0
    while page is not None:
        message = people(people_view(people=team), NOW, page=page)
        assert_valid_message(message)
        seen += [decode(t["value"]).person for t in walk(message.blocks) if t.get("action_id") == Press.PERSON]
        turns = [decode(t["value"]).n for t in walk(message.blocks) if t.get("action_id") == Press.PEOPLE]
        page = next((n for n in turns if n > page), None)
    assert [f"person{n}" for n in range(60)] == seen


@pytest.mark.parametrize("page", [-1, 99])
def test_a_page_that_is_not_there_is_the_nearest_that_is(page: int) -> None:
    many = openings_view(openings=tuple(an_opening(opening={"id": f"o{n}"}) for n in range(20)))
    assert_valid_message(openings(many, NOW, page=page))
    assert_valid_message(people(people_view(), NOW, page=page))


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_pools_and_titles_are_inert(attack: str) -> None:
    text = ATTACKS[attack]
    listed = people_view().people[0]
    person = replace(listed, person=replace(listed.person, name=text), pools=(text,) * 40)
    assert_valid_message(people(people_view(people=(person,) * 60, pools=(text,) * 40), NOW))
    rounds = tuple(replace(r, name=text, seats=(text, text)) for r in an_opening().opening.rounds) * 3
    opening = an_opening(opening={"title": text, "rounds": rounds})
    assert_valid_message(openings(openings_view(openings=(opening,) * 20), NOW))


def test_an_empty_team_says_how_it_is_filled() -> None:
    for message in (people(people_view(people=()), NOW), openings(openings_view(openings=()), NOW)):
        assert_valid_message(message)
        assert "team load" in as_read(message.blocks)


def test_an_opening_shows_its_people_rounds_and_seats() -> None:
    words = as_read(openings(openings_view(), NOW).blocks)
    assert "Hiring manager Mia Hoffmann · Coordinator Kim Ito" in words
    assert "4 · Design + team fit: 60 minutes, 3 × engineer" in words
    assert "2 loops under way · later rounds are held on calendars" in words
    closed = an_opening(opening={"active": False, "holds": False})
    assert "closed" in as_read(openings(openings_view(openings=(closed,)), NOW).blocks)


def test_help_has_a_line_for_every_verb() -> None:
    message = help_message()
    assert_valid_message(message)
    words = as_read(message.blocks)
    for verb in Verb:
        assert f"`/hire {verb}".strip() in words
