"""Loading a team file: all of it or nothing, and nothing the second time."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.records.delivery import EffectKind
from models.unit_of_work import UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.use_cases.load_team import TeamLoaded, TeamProblems, load_team
from tests.models.samples import loop, round_
from tests.rehearsed import under_way
from tests.scheduling.team_file.files import GOOD
from tests.waiting import begun_meanwhile
from tests.world import NAMES, POOLS, World, email

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = b"a secret of this installation"
EXAMPLE = Path(__file__).parents[3] / "team.example.yaml"


@pytest.fixture
def at() -> Circumstances:
    numbers: Iterator[int] = count(1)
    lock = threading.Lock()

    def new_id() -> str:
        with lock:
            return f"id{next(numbers)}"

    return Circumstances(now=NOW, new_id=new_id, secret=SECRET)


def test_an_empty_store_gets_everybody_and_everything(uow: UnitOfWork, at: Circumstances) -> None:
    loaded = _load(uow, at, GOOD)
    assert loaded.changed
    assert "New: Ada Lovelace (ada@example.com), Europe/London, pools engineer, lead, recruiter" in loaded.lines
    assert "New: Gus Gray (gus@example.com), Europe/Berlin, in no pool, not active" in loaded.lines
    assert "New opening: search-ai (Senior AI Engineer: search), 2 rounds" in loaded.lines
    assert "New holiday: 2026-12-25 Christmas Day" in loaded.lines
    with uow.reading() as tx:
        ada, bob = tx.people.by_email("ada@example.com"), tx.people.by_email("bob@example.com")
        opening = tx.openings.get(key="search-ai")
        assert ada
        assert bob
        assert (opening.hiring_manager_id, opening.coordinator_id) == (ada.id, bob.id)
        assert tx.pools.members("engineer") == sorted([ada.id, bob.id])
        assert tx.pools.members("retired") == []
        assert tx.holidays.days() == {date(2026, 12, 25), date(2027, 1, 1)}


def test_new_people_are_looked_up_in_the_workspace_unless_they_are_inactive(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    with uow.reading() as tx:
        asked = {effect.person_id for effect in tx.outbox.all(kind=EffectKind.RESOLVE)}
        assert asked == {person.id for person in tx.people.all(active=True)}
        assert len(asked) == 6


def test_loading_is_one_entry_of_the_audit_log_and_names_nobody(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    with uow.reading() as tx:
        (entry,) = tx.audit.all()
        assert tx.audit.broken_at(SECRET) is None
    assert (entry.actor_id, entry.action) == ("console", "team.loaded")
    assert entry.detail == "people 7, openings 1, holidays 2"


@pytest.mark.parametrize("text", [GOOD, EXAMPLE.read_text()], ids=["small", "example"])
def test_loading_the_same_file_again_changes_nothing_and_says_so(uow: UnitOfWork, at: Circumstances, text: str) -> None:
    _load(uow, at, text)
    before = _everything(uow)
    again = _load(uow, at, text)
    assert not again.changed
    assert len(again.lines) == 1
    assert re.fullmatch(
        r"Nothing to change: \d+ people, \d openings, \d+ holidays are as the file says\.", again.lines[0]
    )
    assert _everything(uow) == before


def test_a_broken_file_changes_nothing_and_tells_every_problem(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    before = _everything(uow)
    broken = GOOD.replace("Ada Lovelace", "Augusta").replace("max_per_day: 1", "max_per_day: 0").replace("uk", "ux")
    found = load_team(uow, broken, replace(at, now=NOW + timedelta(days=1)), actor="console")
    assert isinstance(found, TeamProblems)
    assert [problem.line for problem in found.problems] == [16, 45]
    assert _everything(uow) == before


def test_each_person_that_changed_is_one_line_that_says_what_and_from_what(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    text = GOOD.replace("name: Bob Bell", "name: Bob B.\n    zone: Asia/Kolkata\n    max_per_week: 4")
    text = text.replace(
        "pools: [engineer, pair]", "pools: [engineer]\n    days_off: [2026-05-04]\n    core: 10:00-15:00"
    )
    text = text.replace("standings: [admin, compensation]", "standings: [admin]")
    assert _load(uow, at, text).lines == (
        "Changed: Ada Lovelace (ada@example.com): standings admin (was admin, compensation)",
        (
            "Changed: Bob B. (bob@example.com): name Bob B. (was Bob Bell); zone Asia/Kolkata (was Europe/Berlin); "
            "core hours mon-fri 10:00-15:00 (was mon-fri 10:00-16:00); interviews a week 4 (was 5); "
            "days off 2026-05-04 (was none); pools engineer (was engineer, pair)"
        ),
    )


def test_what_the_workspace_and_the_person_said_is_kept(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    known = {"slack_id": "U1", "dm_channel": "D1", "home_opened": True, "paused_until": date(2026, 4, 1)}
    _edit(uow, "bob@example.com", **known)
    before = _person(uow, "bob@example.com")
    _load(uow, at, GOOD.replace("Bob Bell", "Bob B."))
    after = _person(uow, "bob@example.com")
    assert after == replace(before, name="Bob B.", version=before.version + 1)
    assert {name: getattr(after, name) for name in known} == known


def test_an_edit_made_in_the_workspace_gives_way_to_the_file_and_is_said(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    _edit(uow, "bob@example.com", max_per_week=12)
    with uow() as tx:
        tx.pools.remove(pool="pair")
    assert _load(uow, at, GOOD).lines == (
        "Changed: Bob Bell (bob@example.com): interviews a week 5 (was 12); pools engineer, pair (was engineer)",
        "Changed: Cyd Chen (cyd@example.com): pools pair, pm (was pm)",
    )


def test_whoever_is_missing_from_the_file_becomes_inactive_and_leaves_the_pools(
    uow: UnitOfWork, at: Circumstances
) -> None:
    _load(uow, at, GOOD)
    dan = _person(uow, "dan@example.com")
    without = GOOD.replace("  dan@example.com:\n    name: Dan Diaz\n    pools: [lead]\n", "")
    assert _load(uow, at, without).lines == ("Inactive: Dan Diaz (dan@example.com) is not in the file any more",)
    assert _person(uow, "dan@example.com") == replace(dan, active=False, version=dan.version + 1)
    with uow.reading() as tx:
        assert dan.id not in tx.pools.members("lead")
    assert not _load(uow, at, without).changed
    assert _load(uow, at, GOOD).lines == (
        "Changed: Dan Diaz (dan@example.com): active yes (was no); pools lead (was none)",
    )
    assert _person(uow, "dan@example.com").id == dan.id


def test_what_somebody_leaves_behind_is_said(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    dan = _person(uow, "dan@example.com")
    _start_loop(uow, coordinator=dan.id, seated=dan.id)
    without = GOOD.replace("  dan@example.com:\n    name: Dan Diaz\n    pools: [lead]\n", "")
    assert _load(uow, at, without).lines == (
        (
            "Inactive: Dan Diaz (dan@example.com) is not in the file any more; interviews ahead that need somebody else: 1; "
            "running loops that still name them as coordinator or hiring manager: 1"
        ),
    )


def team_file(*, without: str = "", inactive: str = "") -> str:
    """The team of a world."""
    people = "".join(
        f"  {email(name)}: {{name: {name.title()}, pools: [{', '.join(pool for pool in POOLS if name in POOLS[pool])}]"
        f"{', standings: [admin]' if name == 'ada' else ''}{', active: false' if name == inactive else ''}}}\n"
        for name in NAMES
        if name != without
    )
    return f"company:\n  zone: Europe/Berlin\n  holidays: {{2026-12-25: Christmas}}\npeople:\n{people}openings: {{}}\n"


@pytest.fixture
def booked(uow: UnitOfWork) -> World:
    world = under_way(uow)
    _load(uow, world.engine.circumstances(), team_file())
    world.settle()
    return world


@pytest.mark.parametrize("how", ["without", "inactive"])
def test_whoever_leaves_by_the_team_file_is_told_to_the_coordinator_as_unable_to_come(booked: World, how: str) -> None:
    (name,) = booked.panel(1)
    lines = _load(booked.uow, booked.engine.circumstances(), team_file(**{how: name})).lines
    booked.settle()
    assert ["interviews ahead that need somebody else: 1"] == [line.split("; ")[-1] for line in lines]
    assert 1 == booked.topics("mara").count("guest_declined")
    assert () == booked.broken()


@pytest.mark.parametrize("how", ["without", "inactive"])
def test_whoever_ran_a_loop_and_leaves_by_the_team_file_is_told_to_the_admins(booked: World, how: str) -> None:
    lines = _load(booked.uow, booked.engine.circumstances(), team_file(**{how: "jonas"})).lines
    booked.settle()
    assert ["running loops that still name them as coordinator or hiring manager: 1"] == [
        line.split("; ")[-1] for line in lines
    ]
    assert ["person_left"] == [getattr(said.view, "what", "") for said in booked.heard("ada", Topic.TROUBLE)]


@pytest.mark.parametrize("how", ["without", "inactive"])
def test_loading_a_file_again_by_which_somebody_left_says_nothing_again(booked: World, how: str) -> None:
    (name,) = booked.panel(1)
    text = team_file(**{how: name})
    _load(booked.uow, booked.engine.circumstances(), text)
    before = _everything(booked.uow)
    assert not _load(booked.uow, booked.engine.circumstances(), text).changed
    assert _everything(booked.uow) == before


def test_a_file_by_which_somebody_leaves_while_they_are_booked_is_loaded_all_the_same(booked: World) -> None:
    """Each of the two waits for what the other one holds, which PostgreSQL ends for one of them."""
    (name,) = booked.panel(1)
    results: list[TeamLoaded] = []
    circumstances = booked.engine.circumstances()
    with booked.uow() as tx:
        tx.loops.lock(id="L1")
        load = begun_meanwhile(
            booked, tx, lambda: results.append(_load(booked.uow, circumstances, team_file(without=name)))
        )
        tx.people.hold(id=[name])
    load.join()
    assert [True] == [result.changed for result in results]
    assert not booked.person(name).active


def test_an_opening_that_changed_is_said_and_running_loops_keep_their_rounds(
    uow: UnitOfWork, at: Circumstances
) -> None:
    _load(uow, at, GOOD)
    text = GOOD.replace("minutes: 150", "minutes: 180").replace("focus: How they think.", "focus: How they type.")
    text = text.replace("coordinator: bob@", "coordinator: cyd@").replace("holds: false", "holds: true")
    assert _load(uow, at, text).lines == (
        (
            "Changed opening: search-ai: coordinator Cyd Chen (was Bob Bell); holds yes (was no); "
            "round 2 minutes 180 (was 150); round 2 focus rewritten; loops that have begun keep their rounds"
        ),
    )


def test_an_opening_missing_from_the_file_is_closed_and_opens_again_under_its_id(
    uow: UnitOfWork, at: Circumstances
) -> None:
    _load(uow, at, GOOD)
    with uow.reading() as tx:
        before = tx.openings.get(key="search-ai")
    without = GOOD[: GOOD.index("  search-ai:")]
    assert _load(uow, at, without).lines == (
        "Closed: opening search-ai (Senior AI Engineer: search) is not in the file any more",
    )
    assert not _load(uow, at, without).changed
    assert _load(uow, at, GOOD).lines == ("Changed opening: search-ai: active yes (was no)",)
    with uow.reading() as tx:
        assert tx.openings.get(key="search-ai") == replace(before, version=before.version + 2)


def test_holidays_come_go_and_change_their_names(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    text = GOOD.replace("    2026-12-25: Christmas Day\n", "    2026-12-24: Christmas Eve\n")
    text = text.replace("New Year's Day", "New Year")
    assert _load(uow, at, text).lines == (
        "New holiday: 2026-12-24 Christmas Eve",
        "Changed holiday: 2027-01-01 New Year (was New Year's Day)",
        "No holiday any more: 2026-12-25 Christmas Day",
    )


def test_an_address_stored_in_other_letters_is_the_same_person(uow: UnitOfWork, at: Circumstances) -> None:
    _load(uow, at, GOOD)
    before = _person(uow, "bob@example.com")
    _edit(uow, "bob@example.com", email="Bob@Example.com")
    assert _load(uow, at, GOOD).lines == (
        "Changed: Bob Bell (bob@example.com): e-mail bob@example.com (was Bob@Example.com)",
    )
    assert _person(uow, "bob@example.com").id == before.id


def test_two_loads_at_once_end_as_one(uow: UnitOfWork, at: Circumstances) -> None:
    results: list[Any] = []
    loads = [
        threading.Thread(target=lambda: results.append(load_team(uow, GOOD, at, actor="console"))) for _ in range(4)
    ]
    for each in loads:
        each.start()
    for each in loads:
        each.join()
    assert sorted(result.changed for result in results) == [False, False, False, True]
    with uow.reading() as tx:
        assert len(tx.people.all()) == 7
        assert len(tx.audit.all()) == 1
        assert tx.audit.broken_at(SECRET) is None


people = st.permutations(["bob", "cyd", "dan", "eve", "fay"]).flatmap(
    lambda names: st.integers(0, 5).map(lambda length: names[:length])
)
caps = st.integers(1, 12)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=people, second=people, cap=caps)
def test_any_two_files_in_a_row_leave_what_the_second_says_and_each_load_settles_at_once(
    uow: UnitOfWork, at: Circumstances, first: list[str], second: list[str], cap: int
) -> None:
    for names in (first, second):
        text = _file_of(names, cap)
        _load(uow, at, text)
        assert not _load(uow, at, text).changed
    with uow.reading() as tx:
        active = {person.email: person for person in tx.people.all(active=True)}
        assert set(active) == {f"{name}@example.com" for name in ("ada", *second)}
        assert {person.max_per_day for person in active.values()} == {cap}
        assert len({person.email for person in tx.people.all()}) == len(tx.people.all())


def _file_of(names: list[str], cap: int) -> str:
    people = "".join(f"  {name}@example.com: {{name: {name.title()}, pools: [pm]}}\n" for name in ("ada", *names))
    return f"company:\n  max_per_day: {cap}\npeople:\n{people}openings: {{}}\n"


def _load(uow: UnitOfWork, at: Circumstances, text: str) -> TeamLoaded:
    loaded = load_team(uow, text, at, actor="console")
    assert isinstance(loaded, TeamLoaded), loaded
    return loaded


def _everything(uow: UnitOfWork) -> list[Any]:
    with uow.reading() as tx:
        collections = (tx.people, tx.pools, tx.openings, tx.holidays, tx.outbox, tx.audit, tx.bookmarks)
        return [collection.all() for collection in collections]


def _person(uow: UnitOfWork, email: str) -> Any:
    with uow.reading() as tx:
        return tx.people.by_email(email)


def _edit(uow: UnitOfWork, who: str, **changes: Any) -> None:
    with uow() as tx:
        person = tx.people.by_email(who)
        assert person is not None
        tx.people.save(replace(person, **changes))


def _start_loop(uow: UnitOfWork, *, coordinator: str, seated: str) -> None:
    with uow() as tx:
        opening = tx.openings.get(key="search-ai")
        roles = {"coordinator_id": coordinator, "hiring_manager_id": opening.hiring_manager_id}
        tx.loops.add(loop("l1", opening_id=opening.id, **roles))
        tx.rounds.add(round_("r1"))
        start = NOW + timedelta(days=1)
        tx.slots.claim(person_id=seated, round_id="r1", start=start, end=start + timedelta(minutes=30))
