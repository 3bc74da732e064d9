"""Chance that can be told again, with something left out."""

from sandbox.simulation.fate import Fate
from sandbox.simulation.shrink import shrunk


def rained(fate: Fate) -> list[str]:
    return [day for day in map(str, range(200)) if fate.happens("rain", 0.3, day)]


def test_a_seed_throws_the_same_every_time_and_another_seed_does_not() -> None:
    assert rained(Fate("a")) == rained(Fate("a"))
    assert rained(Fate("a")) != rained(Fate("b"))


def test_the_same_name_gives_another_value_each_time() -> None:
    fate = Fate("a")
    assert fate.throw("x") != fate.throw("x")


def test_an_event_that_is_left_out_changes_no_other() -> None:
    whole = Fate("a")
    days = rained(whole)
    less = Fate("a", only=frozenset(event.id for event in whole.events[1:]))
    assert days[1:] == rained(less)


def test_about_as_much_happens_as_it_should() -> None:
    assert 40 < len(rained(Fate("a"))) < 80


def test_a_story_is_made_short_to_the_events_that_break_it() -> None:
    fate = Fate("a")
    rained(fate)
    needed = {fate.events[3].id, fate.events[40].id}
    assert needed == shrunk(fate.events, lambda only: needed <= only)


def test_making_short_ends_after_its_tries_with_something_that_still_breaks() -> None:
    fate = Fate("a")
    rained(fate)
    needed = {event.id for event in fate.events[::2]}
    assert needed <= shrunk(fate.events, lambda only: needed <= only, tries=20)
