"""The rules of the house that no linter knows. CONTRIBUTING.md says why each of them is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import CORE, EVERYTHING, PACKAGES, ROOT, files, text, tree

Function = ast.FunctionDef | ast.AsyncFunctionDef

VAGUE_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")

COMMITS = {
    "models/unit_of_work.py": "every change of data",
    "models/migration.py": "every change of the schema",
    "models/engine.py": "the settings of a new connection",
}
CATCH_ALL = {
    "bot/slack_app.py": "a request that breaks is told to the person, and answered",
    "scheduling/engine.py": "an input that breaks harms no other",
    "scheduling/outbox/relay.py": "an effect that breaks harms no other",
    "scheduling/ticks.py": "a tick that breaks is counted, and the next one comes",
}


def longest_allowed(path: Path) -> int:
    told_at_length = path.parts[0] == "tests" or path.parts[:2] == ("migrations", "versions")
    return 400 if told_at_length else 300


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Lines from `def` to the end; decorators and the docstring, which tell the contract, are not counted."""
    documented = ast.get_docstring(function, clean=False) is not None
    first = function.body[0]
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


@pytest.mark.parametrize("folder", EVERYTHING)
def test_a_file_is_short_enough_to_be_read_at_once(folder: str) -> None:
    lengths = {str(path): len(text(path).splitlines()) for path in files(folder)}

    assert {} == {path: lines for path, lines in lengths.items() if lines > longest_allowed(Path(path))}


@pytest.mark.parametrize("folder", [*PACKAGES, "dev", "bench"])
def test_a_function_fits_on_a_screen(folder: str) -> None:
    lengths = {f"{path}: {function.name}": length(function) for path in files(folder) for function in functions(path)}

    assert {} == {name: lines for name, lines in lengths.items() if lines > 40}


def test_a_file_is_named_after_what_it_holds() -> None:
    assert [] == [path for path in files(*EVERYTHING) if VAGUE_NAMES & set(re.split(r"[_/.]", str(path)))]


def test_nothing_is_left_unfinished() -> None:
    assert [] == [path for path in files(*PACKAGES, "dev", "bench") if UNFINISHED.search(text(path))]


def test_data_is_committed_in_one_place_of_the_program() -> None:
    places = [str(path) for path in files(*CORE) for _ in re.findall(r"\.commit\(", text(path))]

    assert sorted(COMMITS) == sorted(places)


def test_every_error_there_is_is_caught_at_the_few_boundaries_only() -> None:
    places = {str(path) for path in files(*CORE) for node in ast.walk(tree(path)) if swallows_everything(node)}

    assert places <= CATCH_ALL.keys()


def swallows_everything(node: ast.AST) -> bool:
    """Whether this is an `except` for whatever there is that does not end by raising it again."""
    if not isinstance(node, ast.ExceptHandler) or ast.unparse(node.body[-1]) == "raise":
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in caught)


def test_a_module_opens_by_saying_why_it_exists() -> None:
    silent = [path for path in files(*EVERYTHING) if text(path).strip() and not ast.get_docstring(tree(path))]

    assert [] == silent


def test_a_folder_of_code_is_a_package_or_the_import_contracts_would_not_see_it() -> None:
    folders = {path.parent for path in files(*PACKAGES)} - {Path("migrations/versions")}  # alembic loads those by path

    assert set() == {folder for folder in folders if not (ROOT / folder / "__init__.py").exists()}


def test_tests_are_plain_folders_so_that_two_files_may_share_a_name() -> None:
    assert [] == [path for path in files("tests") if path.name == "__init__.py"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("except Exception: pass", True),
        ("except: pass", True),
        ("except (ValueError, BaseException) as error: print(error)", True),
        ("except Exception: clean(); raise", False),
        ("except ValueError: pass", False),
    ],
)
def test_catching_everything_is_recognised(code: str, expected: bool) -> None:
    handlers = [node for node in ast.walk(ast.parse(f"try: work()\n{code}")) if isinstance(node, ast.ExceptHandler)]

    assert [expected] == [swallows_everything(handler) for handler in handlers]


def test_the_length_of_a_function_is_that_of_its_code() -> None:
    function = ast.parse(
        '@decorated\ndef work(\n    x: int,\n) -> int:\n    """One.\n\n    Two.\n    """\n    return x\n'
    ).body[0]
    assert isinstance(function, ast.FunctionDef)

    assert 4 == length(function)
