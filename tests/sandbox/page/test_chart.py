"""Charts lie where their values say, whatever these are."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, picture


def plotted(kind: str, *rows: list[float]) -> dict[str, Any]:
    labels = [f"W{n}" for n in range(len(rows[0]))]
    series = [
        {"name": f"S{n}", "data": [{"label": label, "value": v} for label, v in zip(labels, row, strict=True)]}
        for n, row in enumerate(rows)
    ]
    return {"type": kind, "series": series, "axis_config": {"categories": labels}}


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3.0, 4.0], ["0", "1", "2", "3", "4"]),
        ([0.0], ["0", "0.25", "0.5", "0.75", "1"]),
        ([1_900.0], ["0", "500", "1,000", "1,500", "2,000"]),
        ([-10.0, 10.0], ["-10", "-5", "0", "5", "10"]),
    ],
)
def test_the_axis_has_round_steps(values: list[float], ticks: list[str]) -> None:
    assert ticks == [tick.words for tick in picture(plotted("bar", values)).ticks]


def test_a_bar_reaches_from_zero_to_its_value() -> None:
    [half, whole] = picture(plotted("bar", [2.0, 4.0])).shapes

    assert (BOTTOM + TOP) / 2 == numbers(half.path)[2]
    assert TOP == numbers(whole.path)[2]
    assert BOTTOM == numbers(whole.path)[1]


def test_lines_of_several_series_have_their_own_colours_and_a_legend() -> None:
    drawn = picture(plotted("line", [1.0, 2.0], [2.0, 1.0]))

    assert [0, 1] == [shape.hue for shape in drawn.shapes]
    assert ("S0", "S1") == drawn.legend


def test_a_pie_of_one_is_a_whole_circle() -> None:
    [shape] = picture({"type": "pie", "segments": [{"label": "All", "value": 7}]}).shapes

    assert 2 == shape.path.count("A")
    assert "All: 100 %" == shape.told


def test_whoever_cannot_see_it_is_told_every_value() -> None:
    assert (("S0", "W0", "1,250"), ("S0", "W1", "3.5")) == picture(plotted("area", [1250.0, 3.5])).rows


values = st.floats(min_value=-1e9, max_value=1e9, allow_subnormal=False).map(lambda v: round(v, 3))


@given(st.sampled_from(["bar", "line", "area"]), st.integers(1, 20), st.integers(1, 6), st.data())
def test_nothing_leaves_the_picture(kind: str, points: int, series: int, data: st.DataObject) -> None:
    rows = [data.draw(st.lists(values, min_size=points, max_size=points)) for _ in range(series)]

    drawn = picture(plotted(kind, *rows))

    heights = [tick.y for tick in drawn.ticks]
    assert all(above < below for below, above in pairwise(heights)), "the steps go up"
    for shape in drawn.shapes:
        assert all(-0.01 <= number <= WIDTH for number in numbers(shape.path))
    places = [mark.x for mark in drawn.categories]
    assert LEFT < min(places) <= max(places) < RIGHT
    assert max(heights) <= BOTTOM < HEIGHT
    assert min(heights) >= TOP - 0.01


@given(st.lists(st.floats(min_value=0.001, max_value=1e6), min_size=1, max_size=6))
def test_a_pie_has_a_slice_for_each_segment(sizes: list[float]) -> None:
    drawn = picture({"type": "pie", "segments": [{"label": f"P{n}", "value": v} for n, v in enumerate(sizes)]})

    assert len(sizes) == len(drawn.shapes)
    for shape in drawn.shapes:
        assert all(0 <= number <= WIDTH for number in numbers(shape.path))
