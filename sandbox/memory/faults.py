"""Faults on demand: which call fails, how often, and whether it was carried out all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

from scheduling.ports import PermanentFault, TransientFault

Fault = TransientFault | PermanentFault


@dataclass(slots=True)
class _Armed:
    method: str
    fault: Fault
    left: int
    after: bool


class Faults:
    """`calls` are the names of the methods called, failed ones included. One lock guards whoever uses this."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._armed: list[_Armed] = []
        self._lock = RLock()

    def fail(self, method: str, fault: Fault, *, times: int = 1, after: bool = False) -> None:
        """The next `times` calls of `method` raise `fault`; `after` carries them out first: the answer was lost."""
        with self._lock:
            self._armed.append(_Armed(method, fault, times, after))

    @contextmanager
    def during(self, method: str) -> Iterator[None]:
        """Around what a method does; raises before or after it where a fault is armed. A refusal is no answer lost."""
        with self._lock:
            self.calls.append(method)
            self._strike(method, after=False)
            yield
            self._strike(method, after=True)

    def _strike(self, method: str, *, after: bool) -> None:
        for armed in self._armed:
            if armed.method == method and armed.after is after and armed.left > 0:
                armed.left -= 1
                raise armed.fault
