"""Which browser is taken, and what happens where there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import DEVELOPERS
from dev.chromium import CHOSEN, MISSING, NAMES, REQUIRED, find, required

ROOT = Path(__file__).parents[2]


def program(folder: Path, name: str) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_one_that_was_chosen_goes_before_those_on_the_path(tmp_path: Path) -> None:
    program(tmp_path / "bin", "chromium")
    mine = program(tmp_path / "opt", "my browser")

    assert mine == find({"HIREBOT_CHROMIUM": mine, "PATH": str(tmp_path / "bin")})


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
def test_a_usual_name_on_the_path_is_found(tmp_path: Path, name: str) -> None:
    usual = program(tmp_path / "bin", name)

    assert usual == find({"PATH": f"/nowhere:{tmp_path / 'bin'}"})


def test_ci_looks_for_the_same_names_before_it_installs_one() -> None:
    looked_for = re.findall(r"^for name in (.+); do$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)

    assert [" ".join(NAMES)] == looked_for


def test_what_is_read_from_the_environment_is_not_taken_for_a_wrong_setting() -> None:
    assert {CHOSEN, REQUIRED} == DEVELOPERS


@pytest.mark.parametrize("environ", [{}, {"PATH": ""}, {"PATH": "/nowhere"}, {"HIREBOT_CHROMIUM": ""}])
def test_where_there_is_none_none_is_found(environ: dict[str, str]) -> None:
    assert find(environ) is None
    assert "HIREBOT_CHROMIUM" in MISSING


def test_a_chosen_one_that_is_not_there_is_said_so_and_no_other_taken(tmp_path: Path) -> None:
    program(tmp_path / "bin", "chromium")

    with pytest.raises(FileNotFoundError, match="/opt/none"):
        find({"HIREBOT_CHROMIUM": "/opt/none", "PATH": str(tmp_path / "bin")})


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_a_browser_may_be_required(value: str, expected: bool) -> None:
    assert expected == required({"HIREBOT_BROWSER_REQUIRED": value})
    assert not required({})
