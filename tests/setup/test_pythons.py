"""Whatever Python a machine has: start.py runs on old ones, finds one that fits, and says what is missing."""

from __future__ import annotations

import ast
import json
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

    assert 0 == run.returncode, run.stderr
    assert ["demo"] == json.loads(run.stdout)["arguments"]
