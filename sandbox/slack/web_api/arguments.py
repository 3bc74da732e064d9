"""The arguments of one call, read as leniently and refused as strictly as Slack does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import invalid_arguments, missing_argument

_TRUE = frozenset({"1", "true", "True"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """`base_url` is the address under which the app reached us, without a trailing slash; `token` is the caller's."""

    given: JsonObject
    token: str
    base_url: str

    def has(self, name: str) -> bool:
        return self.given.get(name) is not None

    def text(self, name: str) -> str | None:
        """A string, or None when it was left out. Numbers in a form are strings anyway; in JSON they are refused."""
        value = self.given.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise invalid_arguments(f"must provide a string [json-pointer:/{name}]")
        return value

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise missing_argument(name)
        return value

    def flag(self, name: str) -> bool:
        value = self.given.get(name)
        return value if isinstance(value, bool) else str(value) in _TRUE

    def integer(self, name: str, *, default: int) -> int:
        value = self.given.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid_arguments(f"must provide a number [json-pointer:/{name}]") from None

    def structure(self, name: str) -> Any:
        """An object or array: as such in a JSON body, as encoded JSON in a form (and, tolerated, in a JSON body).
        Raises ValueError when it is not JSON."""
        value = self.given.get(name)
        return json.loads(value) if isinstance(value, str) else value
