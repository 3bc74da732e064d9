"""start.py brings a bare checkout to a running command, does nothing twice, and mends what is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """A checkout where everything was set up for the tests."""
    assert 0 == checkout.start("test").returncode
    return checkout


def told(run: subprocess.CompletedProcess[str]) -> dict[str, object]:
    """What the command that was handed over to tells of itself."""
    assert run.returncode == 0, run.stderr
    heard: dict[str, object] = json.loads(run.stdout.splitlines()[0])
    return heard


def test_the_first_start_sets_up_and_hands_over(checkout: Checkout) -> None:
    run = checkout.start("team", "load", "my team.yaml")

    assert ["team", "load", "my team.yaml"] == told(run)["arguments"]
    assert "Setting up Hirebot (once" in run.stderr
    assert {"runtime.txt"} == checkout.installed()


def test_the_second_start_says_and_installs_nothing(ready: Checkout) -> None:
    calls = ready.orders()

    run = ready.start("demo")

    assert ["demo"] == told(run)["arguments"]
    assert "" == run.stderr
    assert calls == ready.orders()


def test_everything_is_installed_by_hash_and_nothing_is_built_but_the_project(ready: Checkout) -> None:
    installs = [call for call in ready.orders() if call[0] == "pip"]

    assert [True, False] == ["--require-hashes" in call and "--no-build" in call for call in installs]
    assert {"--offline", "--no-deps", "--no-build-isolation"} <= set(installs[1])


def test_the_bot_runs_where_the_person_is_and_tests_in_the_project(checkout: Checkout, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert str(elsewhere) == told(checkout.start("run", folder=elsewhere))["folder"]
    assert str(checkout.path) == told(checkout.start("test", folder=elsewhere))["folder"]


def test_options_of_test_go_to_pytest(ready: Checkout) -> None:
    arguments = told(ready.start("test", "-k", "a b", "-x"))["arguments"]

    assert isinstance(arguments, list)
    assert ["-k", "a b", "-x"] == arguments[-3:]


def test_the_exit_code_is_that_of_the_command(ready: Checkout) -> None:
    assert 7 == ready.start("doctor", "fail").returncode


def test_the_first_test_after_a_demo_adds_what_tests_need_and_keeps_the_rest(checkout: Checkout) -> None:
    told(checkout.start("demo"))
    checkout.start("test")

    assert {"runtime.txt", "test.txt"} == checkout.installed()
    assert 1 == sum(call[0] == "venv" for call in checkout.orders())


def test_a_changed_lock_makes_the_venv_anew_so_that_nothing_unlocked_stays(ready: Checkout) -> None:
    stray = next(ready.venv.glob("lib/python*/site-packages")) / "stray.py"
    stray.touch()
    with (ready.path / "requirements" / "runtime.txt").open("a") as lock:
        lock.write("# changed\n")

    told(ready.start("demo"))

    assert not stray.exists()


def test_a_changed_project_is_installed_again_and_nothing_else(ready: Checkout) -> None:
    before = len(ready.orders())
    with (ready.path / "pyproject.toml").open("a") as project:
        project.write("# changed\n")

    told(ready.start("test"))

    assert ["--editable"] == [call[-2] for call in ready.orders()[before:]]


BREAKAGES = {
    "its interpreter is gone": "rm bin/python",
    "its programs are gone": "rm -r bin",
    "a program is gone": "rm bin/hirebot",
    "its packages are gone": "rm -r lib",
    "a package is gone": "rm lib/python*/site-packages/runtime.txt",
    "its mark is gone": "rm pyvenv.cfg",
    "the record of it is garbage": "echo '{' > hirebot-setup.json",
    "it is an empty folder": "rm -r ./* && rm -rf .gitignore",
    "it is a file": "rm -r ../.venv && touch ../.venv",
    "it is a link to nowhere": "rm -r ../.venv && ln -s nowhere ../.venv",
    "half of another tool's": "rm -r ./* && mkdir bin && touch bin/python && chmod +x bin/python",
}


@pytest.mark.parametrize("how", BREAKAGES)
def test_a_broken_venv_is_made_anew(ready: Checkout, how: str) -> None:
    subprocess.run(["sh", "-c", BREAKAGES[how]], cwd=ready.venv, check=True, env={"PATH": os.defpath})

    run = ready.start("test")

    assert "Setting up" in run.stderr
    assert told(run)
    assert {"runtime.txt", "test.txt"} == ready.installed()
    assert "" == ready.start("test").stderr


def test_a_moved_checkout_is_set_up_again_because_programs_name_their_place(ready: Checkout) -> None:
    ready.path = ready.path.rename(ready.room / "moved")

    run = ready.start("demo")

    assert "Setting up" in run.stderr
    assert str(ready.venv) == told(run)["VIRTUAL_ENV"]


def test_a_set_up_that_was_interrupted_begins_again(checkout: Checkout) -> None:
    checkout.put_on_path("uv", f"{checkout.played('uv')}; case $* in *requi*) kill -9 $PPID;; esac")
    assert -9 == checkout.start("demo").returncode
    assert {"runtime.txt"} == checkout.installed()

    checkout.put_on_path("uv", checkout.played("uv"))
    run = checkout.start("demo")

    assert ["demo"] == told(run)["arguments"]
    assert 2 == sum(call[0] == "venv" for call in checkout.orders())


def test_two_starts_at_once_set_up_once(checkout: Checkout) -> None:
    starts = [
        subprocess.Popen(
            [sys.executable, str(checkout.path / "start.py"), "demo"],
            env=checkout.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for start in starts:
        start.communicate(timeout=120)

    assert [0, 0, 0, 0] == [start.returncode for start in starts]
    assert 1 == sum(call[0] == "venv" for call in checkout.orders())


def test_a_venv_that_a_person_made_is_used_and_never_removed(checkout: Checkout) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.venv], check=True, timeout=60)
    own = checkout.venv / "own.txt"
    own.touch()

    told(checkout.start("demo"))
    with (checkout.path / "requirements" / "runtime.txt").open("a") as lock:
        lock.write("# changed\n")
    told(checkout.start("demo"))

    assert own.exists()
    assert not any(call[0] == "venv" for call in checkout.orders())


def test_code_of_the_persons_own_does_not_get_in_the_way(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "own" / "dev").mkdir(parents=True)
    (tmp_path / "own" / "dev" / "__init__.py").write_text("raise SystemExit('wrong dev')\n")

    heard = told(checkout.start("demo", PYTHONPATH=str(tmp_path / "own"), VIRTUAL_ENV="/elsewhere"))

    assert (None, str(checkout.venv)) == (heard["PYTHONPATH"], heard["VIRTUAL_ENV"])


def test_an_empty_home_is_as_good_as_none(checkout: Checkout) -> None:
    assert told(checkout.start("demo", HOME=""))["HOME"] is None


def test_without_uv_everything_is_installed_by_pip_just_the_same(checkout: Checkout) -> None:
    python = checkout.put_on_path("python3.12", checkout.played("python"))
    checkout.put_on_path("uv", "exit 127")  # a version manager's, with nothing behind it

    told(checkout.start("test", run_by=python))

    assert {"runtime.txt", "test.txt"} == checkout.installed()
    locks, project = checkout.orders("pip")
    assert {"--require-hashes", "--only-binary"} <= set(locks)
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(project)


def test_where_uv_cannot_do_it_pip_is_tried(checkout: Checkout) -> None:
    python = checkout.put_on_path("python3.12", checkout.played("python"))
    checkout.refuse("--no-build")  # as uv calls it; pip has another word for that

    run = checkout.start("demo", run_by=python)

    assert ["demo"] == told(run)["arguments"]
    assert "once more with pip" in run.stderr
    assert {"runtime.txt"} == checkout.installed()


def test_a_venv_that_uv_made_is_made_anew_by_pip_when_uv_is_gone(checkout: Checkout) -> None:
    python = checkout.put_on_path("python3.12", checkout.played("python"))
    told(checkout.start("demo", run_by=python))
    checkout.put_on_path("uv", "exit 127")

    told(checkout.start("test", run_by=python))

    assert {"runtime.txt", "test.txt"} == checkout.installed()


def test_a_venv_of_a_persons_own_without_pip_is_left_alone_when_there_is_no_uv(checkout: Checkout) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.venv], check=True, timeout=60)
    python = checkout.put_on_path("python3.12", checkout.played("python"))
    checkout.put_on_path("uv", "exit 127")

    run = checkout.start("demo", run_by=python)

    assert 1 == run.returncode
    assert "Remove .venv or install uv" in run.stderr
    assert (checkout.venv / "bin" / "python").exists()


def test_what_fails_is_shown_with_what_to_do_and_can_be_tried_again(checkout: Checkout) -> None:
    python = checkout.put_on_path("python3.12", checkout.played("python"))
    checkout.refuse("--require-hashes")

    run = checkout.start("demo", run_by=python)

    assert 1 == run.returncode
    assert "the network is down" in run.stderr
    assert "The same command tries again" in run.stderr
    assert "Traceback" not in run.stderr

    checkout.refuse("")
    assert ["demo"] == told(checkout.start("demo"))["arguments"]


def test_where_neither_can_do_it_both_reasons_are_shown(checkout: Checkout) -> None:
    python = checkout.put_on_path("python3.12", "echo '3.12 '")
    checkout.refuse("venv")

    run = checkout.start("demo", run_by=python)

    assert 1 == run.returncode
    assert "the network is down" in run.stderr
    assert "apt install python3.12-venv" in run.stderr


def test_a_checkout_that_cannot_be_written_to_is_told_in_a_sentence(checkout: Checkout) -> None:
    (checkout.path / ".hirebot").touch()  # even root cannot make a folder of this name now

    run = checkout.start("demo")

    assert 1 == run.returncode
    assert run.stderr.startswith(f"Could not set up Hirebot in {checkout.path}: ")


@pytest.mark.parametrize("arguments", [[], ["help"], ["-h"], ["--help"]])
def test_without_a_verb_the_verbs_are_told(checkout: Checkout, arguments: list[str]) -> None:
    run = checkout.start(*arguments)

    assert 0 == run.returncode
    assert "demo" in run.stdout
    assert not checkout.venv.exists()
