"""The bench's own instances, and its answers in the form that other tools read."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.instances import generate, read, read_all
from bench.planner import main, solve
from scheduling.rules.planning import PlannedRound
from tests.scheduling.rules.planning.referee import broken_rules, objective

SCRIPT = Path(__file__).parents[2] / "bench" / "planner.py"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "instance.json"
    path.write_text(json.dumps(generate(7, people=30, days=21, busy="usual")))
    return path


def test_the_same_seed_makes_the_same_instance_and_another_one_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for seed in ("5", "5", "6"):
        assert main(["generate", "--seed", seed, "--people", "10"]) == 0
        lines.append(capsys.readouterr().out)

    assert lines[0] == lines[1]
    assert lines[0] != lines[2]


@pytest.mark.parametrize("order", ["balanced", "load", "finish"])
def test_solving_prints_one_line_with_a_plan_that_keeps_the_rules(
    instance: Path, order: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", str(instance), "--order", order]) == 0

    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    problem = read(json.loads(instance.read_text()))
    (plan,) = answer["plans"]
    rounds = tuple(PlannedRound(start=r["start"], people=tuple(r["people"])) for r in plan["rounds"])
    worth = objective(problem, rounds)
    middle = [worth.load_cost, worth.finish]
    ranked = middle[::-1] if order == "finish" else middle
    assert "OPTIMAL" == answer["status"]
    assert problem.candidate.id == plan["candidate"]
    assert [] == list(broken_rules(problem, rounds))
    assert [worth.overdue_days, *ranked, worth.out_of_core] == answer["objective"]


def test_what_cannot_be_solved_is_said_to_be_so_and_why() -> None:
    impossible = generate(7, people=10, days=21, busy="usual") | {"notice_min": 21 * 1440}

    answer = json.loads(json.dumps(solve(impossible, "balanced")))

    assert ("INFEASIBLE", None, [None]) == (answer["status"], answer["objective"], answer["plans"])
    assert "notice" in [obstacle["blocker"] for obstacle in answer["obstacles"]]


def test_one_candidate_of_several_is_solved_in_its_place() -> None:
    instance = generate(7, people=30, days=21, busy="usual")
    first = solve(instance, "balanced")["plans"][0]
    instance["candidates"].insert(0, {**instance["candidates"][0], "id": "another", "windows": []})

    assert [None, first] == solve(instance, "balanced", candidate=1)["plans"]


def test_more_candidates_come_after_those_of_fewer() -> None:
    few, many = (generate(5, people=10, days=21, busy="usual", candidates=count) for count in (1, 3))

    assert few["candidates"] == many["candidates"][:1]
    assert few["interviewers"] == many["interviewers"]
    assert ["c000", "c001", "c002"] == [each["id"] for each in many["candidates"]]


@pytest.mark.parametrize("seconds", ["0", "0.2"])
def test_planning_many_prints_one_line_with_a_plan_for_each_and_nothing_where_nobody_watches(
    tmp_path: Path, seconds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = generate(3, people=40, days=21, busy="usual", candidates=4)
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(instance))

    assert main(["many", str(path), "--seconds", seconds]) == 0

    shown = capsys.readouterr()
    (line,) = shown.out.splitlines()
    answer = json.loads(line)
    problems = read_all(instance)
    plans = [
        tuple(PlannedRound(start=r["start"], people=tuple(r["people"])) for r in p["rounds"]) for p in answer["plans"]
    ]
    assert ["c000", "c001", "c002", "c003"] == [plan["candidate"] for plan in answer["plans"]]
    assert [[]] * 4 == [list(broken_rules(problem, plan)) for problem, plan in zip(problems, plans, strict=True)]
    assert answer["objective"] <= answer["one_after_the_other"]
    assert answer["load_bound"] <= answer["objective"][2]
    assert "" == shown.err


def test_on_a_terminal_planning_many_shows_how_far_it_is_and_ctrl_c_gives_the_best_batch_by_then(
    tmp_path: Path,
) -> None:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(generate(3, people=40, days=21, busy="usual", candidates=4)))
    ours, theirs = pty.openpty()
    command = [sys.executable, str(SCRIPT), "many", str(path), "--seconds", "3600"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as planning:
        os.close(theirs)
        shown = b""
        while b"without a plan" not in shown:
            shown += os.read(ours, 1000)
        planning.send_signal(signal.SIGINT)
        line, _ = planning.communicate()
    os.close(ours)

    answer = json.loads(line)
    assert 0 == planning.returncode
    assert shown.startswith(b"\r[........................]    0 s  ")
    assert [False] * 4 == [plan is None for plan in answer["plans"]]
    assert answer["objective"] <= answer["one_after_the_other"]
