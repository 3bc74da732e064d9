"""start.py brings a bare checkout to a running command, does nothing twice, and mends what is broken."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.checkout import ROOT, Checkout

READ_BY_OLD_PYTHONS = ["start.py", "dev/__init__.py", "dev/venv.py", "dev/set_up.py", "dev/programs.py"]


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
    heard: dict[str, object] = json.loads(run.stdout)
    return heard


def test_the_first_start_sets_up_and_hands_over(checkout: Checkout) -> None:
    run = checkout.start("team", "load", "my team.yaml")

    assert ["team", "load", "my team.yaml"] == told(run)["arguments"]
    assert "Setting up Hirebot (once" in run.stderr
    assert {"runtime.txt"} == checkout.installed()


def test_the_second_start_says_and_installs_nothing(ready: Checkout) -> None:
    calls = ready.uv_calls

    run = ready.start("demo")

    assert ["demo"] == told(run)["arguments"]
    assert "" == run.stderr
    assert calls == ready.uv_calls


def test_everything_is_installed_by_hash_and_nothing_is_built_but_the_project(ready: Checkout) -> None:
    installs = [call for call in ready.uv_calls if call[0] == "pip"]

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
    assert 1 == sum(call[0] == "venv" for call in checkout.uv_calls)


def test_a_changed_lock_makes_the_venv_anew_so_that_nothing_unlocked_stays(ready: Checkout) -> None:
    stray = next(ready.venv.glob("lib/python*/site-packages")) / "stray.py"
    stray.touch()
    with (ready.path / "requirements" / "runtime.txt").open("a") as lock:
        lock.write("# changed\n")

    told(ready.start("demo"))

    assert not stray.exists()


def test_a_changed_project_is_installed_again_and_nothing_else(ready: Checkout) -> None:
    before = len(ready.uv_calls)
    with (ready.path / "pyproject.toml").open("a") as project:
        project.write("# changed\n")

    told(ready.start("test"))

    assert ["--editable"] == [call[-2] for call in ready.uv_calls[before:]]


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
    checkout.put_on_path(
        "uv", f'"{sys.executable}" "{checkout.room}/uv.py" "$@"; case $* in *requi*) kill -9 $PPID;; esac'
    )
    assert -9 == checkout.start("demo").returncode
    assert {"runtime.txt"} == checkout.installed()

    checkout.put_on_path("uv", f'exec "{sys.executable}" "{checkout.room}/uv.py" "$@"')
    run = checkout.start("demo")

    assert ["demo"] == told(run)["arguments"]
    assert 2 == sum(call[0] == "venv" for call in checkout.uv_calls)


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
    assert 1 == sum(call[0] == "venv" for call in checkout.uv_calls)


def test_a_venv_that_a_person_made_is_used_and_never_removed(checkout: Checkout) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.venv], check=True, timeout=60)
    own = checkout.venv / "own.txt"
    own.touch()

    told(checkout.start("demo"))
    with (checkout.path / "requirements" / "runtime.txt").open("a") as lock:
        lock.write("# changed\n")
    told(checkout.start("demo"))

    assert own.exists()
    assert not any(call[0] == "venv" for call in checkout.uv_calls)


def test_code_of_the_persons_own_does_not_get_in_the_way(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "own" / "dev").mkdir(parents=True)
    (tmp_path / "own" / "dev" / "__init__.py").write_text("raise SystemExit('wrong dev')\n")

    heard = told(checkout.start("demo", PYTHONPATH=str(tmp_path / "own"), VIRTUAL_ENV="/elsewhere"))

    assert (None, str(checkout.venv)) == (heard["PYTHONPATH"], heard["VIRTUAL_ENV"])


def test_an_empty_home_is_as_good_as_none(checkout: Checkout) -> None:
    assert told(checkout.start("demo", HOME=""))["HOME"] is None


def test_what_fails_is_tried_with_pip_and_shown_with_what_to_do(checkout: Checkout) -> None:
    checkout.uv_refuses("--require-hashes")

    run = checkout.start("demo")

    assert 1 == run.returncode
    assert "once more with pip" in run.stderr
    assert "No matching distribution found for alembic" in run.stderr
    assert "The same command tries again" in run.stderr
    assert "Traceback" not in run.stderr

    checkout.uv_refuses("")
    assert ["demo"] == told(checkout.start("demo"))["arguments"]


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


ASK_FOR_PYTHON = """
import sys
sys._base_executable = sys.argv[1]
from dev.programs import find_python
from dev.venv import CannotSetUp
try:
    print(find_python(needs_pip=sys.argv[2] == "pip"))
except CannotSetUp as problem:
    print(problem)
"""


def find_python(checkout: Checkout, *, itself: str = "", needs_pip: bool = True) -> str:
    command = [sys.executable, "-c", ASK_FOR_PYTHON, itself, "pip" if needs_pip else "uv"]
    run = subprocess.run(
        command, cwd=checkout.path, env=checkout.environment, capture_output=True, text=True, timeout=60, check=True
    )
    return run.stdout.strip()


def test_a_python_without_its_venv_package_gets_the_line_that_mends_it(checkout: Checkout) -> None:
    checkout.put_on_path("python3.12", "echo '3.12 '")

    assert find_python(checkout).endswith("apt install python3.12-venv")


def test_with_uv_that_package_is_not_needed(checkout: Checkout) -> None:
    checkout.put_on_path("python3.12", "echo '3.12 '")

    assert f"{checkout.room}/bin/python3.12" == find_python(checkout, needs_pip=False)


def test_a_python_that_does_not_fit_or_does_not_run_is_passed_over(checkout: Checkout) -> None:
    checkout.put_on_path("python3.13", "exit 127")  # a version manager's, with nothing behind it
    checkout.put_on_path("python3.12", "exit 1")
    checkout.put_on_path("python3.11", "echo '3.11 ensurepip'")

    assert f"{checkout.room}/bin/python3.11" == find_python(checkout)


def test_the_python_that_runs_start_py_comes_first(checkout: Checkout) -> None:
    checkout.put_on_path("python3.13", "echo '3.13 ensurepip'")

    assert sys.executable == find_python(checkout, itself=sys.executable)


def test_no_python_that_fits_is_no_error_because_uv_can_fetch_one(checkout: Checkout) -> None:
    assert "" == find_python(checkout)


@pytest.mark.parametrize("file", READ_BY_OLD_PYTHONS)
def test_python_3_8_can_read_it_and_has_all_that_it_imports(file: str) -> None:
    tree = ast.parse((ROOT / file).read_text(), file, feature_version=(3, 8))

    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert set() == {name for name in modules if name.split(".")[0] not in {*sys.stdlib_module_names, "dev"}}


def test_python_3_6_can_read_start_py_as_far_as_the_sentence_that_it_is_too_old() -> None:
    ast.parse((ROOT / "start.py").read_text(), "start.py", feature_version=(3, 6))


def real_path_of(program: str) -> str:
    """Where the Python called `program` really is (on PATH there may be a version manager's shim), or nothing."""
    found = shutil.which(program)
    if not found:
        return ""
    question = [found, "-c", "import sys; print(sys.executable)"]
    return subprocess.run(question, capture_output=True, text=True, timeout=60).stdout.strip()


OLD_PYTHON = real_path_of("python3.8")


@pytest.mark.skipif(not OLD_PYTHON, reason="there is no Python 3.8 here")
def test_python_3_8_can_start_it(checkout: Checkout) -> None:
    checkout.put_on_path("python3.13", f'exec "{sys.executable}" "$@"')

    run = subprocess.run(
        [OLD_PYTHON, checkout.path / "start.py", "demo"],
        env=checkout.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ["demo"] == told(run)["arguments"]
