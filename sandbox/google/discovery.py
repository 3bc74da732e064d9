"""The Calendar API as its discovery document describes it: the measure for routes, parameters, bodies and scopes.

The document is the one that google-api-python-client ships, so the stand-in moves with the client in use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SERVED = (
    "calendar.events.delete",
    "calendar.events.get",
    "calendar.events.insert",
    "calendar.events.list",
    "calendar.events.patch",
    "calendar.events.update",
    "calendar.freebusy.query",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One API method. `path` is relative to the service path; `request` and `response` name schemas."""

    id: str
    verb: str
    path: str
    parameters: Mapping[str, Mapping[str, Any]]
    request: str | None
    response: str | None
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    service_path: str
    methods: Mapping[str, Method]
    schemas: Mapping[str, Mapping[str, Any]]


@cache
def calendar_api() -> Discovery:
    """The served part of the API."""
    document = read_document()
    resources = document["resources"].values()
    found = {raw["id"]: raw for resource in resources for raw in resource["methods"].values()}
    return Discovery(
        service_path="/" + document["servicePath"],
        methods={name: _method(found[name], document["parameters"]) for name in SERVED},
        schemas=document["schemas"],
    )


def read_document() -> dict[str, Any]:
    place = files("googleapiclient") / "discovery_cache" / "documents" / "calendar.v3.json"
    document: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return document


def _method(raw: Mapping[str, Any], for_all: Mapping[str, Any]) -> Method:
    return Method(
        id=raw["id"],
        verb=raw["httpMethod"],
        path=raw["path"],
        parameters={**for_all, **raw.get("parameters", {})},
        request=raw.get("request", {}).get("$ref"),
        response=raw.get("response", {}).get("$ref"),
        scopes=frozenset(raw["scopes"]),
    )
