"""The lines between the packages are held by import contracts, and each contract really catches what it is for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo', '--no-cache'])"

PLANTED = [
    ("models", "scheduling.ports"),
    ("scheduling.use_cases", "handlers.ui.blocks"),
    ("handlers", "bot.clock"),
    ("scheduling", "sandbox.serving"),
    ("bot", "sandbox.serving"),
    ("handlers", "scheduling.ports"),
    ("handlers", "scheduling.rules.access"),
    ("handlers.presenters", "scheduling.use_cases"),
    ("handlers", "models.engine"),
    ("handlers.ui", "slack_sdk"),
    ("handlers.presenters", "slack_bolt"),
    ("scheduling.outbox", "slack_sdk"),
    ("bot", "googleapiclient"),
    ("scheduling.use_cases", "httplib2"),
    ("models", "google"),
    ("scheduling.use_cases", "sqlalchemy"),
    ("bot", "sqlalchemy"),
    ("bot", "apscheduler"),
    ("scheduling.rules", "apscheduler"),
    ("models.records", "os"),
    ("models.records", "sqlalchemy"),
    ("scheduling.rules", "threading"),
    ("handlers.ui", "socket"),
    ("handlers.presenters", "logging"),
]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT_IMPORTS]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)


def planted_name(imported: str) -> str:
    return f"planted_{imported.replace('.', '_')}"


@pytest.fixture(scope="module")
def report_on_planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a copy of the project with every wrong import in it, each in a module of its own."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    for importer, imported in PLANTED:
        module = copy.joinpath(*importer.split("."), f"{planted_name(imported)}.py")
        module.write_text(f"import {imported}\n")
    linted = lint(copy)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    return linted.stdout


def test_every_import_runs_the_way_it_should() -> None:
    linted = lint(ROOT)

    assert 0 == linted.returncode, linted.stdout + linted.stderr


@pytest.mark.parametrize(("importer", "imported"), PLANTED, ids=lambda name: name)
def test_an_import_against_the_contracts_is_caught(report_on_planted: str, importer: str, imported: str) -> None:
    told = rf"{re.escape(importer)}\.{planted_name(imported)} -> {re.escape(imported)}\b"

    assert re.search(told, report_on_planted), f"nothing is said of {importer} importing {imported}"
