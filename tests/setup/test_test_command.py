"""`start.py test`: the tests, and then the simulated loops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dev.tests import LOOPS, TESTS, main
from dev.venv import ROOT
from tests.setup.checkout import Checkout

# A process that was started in the background of a shell does not hear Ctrl-C, unless it asks for it.
INTERRUPTED = """
import signal, sys
from dev.tests import main
signal.signal(signal.SIGINT, signal.default_int_handler)
tests = '''
import signal, sys
from threading import Event
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    print("tests", flush=True)
    Event().wait(60)
except KeyboardInterrupt:
    Event().wait(1)
    print("tidied up")
    sys.exit(2)
'''
sys.exit(main([], tests=[sys.executable, "-c", tests], loops=sys.argv[1:]))
"""


def saying(word: str, code: int) -> list[str]:
    """A command that says its options and ends with `code`."""
    return [sys.executable, "-c", f"import sys; print({word!r}, *sys.argv[1:]); sys.exit({code})"]


def test_after_the_tests_loops_are_simulated(capfd: pytest.CaptureFixture[str]) -> None:
    assert 0 == main([], tests=saying("tests", 0), loops=saying("loops", 0))

    assert ["tests", "loops"] == [line for line in capfd.readouterr().out.splitlines() if line in ("tests", "loops")]


@pytest.mark.parametrize(("tests", "loops"), [(1, 0), (0, 1)])
def test_it_fails_if_either_does(tests: int, loops: int) -> None:
    assert 1 == main([], tests=saying("tests", tests), loops=saying("loops", loops))


def test_whoever_asks_for_some_tests_waits_for_no_loops(capfd: pytest.CaptureFixture[str]) -> None:
    assert 5 == main(["tests/models", "-x"], tests=saying("tests", 5), loops=saying("loops", 0))

    assert "tests tests/models -x\n" == capfd.readouterr().out


def test_tests_that_are_interrupted_tidy_up_and_no_loops_follow() -> None:
    command = [sys.executable, "-c", INTERRUPTED, *saying("loops", 0)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stdout is not None
        assert "tests\n" == run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does
        assert "tidied up\n" == run.stdout.read()

    assert 2 == run.returncode


def test_there_are_five_hundred_of_them() -> None:
    assert ["simulate", "--loops", "500"] == LOOPS[2:5]


def test_both_are_run_in_a_checkout_that_was_just_set_up(tmp_path: Path) -> None:
    run = Checkout(tmp_path).start("test")

    assert 0 == run.returncode
    assert ["worksteal" in run.stdout, "simulate" in run.stdout] == [True, True]


def test_it_fails_if_there_is_nothing_to_test(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()  # workers would only make this slower, so it does without
    command = [*TESTS, "-n0", "-p", "no:hypothesispytest", "tests"]

    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)

    assert "no tests ran" in run.stdout
    assert 0 != run.returncode
