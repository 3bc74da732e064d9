"""Knows whether `.venv` is what the locks in requirements/ ask for. Every start passes through here, so a `.venv` that is
ready costs a few milliseconds, and whatever only a set-up needs is imported by it alone.

Like everything that start.py imports, it must run on Python 3.8 with nothing installed.
"""

import hashlib
import json
import os

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
KEPT = os.path.join(ROOT, ".hirebot")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "hirebot-setup.json")
SOURCES = {"runtime": "requirements/runtime.txt", "test": "requirements/test.txt", "project": "pyproject.toml"}


class CannotSetUp(Exception):
    """Says in a few lines what is in the way and what mends it."""


def make_ready(*, tests: bool) -> None:
    """Returns at once where `.venv` is as wanted, else makes it so. One process at a time does that."""
    wanted = fingerprints(tests=tests)
    if not what_is_due(wanted):
        return
    import fcntl

    from dev.programs import tell
    from dev.set_up import set_up

    os.makedirs(KEPT, exist_ok=True)
    with open(os.path.join(KEPT, "setup.lock"), "w") as lock:
        os.set_inheritable(lock.fileno(), True)  # an installer whose start.py was killed still holds it: see do()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            tell("Another start.py is setting up here; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        due = what_is_due(wanted)
        if due:
            set_up(due, wanted)


def fingerprints(*, tests: bool) -> "dict[str, str]":
    """What a finished `.venv` was made from. The path is a part of that: programs in `.venv` name it."""
    found = {"root": ROOT}
    for name, path in SOURCES.items():
        if tests or name != "test":
            with open(os.path.join(ROOT, path), "rb") as source:
                found[name] = hashlib.sha256(source.read()).hexdigest()
    return found


def steps_of(wanted: "dict[str, str]") -> "list[str]":
    return [name for name in SOURCES if name in wanted]


def what_is_due(wanted: "dict[str, str]") -> "list[str]":
    """The missing steps: `venv` and the names in SOURCES. `.venv` is made anew where it is half-made or does not work
    any more, and where a lock has changed, so that nothing stays in it that no lock names. One that a person made by
    hand is used and added to, and replaced only if it does not work."""
    made = read_stamp()
    outdated = "unfinished" in made or any(
        made.get(key, wanted[key]) != wanted[key] for key in wanted if key != "project"
    )
    if not works(made) or (outdated and not is_by_hand(made)):
        return ["venv", *steps_of(wanted)]
    return [name for name in steps_of(wanted) if outdated or made.get(name) != wanted[name]]


def works(made: "dict[str, str]") -> bool:
    """Whether `.venv` can run commands. That of a finished set-up is told by looks alone, to keep a start fast."""
    if not made:
        from dev.programs import answer_of

        return bool(answer_of(PYTHON))
    parts = [PYTHON, os.path.join(VENV, "pyvenv.cfg")]
    if made.get("interpreter") != os.path.realpath(PYTHON) or not all(map(os.path.exists, parts)):
        return False
    return "unfinished" in made or is_by_hand(made) or contents() >= int(made.get("contents", "0"))


def is_by_hand(made: "dict[str, str]") -> bool:
    """Whether `.venv`, if there is one, was made by a person: then it is never removed while it works."""
    return not made or "by_hand" in made


def contents() -> int:
    """How many programs and packages `.venv` holds: a number that falls when something of it is removed."""
    lib = os.path.join(VENV, "lib")
    try:
        folders = [os.path.join(lib, python, "site-packages") for python in os.listdir(lib)]
        names = [name for folder in [os.path.join(VENV, "bin"), *folders] for name in os.listdir(folder)]
    except OSError:
        return 0
    return sum(name != "__pycache__" for name in names)  # which comes by itself, and would stand in for a lost one


def read_stamp() -> "dict[str, str]":
    """What `.venv` was made from, `unfinished` in it where making it was interrupted; empty where there is no stamp."""
    try:
        with open(STAMP) as stamp:
            return {str(key): str(value) for key, value in json.load(stamp).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):  # not readable, not JSON, not an object
        return {"unfinished": "yes"}


def write_stamp(made: "dict[str, str]") -> None:
    with open(STAMP + ".new", "w") as stamp:
        json.dump(made, stamp)
    os.replace(STAMP + ".new", STAMP)  # whole or not at all


def surroundings() -> "dict[str, str]":
    """The person's environment, without what would put other code in the way of ours."""
    kept = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__"):  # the last names the Python that ran us, on macOS
        kept.pop(name, None)
    if kept.get("HOME") == "":
        del kept["HOME"]  # an empty one makes programs write to /
    return kept
