"""The clock on every page and the timeline of what comes next."""

from __future__ import annotations

import re
import threading
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.records.delivery import OWN_FAULTS
from sandbox.page.asked import Viewer
from sandbox.page.clock_face import next_thing
from sandbox.page.coming import MISHAPS, read_timeline
from sandbox.page.journey import Journey, Way
from sandbox.page.troubles import GOOGLE, NONE, SLACK, switch
from sandbox.page.world import demo_world
from sandbox.story.play import BEGINS
from sandbox.story.plot import LoopOnStage
from tests.sandbox.page.booked import CANDIDATE, Booked, starts_a_loop

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 10, 12, 12, 0, tzinfo=UTC)


def test_the_clock_is_told_in_the_zone_of_whoever_one_acts_as(booked: Booked) -> None:
    from_their_page = booked.browser.get("/clock", headers={"referer": "http://127.0.0.1/as/priya/dm"}).text

    assert "Kolkata" in from_their_page
    assert f"{booked.demo.now:%H:%M} UTC" in from_their_page


def test_an_hour_later_it_is_an_hour_later(booked: Booked) -> None:
    before = booked.demo.now

    booked.post("/clock", to="hour")

    assert booked.demo.now == before + timedelta(hours=1)


def test_to_the_next_thing_is_exactly_then_and_it_is_done(booked: Booked) -> None:
    following = next_thing(booked.demo)
    assert following is not None

    booked.post("/clock", to="next")

    assert booked.demo.now == following
    later = next_thing(booked.demo)
    assert later is None or later > following


def test_time_goes_on_where_a_message_waits_for_one_whose_answer_got_lost() -> None:
    with demo_world(BEGINS) as demo:
        starts_a_loop(demo)
        switch(demo, SLACK, "lose")
        LoopOnStage(demo.stage, CANDIDATE).books("mara")
        switch(demo, SLACK, NONE)

        demo.advance(timedelta(hours=1))

        assert BEGINS + timedelta(hours=1) == demo.now
        assert len([m for m in demo.people["tomasz"].sees() if "Save the date" in str(m.blocks)]) == 1


def test_a_leap_that_there_is_not_moves_nothing(booked: Booked) -> None:
    before = booked.demo.now

    booked.post("/clock", to="century")

    assert booked.demo.now == before


def test_what_comes_next_says_what_to_whom_and_why(booked: Booked) -> None:
    page = booked.get("/timeline")

    coming, said = page.split("Said last")
    assert "How did it go?" in coming
    assert "the interview has ended" in coming
    assert CANDIDATE in coming
    assert "Plans to choose from" in said


def test_what_goes_wrong_is_told_in_peoples_words_with_what_comes_of_it() -> None:
    with demo_world(BEGINS) as demo:
        switch(demo, GOOGLE, "fail")
        starts_a_loop(demo)
        mara = Viewer(name="mara", full_name="Mara", zone="Europe/Berlin")

        note = next(line.note for line in read_timeline(demo, mara).coming if line.what == "Times looked for")

    assert note == "Google had a fault of its own. Hirebot tries again at this time."


def test_there_are_words_for_whatever_a_service_may_answer_for() -> None:
    sources = [path.read_text() for folder in ("bot", "scheduling") for path in (ROOT / folder).rglob("*.py")]
    reasons = {reason for source in sources for reason in re.findall(r'TransientFault\("(\w+)"', source)}
    reasons |= {reason for source in sources for reason in re.findall(r'__init__\("(\w+)"\)', source)}

    assert {"auth", "connection_lost", "store"} <= reasons
    assert set() == reasons - MISHAPS.keys() - set(OWN_FAULTS) - {"lease_short"}


def test_who_presses_twice_leaps_once() -> None:
    journey, heard = Journey(), []

    def again() -> None:
        with journey.to(NOON, NOON + timedelta(days=1)) as mine:
            heard.append(mine)

    with journey.to(NOON, NOON + timedelta(days=1)) as mine:
        second = threading.Thread(target=again)
        second.start()
        second.join()
        assert journey.way is not None

    assert (mine, heard) == (True, [False])
    assert journey.way is None


def test_a_time_on_the_way_is_never_told_as_if_the_clock_stood_still() -> None:
    journey = Journey()
    with ExitStack() as somebody:

        def now() -> datetime:
            if journey.way is None:
                somebody.enter_context(journey.to(NOON, NOON + timedelta(days=1)))
            return NOON + timedelta(hours=1)

        assert journey.seen(now) == (NOON + timedelta(hours=1), Way(start=NOON, end=NOON + timedelta(days=1)))


def test_the_way_is_told_in_per_cent() -> None:
    way = Way(start=NOON, end=NOON + timedelta(hours=4))

    assert [way.done(NOON + timedelta(hours=hours)) for hours in (0, 1, 4)] == [0, 25, 100]
