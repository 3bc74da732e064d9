"""The project's documents, and the code in them, as the tests here read them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)

DOCUMENTS = sorted(
    path.relative_to(ROOT) for pattern in ("*.md", "docs/**/*.md", "sandbox/**/*.md") for path in ROOT.glob(pattern)
)


def text(document: Path | str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def fenced(document: Path | str, language: str) -> list[str]:
    """The code blocks of one language."""
    return [code for found, code in _FENCE.findall(text(document)) if found == language]


def spans(document: Path | str) -> list[str]:
    """What stands in single backticks, without the code blocks."""
    return re.findall(r"`([^`\n]+)`", _FENCE.sub("", text(document)))


def commands(document: Path | str) -> list[str]:
    """Lines of shell, and whatever in backticks could be one."""
    lines = [line.partition(" #")[0] for code in fenced(document, "sh") for line in code.splitlines()]
    return [line.strip() for line in [*lines, *spans(document)]]


def table(document: Path | str, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with the cell `first`."""
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in text(document).splitlines()]
    begin = next(number for number, row in enumerate(rows) if row and row[0] == first)
    found = []
    for row in rows[begin + 2 :]:
        if not row:
            break
        found.append(row)
    return found
