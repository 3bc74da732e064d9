"""Which of Google's refusals are worth repeating, when, and whether a write may have happened."""

from __future__ import annotations

import json

import pytest

from scheduling.google.refusals import Refusal, fault_of, read_refusal
from scheduling.ports import PermanentFault, TransientFault


def body(reason: str) -> bytes:
    return json.dumps({"error": {"errors": [{"reason": reason, "message": "m"}], "code": 403}}).encode()


@pytest.mark.parametrize(
    ("status", "reason", "expected", "retry_after", "maybe_done"),
    [
        (403, "rateLimitExceeded", "ratelimited", 7.0, False),
        (403, "userRateLimitExceeded", "ratelimited", 7.0, False),
        (429, "rateLimitExceeded", "ratelimited", 7.0, False),
        (429, "", "ratelimited", 7.0, False),
        (403, "quotaExceeded", "quota", 3600.0, False),
        (429, "quotaExceeded", "quota", 3600.0, False),
        (403, "dailyLimitExceeded", "quota", 3600.0, False),
        (401, "authError", "auth", None, False),
        (403, "insufficientPermissions", "auth", None, False),
        (403, "accessNotConfigured", "auth", None, False),
        (404, "notFound", "no_calendar", None, False),
        (409, "duplicate", "conflict", None, False),
        (412, "conditionNotMet", "conflict", None, False),
        (500, "backendError", "server_error", 7.0, True),
        (503, "", "server_error", 7.0, True),
        (302, "", "bad_answer", None, False),
        (408, "", "server_error", 7.0, True),
    ],
)
def test_what_may_pass_is_transient(
    status: int, reason: str, expected: str, retry_after: float | None, maybe_done: bool
) -> None:
    fault = fault_of(Refusal(status=status, reason=reason, retry_after=7.0), writes=True)

    assert isinstance(fault, TransientFault)
    assert (fault.reason, fault.retry_after, fault.maybe_done) == (expected, retry_after, maybe_done)


def test_a_read_is_never_maybe_done() -> None:
    fault = fault_of(Refusal(status=503, reason=""), writes=False)

    assert isinstance(fault, TransientFault)
    assert not fault.maybe_done


@pytest.mark.parametrize(
    ("status", "expected"), [(400, "invalid_request"), (403, "forbidden"), (410, "gone"), (418, "refused")]
)
def test_what_will_not_pass_is_permanent(status: int, expected: str) -> None:
    fault = fault_of(Refusal(status=status, reason="someReason"), writes=True)

    assert isinstance(fault, PermanentFault)
    assert fault.reason == expected


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 412])
def test_a_refusal_by_something_on_the_way_is_transient_whatever_it_says(status: int) -> None:
    fault = fault_of(read_refusal(status, {}, b"<html>Forbidden by your administrator</html>"), writes=True)

    assert isinstance(fault, TransientFault)
    assert fault.reason == "bad_answer"


@pytest.mark.parametrize(
    ("content", "by_api"),
    [
        (body("notFound"), True),
        (b'{"error": {"code": 404, "message": "Not Found"}}', True),
        (b'{"error": "not_found"}', False),
        (b'{"detail": "Not Found"}', False),
        (b"", False),
    ],
)
def test_an_error_is_the_apis_when_it_has_the_apis_shape(content: bytes, by_api: bool) -> None:
    assert read_refusal(404, {}, content).by_api is by_api


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (body("quotaExceeded"), "quotaExceeded"),
        (b'{"error": {"status": "RESOURCE_EXHAUSTED"}}', "RESOURCE_EXHAUSTED"),
        (body("<b>not a word</b>"), ""),
        (body("x" * 65), ""),
        (b"<html>502 Bad Gateway</html>", ""),
        (b'{"error": "invalid_grant"}', ""),
        (b'{"error": {"errors": []}}', ""),
        (b'{"error": {"errors": [{"reason": 7}]}}', ""),
        (b"[]", ""),
        (b"\xff\xfe", ""),
        (b"", ""),
    ],
)
def test_the_reason_is_one_plain_word_or_nothing(content: bytes, reason: str) -> None:
    assert read_refusal(403, {}, content).reason == reason


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30.0), ("0", 0.0), ("999999999", 86_400.0), ("-1", None), ("soon", None), ("1e9", None), ("", None)],
)
def test_retry_after_is_taken_when_it_is_sane_seconds(header: str, seconds: float | None) -> None:
    assert read_refusal(503, {"retry-after": header}, b"").retry_after == seconds
