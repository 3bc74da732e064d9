"""The planted bugs are about the source as it is, and what is planted is caught."""

from __future__ import annotations

import pytest

from bench.plant import ROOT, hunted
from bench.planted import BUGS, Bug


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_what_a_bug_changes_stands_there_exactly_once(bug: Bug) -> None:
    source = (ROOT / bug.file).read_text()
    assert 1 == source.count(bug.old)
    assert source != source.replace(bug.old, bug.new)


def test_there_are_enough_of_them_and_no_two_have_one_name() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 24


def test_one_of_them_is_caught_by_the_simulator() -> None:
    bug = next(bug for bug in BUGS if bug.name == "audit entries are not chained")
    assert "I11" in (hunted(bug, loops=10, seed=1) or "")
