"""Finds and runs the programs that a set-up needs: a Python that fits, uv, pip. Runs on Python 3.8."""

import importlib.util
import os
import subprocess
import sys

from dev.venv import KEPT, ROOT, CannotSetUp, surroundings

SUPPORTED = ">=3.11,<3.14"
PROBE = """
import sys, sqlite3, ssl, venv, importlib.util
if not (3, 11) <= sys.version_info[:2] <= (3, 13) or sys.implementation.name != "cpython":
    sys.exit(1)
print("%d.%d" % sys.version_info[:2], "ensurepip" if importlib.util.find_spec("ensurepip") else "")
"""


def tell(text: str) -> None:
    """To the person, apart from what a command prints for a program to read."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def find_tools() -> "tuple[str, str]":
    """uv and a Python that fits; the empty word for the one that is not there. At least one of them is."""
    uv = find_uv()
    python = find_python(needs_pip=not uv)
    if not uv and not python:
        uv = fetch_uv()
    return uv, python


def find_uv() -> str:
    fetched = os.path.join(KEPT, "bootstrap", "bin", "uv")
    return next((uv for uv in [*on_path("uv"), fetched] if runs([uv, "--version"])), "")


def find_python(*, needs_pip: bool) -> str:
    """The Python that runs this, or one on PATH, if it fits. Raises CannotSetUp where one would fit but for a package
    that Debian splits off."""
    itself = getattr(sys, "_base_executable", sys.executable)  # in a venv: the Python that it was made from
    lacking = []
    for python in [itself, *on_path("python3.13", "python3.12", "python3.11", "python3")]:
        version, _, pip = answer_of(python).partition(" ")
        if version and (pip or not needs_pip):
            return str(python)
        if version:
            lacking.append((python, version))
    if lacking:
        raise CannotSetUp(line_that_mends(*lacking[0]))
    return ""


def answer_of(python: str) -> str:
    """The version of `python`, such as "3.11", followed by " ensurepip" if it has that; empty where it does not fit."""
    if not python:
        return ""
    try:
        answer = subprocess.run(
            [python, "-I", "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings()
        )
    except OSError:  # not there, or not a program
        return ""
    return answer.stdout.decode().strip() if answer.returncode == 0 else ""


def line_that_mends(python: str, version: str) -> str:
    systems_own = os.path.realpath(python) == os.path.realpath("/usr/bin/python3")
    package = "python3-venv" if systems_own else f"python{version}-venv"
    install = "apt install" if os.getuid() == 0 else "sudo apt install"
    return f"{python} cannot make a venv: its ensurepip is not installed. This mends it:\n\n    {install} {package}\n"


def fetch_uv() -> str:
    """uv, from the hashed lock, in a venv of its own: it can fetch a Python where the system has none that fits."""
    tell("  no Python 3.11 to 3.13 here; getting uv, which can fetch one")
    if not importlib.util.find_spec("ensurepip"):
        raise CannotSetUp(line_that_mends(sys.executable, "%d.%d" % sys.version_info[:2]))
    venv = os.path.join(KEPT, "bootstrap")
    lock = os.path.join(ROOT, "requirements", "bootstrap.txt")
    pip = [os.path.join(venv, "bin", "python"), "-m", "pip", "install", "--quiet"]
    do([sys.executable, "-m", "venv", "--clear", venv])
    do([*pip, "--only-binary", ":all:", "--require-hashes", "-r", lock])
    return os.path.join(venv, "bin", "uv")


def on_path(*names: str) -> "list[str]":
    """Every program of these names on PATH, not only the first: a version manager's may stand there and not work."""
    folders = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder]
    programs = [os.path.abspath(os.path.join(folder, name)) for name in names for folder in folders]
    return [program for program in programs if os.path.isfile(program) and os.access(program, os.X_OK)]


def runs(command: "list[str]") -> bool:
    quiet = subprocess.DEVNULL
    try:
        return subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, env=surroundings()).returncode == 0
    except OSError:
        return False


def do(command: "list[str]", *, hint: str = "") -> None:
    """Does a step of the set-up quietly; raises CannotSetUp with what it said, and with the hint, if it fails."""
    step = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        close_fds=False,  # the lock of make_ready goes along
        cwd=ROOT,
        env=surroundings_of_tools(),
    )
    if step.returncode != 0:
        said = step.stdout.decode(errors="replace").strip()
        raise CannotSetUp(
            f"{said}\n\nThis step failed: {' '.join(command)}\nThe same command tries again. {hint}".strip()
        )


def surroundings_of_tools() -> "dict[str, str]":
    """For pip and uv: a person's indexes and proxies count, but no setting that would install to another place."""
    kept = surroundings()
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES", "UV_REQUIRE_HASHES", "VIRTUAL_ENV"):
        kept.pop(name, None)
    kept.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    kept.setdefault("UV_PYTHON_INSTALL_DIR", os.path.join(KEPT, "python"))
    if not os.access(os.path.expanduser("~"), os.W_OK):
        kept.setdefault("PIP_CACHE_DIR", os.path.join(KEPT, "cache", "pip"))
        kept.setdefault("UV_CACHE_DIR", os.path.join(KEPT, "cache", "uv"))
    return kept
