"""Makes `.venv` what the locks ask for, with uv where it is to be had and with pip where not. Runs on Python 3.8."""

import os
import shutil

from dev.programs import SUPPORTED, do, find_python, find_tools, runs, tell
from dev.venv import (
    KEPT,
    PYTHON,
    ROOT,
    SOURCES,
    VENV,
    CannotSetUp,
    contents,
    is_by_hand,
    read_stamp,
    steps_of,
    write_stamp,
)


def set_up(due: "list[str]", wanted: "dict[str, str]") -> None:
    """Does the steps that are due. If it is interrupted, at whatever point, the next one knows."""
    tell("Setting up Hirebot (once, about half a minute) ...")
    uv, python = find_tools()
    try:
        bring_about(due, wanted, uv=uv, python=python)
    except CannotSetUp as problem:
        without_uv = uv and python_with_pip(problem)
        if not without_uv:
            raise
        tell("  uv could not do it; once more with pip, which may know this network's certificates and indexes")
        bring_about(due, wanted, uv="", python=without_uv)
    tell("  done")


def python_with_pip(problem: CannotSetUp) -> str:
    try:
        return find_python(needs_pip=True)
    except CannotSetUp as lacking:
        raise CannotSetUp("%s\n\nNor can pip do it: %s" % (problem, lacking)) from None


def bring_about(due: "list[str]", wanted: "dict[str, str]", *, uv: str, python: str) -> None:
    """Does the steps with uv, or with pip where `uv` is empty; the record says "unfinished" from the first to the last."""
    made = read_stamp() or {"by_hand": "yes"}
    if not uv and "venv" not in due and not runs([PYTHON, "-m", "pip", "--version"]):
        if is_by_hand(made):
            raise CannotSetUp("There is no pip in .venv, which start.py did not make. Remove .venv or install uv.")
        due = ["venv", *steps_of(wanted)]  # uv made it, and uv is gone
    if "venv" in due:
        discard_venv()
        make_venv(uv, python)
        made = {}
    made["interpreter"] = os.path.realpath(PYTHON)
    write_stamp({**made, "unfinished": "yes"})
    install(uv, due)
    made.pop("unfinished", None)
    write_stamp({**made, **wanted, "contents": str(contents())})


def discard_venv() -> None:
    """Moves `.venv` away before removing it: half of one must never be taken for a whole one."""
    discarded = os.path.join(KEPT, "discarded-venv")
    shutil.rmtree(discarded, ignore_errors=True)
    if os.path.islink(VENV) or os.path.isfile(VENV):
        os.unlink(VENV)
    elif os.path.exists(VENV):
        os.rename(VENV, discarded)
        shutil.rmtree(discarded, ignore_errors=True)


def make_venv(uv: str, python: str) -> None:
    tell("  making .venv with %s" % (python or "a Python that uv finds or fetches"))
    os.mkdir(VENV)
    write_stamp({"unfinished": "yes"})
    if uv:
        hint = "" if python else "Or install Python 3.13, 3.12 or 3.11 yourself: start.py then finds it."
        do([uv, "venv", "--quiet", "--allow-existing", "--python", python or SUPPORTED, VENV], hint=hint)
    else:
        do([python, "-m", "venv", VENV])


def install(uv: str, due: "list[str]") -> None:
    """Installs what the locks name, as wheels only: to build from source would run code that no hash vouches for. Then
    the project itself, built by the hatchling that the runtime lock brought, from nowhere else."""
    if uv:
        base, wheels, offline = [uv, "pip", "install", "--python", PYTHON], ["--no-build"], ["--offline"]
    else:
        base, wheels, offline = (
            [PYTHON, "-m", "pip", "install"],
            ["--no-compile", "--only-binary", ":all:"],
            ["--no-index"],
        )
    locks = [SOURCES[name] for name in ("runtime", "test") if name in due]
    if locks:
        tell("  installing what %s name%s" % (" and ".join(locks), "" if locks[1:] else "s"))
        requirements = [word for lock in locks for word in ("-r", os.path.join(ROOT, lock))]
        do([*base, "--quiet", *wheels, "--require-hashes", *requirements])
    if "project" in due:
        do([*base, "--quiet", *offline, "--no-deps", "--no-build-isolation", "--editable", ROOT])
