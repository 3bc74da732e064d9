"""Every request the app made, as tests and an inspector read it. Tokens are not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from sandbox.slack.payload import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `answer` is the body Slack would have sent; `fault` names the switch that got in the way, in which
    case the app may have seen something else (a reset, a 5xx). `carried_out` tells whether the method ran."""

    number: int
    method: str
    args: JsonObject
    at: datetime
    answer: JsonObject
    status: int = 200
    fault: str | None = None
    carried_out: bool = True

    @property
    def ok(self) -> bool:
        return bool(self.answer.get("ok"))


class CallLog:
    """Guarded by the workspace's lock."""

    def __init__(self) -> None:
        self._calls: list[Call] = []

    def note(
        self,
        *,
        method: str,
        args: JsonObject,
        at: datetime,
        answer: JsonObject,
        status: int = 200,
        fault: str | None = None,
        carried_out: bool = True,
    ) -> None:
        self._calls.append(
            Call(
                number=len(self._calls) + 1,
                method=method,
                args=args,
                at=at,
                answer=answer,
                status=status,
                fault=fault,
                carried_out=carried_out,
            )
        )

    def all(self, pattern: str = "*") -> list[Call]:
        """Calls whose method matches (`chat.*`), oldest first."""
        return [call for call in self._calls if fnmatchcase(call.method, pattern)]

    def count(self, pattern: str = "*") -> int:
        return len(self.all(pattern))
