"""What the bench says of a contest. CP-SAT is not here: its answers come from a file, as they may."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bench.contest import write_suite
from bench.cpsat import INSTALL
from bench.instances import generate, read
from bench.measuring import measure
from bench.planner import main
from bench.wall_slots import WallSlots
from scheduling.rules.planning import Index, Order, Plan, plan
from scheduling.rules.planning.slots import positions

NO_SOLVER = "ortools.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two instances of which one has no plan, and one with two candidates, which is not for this contest."""
    made = tmp_path_factory.mktemp("instances")
    usual = generate(7, people=30, days=21, busy="usual")
    for name, instance in {
        "a": usual,
        "b": usual | {"notice_min": 21 * 1440},
        "c": usual | {"candidates": usual["candidates"] * 2},
    }.items():
        (made / f"{name}.json").write_text(json.dumps(instance))
    return made


@pytest.fixture(scope="module")
def agreed(folder: Path) -> dict[str, dict[str, Any]]:
    """What CP-SAT would have said where it agrees with us."""
    return {name: _agreed(folder / f"{name}.json") for name in "ab"}


def _agreed(path: Path) -> dict[str, Any]:
    ours = measure(read(json.loads(path.read_text())))["orders"]
    return {
        "orders": {
            order: {
                "status": "OPTIMAL" if answer["objective"] else "INFEASIBLE",
                "objective": answer["objective"],
                "solve_s": 0.5,
            }
            for order, answer in ours.items()
        },
        "peak_mb": 100,
    }


def results(folder: Path, said: Mapping[str, dict[str, Any]], kept: Path) -> Path:
    lines = [
        json.dumps({"key": sha256((folder / f"{name}.json").read_bytes()).hexdigest()[:16], "answers": answer})
        for name, answer in said.items()
    ]
    path = kept / "results.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_equal_answers_make_tables_of_what_has_a_plan(
    folder: Path, agreed: dict[str, dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = results(folder, agreed, tmp_path)

    assert main(["compare", str(folder), "--results", str(known)]) == 0

    lines = capsys.readouterr().out.splitlines()
    (balanced,) = (line for line in lines if line.startswith("| 30 | balanced |"))
    cells = [cell.strip() for cell in balanced.strip("|").split("|")]
    assert ["30", "balanced", "2", "1", "2 of 2"] == cells[:5]
    assert "500" == cells[10]  # CP-SAT's half second
    assert int(cells[-1].replace(",", "")) > 1


def test_a_better_answer_of_the_solver_is_named_and_fails(
    folder: Path, agreed: dict[str, dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    better = deepcopy(agreed["a"])
    better["orders"]["load"]["objective"][1] -= 1
    known = results(folder, {**agreed, "a": better}, tmp_path)

    assert main(["compare", str(folder), "--results", str(known)]) == 1

    assert capsys.readouterr().out.splitlines()[-1].startswith("a load: ")


def test_what_the_solver_did_not_prove_does_not_count_as_the_same(
    folder: Path, agreed: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    unproved = deepcopy(agreed["a"])
    unproved["orders"]["finish"]["status"] = "FEASIBLE"
    known = results(folder, {**agreed, "a": unproved}, tmp_path)

    assert main(["compare", str(folder), "--results", str(known)]) == 1


@pytest.fixture
def no_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of that name that cannot be imported from stands before the real one, if there is one."""
    (tmp_path / NO_SOLVER).write_text("raise ModuleNotFoundError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_without_the_solver_it_says_how_to_get_it(
    folder: Path, no_solver: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(folder)]) == 2

    assert INSTALL in capsys.readouterr().err


def test_of_answers_that_are_kept_only_one_that_was_cut_short_is_asked_for_again(
    folder: Path, agreed: dict[str, dict[str, Any]], tmp_path: Path, no_solver: None, capsys: pytest.CaptureFixture[str]
) -> None:
    known = results(folder, agreed, tmp_path)
    known.write_text(known.read_text()[:-20])

    assert main(["compare", str(folder), "--results", str(known)]) == 2

    assert "1 a" in capsys.readouterr().err


def test_a_made_up_suite_has_every_size_length_and_density(tmp_path: Path) -> None:
    write_suite(tmp_path, each=1, people=[10])

    assert [
        "people0010-days21-heavy-001",
        "people0010-days21-light-001",
        "people0010-days21-usual-001",
        "people0010-days42-heavy-001",
        "people0010-days42-light-001",
        "people0010-days42-usual-001",
    ] == sorted(path.stem for path in tmp_path.glob("*.json"))


@pytest.mark.parametrize("seed", range(4))
def test_the_solver_is_given_the_same_chances_as_the_planner_sees(seed: int) -> None:
    """Slot by slot by the wall clock there, as bits of whole calendars here; with both changes of the clocks."""
    problem = read(generate(seed, people=12, days=42, busy="usual"))
    slots, index = WallSlots(problem), Index.of(problem)

    for spec in problem.rounds:
        quarters = spec.duration_min // problem.grid_min
        for name, person in problem.interviewers.items():
            calendar = index.calendar(person)
            free = {
                slot: calendar.out_of_core(slot, quarters) for slot in positions(calendar.starts(spec.duration_min))
            }
            chances = slots.chances(name, range(slots.count - quarters + 1), spec.duration_min)
            assert free == {slot: chance.out_of_core for slot, chance in chances.items()}


@pytest.mark.parametrize("order", Order)
def test_plans_start_where_the_candidate_could(order: Order) -> None:
    problem = read(generate(3, people=30, days=21, busy="usual"))
    found = plan(problem, order=order)
    assert isinstance(found, Plan)

    assert all(
        planned.start // 15 in WallSlots(problem).round_starts(index) for index, planned in enumerate(found.rounds)
    )
