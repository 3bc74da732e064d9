"""Where the lines and areas of a chart block lie in its picture. Pure; the template draws them.

Coordinates are of a canvas of WIDTH by HEIGHT units, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.slack.payload import JsonObject

WIDTH, HEIGHT = 560, 230
LEFT, RIGHT, TOP, BOTTOM = 46, 550, 12, 190
_CENTRE = (110, 110)
_RADIUS = 92
_TICKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`path` is SVG path data, `hue` which of the series' colours it has, `told` what a pointer over it says."""

    path: str
    hue: int
    told: str
    filled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word at an axis."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`rows` say the same in words, one per point, for whoever cannot see it."""

    shapes: tuple[Shape, ...]
    categories: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    legend: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]


def picture(chart: JsonObject) -> Picture:
    """Of a chart that Slack takes: pie, bar, area or line."""
    return _pie(chart["segments"]) if chart["type"] == "pie" else _plot(chart)


def _pie(segments: Sequence[JsonObject]) -> Picture:
    whole = sum(segment["value"] for segment in segments)
    shapes, begin = [], 0.0
    for hue, segment in enumerate(segments):
        end = begin + segment["value"] / whole
        share = round(100 * segment["value"] / whole)
        shapes.append(Shape(path=_slice(begin, end), hue=hue, told=f"{segment['label']}: {share} %"))
        begin = end
    return Picture(
        shapes=tuple(shapes),
        categories=(),
        ticks=(),
        legend=tuple(str(segment["label"]) for segment in segments),
        rows=tuple(("", str(segment["label"]), _number(segment["value"])) for segment in segments),
    )


def _slice(begin: float, end: float) -> str:
    """Shares of the whole, clockwise from the top. A whole circle is two halves: an arc that ends where it began is none."""
    if end - begin > 0.9999:
        return f"{_slice(0.0, 0.5)} {_slice(0.5, 0.9999)}"
    (x, y), (x1, y1), (x2, y2) = _CENTRE, _on_circle(begin), _on_circle(end)
    return f"M{x} {y} L{x1} {y1} A{_RADIUS} {_RADIUS} 0 {int(end - begin > 0.5)} 1 {x2} {y2} Z"


def _on_circle(share: float) -> tuple[float, float]:
    angle = 2 * math.pi * share
    return round(_CENTRE[0] + _RADIUS * math.sin(angle), 2), round(_CENTRE[1] - _RADIUS * math.cos(angle), 2)


def _plot(chart: JsonObject) -> Picture:
    series, categories = chart["series"], chart["axis_config"]["categories"]
    values = [point["value"] for one in series for point in one["data"]]
    scale = _Scale(min(0.0, *values), max(0.0, *values), len(categories))
    draw = _bars if chart["type"] == "bar" else _lines
    return Picture(
        shapes=tuple(draw(series, scale, area=chart["type"] == "area")),
        categories=tuple(Mark(x=scale.middle(i), y=BOTTOM + 18, words=str(c)) for i, c in enumerate(categories)),
        ticks=tuple(Mark(x=LEFT - 8, y=scale.y(tick), words=_number(tick)) for tick in scale.ticks),
        legend=tuple(str(one["name"]) for one in series) if len(series) > 1 else (),
        rows=tuple((str(one["name"]), str(p["label"]), _number(p["value"])) for one in series for p in one["data"]),
    )


class _Scale:
    """From values to places: round steps that hold everything from `least` to `most`."""

    def __init__(self, least: float, most: float, slots: int) -> None:
        most = most if most > least else least + 1
        step = _round_step((most - least) / _TICKS)
        self._low, self._high = math.floor(least / step) * step, math.ceil(most / step) * step
        self.slot = (RIGHT - LEFT) / slots
        count = round((self._high - self._low) / step)
        self.ticks = [self._low + step * n for n in range(count + 1)]

    def y(self, value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - self._low) / (self._high - self._low), 2)

    def middle(self, slot: int) -> float:
        return round(LEFT + self.slot * (slot + 0.5), 2)


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * digit for digit in (1, 2, 2.5, 5, 10) if power * digit >= least * 0.999_999)


def _bars(series: Sequence[JsonObject], scale: _Scale, *, area: bool) -> list[Shape]:
    width = min(48.0, scale.slot * 0.72 / len(series))
    shapes = []
    for hue, one in enumerate(series):
        for slot, point in enumerate(one["data"]):
            x = scale.middle(slot) + width * (hue - len(series) / 2)
            y, zero = scale.y(point["value"]), scale.y(0)
            path = f"M{x:.2f} {zero} V{y} H{x + width * 0.94:.2f} V{zero} Z"
            shapes.append(Shape(path=path, hue=hue, told=_told(one, point)))
    return shapes


def _lines(series: Sequence[JsonObject], scale: _Scale, *, area: bool) -> list[Shape]:
    shapes = []
    for hue, one in enumerate(series):
        places = [(scale.middle(slot), scale.y(point["value"])) for slot, point in enumerate(one["data"])]
        line = "M" + " L".join(f"{x} {y}" for x, y in places)
        told = ", ".join(f"{point['label']} {_number(point['value'])}" for point in one["data"])
        if area:
            closed = f"{line} L{places[-1][0]} {scale.y(0)} L{places[0][0]} {scale.y(0)} Z"
            shapes.append(Shape(path=closed, hue=hue, told=told))
        shapes.append(Shape(path=line, hue=hue, told=f"{one['name']}: {told}", filled=False))
    return shapes


def _told(series: JsonObject, point: JsonObject) -> str:
    return f"{series['name']}, {point['label']}: {_number(point['value'])}"


def _number(value: float) -> str:
    return f"{value:,.10g}"
