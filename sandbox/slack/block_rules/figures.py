"""Tables and charts (messages only). Limits of `data_visualization` are those of its reference page of June 2026."""

from __future__ import annotations

from typing import Any

from sandbox.slack.block_rules.objects import block_id, kind
from sandbox.slack.block_rules.rich_text import rich_text
from sandbox.slack.block_rules.schema import (
    Finding,
    Rule,
    array,
    boolean,
    both,
    by_type,
    fields,
    number,
    one_of,
    string,
)

_LABEL = 20
_TITLE = 50
_column = fields(required={}, optional={"align": one_of("left", "center", "right"), "is_wrapped": boolean})
_cell = by_type(
    {
        "raw_text": fields(required={"type": kind, "text": string(most=3000)}),
        "raw_number": fields(required={"type": kind, "value": number}, optional={"text": string(most=3000)}),
        "rich_text": rich_text,
    }
)
_row = array(_cell, least=1, most=20)


def _rows_are_even(value: Any, pointer: str, findings: list[Finding]) -> None:
    widths = {len(row) for row in value["rows"]}
    if len(widths) > 1:
        findings.append(Finding(pointer=f"{pointer}/rows", message="all rows must have the same number of cells"))


table = both(
    fields(
        required={"type": kind, "rows": array(_row, least=1, most=100)},
        optional={"block_id": block_id, "column_settings": array(_column, least=1, most=20)},
    ),
    _rows_are_even,
)


def _positive(value: Any, pointer: str, findings: list[Finding]) -> None:
    if value <= 0:
        findings.append(Finding(pointer=pointer, message="must be greater than 0"))


def _points_match_categories(value: Any, pointer: str, findings: list[Finding]) -> None:
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    if len(set(names)) != len(names):
        findings.append(Finding(pointer=f"{pointer}/series", message="series names must be unique"))
    for index, series in enumerate(value["series"]):
        if [point["label"] for point in series["data"]] != categories:
            findings.append(
                Finding(pointer=f"{pointer}/series/{index}/data", message="labels must match axis_config categories")
            )


_label = string(most=_LABEL)
_point = fields(required={"label": _label, "value": number})
_series = fields(required={"name": _label, "data": array(_point, least=1, most=20)})
_axes = fields(
    required={"categories": array(_label, least=1, most=20)},
    optional={"x_label": string(most=_TITLE), "y_label": string(most=_TITLE)},
)
_plotted: Rule = both(
    fields(required={"type": kind, "series": array(_series, least=1, most=6), "axis_config": _axes}),
    _points_match_categories,
)
_segment = fields(required={"label": _label, "value": both(number, _positive)})

data_visualization = fields(
    required={
        "type": kind,
        "title": string(most=_TITLE),
        "chart": by_type(
            {
                "pie": fields(required={"type": kind, "segments": array(_segment, least=1, most=6)}),
                "bar": _plotted,
                "area": _plotted,
                "line": _plotted,
            }
        ),
    },
    optional={"block_id": block_id},
)
