"""Plays uv, pip and a system's Python for start.py: `python installers.py ROOM uv|pip|python WORDS`.

Venvs are real. A lock is installed as a file of its name, hirebot and pytest as programs that tell how they run. Every
order is recorded in ROOM; one with a word that stands in ROOM/refused fails.
"""

from __future__ import annotations

import json
import sys
import venv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

TELLING = """
import json, os, sys
environment = {name: os.environ.get(name) for name in ("PYTHONPATH", "VIRTUAL_ENV", "HOME")}
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), **environment}))
sys.exit(7 if "fail" in sys.argv else 0)
"""
PIP = (
    "import runpy, sys\nsys.argv[:1] = [{itself!r}, {room!r}, 'pip']\nrunpy.run_path({itself!r}, run_name='__main__')\n"
)


def uv(room: Path, words: list[str]) -> None:
    if words == ["--version"]:
        return
    _record(room, "uv", words)
    if words[0] == "venv":
        venv.create(words[-1], symlinks=True)
    else:
        _install(words, Path(words[words.index("--python") + 1]).parents[1])


def pip(room: Path, words: list[str]) -> None:
    if words != ["--version"]:
        _record(room, "pip", words)
        _install(words, Path(sys.prefix))


def python(room: Path, words: list[str]) -> None:
    if words[:2] == ["-m", "venv"]:
        venv.create(words[2], symlinks=True)
        _packages(Path(words[2])).joinpath("pip.py").write_text(PIP.format(itself=__file__, room=str(room)))
    else:
        sys.stdout.write("3.12 ensurepip\n")


PLAYED: dict[str, Callable[[Path, list[str]], None]] = {"uv": uv, "pip": pip, "python": python}


def _record(room: Path, name: str, words: list[str]) -> None:
    with (room / f"orders-{name}").open("a") as orders:
        orders.write(json.dumps(words) + "\n")
    if set(words) & set((room / "refused").read_text().split()):
        sys.exit("the network is down")


def _install(words: list[str], made: Path) -> None:
    for before, word in pairwise(words):
        if before == "-r":
            (_packages(made) / Path(word).name).touch()
            (_packages(made) / "pytest.py").write_text(TELLING)
    if "--editable" in words:
        (made / "bin" / "hirebot").write_text(TELLING)


def _packages(made: Path) -> Path:
    return next(made.glob("lib/python*/site-packages"))


if __name__ == "__main__":
    PLAYED[sys.argv[2]](Path(sys.argv[1]), sys.argv[3:])
