"""The developer's check runs every step, and passes only if all of them do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev.check import STEPS, main
from start import DEVELOPERS_VERBS

ROOT = Path(__file__).parents[2]
GOOD, BAD = ["-c", "print('fine')"], ["-c", "raise SystemExit('broken')"]


def test_it_passes_if_every_step_does(capfd: pytest.CaptureFixture[str]) -> None:
    assert 0 == main([], steps={"format": GOOD, "tests": GOOD})
    assert 2 == capfd.readouterr().out.count("passed")


def test_it_fails_if_one_step_does_and_still_runs_the_others(capfd: pytest.CaptureFixture[str]) -> None:
    assert 1 == main([], steps={"format": GOOD, "lint": BAD, "tests": GOOD})

    told = capfd.readouterr().out
    assert ["passed  format", "FAILED  lint  ", "passed  tests "] == [line[:14] for line in told.splitlines()[-3:]]


def test_a_step_that_is_left_out_is_not_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["--without", "tests"], steps={"format": GOOD, "tests": BAD})
    assert "tests" not in capfd.readouterr().out


def test_checking_nothing_is_not_passing() -> None:
    assert 1 == main(["--without", "tests"], steps={"tests": GOOD})


def test_its_tests_are_those_of_the_test_command() -> None:
    assert DEVELOPERS_VERBS["test"] == STEPS["tests"]


def test_continuous_integration_runs_both_commands() -> None:
    ci = (ROOT / ".ci" / "run").read_text()

    assert "python3 start.py test " in ci
    assert "python3 start.py check --without tests " in ci
