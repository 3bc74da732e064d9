"""A request counts when Slack has signed it just now; everything else gets a code, and never an exception."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.signature import why_refused

SECRET = b"signing-secret"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BODY = b"command=%2Fhire&text=new"


def stamp(**ahead: float) -> str:
    return str(int((NOW + timedelta(**ahead)).timestamp()))


def sign(timestamp: str, body: bytes = BODY, secret: bytes = SECRET) -> str:
    return "v0=" + hmac.new(secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def judged(timestamp: str, signature: str, body: bytes = BODY) -> str | None:
    return why_refused(body, timestamps=[timestamp], signatures=[signature], secret=SECRET, now=NOW)


@pytest.mark.parametrize("seconds", [-300, -299, -1, 0, 1, 299, 300])
def test_what_slack_signed_just_now_is_taken(seconds: int) -> None:
    assert None is judged(stamp(seconds=seconds), sign(stamp(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
def test_an_old_request_and_one_from_the_future_are_stale(seconds: int) -> None:
    assert "stale" == judged(stamp(seconds=seconds), sign(stamp(seconds=seconds)))


@pytest.mark.parametrize(
    "timestamp", ["", "abc", "-1", "1e9", "9" * 20, " 1", "1 ", "1.5", "0x1", "\u0661\u0667", "1\n", "\x00"]
)
def test_a_time_that_is_none_is_refused(timestamp: str) -> None:
    assert "bad_timestamp" == judged(timestamp, sign(timestamp))


def test_zero_is_long_ago() -> None:
    assert "stale" == judged("0", sign("0"))


@pytest.mark.parametrize(
    "spoil", [str.upper, lambda s: s[:-1], lambda s: s + "0", lambda s: s.replace("v0", "v1"), lambda s: s[3:]]
)
def test_a_spoiled_signature_is_refused(spoil: object) -> None:
    assert callable(spoil)

    assert "bad_signature" == judged(stamp(), spoil(sign(stamp())))


def test_another_secret_another_body_or_another_time_is_refused() -> None:
    assert "bad_signature" == judged(stamp(), sign(stamp(), secret=b"guessed"))
    assert "bad_signature" == judged(stamp(), sign(stamp()), body=BODY + b"!")
    assert "bad_signature" == judged(stamp(seconds=1), sign(stamp()))


@pytest.mark.parametrize(
    ("timestamps", "signatures"), [([], ["v0="]), (["1"], []), (["1", "1"], ["v0="]), (["1"], ["a", "b"])]
)
def test_one_of_each_header_is_needed(timestamps: list[str], signatures: list[str]) -> None:
    assert "unsigned" == why_refused(BODY, timestamps=timestamps, signatures=signatures, secret=SECRET, now=NOW)


@given(st.text(), st.text(), st.binary())
def test_whatever_comes_is_refused_without_an_error(timestamp: str, signature: str, body: bytes) -> None:
    assert isinstance(judged(timestamp, signature, body), str)


@given(st.text())
def test_no_text_in_the_place_of_the_signature_is_an_error(signature: str) -> None:
    assert "bad_signature" == judged(stamp(), signature)
