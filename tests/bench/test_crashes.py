"""The line about crash points counts what was really tried."""

from __future__ import annotations

from click.testing import CliRunner

from bench.crashes import main


def test_the_line_says_how_many_points_of_how_many_were_tried_and_that_all_ended_well() -> None:
    arguments = ["--story", "beginning", "--points", "8", "--pairs", "4"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)

    [line] = result.output.splitlines()[2:]
    engine, boundaries, points, pairs, wrong, _ = [cell.strip() for cell in line.strip("|").split("|")]
    covered, there_are = points.replace(",", "").split(" of ")
    assert (engine, covered, pairs, wrong) == ("SQLite", "8", "4 of 4", "0")
    assert 3 * int(boundaries) < int(there_are)
