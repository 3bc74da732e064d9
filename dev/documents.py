"""Writes the documents that are made from code: `python3 start.py docs`. Tests hold each of them to its code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from dev.venv import ROOT
from scheduling.rules.lifecycle import states_document

GENERATED: dict[str, Callable[[], str]] = {"docs/states.md": states_document}


def main() -> int:
    for name, content in GENERATED.items():
        Path(ROOT, name).write_text(content())
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
