"""The gate that every side effect of the core passes: each call of a port, each commit that writes, each acknowledgement.

It counts them, and lets one go wrong where it is told to. Whatever method a port gets, whatever transaction a use case
opens: it passes here, so that a new effect is counted by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from models.unit_of_work import Transaction, UnitOfWork
from scheduling.ports import TransientFault

Result = TypeVar("Result")


class Killed(BaseException):
    """The process dies here: nothing catches it."""


class Kind(StrEnum):
    """What sort of side effect passed."""

    CALL = "call"
    COMMIT = "commit"
    ACKNOWLEDGEMENT = "acknowledgement"


class Fault(StrEnum):
    """What goes wrong at one boundary. The first four come after the effect was carried out, the others instead of it."""

    CRASH = "crash"
    LOST_ANSWER = "lost answer"
    DUPLICATE = "duplicate"
    PAUSED = "paused past the lease"
    LIMITED = "429"
    SERVER_ERROR = "5xx"
    HANG = "hang"


FAULTS: dict[Kind, tuple[Fault, ...]] = {
    Kind.CALL: tuple(Fault),
    # A database answers with an error (5xx), or its answer is lost; it knows no rate limit, and while it hangs so do we.
    Kind.COMMIT: (Fault.CRASH, Fault.LOST_ANSWER, Fault.DUPLICATE, Fault.SERVER_ERROR),
    Kind.ACKNOWLEDGEMENT: (Fault.CRASH, Fault.LOST_ANSWER, Fault.DUPLICATE),
}
"""Which faults make sense at which effect."""

NOT_DONE = (Fault.LIMITED, Fault.SERVER_ERROR, Fault.HANG)
"""Faults that come instead of the effect. Where the second of a pair meets a commit, each of them is a refusal of it."""

LEAVES_A_DOUBT = ("post", "insert", "change", "cancel")
"""Calls after which an adapter says that they may have been carried out."""


class Gate:
    """`passed` are the effects so far, in order. `faults` says which is to go wrong, by its number from 0. While `open`
    nothing is counted and nothing goes wrong. `again` delivers the last input once more; `elsewhere` lets another process
    work while this one is paused."""

    def __init__(self, *, again: Callable[[], None], elsewhere: Callable[[], None]) -> None:
        self.passed: list[tuple[Kind, str]] = []
        self.faults: dict[int, Fault] = {}
        self.open = True
        self.doing = ""
        self._again = again
        self._elsewhere = elsewhere

    def begin(self, faults: Mapping[int, Fault]) -> None:
        """Counts anew from here on."""
        self.passed, self.faults, self.open = [], dict(faults), False

    def call(self, name: str, method: str, carry_out: Callable[[], Result]) -> Result:
        fault = self.reach(Kind.CALL, f"{name}.{method}")
        doubt = method in LEAVES_A_DOUBT
        if fault is Fault.LIMITED:
            raise TransientFault("ratelimited", retry_after=30)
        if fault is Fault.SERVER_ERROR:
            raise TransientFault("server_error", maybe_done=doubt)
        if fault is Fault.HANG:
            raise TransientFault("timeout", maybe_done=doubt)
        result = carry_out()
        if fault is Fault.LOST_ANSWER:
            raise TransientFault("connection", maybe_done=doubt)
        self.leave(fault)
        return result

    def reach(self, kind: Kind, name: str) -> Fault | None:
        """Counts an effect that is about to happen; returns what is to go wrong with it."""
        if self.open:
            return None
        self.passed.append((kind, f"{self.doing}: {name}"))
        return self.faults.pop(len(self.passed) - 1, None)

    def leave(self, fault: Fault | None) -> None:
        """What goes wrong once the effect is there."""
        if fault is Fault.CRASH:
            raise Killed
        if fault in (Fault.DUPLICATE, Fault.PAUSED):
            self.open = True
            (self._again if fault is Fault.DUPLICATE else self._elsewhere)()
            self.open = False


class GatedPort:
    """A port whose every method passes the gate, also those that it will get one day."""

    def __init__(self, port: object, name: str, gate: Gate) -> None:
        self._port = port
        self._name = name
        self._gate = gate

    def __getattr__(self, method: str) -> Callable[..., Any]:
        real = getattr(self._port, method)
        return lambda *args, **named: self._gate.call(self._name, method, lambda: real(*args, **named))


class GatedUnitOfWork(UnitOfWork):
    """Each transaction that writes passes the gate with its commit; one that has nothing to write is no effect."""

    def __init__(self, engine: Engine, gate: Gate) -> None:
        super().__init__(engine)
        self._gate = gate
        self._writes = _Writes.of(engine)

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        self._writes.count = 0
        fault = None
        with super().__call__() as tx:
            yield tx
            if self._writes.count:
                fault = self._gate.reach(Kind.COMMIT, "commit")
            if fault in NOT_DONE:
                raise unavailable()
        if fault is Fault.LOST_ANSWER:
            raise unavailable()
        self._gate.leave(fault)


def unavailable() -> OperationalError:
    """What a database is heard saying when it is not there."""
    return OperationalError("COMMIT", None, ConnectionError("the database went away"), hide_parameters=True)


class _Writes:
    """Counts statements that changed a row."""

    def __init__(self) -> None:
        self.count = 0

    @classmethod
    def of(cls, engine: Engine) -> _Writes:
        found = _LISTENING.get(engine)
        if found is None:
            found = _LISTENING[engine] = cls()
            event.listen(engine, "after_cursor_execute", found)
        return found

    def __call__(self, connection: object, cursor: Any, statement: str, *rest: object) -> None:
        changes = statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
        self.count += changes and (cursor.rowcount != 0 or "RETURNING" in statement)


_LISTENING: dict[Engine, _Writes] = {}
