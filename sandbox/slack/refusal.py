"""How the stand-in says no: the way Slack does, `{"ok": false, "error": ...}`, nearly always with status 200."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.slack.block_rules import Finding


class Refusal(Exception):
    """An answer with `ok: false`. `extra` is merged into the body, `headers` into the response."""

    def __init__(
        self, error: str, *, status: int = 200, extra: Mapping[str, Any] | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.extra = dict(extra or {})
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.extra}

    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}


def invalid_arguments(*messages: str) -> Refusal:
    """`messages` without the `[ERROR] ` that Slack puts before each."""
    return Refusal("invalid_arguments", extra=_metadata(messages))


def missing_argument(name: str) -> Refusal:
    return invalid_arguments(f"missing required field: {name}")


def invalid_blocks(findings: Sequence[Finding]) -> Refusal:
    worded = [finding.worded() for finding in findings]
    return Refusal("invalid_blocks", extra={"errors": worded, **_metadata(worded)})


def invalid_view(findings: Sequence[Finding]) -> Refusal:
    return invalid_arguments(
        "failed to match all allowed schemas [json-pointer:/view]", *(finding.worded() for finding in findings)
    )


def rate_limited(retry_after: float) -> Refusal:
    return Refusal("ratelimited", status=429, retry_after=retry_after)


def _metadata(messages: Sequence[str]) -> dict[str, Any]:
    return {"response_metadata": {"messages": [f"[ERROR] {message}" for message in messages]}}
