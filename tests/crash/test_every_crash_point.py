"""Every boundary between two side effects is known, and whatever fails there, all ends as if nothing had.

`bench/crashes.py` tries all of them with every fault on both engines, and pairs of faults; here kinds of boundaries
are tried with one fault each, the faults taking turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from models.engine import make_engine
from models.unit_of_work import UnitOfWork
from scheduling.inbox import USE_CASES
from scheduling.messages import Topic
from scheduling.outbox.performers import PERFORMERS
from tests.crash.ending import complaints, differences, ending
from tests.crash.gate import Fault
from tests.crash.moments import again
from tests.crash.trials import Point, Rehearsed, points_of, rehearse, tried
from tests.databases import Databases, Dialect
from tests.migrated import migrate

EVERY: dict[Dialect, int] = {"sqlite": 9, "postgresql": 54}
"""Which of the kinds of boundaries are tried in the test command: every ninth, every fifty-fourth."""


@cache
def rehearsed(databases: Databases) -> Sequence[Rehearsed]:
    """Once per process, on SQLite: what is remembered of it can be put into either engine."""
    with databases.fresh("sqlite", prepare=migrate) as url:
        engine = make_engine(url)
        segments = rehearse(UnitOfWork(engine))
        engine.dispose()
    return segments


def one_of_each_kind(points: Sequence[Point]) -> list[tuple[Point, Fault]]:
    """The first boundary after each sort of effect, with one of its faults: another one from sort to sort."""
    first: dict[str, Point] = {}
    for point in points:
        first.setdefault(point.segment.effects[point.number][1], point)
    return [(point, point.faults[number % len(point.faults)]) for number, point in enumerate(first.values())]


def test_every_use_case_effect_and_message_has_its_place_in_the_script(databases: Databases) -> None:
    segments = rehearsed(databases)
    inputs = {line.split()[0] for s in segments for line in s.ends["inputs"] if "refused:" not in line}
    effects = {name.split()[0].rstrip(":") for s in segments for _, name in s.effects}
    said = {line.split()[1] for s in segments for line in s.ends["messages"]}

    without = sorted({intent.kind for intent in USE_CASES} - inputs)
    without += sorted({str(kind) for kind in PERFORMERS} - effects) + sorted({str(topic) for topic in Topic} - said)

    assert without == [], f"Give a story in tests/crash/script.py a segment in which it happens: {', '.join(without)}"


def test_the_script_goes_well_where_nothing_fails(databases: Databases) -> None:
    assert [] == [line for segment in rehearsed(databases) for line in segment.complaints]


def test_whatever_fails_at_a_boundary_all_ends_as_if_nothing_had(
    databases: Databases, dialect: Dialect, uow: UnitOfWork
) -> None:
    sample = one_of_each_kind(points_of(rehearsed(databases)))[:: EVERY[dialect]]

    wrong = {
        f"{fault} at {point.name}": found
        for point, fault in sample
        if (found := tried(uow, point.segment, {point.number: fault}))
    }

    assert {} == wrong


def test_a_message_that_came_twice_or_is_missing_is_noticed(databases: Databases, uow: UnitOfWork) -> None:
    stage = again(uow, rehearsed(databases)[-1].begins)
    before, said = ending(stage), stage.messenger.said[-1]

    stage.messenger.post(channel=said.channel, topic=said.topic, view=said.view, mark=said.mark)
    assert [line[0] for line in differences(before, ending(stage))] == ["+"]
    assert [line[:2] for line in complaints(stage)] == ["I7"]

    for one in stage.messenger.said[-1], said:
        stage.messenger.delete(one)
    assert [line[0] for line in differences(before, ending(stage))] == ["-"]
    assert [line[:2] for line in complaints(stage)] == ["I7"]
