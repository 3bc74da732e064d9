"""Log lines hold keys, ids and codes. Whatever people typed, and every secret, stays out, whoever logs it."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.stdlib import ProcessorFormatter

from bot import log
from models.engine import StoreError
from scheduling.ports import TransientFault

SECRETS = ("Ana Kovač", "ana@mail.test", "xoxb-1-abc-def", "xapp-1-A1-9-f00", "she wants 120k", "s3cret")


class Lines:
    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def one(self) -> dict[str, Any]:
        [line] = self.all()
        return line


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Logging as the process has it; put back afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    levels = {name: logging.getLogger(name).level for name in (*log.PACKAGES, "slack_bolt", "slack_sdk.web")}
    stream = io.StringIO()
    log.configure(stream)
    yield Lines(stream)
    root.handlers[:], sys.excepthook, threading.excepthook = before[0], before[2], before[3]
    root.setLevel(before[1])
    logging.captureWarnings(False)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    assert [] == [secret for secret in SECRETS if secret in stream.getvalue()]


def test_a_line_of_ours_has_a_key_a_level_a_time_and_its_fields(lines: Lines) -> None:
    logging.getLogger("handlers.gate").warning("echo_failed", extra={"route": "new", "reason": "expired_trigger_id"})

    line = lines.one()
    assert line.pop("at").endswith("Z")
    assert {"event": "echo_failed", "level": "warning", "route": "new", "reason": "expired_trigger_id"} == line


def test_fields_that_could_hold_what_people_said_are_left_out(lines: Lines) -> None:
    said = {
        "text": SECRETS[0],
        "view": {"x": SECRETS[4]},
        "email": SECRETS[1],
        "payload": SECRETS[4],
        "token": "s3cret",
    }
    logging.getLogger("bot.run").info("something", extra=said)

    assert {"event", "level", "at"} == lines.one().keys()


def test_tokens_and_addresses_are_taken_out_of_every_text(lines: Lines) -> None:
    texts = [*SECRETS[1:4], "Bearer s3cret", "wss://x/link/?ticket=s3cret&app_id=A1", "client_secret=s3cret"]
    logging.getLogger("bot.run").info("something", extra={"broken": texts, "detail": " ".join(texts)})

    assert "(secret)" in lines.one()["detail"]
    assert "(address)" in lines.one()["detail"]


def test_of_a_librarys_sentence_only_the_head_is_kept(lines: Lines) -> None:
    logging.getLogger("slack_bolt.App").error("Unhandled request ({'text': 'she wants 120k'})\n---")
    logging.getLogger("slack_sdk.socket_mode").error("Failed to establish a connection (session id: s3cret)")
    logging.getLogger("sqlalchemy.pool").error("Error for [Ana Kovač]: 'she wants 120k'")

    assert ["Unhandled request", "Failed to establish a connection", "Error for"] == [
        one["says"] for one in lines.all()
    ]


def test_what_libraries_tell_below_a_warning_is_not_kept(lines: Lines) -> None:
    for name in ("slack_bolt", "slack_sdk", "uvicorn", "apscheduler.scheduler", "alembic.runtime", "of_next_year"):
        logging.getLogger(name).info("she wants 120k")

    assert [] == lines.all()


def test_a_command_with_words_of_its_own_logs_only_what_breaks(lines: Lines) -> None:
    log.configure(lines.stream, quiet=True)

    logging.getLogger("bot.run").error("slack_not_reached")
    logging.getLogger("slack_sdk").error("Failed")
    sys.excepthook(ValueError, ValueError("she wants 120k"), None)

    assert ["crashed"] == [line["event"] for line in lines.all()]


def test_an_exception_is_told_by_type_and_place_without_its_message(lines: Lines) -> None:
    try:
        log.report("x", 5)  # type: ignore[arg-type]  # breaks inside our own code
    except AttributeError:
        logging.getLogger("bot.run").exception("broken")

    line = lines.one()
    assert "AttributeError" == line["error"]
    assert ["report"] == [place.split()[-1] for place in line["where"]]


def test_what_caused_an_exception_is_told_by_its_type(lines: Lines) -> None:
    try:
        try:
            raise ValueError("Ana Kovač")
        except ValueError as cause:
            raise StoreError("she wants 120k") from cause
    except StoreError as error:
        log.report("tick_failed", {"tick": "work", "error": error})

    assert ("SQLAlchemyError", "ValueError") == (lines.one()["error"], lines.one()["cause"])


def test_a_fault_is_told_with_its_code(lines: Lines) -> None:
    log.report("tick_failed", {"tick": "sync_calendar", "error": TransientFault("quota")})

    assert "quota" == lines.one()["reason"]


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"state": "done"}, "info"),
        ({"state": "retry"}, "warning"),
        ({"state": "ambiguous"}, "warning"),
        ({"state": "dead"}, "error"),
        ({"error": ValueError("Ana Kovač")}, "error"),
    ],
)
def test_how_loud_a_line_of_the_core_is_follows_from_what_happened(
    lines: Lines, fields: dict[str, object], level: str
) -> None:
    log.report("effect", fields)

    assert level == lines.one()["level"]


def test_a_line_that_cannot_be_made_is_told_without_its_values(lines: Lines) -> None:
    broken = {"name": "uvicorn.error", "msg": "%s %s %d", "args": ("Ana Kovač", "she wants 120k")}
    ours = next(
        handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, ProcessorFormatter)
    )
    ours.handle(logging.makeLogRecord(broken))

    assert "a line of uvicorn.error could not be written\n" == lines.stream.getvalue()


def test_a_log_that_nobody_reads_any_more_stops_nothing(lines: Lines) -> None:
    unread = io.StringIO()
    log.configure(unread)
    unread.close()

    logging.getLogger("bot.run").info("something")


def test_whatever_nobody_catches_is_told_without_its_message(lines: Lines) -> None:
    def break_down() -> None:
        raise ValueError("she wants 120k")

    thread = threading.Thread(target=break_down, name="worker")
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError("Ana Kovač"), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert ["thread_crashed", "crashed"] == [line["event"] for line in lines.all()]


def test_for_people_the_same_is_written_in_words() -> None:
    stream = io.StringIO()
    before = logging.getLogger().handlers[:]
    log.configure(stream, pretty=True)
    log.report("effect", {"state": "done", "error": ValueError("Ana Kovač")})
    logging.getLogger().handlers[:] = before

    assert "effect" in stream.getvalue()
    assert "Ana Kovač" not in stream.getvalue()
