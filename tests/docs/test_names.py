"""Whatever a document names is there under that name: commands, settings, files, tests, metrics, permissions."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.config import DEVELOPERS, KEYS
from bot.metrics import Metrics
from bot.run import GAVE_UP
from bot.watchdog import Watchdog
from handlers.manifest import EVENTS, SCOPES
from models.unit_of_work import UnitOfWork
from sandbox.clock import SteppedClock
from scheduling.google.credentials import SCOPES as GOOGLE_SCOPES
from scheduling.ticks import Heartbeat
from tests.docs.pages import DOCUMENTS, ROOT, commands, spans, table, text
from tests.world import MONDAY

OPERATIONS = "docs/operations.md"
FOLDERS = "bot|handlers|scheduling|models|sandbox|migrations|tests|dev|docs|bench|requirements"
FILE = re.compile(rf"(?:{FOLDERS}|\.ci|\.github)(?:/[\w.-]+)*/?|[\w.-]+\.(?:py|toml|yaml|md|example)")
MODULE = re.compile(rf"(?:{FOLDERS})(?:\.\w+)+")
PEOPLES_OWN = {"team.yaml"}
"""Files that a person makes, and the project does not have."""

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=str)


def called(command: str) -> tuple[click.Command, list[str]] | None:
    """The command of `hirebot` that a line calls, and the options it is given; None for other lines."""
    found = re.match(r"(?:\S*/)?(?:hirebot|python3 start\.py) ([a-z-]+.*)", command)
    words = found[1].split() if found else []
    verb: click.Command = main
    while words and isinstance(verb, click.Group):
        following = verb.commands.get(words[0])
        if following is None:
            break
        verb, words = following, words[1:]
    if not found or (verb is main and "start.py" in command):  # a developer's verb: held in tests/setup
        return None
    return verb, [word.partition("=")[0] for word in words if word.startswith("-")]


@every_document
def test_a_command_in_a_document_is_one_of_hirebot_with_options_that_it_has(document: Path) -> None:
    wrong = []
    for command in commands(document):
        found = called(command)
        if found is None:
            continue
        verb, options = found
        known = {name for parameter in verb.params for name in parameter.opts}
        if isinstance(verb, click.Group) or not set(options) <= known:
            wrong.append(command)

    assert [] == wrong


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_command_is_told_somewhere(verb: str) -> None:
    told = [command for document in DOCUMENTS for command in commands(document)]

    assert [command for command in told if re.search(rf"(?:hirebot|start\.py) {verb}\b", command)]


@pytest.mark.parametrize(
    "line",
    ["hirebot repair", "hirebot doctor --cure", "hirebot team", "hirebot team unload x", ".venv/bin/hirebot run --now"],
)
def test_a_command_that_does_not_exist_would_be_noticed(line: str) -> None:
    found = called(line)

    assert found is not None
    verb, options = found
    known = {name for parameter in verb.params for name in parameter.opts}
    assert isinstance(verb, click.Group) or not set(options) <= known


def test_commands_are_called_the_same_way_wherever_somebody_reads_of_them() -> None:
    """But for what is no advice: records of decisions, and docstrings."""
    pages = [page for page in DOCUMENTS if page.parent.name != "decisions" and page.name != "CHANGELOG.md"]
    code = [path for folder in ("bot", "handlers", "scheduling") for path in (ROOT / folder).rglob("*.py")]
    texts = {str(page): text(page) for page in [*pages, Path(".env.example"), Path("team.example.yaml")]}
    texts |= {str(path): re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in code}
    verbs = "|".join(main.commands)

    assert {} == {
        name: found for name, whole in texts.items() if (found := re.findall(rf"`hirebot (?:{verbs})\b", whole))
    }


@every_document
def test_a_setting_in_a_document_is_one(document: Path) -> None:
    named = set(re.findall(r"\b(?:SLACK|HIREBOT|GOOGLE)_[A-Z][A-Z_]*[A-Z]\b", text(document)))

    assert set() == named - set(KEYS) - DEVELOPERS


def test_the_settings_in_operations_are_all_there_are_in_their_order() -> None:
    assert [f"`{key}`" for key in KEYS] == [row[0] for row in table(OPERATIONS, "setting")]


@every_document
def test_a_file_or_module_in_a_document_is_there(document: Path) -> None:
    files = [span for span in spans(document) if FILE.fullmatch(span) and span not in PEOPLES_OWN]
    modules = [span.replace(".", "/") for span in spans(document) if MODULE.fullmatch(span) and span not in files]
    missing = [name for name in files if not (ROOT / name).exists() and not (ROOT / document.parent / name).exists()]
    missing += [name for name in modules if not (ROOT / name).is_dir() and not (ROOT / f"{name}.py").is_file()]

    assert [] == missing


@cache
def known_tests() -> frozenset[str]:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE))


@every_document
def test_a_test_in_a_document_is_one_that_runs(document: Path) -> None:
    assert set() == {span for span in spans(document) if re.fullmatch(r"test_\w+", span)} - known_tests()


def test_metrics_in_operations_are_all_there_are(uow: UnitOfWork) -> None:
    clock = SteppedClock(MONDAY)
    page = Metrics(uow, clock, Watchdog(Heartbeat(clock=clock))).page().decode()
    made = {name for name in re.findall(r"^# TYPE (\w+)", page, re.MULTILINE) if not name.endswith("_created")}

    assert made == set(re.findall(r"\bhirebot_[a-z_]+\b", text(OPERATIONS)))


def test_what_readyz_and_exit_codes_say_can_be_looked_up_in_operations() -> None:
    sources = (ROOT / "bot/health.py").read_text() + (ROOT / "bot/socket.py").read_text()
    codes = set(re.findall(r'"([a-z_]+): ', sources))

    assert {"database", "secret_key", "tick_late", "tick_failing", "backlog", "burst", "socket", "dead"} == codes
    assert set() == codes - set(spans(OPERATIONS))
    assert f"{GAVE_UP} when" in " ".join(text(OPERATIONS).split())


def test_the_permissions_of_slack_are_those_of_the_manifest() -> None:
    page = "docs/slack-setup.md"

    assert {f"`{scope}`" for scope, _ in SCOPES} == {row[0] for row in table(page, "bot scope")}
    assert {f"`{event}`" for event in EVENTS} == {row[0] for row in table(page, "event")}


def test_the_permissions_of_google_are_those_that_are_asked_for() -> None:
    page = "docs/google-setup.md"

    assert [f"`{scope}`" for scope in GOOGLE_SCOPES] == [row[0] for row in table(page, "scope")]
    assert ",".join(GOOGLE_SCOPES) in text(page)


def test_every_decision_is_in_the_index_under_its_number() -> None:
    rows = [row[0] for row in table("docs/decisions/README.md", "record")]
    files = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))

    assert files == [re.sub(r".*\((.*)\)", r"\1", row) for row in rows]
    assert [int(name[:4]) for name in files] == [int(row.lstrip("[").partition(".")[0]) for row in rows]
    assert [int(name[:4]) for name in files] == [
        int(text(f"docs/decisions/{name}")[2:].split(".")[0]) for name in files
    ]
