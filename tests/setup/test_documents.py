"""What the documents point to is there, and the commands they give are commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from start import VERBS

ROOT = Path(__file__).parents[2]
OWN = [path for path in (".", "docs", "bench", ".github") if (ROOT / path).is_dir()]
DOCUMENTS = sorted(
    {path.relative_to(ROOT) for folder in OWN for path in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")}
)
VERB = re.compile(r"^  ([\w-]+) {2,}\S", re.MULTILINE)


def prose(document: Path) -> str:
    """The text without its code, in which brackets are not links."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / document).read_text(), flags=re.DOTALL)


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", (ROOT / document).read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    missing = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        linked = Path((document.parent / path) if path else document)
        if not (ROOT / linked).exists() or (anchor and anchor not in anchors(linked)):
            missing.append(target)

    assert [] == missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_start_command_in_a_document_is_one_that_start_py_tells(document: Path) -> None:
    given = set(re.findall(r"start\.py ([a-z-]+)", (ROOT / document).read_text()))

    assert set() == given - set(VERB.findall(VERBS))


def test_the_two_commands_of_a_newcomer_are_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()

    assert "python3 start.py demo" in readme
    assert "python3 start.py test" in readme
