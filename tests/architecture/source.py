"""The project's Python files, as the architecture tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = ("bot", "handlers", "scheduling", "models")
PACKAGES = (*CORE, "sandbox", "migrations")
EVERYTHING = (*PACKAGES, "dev", "bench", "tests")


def files(*folders: str) -> Iterator[Path]:
    """Python files below `folders`, relative to the root, in a steady order. A folder that is not there has none."""
    for folder in folders:
        yield from sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))
