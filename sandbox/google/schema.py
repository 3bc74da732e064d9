"""Holds bodies and parameters against the schemas of the discovery document.

Stricter than Google in one way on purpose: an unknown field is refused instead of dropped, so that a typing error of
ours is found here. Written out because the demo runs without test dependencies; a test holds it against `jsonschema`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sandbox.google.moments import is_rfc3339

Schemas = Mapping[str, Mapping[str, Any]]


def body_problems(schemas: Schemas, name: str, body: object, *, nulls: bool = False) -> list[str]:
    """What is wrong with `body` as a `name`, as "path: problem". `nulls` allows null: in a patch it deletes a field."""
    return list(_walk(schemas, {"$ref": name}, body, "body", nulls))


def parameter_problems(parameters: Mapping[str, Mapping[str, Any]], given: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with query parameters: unknown, repeated without leave, mistyped or out of range."""
    found = []
    for name in {name for name, _ in given}:
        values = [value for key, value in given if key == name]
        known = parameters.get(name)
        if known is None or known["location"] != "query":
            found.append(f"{name}: unknown parameter")
        elif len(values) > 1 and not known.get("repeated"):
            found.append(f"{name}: given more than once")
        else:
            found += [f"{name}: {problem}" for value in values for problem in _parameter(known, value)]
    return found


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


def _walk(schemas: Schemas, schema: Mapping[str, Any], value: object, path: str, nulls: bool) -> Iterator[str]:
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    if value is None and nulls:
        return
    kind = schema.get("type")
    if kind == "object":
        yield from _object(schemas, schema, value, path, nulls)
    elif kind == "array":
        if not isinstance(value, list):
            yield f"{path}: not an array"
        else:
            for index, item in enumerate(value):
                yield from _walk(schemas, schema["items"], item, f"{path}[{index}]", False)
    elif kind != "any":
        yield from (f"{path}: {problem}" for problem in _scalar(schema, value))


def _object(schemas: Schemas, schema: Mapping[str, Any], value: object, path: str, nulls: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: not an object"
        return
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, item in value.items():
        if name in known:
            yield from _walk(schemas, known[name], item, f"{path}.{name}", nulls)
        elif others is not None:
            yield from _walk(schemas, others, item, f"{path}.{name}", nulls)
        else:
            yield f"{path}.{name}: unknown field"


def _scalar(schema: Mapping[str, Any], value: object) -> Iterator[str]:
    kind, form = schema.get("type"), schema.get("format")
    if kind == "boolean" and not isinstance(value, bool):
        yield "not a boolean"
    elif kind == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            yield "not an integer"
        elif form == "int32" and not -(2**31) <= value < 2**31:
            yield "out of range"
    elif kind == "string":
        if not isinstance(value, str):
            yield "not a string"
        elif form is not None and not _formed(form, value):
            yield f"not a {form}"


def _formed(form: str, value: str) -> bool:
    if form == "date-time":
        return is_rfc3339(value)
    if form == "date":
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and _is_date(value)
    return form != "int64" or bool(re.fullmatch(r"-?\d{1,19}", value))


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
