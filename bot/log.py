"""Log lines: a stable event key, ids and codes; JSON, or for people where a terminal is looking on.

What may stand in a line is decided here and nowhere else: no tokens, no texts of messages, no names or addresses, no
payloads. Libraries put all of those into their sentences, so of theirs only the head is kept; exceptions are told by
their type and place, because their messages quote what was being handled.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

PACKAGES = ("bot", "handlers", "scheduling", "models", "sandbox", "migrations")
_ROOT = Path(__file__).resolve().parents[1]
_LONGEST = 200
_LIBRARIES = (
    "slack_bolt",
    "slack_sdk",
    "httplib2",
    "sqlalchemy",
    "apscheduler",
    "google",
    "googleapiclient",
    "uvicorn",
)

_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|Bearer\s+\S+|ya29\.[\w.-]+|1//[\w-]+|\b[\w-]*(?:ticket|token|secret)=[^&\s]+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^@\s<>,;:'\"()]+@[^@\s<>,;:'\"()]+")
_FORBIDDEN = re.compile(
    "text|blocks|payload|body|view|values?|e?mail|name|token|secret|password|headers|url|params|query"
)
"""Fields that never belong in a line, whoever puts them there."""

Line = MutableMapping[str, Any]


def configure(stream: TextIO | None = None, *, pretty: bool | None = None, quiet: bool = False) -> None:
    """Takes over all logging of the process, and what becomes of exceptions that nobody catches. `quiet` is for commands
    that have words of their own: only what breaks is logged."""
    stream = stream or sys.stderr
    pretty = stream.isatty() if pretty is None else pretty
    look: Any = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer()
    handler = _Handler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[_read, structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"), redact, look],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.CRITICAL if quiet else logging.WARNING)
    for package in PACKAGES:
        logging.getLogger(package).setLevel(logging.CRITICAL if quiet else logging.INFO)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)  # its warnings are about how it was set up
    logging.getLogger("slack_sdk.web").setLevel(logging.CRITICAL)  # every failed call is told by whoever made it
    logging.captureWarnings(True)
    sys.excepthook = _on_crash
    threading.excepthook = _on_thread_crash


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the name is logging's
        """A line that cannot be written: the standard library would print it as it is, with all its values."""
        with suppress(OSError, ValueError):  # nobody reads any more
            self.stream.write(f"a line of {record.name} could not be written\n")


def report(event: str, fields: Mapping[str, object]) -> None:
    """What the core tells of its work: one line, whose level follows from what happened."""
    state = str(fields.get("state", ""))
    failed = "error" in fields or state == "dead"
    level = logging.ERROR if failed else logging.WARNING if state in ("retry", "ambiguous", "fenced") else logging.INFO
    logging.getLogger("bot.work").log(level, event, extra={"fields": dict(fields)})


def redact(logger: object, method: str, line: Line) -> Line:
    """The last processor before a line is written: whatever slipped in does not get out."""
    clean: dict[str, Any] = {}
    for key, value in line.items():
        if isinstance(value, BaseException):
            clean |= _error(value)
        elif not _FORBIDDEN.fullmatch(key):
            clean[key] = _inert(value)
    return clean


def _read(logger: object, method: str, line: Line) -> Line:
    """A line made of a record. Our own records carry a stable key and fields; a library's are cut down to their head."""
    record: logging.LogRecord = line["_record"]
    sentence = str(line["event"])
    ours = record.name.partition(".")[0] in PACKAGES
    read: dict[str, Any] = {"event": sentence if ours else "library", "level": record.levelname.lower()}
    if ours:
        read |= _fields(record)
    else:
        read |= {"logger": record.name, "says": head(sentence)}
    _, error, _ = line.get("exc_info") or (None, None, None)
    return read if error is None else read | {"error": error}


def head(sentence: str) -> str:
    """The beginning of a library's sentence, up to where it starts to quote values."""
    return re.split(r"[\n:({\[<'\"`=]|\d{4}", sentence, maxsplit=1)[0].strip()[:80]


_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "fields"}


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """What was passed as `extra`, or by `report` in one mapping."""
    extra = {key: value for key, value in vars(record).items() if key not in _USUAL and not key.startswith("_")}
    return {**extra, **getattr(record, "fields", {})}


def _inert(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [_inert(one) for one in value[:20]]
    return _ADDRESS.sub("(address)", _SECRET.sub("(secret)", str(value)))[:_LONGEST]


def _error(error: BaseException) -> dict[str, object]:
    """Type, reason code and place; of a database's error also what the driver called it."""
    told: dict[str, object] = {"error": type(error).__name__}
    reason = getattr(error, "reason", None)
    if isinstance(reason, str) and re.fullmatch(r"[\w.:-]{1,80}", reason):
        told["reason"] = reason
    cause = getattr(error, "orig", None) or error.__cause__
    if cause is not None:
        told["cause"] = type(cause).__name__
    return told | {"where": _frames(error.__traceback__)}


def _frames(trace: TracebackType | None) -> list[str]:
    """Our own frames, innermost last; without code, values or other people's files."""
    found = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in PACKAGES:
            found.append(f"{path.relative_to(_ROOT).as_posix()}:{frame.lineno} {frame.name}")
    return found[-12:]


def _on_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger("bot.crash").critical("crashed", extra={"fields": {"error": error}})


def _on_thread_crash(crash: threading.ExceptHookArgs) -> None:
    fields = {"error": crash.exc_value, "thread": crash.thread.name if crash.thread else ""}
    logging.getLogger("bot.crash").critical("thread_crashed", extra={"fields": fields})
