"""Our batch held against a joint model's. CP-SAT is not here: a script that prints its answer stands in for its Python."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.cpsat import INSTALL
from bench.instances import generate, read_all
from bench.planner import main
from scheduling.rules.planning import plan_many
from tests.scheduling.rules.planning.batches import so_many

SAID = {"status": "FEASIBLE", "made_s": 1.0, "solve_s": 100.0, "computed_s": 200.0, "peak_mb": 500}


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(generate(3, people=40, days=21, busy="usual", candidates=3)))
    return path


@pytest.fixture
def plans(instance: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """One loop after the other."""
    assert main(["many", str(instance), "--seconds", "0"]) == 0
    answered: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["plans"]
    return answered


def solver(folder: Path, answer: object) -> str:
    """What is called in the place of a Python that has CP-SAT."""
    (folder / "answer.json").write_text(json.dumps(answer))
    script = folder / "solver"
    script.write_text(f"#!/bin/sh\ncat {folder / 'answer.json'}\n")
    script.chmod(0o755)
    return str(script)


def held(instance: Path, python: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["many", str(instance), "--seconds", "0", "--cpsat-python", python])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_the_same_batch_is_better_for_neither(
    instance: Path, plans: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = held(instance, solver(tmp_path, {**SAID, "plans": plans}), capsys)

    assert (0, "neither", []) == (code, answer["cpsat"]["better"], answer["cpsat"]["violations"])
    assert answer["objective"] == answer["cpsat"]["objective"]


def test_a_batch_with_one_plan_less_is_worse(
    instance: Path, plans: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = held(instance, solver(tmp_path, {**SAID, "plans": [None, *plans[1:]]}), capsys)

    assert (0, "ours", 1) == (code, answer["cpsat"]["better"], answer["cpsat"]["objective"][0])


def test_a_solver_that_found_nothing_is_worse(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = solver(tmp_path, {**SAID, "status": "UNKNOWN", "plans": None})

    code, answer = held(instance, python, capsys)

    assert (0, "ours", None) == (code, answer["cpsat"]["better"], answer["cpsat"]["objective"])


def test_a_better_batch_of_the_solver_fails(instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a try or two people are in their core hours where that costs nothing; one after the other they are not."""
    better = plan_many(read_all(json.loads(instance.read_text())), should_go_on=so_many(2))
    plans = [
        {"candidate": f"c{k:03d}", "rounds": [{"start": r.start, "people": list(r.people)} for r in plan.rounds]}
        for k, plan in enumerate(better.plans)
        if plan is not None
    ]

    code, answer = held(instance, solver(tmp_path, {**SAID, "plans": plans}), capsys)

    assert answer["cpsat"]["objective"] < answer["objective"]
    assert (1, "cpsat") == (code, answer["cpsat"]["better"])


def test_a_batch_that_breaks_a_rule_fails_whatever_it_costs(
    instance: Path, plans: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *rest = plans
    at_night = [{**each, "start": 0} for each in first["rounds"]]

    code, answer = held(instance, solver(tmp_path, {**SAID, "plans": [{**first, "rounds": at_night}, *rest]}), capsys)

    assert 1 == code
    assert "c000" in answer["cpsat"]["violations"][0]


def test_without_the_solver_it_says_how_to_get_it(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ortools.py").write_text("raise ModuleNotFoundError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert main(["many", str(instance), "--seconds", "0", "--cpsat-python", sys.executable]) == 2

    assert INSTALL in capsys.readouterr().err
