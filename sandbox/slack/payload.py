"""The one name for JSON objects as they go over the wire; they are checked by the rules, not by the type checker."""

from typing import Any

JsonObject = dict[str, Any]
