"""The table of the relay's steps is made of real ones on both engines."""

from __future__ import annotations

from click.testing import CliRunner

from bench.backlog import ENGINES, main


def test_the_table_has_a_line_per_size_and_engine() -> None:
    result = CliRunner().invoke(main, ["--rows", "50", "--repeats", "3"], catch_exceptions=False)

    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in result.output.splitlines()[2:]]
    assert [line[:2] for line in lines] == [[rows, name] for rows in ("50",) for name in ENGINES]
    assert all(cell.endswith(" ms") and float(cell.removesuffix(" ms")) > 0 for line in lines for cell in line[2:])
