"""Holds bodies and parameters against the discovery document: bodies by JSON Schema made from it.

Stricter than Google in one way on purpose: an unknown field is refused instead of dropped, so that a typing error of
ours is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from sandbox.google.discovery import calendar_api
from sandbox.google.moments import is_rfc3339

_INT32 = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}


def body_problems(name: str, body: object, *, nulls: bool = False) -> list[str]:
    """What is wrong with `body` as a `name`, as "path: problem". `nulls` allows null: in a patch it deletes a field."""
    return [f"{error.json_path}: {error.message}" for error in _validator(name, nulls).iter_errors(body)]


def parameter_problems(parameters: Mapping[str, Mapping[str, Any]], given: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with query parameters: unknown, repeated without leave, mistyped or out of range."""
    found = []
    for name in sorted({name for name, _ in given}):
        values = [value for key, value in given if key == name]
        known = parameters.get(name)
        if known is None or known["location"] != "query":
            found.append(f"{name}: unknown parameter")
        elif len(values) > 1 and not known.get("repeated"):
            found.append(f"{name}: given more than once")
        else:
            found += [f"{name}: {problem}" for value in values for problem in _parameter(known, value)]
    return found


def json_schema(name: str, *, nulls: bool = False) -> dict[str, Any]:
    """The JSON Schema of one schema of the discovery document, closed against unknown fields."""
    known = calendar_api().schemas
    return {"$ref": f"#/$defs/{name}", "$defs": {one: _converted(known[one], nulls) for one in known}}


@cache
def _validator(name: str, nulls: bool) -> Draft202012Validator:
    return Draft202012Validator(json_schema(name, nulls=nulls), format_checker=_formats())


@cache
def _formats() -> FormatChecker:
    checker = FormatChecker(formats=())
    checker.checks("date-time")(lambda value: not isinstance(value, str) or is_rfc3339(value))
    checker.checks("date", raises=ValueError)(_is_date)
    return checker


def _converted(schema: Mapping[str, Any], nulls: bool) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    kind, form = schema["type"], schema.get("format")
    if kind == "object":
        named = {name: _field(inner, nulls) for name, inner in schema.get("properties", {}).items()}
        others = schema.get("additionalProperties")
        return {
            "type": "object",
            "properties": named,
            "additionalProperties": False if others is None else _field(others, nulls),
        }
    if kind == "array":
        return {"type": "array", "items": _converted(schema["items"], nulls)}
    if kind == "any":
        return {}
    if form == "int32":
        return _INT32
    if form == "int64":
        return {"type": "string", "pattern": r"^-?\d{1,19}$"}
    return {"type": kind} | ({"format": form} if form else {})


def _field(schema: Mapping[str, Any], nulls: bool) -> dict[str, Any]:
    converted = _converted(schema, nulls)
    return {"anyOf": [converted, {"type": "null"}]} if nulls else converted


def _parameter(known: Mapping[str, Any], value: str) -> Iterator[str]:
    if "enum" in known and value not in known["enum"]:
        yield f"not one of {', '.join(known['enum'])}"
    if known["type"] == "boolean" and value not in ("true", "false"):
        yield "not true or false"
    if known["type"] == "integer":
        if not re.fullmatch(r"-?\d{1,10}", value):
            yield "not a number"
        elif not int(known.get("minimum", -(2**31))) <= int(value) <= int(known.get("maximum", 2**31 - 1)):
            yield "out of range"
    if known.get("format") == "date-time" and not is_rfc3339(value, offset_needed=True):
        yield "not an RFC 3339 timestamp with offset"


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value
